"""A proof (校样): the body of an attempt with every finding marked where it stands. For a page on this machine only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from chalicelib.newsroom.composing.layout.page import ROLE
from chalicelib.newsroom.composing.sources.source import AT
from chalicelib.newsroom.models import Finding, Severity

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_LINE: Final = re.compile(r"^第 (\d+) ([行段])")
_WHOLE: Final = ("li", "td", "th", "blockquote", "p", "h1", "h2", "h3", "h4", "h5", "h6", "pre")
"""Elements after whose words a note may stand."""
NOTE: Final = "rm-note"
GAP: Final = "rm-gap"


class Proof(NamedTuple):
    """A marked body."""

    html: str
    elsewhere: tuple[Finding, ...]
    """Findings whose place is not in the body."""


def proof(html: str, findings: Sequence[Finding]) -> Proof:
    """Mark ``findings`` in the body ``html`` (``Attempt.proof``): notes behind blocks, boxes for pictures that are missing."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(html + "\n", "html.parser")
    elsewhere = []
    last: dict[int, Tag] = {}
    for finding in findings:
        block = _block(soup, finding)
        if block is None:
            elsewhere.append(finding)
            continue
        note = _note(soup, finding)
        gap = _gap(block, finding)
        if gap is not None:
            gap.replace_with(note)
            note["class"] = f"{note['class']} {GAP}"
            continue
        # Findings of one block keep their order.
        after = last.get(id(block))
        if block.name in ("td", "th", "li"):
            block.append(note)
        else:
            (after or block).insert_after(note)
        last[id(block)] = note
    for gap in soup.select(f'[{ROLE}="missing"]'):
        gap.string, gap["class"] = "图片", f"{NOTE} {GAP}"
    for tag in soup.find_all(True):
        del tag[AT], tag[ROLE]
    return Proof(str(soup).removesuffix("\n"), tuple(elsewhere))


def _block(soup: BeautifulSoup, finding: Finding) -> Tag | None:
    """The innermost block at the finding's place; else the last one that begins above it."""
    found = _LINE.match(finding.where)
    if found is None:
        return None
    wanted, best, at = int(found.group(1)), None, 0
    for tag in soup.find_all(None, {AT: True}):
        place = _LINE.match(str(tag[AT]))
        if place is None or place.group(2) != found.group(2):
            continue
        line = int(place.group(1))
        if line <= wanted and (line > at or line == at):
            best, at = tag, line
        if line == wanted and _has(tag, finding):
            break
    if best is None:
        return None
    return best if best.name in _WHOLE else best.find_parent(_WHOLE) or best


def _has(tag: Tag, finding: Finding) -> bool:
    """Whether this is the very element: the gap of a picture, where the finding is about one."""
    return tag.get(ROLE) == "missing" and "图片" in finding.what


def _gap(block: Tag, finding: Finding) -> Tag | None:
    if "图片" not in finding.what:
        return None
    return block.select_one(f'[{ROLE}="missing"]')


def _note(soup: BeautifulSoup, finding: Finding) -> Tag:
    kind = "error" if finding.severity is Severity.ERROR else "warning"
    note = soup.new_tag("span")
    note["class"] = f"{NOTE} {kind}"
    note.string = f"{'错误' if kind == 'error' else '提醒'}｜{finding.where}：{finding.what}"
    return note
