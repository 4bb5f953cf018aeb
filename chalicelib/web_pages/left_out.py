"""What an article can't hold is named with its words; the words that readers saw stay in their order."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final

from chalicelib.web_pages.foreign_parts import PARTS, Part, part_of
from chalicelib.web_pages.formulas import FORMULA, formula
from chalicelib.web_pages.marks import AT, KIND, PART, WORDS, Remark
from chalicelib.web_pages.stylesheets import looks_of
from chalicelib.web_pages.walking import around, first_in
from chalicelib.web_pages.wording import gathered

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag
    from bs4.element import PageElement

DRAWN: Final = frozenset("x-text x-tspan x-textpath x-a x-defs x-symbol x-clippath x-mask".split())
SHAPES: Final = DRAWN | FORMULA
"""The elements of drawings and formulas that are looked at, as ``places`` names them."""

_NOT_DRAWN: Final = ("x-defs", "x-symbol", "x-clippath", "x-mask")
_SWALLOWED: Final = 60
"""Words within a part from which its author forgot to close it: what follows is text."""
_TAG: Final = re.compile(r"<[^>]*>")
_ADDRESS: Final = re.compile(r"url\(\s*[\"']?([^\"')]*)")
_FORM: Final = ("input", "textarea", "select", "button")
_BLOCKS: Final = ["p", "div", "section", "table", "ul", "ol", "h1", "h2", "h3", "h4", "li", "blockquote"]  # fmt: skip

_Met = dict[str, dict[str, str]]
"""Kind → place → words."""


def leave_out(soup: BeautifulSoup, begins: str) -> list[Remark]:
    """Settle every foreign part. Those of one kind are told in one remark where they are many."""
    met: _Met = {}
    for tag in soup.find_all(PART):
        if not tag.decomposed and tag.parent is not None:
            _settle(soup, tag, begins, met)
    remarks = [remark for kind, places in met.items() for remark in _told(kind, places)]
    _rubies(soup)
    _quotes(soup)
    return [*remarks, *_backgrounds(soup, begins)]


def _told(kind: str, places: dict[str, str]) -> list[Remark]:
    part = part_of(kind) or Part(kind)
    if kind == "script":
        lines = f"（共 {len(places)} 处）" if len(places) > 1 else ""
        return [
            Remark(next(iter(places)), f"网页脚本没有放进正文{lines}，不用处理", of_words=False)
        ]
    if kind == "script-open":
        return gathered(part.name, places, part.advice, error=True)
    if kind == "svg":
        return gathered("SVG 图形里的文字已按顺序放进正文", places, part.advice)
    if kind == "unclear":
        return gathered("公式没有放进正文", places, PARTS["math"].advice, error=True)
    if kind == "math":
        return gathered("公式已改写成文字", places, "请核对")
    if part.error:
        what = f"微信会删掉 <{kind}> 及其内容（{part.name}）"
    else:
        what = f"{part.name}没有放进正文"
    return gathered(what, places, part.advice, error=part.error, of_words=False)


def _settle(soup: BeautifulSoup, tag: Tag, begins: str, met: _Met) -> None:
    kind = str(tag.get(KIND) or "")
    part = part_of(kind) or Part(kind)
    if not part.advice:
        tag.decompose()
    elif kind == "math":
        _formula(tag, begins, met)
    elif kind == "svg":
        _drawing(soup, tag, begins, met)
    elif kind == "script":
        _note(met, kind, tag, begins, "")
        tag.decompose()
    elif kind == "video":
        _video(tag)
    elif kind == "form":
        controls = [one for one in tag.find_all(PART) if one.get(KIND) in _FORM]
        if controls:
            words = " ".join(filter(None, (_said(one) for one in controls)))
            _note(met, kind, tag, begins, words)
        for one in controls:
            if one.parent is not None:
                _keep_words(one)
        _unwrap(tag)
    else:
        _note(met, kind, tag, begins, _said(tag))
        if part.keeps_words:
            _keep_words(tag)
        else:
            _drop(tag)


def _said(tag: Tag) -> str:
    """The words that readers saw; of a part that shows none what it says of itself."""
    part = part_of(str(tag.get(KIND) or ""))
    inner = tag.get_text(" ") if part is None or part.keeps_words or not part.error else ""
    words = " ".join(f"{tag.get(WORDS) or ''} {inner}".split())
    return words or str(tag.get("data-src") or "")[:60]


def _note(met: _Met, kind: str, tag: Tag, begins: str, words: str) -> None:
    places = met.setdefault(kind, {})
    at = _place(tag, begins)
    places[at] = f"{places[at]} {words}" if places.get(at) else words


def _place(tag: Tag, begins: str) -> str:
    return next((str(one[AT]) for one in (tag, *tag.parents) if one.get(AT)), begins)


def _drop(tag: Tag) -> None:
    """Without its content, which is shown only where the part can't be; what a forgotten end tag swallowed stays."""
    if len(tag.get_text(strip=True)) > _SWALLOWED:
        _unwrap(tag)
    else:
        tag.decompose()


def _keep_words(tag: Tag) -> None:
    words = str(tag.get(WORDS) or "")
    if not tag.get_text(strip=True) and tag.get(KIND) == "button" and words:
        tag.append(words)
    if tag.get(KIND) in ("select", "textarea"):
        tag.decompose()
    else:
        _unwrap(tag)


def _unwrap(tag: Tag) -> None:
    """Leave the content behind; a box around blocks stays one."""
    if first_in(tag, _BLOCKS) is not None or tag.get(KIND) in ("form", "svg", "marquee"):
        tag.name = "div"
        for name in (KIND, WORDS, "data-src"):
            del tag[name]
    else:
        tag.unwrap()


def _video(tag: Tag) -> None:
    """A film becomes a player, for which the layout holds a place."""
    swallowed = len(tag.get_text(strip=True)) > _SWALLOWED
    source = str(tag.get("data-src") or "")
    title = str(tag.get(WORDS) or "")
    if swallowed:
        for child in reversed(list(tag.contents)):
            tag.insert_after(child.extract())
    tag.clear()
    tag.name = "iframe"
    tag["data-src"], tag["title"] = source, title
    for name in (KIND, WORDS):
        del tag[name]


def _formula(tag: Tag, begins: str, met: _Met) -> None:
    words = " ".join(tag.get_text(" ").split())
    written = formula(tag)
    if written is None:
        _note(met, "unclear", tag, begins, words)
        tag.decompose()
        return
    if words:
        _note(met, "math", tag, begins, _plain(written))
    tag.replace_with(*_parsed(written))


def _plain(html: str) -> str:
    """A formula as a remark shows it."""
    words = html.replace("<sup>", "^").replace("<sub>", "_")
    return "".join(unescape(_TAG.sub("", words)).split())


def _parsed(html: str) -> list[PageElement]:
    from bs4 import BeautifulSoup

    # In a tag of its own no formula looks like the name of a file.
    made = BeautifulSoup(f"<p>{html}</p>", "html.parser")
    return [child.extract() for child in list(made.p.contents)] if made.p else []


def _drawing(soup: BeautifulSoup, tag: Tag, begins: str, met: _Met) -> None:
    for unseen in tag.find_all(_NOT_DRAWN):
        unseen.decompose()
    for loose in tag.find_all(string=True):
        shown = around(loose, {"x-text", "x-textpath", "x-foreign", PART})
        if shown is None or shown is tag:
            loose.extract()
    words = " ".join(tag.get_text(" ").split())
    if words:
        _note(met, "svg", tag, begins, words)
    for line in tag.find_all(["x-text", "x-textpath", "x-foreign"]):
        line.name = "div"
        line.attrs = {name: line[name] for name in (AT, "style") if line.get(name)}
    for piece in tag.find_all(["x-tspan", "x-a"]):
        if piece.name == "x-tspan" and piece.find_previous_sibling() is not None:
            piece.insert_before(" ")
        piece.unwrap()
    if words or tag.find("img") is not None:
        _unwrap(tag)
    else:
        tag.decompose()


def _rubies(soup: BeautifulSoup) -> None:
    """税(shuì): the reading above a character stands in brackets after it."""
    for ruby in soup.find_all("ruby"):
        bracketed = ruby.find("rp") is not None
        for reading in ruby.find_all("rt"):
            if not bracketed and reading.get_text(strip=True):
                reading.insert(0, "（")
                reading.append("）")
            reading.unwrap()
        ruby.unwrap()
    for tag in soup.find_all(["rt", "rp"]):
        tag.unwrap()


def _quotes(soup: BeautifulSoup) -> None:
    """A browser shows the marks around a quotation that its page only tags."""
    for tag in soup.find_all("q"):
        tag.insert(0, "“")
        tag.append("”")
        tag.name = "span"


def _backgrounds(soup: BeautifulSoup, begins: str) -> list[Remark]:
    """Pictures behind words, told once."""
    met: dict[str, str] = {}
    for tag in soup.find_all(style=True):
        looks = looks_of(str(tag["style"]))
        for name in ("background-image", "background"):
            found = _ADDRESS.search(looks.get(name, ""))
            if found and found[1].strip():
                met.setdefault(_place(tag, begins), tag.get_text(" ", strip=True))
    if not met:
        return []
    first, words = next(iter(met.items()))
    many = f"共 {len(met)} 处，" if len(met) > 1 else ""
    shown = gathered("", {first: words})[0].what.lstrip("：")
    on = f"（{many}第一处写着{shown}）" if shown else (f"（{many.rstrip('，')}）" if many else "")
    what = f"背景图片没有放进正文{on}；需要时请作为图片放进来"
    return [Remark(first, what, of_words=False)]
