"""Footnotes of Markdown, Word and Word's HTML: numbered marks, and the notes at the end.

WeChat keeps no place to jump to, so a mark is no link; 注1 is told apart from the references' [1].
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from chalicelib.newsroom.composing.layout.page import Page
from chalicelib.newsroom.composing.sources.source import AT

if TYPE_CHECKING:
    from bs4 import Tag

_MARK: Final = re.compile(
    r"^\s*[\[【〔(（]?\s*(?:注?\d+|[ivxlc]+|[*†‡①-⑳])(?::\d+)?\s*[\]】〕)）]?\s*$"
)
_HEAD: Final = re.compile(r"^\s*[\[【]\d+[\]】]\s*")


def settle_notes(page: Page) -> None:
    """Move every footnote to the end and number it by its first mark."""
    named = {
        str(tag[name]): tag
        for name in ("name", "id")
        for tag in page.soup.find_all(None, {name: True})
    }
    numbers: dict[int, int] = {}
    notes: list[Tag] = []
    for tag in page.soup.find_all("a"):
        if tag.decomposed or not _MARK.match(tag.get_text()):
            continue
        note = _note(named.get(str(tag.get("href") or "")[1:]), tag)
        if note is None:
            continue
        if id(note) not in numbers:
            numbers[id(note)] = len(notes) + 1
            notes.append(note)
        _mark(page, tag, numbers[id(note)])
    _collect(page, notes)
    for rule in page.soup.find_all("hr", class_="footnotes-sep"):
        rule.decompose()


def _note(target: Tag | None, mark: Tag) -> Tag | None:
    """The block that ``mark`` leads to, if that block leads back."""
    if target is None:
        return None
    note = target if target.name in ("li", "p") else target.find_parent(["li", "p"])
    if note is None or note in mark.parents:
        return None
    back = [link for link in note.find_all("a") if str(link.get("href") or "").startswith("#")]
    return note if back else None


def _mark(page: Page, tag: Tag, number: int) -> None:
    sign = page.made("sup", f"注{number}", "mark")
    around = tag.parent
    if around is not None and around.name == "sup" and around.get_text() == tag.get_text():
        around.replace_with(sign)
    else:
        tag.replace_with(sign)


def _collect(page: Page, notes: list[Tag]) -> None:
    if not notes:
        return
    box = page.made("section", role="references")
    box.append(page.made("p", "注释", "references-head"))
    for number, note in enumerate(notes, 1):
        for back in note.find_all("a"):
            if str(back.get("href") or "").startswith("#"):
                back.decompose()
        line = page.made("p", role="reference")
        line[AT] = page.at(note)
        line.append(f"注{number} ")
        _pour(note, line)
        holder = note.parent
        note.decompose()
        if holder is not None and holder.name in ("ol", "ul") and holder.find("li") is None:
            holder.decompose()
        box.append(line)
    page.soup.append(box)


def _pour(note: Tag, line: Tag) -> None:
    """A note's paragraphs as one."""
    for block in note.find_all("p"):
        block.append(" ")
        block.unwrap()
    for first in note.find_all(string=True, limit=1):
        first.replace_with(_HEAD.sub("", first).lstrip())
    for child in list(note.contents):
        line.append(child.extract())
    for last in reversed(line.find_all(string=True)):
        last.replace_with(last.rstrip())
        if last.strip():
            return
