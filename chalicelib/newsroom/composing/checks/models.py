"""The input of every check: an article's words (``Copy``) and a unit's settings for checking (``House``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from chalicelib.newsroom.composing.themes.choice import HouseThemes
from chalicelib.newsroom.models import Severity
from chalicelib.values import Value


class Word(Value):
    """One entry of a word list."""

    wrong: str
    right: str = ""
    """Empty: the word is simply not to be used."""
    note: str = ""
    severity: Severity = Severity.ERROR
    right_in: tuple[str, ...] = ()
    """Words in which it is right: 防犯 is wrong, but not in 预防犯罪."""


class Leader(Value):
    """A leader's name, and the titles that belong to it."""

    name: str
    titles: tuple[str, ...] = ()


class UnitWords(Value):
    """What a unit and those above it say of words, beside the product's list."""

    words: tuple[Word, ...] = ()
    right: frozenset[str] = frozenset()
    """Words of any list that the unit may use."""
    leaders: tuple[Leader, ...] = ()
    numbers: frozenset[str] = frozenset()
    """Numbers that the unit may publish although they look like a person's."""


class House(Value):
    """A unit's settings for checking."""

    off: frozenset[str] = frozenset()
    """Ids of checks that are not made."""
    words: tuple[Word, ...] = ()
    basis_columns: frozenset[str] = frozenset({"图解", "政策解读", "你问我答"})
    """Columns whose articles must name their legal basis."""
    themes: tuple[HouseThemes, ...] = ()
    """Settings of themes, the nearest first."""
    planned: date | None = None
    """The day, in Beijing, on which the article is to go out; None: dates are not judged."""
    numbers: frozenset[str] = frozenset()
    """Numbers that look like a person's and may be published: the unit's own code, a mobile that is meant for the public."""
    leaders: tuple[Leader, ...] = ()

    def with_words_of(self, unit: UnitWords) -> House:
        """The same with what a unit says of words."""
        words = (one for one in (*self.words, *unit.words) if one.wrong not in unit.right)
        return self.model_copy(
            update={
                "words": tuple(words),
                "numbers": self.numbers | unit.numbers,
                "leaders": (*self.leaders, *unit.leaders),
            }
        )


@dataclass(frozen=True)
class Copy:
    """An article's words: fields by name, blocks of the body with their places."""

    fields: Mapping[str, str]
    blocks: tuple[tuple[str, str], ...] = field(default=())
    uncoded: tuple[tuple[str, str], ...] | None = None
    """The blocks without what is code; None: there is no code."""

    @property
    def prose(self) -> tuple[tuple[str, str], ...]:
        """The body's blocks without what is code."""
        return self.blocks if self.uncoded is None else self.uncoded

    @property
    def all(self) -> list[tuple[str, str]]:
        """The words that readers see, title and digest first."""
        heads = [(name, self.fields[name]) for name in ("title", "digest") if self.fields.get(name)]
        return [*heads, *self.blocks]

    @property
    def body(self) -> str:
        """The body's words, a block a line."""
        return "\n".join(words for _, words in self.blocks)
