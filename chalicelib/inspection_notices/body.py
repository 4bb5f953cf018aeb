"""A paper as it was made: its words, tables and charts. It never changes. Values only."""

from __future__ import annotations

from datetime import date

from chalicelib.reports import Block, Table
from chalicelib.values import Value


class Part(Value):
    """What stands below one heading of the second level; without a heading, right below that of the first."""

    heading: str = ""
    blocks: tuple[Block, ...]


class Section(Value):
    """One heading of the first level, without its number."""

    heading: str
    parts: tuple[Part, ...]


class Annex(Value):
    """附件."""

    title: str
    blocks: tuple[Block, ...]


class Fact(Value):
    """One line of the overview: 检查公众号 471 个."""

    name: str
    label: str
    value: str


class Body(Value):
    """All of it, in its order."""

    title: str
    to: str
    opening: tuple[str, ...]
    sections: tuple[Section, ...]
    annexes: tuple[Annex, ...]
    signed: str
    signed_on: date
    facts: tuple[Fact, ...]
    summary: str
    """The most important in a sentence."""

    @property
    def tables(self) -> list[Table]:
        """Every table, in order."""
        return [one for one in self.blocks if isinstance(one, Table)]

    @property
    def blocks(self) -> list[Block]:
        """Every block, in order."""
        inside = [b for one in self.sections for part in one.parts for b in part.blocks]
        return [*inside, *(b for one in self.annexes for b in one.blocks)]
