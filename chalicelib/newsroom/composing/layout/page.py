"""The state of one layout: the tree, the access to pictures, the findings."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from chalicelib.newsroom.composing.sources.source import AT
from chalicelib.newsroom.models import Finding, Severity

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

Resolve = Callable[[str], "str | Finding"]
"""A picture as the file names it → its key, or why it cannot be used (``where`` is filled in here)."""

ROLE = "data-role"
"""The attribute with the role of an element in the house's style, where its tag alone does not say it."""

_LINE: Final = re.compile(r"^第 (\d+) 行$")


def later(place: str, lines: int) -> str:
    """The place so many lines below ``place``; the same one, where it is no line of a file."""
    found = _LINE.match(place)
    return f"第 {int(found[1]) + lines} 行" if found else place


@dataclass
class Page:
    """One article's tree and its findings."""

    soup: BeautifulSoup
    resolve: Resolve
    begins: str
    findings: list[Finding] = field(default_factory=list)

    def at(self, tag: Tag) -> str:
        """Where in the file ``tag`` stands."""
        for one in (tag, *tag.parents):
            if one.get(AT):
                return str(one[AT])
        inside = tag.find(None, {AT: True})
        return str(inside[AT]) if inside is not None else self.begins

    def object(self, tag: Tag, what: str, severity: Severity = Severity.ERROR) -> None:
        """Add a finding about ``tag``."""
        self.findings.append(Finding(where=self.at(tag), what=what, severity=severity))

    def made(self, name: str, words: str = "", role: str = "") -> Tag:
        """A new element."""
        tag = self.soup.new_tag(name)
        if words:
            tag.append(words)
        if role:
            tag[ROLE] = role
        return tag
