"""A book as values: the few kinds of blocks that every form of it can show."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple, TypeAlias, Union


class Run(NamedTuple):
    """Some words of one look; ``\\n`` is a break of the line."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""


class Words(NamedTuple):
    """A paragraph."""

    runs: tuple[Run, ...]
    small: bool = False
    """A caption or a note."""


class Heading(NamedTuple):
    """A heading inside a chapter, of level 2 to 4."""

    level: int
    text: str


class Image(NamedTuple):
    """A picture, by the name that the book's pictures have."""

    name: str
    alt: str


class Items(NamedTuple):
    """A list."""

    items: tuple[tuple[Block, ...], ...]
    start: int | None
    """Number of the first item; None: a list without numbers."""


class Quote(NamedTuple):
    """A box or quotation."""

    blocks: tuple[Block, ...]


class Cell(NamedTuple):
    """One cell of a table."""

    runs: tuple[Run, ...]
    head: bool = False
    across: int = 1
    down: int = 1


class Table(NamedTuple):
    """A table; its first ``heads`` rows are repeated on each page."""

    rows: tuple[tuple[Cell, ...], ...]
    heads: int


Block: TypeAlias = Union[Words, Heading, Image, Items, Quote, Table]  # noqa: UP007 - before its parts


class Picture(NamedTuple):
    """The bytes of a picture."""

    body: bytes
    media_type: str


class Chapter(NamedTuple):
    """One chapter."""

    title: str
    blocks: tuple[Block, ...]
    source: str
    """Where it comes from, as its foot says; empty: nowhere."""


class Part(NamedTuple):
    """Chapters that stand together; without a title they stand by themselves."""

    title: str
    chapters: tuple[Chapter, ...]


class Book(NamedTuple):
    """The whole."""

    id: str
    title: str
    subtitle: str
    issuer: str
    date: str
    colour: str
    preface: tuple[str, ...]
    """Its paragraphs."""
    parts: tuple[Part, ...]
    imprint: tuple[str, ...]
    """Its lines."""
    pictures: Mapping[str, Picture]
    modified: datetime
    revision: int

    @property
    def chapters(self) -> list[Chapter]:
        """All of them, in order."""
        return [one for part in self.parts for one in part.chapters]


class Colours(NamedTuple):
    """The colours of a book; white words are readable on ``strong``, and ``strong`` on white and on ``pale``."""

    strong: str
    pale: str
    accent: str


_COLOURS: Final = {
    "blue": Colours("#0b4ea2", "#e8f0fa", "#7fb0f5"),
    "red": Colours("#a61b1b", "#fbecec", "#f0b0a0"),
    "green": Colours("#1b6b3a", "#e8f5ed", "#9fd3b0"),
    "gold": Colours("#7a4b00", "#faf2e2", "#e6c27a"),
}


def colours_of(name: str) -> Colours:
    """The colours of that name; of an unknown one the usual."""
    return _COLOURS.get(name, _COLOURS["blue"])
