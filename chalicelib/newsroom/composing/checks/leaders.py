"""A leader's name stands with a title that the unit's list gives it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from chalicelib.newsroom.composing.checks.models import Copy, House, Leader
from chalicelib.newsroom.models import Finding, Severity

_BEFORE: Final = 14
"""Characters before a name in which its title stands."""
_TITLE: Final = re.compile(
    r"(?:副?(?:总书记|书记|主席|总理|省长|市长|县长|区长|镇长|乡长|局长|厅长|部长|司长|主任|处长|科长|所长|分局长)"
    r"|总经济师|总会计师|总审计师)$"
)


class WrongTitle(NamedTuple):
    """A title that the list does not give this name."""

    what: str
    """Title and name."""
    said: str
    at: int
    """Where the name stands."""


def wrong_titles(block: str, leaders: Iterable[Leader]) -> Iterator[WrongTitle]:
    """The titles before names of a list that are not those of the list. A name without a title is none."""
    for leader in leaders:
        for found in re.finditer(re.escape(leader.name), block):
            before = block[max(0, found.start() - _BEFORE) : found.start()].rstrip()
            title = _TITLE.search(before)
            if title is None or any(
                before.endswith(one) and not before.removesuffix(one).endswith("副")
                for one in leader.titles
            ):
                continue
            what = f"{title.group()}{leader.name}"
            said = f"“{what}”的职务与名单（{'、'.join(leader.titles)}）不一致"
            yield WrongTitle(what, said, found.start())


def titled(copy: Copy, house: House) -> list[Finding]:
    """A reminder for each: a list may be behind, and a person knows."""
    return [
        Finding(where=where, what=one.said, severity=Severity.WARNING)
        for where, words in copy.all
        for one in wrong_titles(words, house.leaders)
    ]
