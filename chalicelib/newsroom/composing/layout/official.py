"""Official documents (公文) without heading styles: 一、 and （一） in black or bold, a centred title, who signs and when.

Conservative on purpose: a paragraph that is taken for a heading by mistake misleads more than one that is missed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from chalicelib.newsroom.composing.layout.page import ROLE, Page

if TYPE_CHECKING:
    from bs4 import Tag

_FIRST: Final = re.compile(r"^[一二三四五六七八九十]{1,3}、\S")
_SECOND: Final = re.compile(r"^[（(][一二三四五六七八九十]{1,3}[）)]\S")
_SENTENCE: Final = re.compile(r"[。；;！!]$")
_SHORT: Final = re.compile(r"^[（(][^，。；]{3,24}。$")
"""A second-level heading may end with a full stop: its typeface alone says that it is one."""
_LONGEST: Final = 40
"""Characters of a heading."""
_TITLE_LONGEST: Final = 70

_HEADING_FACES: Final = re.compile(r"黑体|楷体|simhei|stheiti|heiti|kaiti|stkaiti", re.IGNORECASE)
"""Typefaces of the headings of an official document (GB/T 9704)."""
_FACE: Final = re.compile(r"font(?:-family)?\s*:\s*([^;]+)", re.IGNORECASE)

_DATE: Final = r"(?:\d{4}|[〇○零一二三四五六七八九]{4})年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日"
_DATED: Final = re.compile(rf"^{_DATE}$")
_SIGNED: Final = re.compile(
    r"^[^\s，。、；：！？,.;:!?]{4,40}(?:局|厅|部|委|委员会|政府|办公室|中心|办公厅|处|院|会|所|署|支部|党组)$"
)
_NUMBERED: Final = re.compile(r"^\S{2,20}[〔\[［（(]\d{4}[〕\]］）)]\s*第?\d{1,5}号$")


def weighted(html: str) -> str:
    """The HTML with headings in 黑体 or 楷体 made bold: cleaning keeps emphasis, and no typeface."""
    if not _HEADING_FACES.search(html):
        return html
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(html + "\n", "html.parser")
    for block in soup.find_all(["p", "div"]):
        words = " ".join(block.get_text().split())
        if _is_heading(words) and block.find(["p", "div", "table"]) is None and _all_in_face(block):
            inner = soup.new_tag("strong")
            for child in list(block.contents):
                inner.append(child.extract())
            block.append(inner)
    return str(soup).removesuffix("\n")


def _all_in_face(block: Tag) -> bool:
    """Whether every word of ``block`` has the typeface of a heading."""
    pieces = [piece for piece in block.find_all(string=True) if piece.strip()]
    return bool(pieces) and all(_HEADING_FACES.search(_face(piece.parent)) for piece in pieces)


def _face(tag: Tag | None) -> str:
    """The nearest typeface above."""
    while tag is not None:
        found = _FACE.search(str(tag.get("style") or ""))
        given = found.group(1) if found else str(tag.get("face") or "")
        if given:
            return given
        tag = tag.parent
    return ""


def settle_official(page: Page) -> None:
    """Give the paragraphs of an official document their rank and role."""
    _headings(page)
    blocks = [tag for tag in page.soup.find_all(True, recursive=False) if not tag.get(ROLE)]
    _title(blocks)
    _signature(blocks)


def _headings(page: Page) -> None:
    # Below headings that the author made, a numbered line is one rank lower.
    below = 1 if page.soup.find("h2") is not None else 0
    for block in page.soup.find_all("p", recursive=False):
        words = block.get_text().strip()
        rank = _rank(words)
        if not rank or block.get(ROLE) or not _all_bold(block):
            continue
        block.name = f"h{rank + below}"
        for strong in block.find_all("strong"):
            strong.unwrap()


def _is_heading(words: str) -> bool:
    return _rank(words) > 0


def _rank(words: str) -> int:
    """2 for 一、, 3 for （一）, 0 for a sentence or anything else."""
    if len(words) > _LONGEST or (_SENTENCE.search(words) and not _SHORT.match(words)):
        return 0
    return 2 if _FIRST.match(words) else 3 if _SECOND.match(words) else 0


def _all_bold(block: Tag) -> bool:
    pieces = [piece for piece in block.find_all(string=True) if piece.strip()]
    return bool(pieces) and all(piece.find_parent("strong") is not None for piece in pieces)


def _title(blocks: list[Tag]) -> None:
    """A centred first paragraph, and the document's number below it."""
    if not blocks or not _centred(blocks[0]):
        return
    title, following = blocks[0], blocks[1:]
    if title.name != "p" or len(title.get_text()) > _TITLE_LONGEST or title.find("img") is not None:
        return
    if _SENTENCE.search(title.get_text().strip()) or not any(
        not _centred(one) for one in following
    ):
        return
    title[ROLE] = "document-title"
    del title["style"]
    if following and _centred(following[0]) and _NUMBERED.match(following[0].get_text().strip()):
        following[0][ROLE] = "document-number"
        del following[0]["style"]


def _centred(block: Tag) -> bool:
    return block.name == "p" and "text-align:center" in str(block.get("style") or "")


def _signature(blocks: list[Tag]) -> None:
    """The last paragraphs: set to the right by the author, or a unit's name above a date."""
    at_right = []
    for block in reversed(blocks):
        if block.name != "p" or "text-align:right" not in str(block.get("style") or ""):
            break
        at_right.append(block)
    if not at_right:
        at_right = _signed_unaligned(blocks)
    for block in at_right:
        block[ROLE] = "signature"
        del block["style"]
    if at_right:
        at_right[-1][ROLE] = "first-signature"


def _signed_unaligned(blocks: list[Tag]) -> list[Tag]:
    """A date alone in the last paragraph, below a unit's name or after it on a line of its own; the last one first."""
    if not blocks or blocks[-1].name != "p":
        return []
    lines = blocks[-1].get_text("\n").split("\n")
    last = [line.strip() for line in lines if line.strip()]
    if not last or not _DATED.match(last[-1]):
        return []
    if len(last) > 1:
        return blocks[-1:] if all(_SIGNED.match(line) for line in last[:-1]) else []
    above = blocks[-2] if len(blocks) > 1 else None
    if above is None or above.name != "p" or not _SIGNED.match(above.get_text().strip()):
        return []
    return [blocks[-1], above]
