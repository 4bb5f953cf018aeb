"""The difference between two revisions, word by word. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any, Final

from chalicelib.newsroom.articles.labels import FIELD_NAMES
from chalicelib.newsroom.articles.review_text import PICTURE, body_text
from chalicelib.newsroom.models import Article, Picture
from chalicelib.values import Value

_BODY: Final = frozenset({"html", "pictures"})
"""Compared word by word; the pictures of the body are among the words."""
_WORDS: Final = re.compile(r"[A-Za-z]+|\d+(?:[.,:/-]\d+)*%?|\s+|.", re.DOTALL)
"""Chinese by the character; Latin words and numbers whole: 2025 → 2026 is one change, not a digit."""
_ALIKE: Final = 0.4
"""Paragraphs less alike than that count as one removed and one added."""


class Mark(StrEnum):
    """Whether a piece of text stayed, went or came."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


class Part(Value):
    """Some words."""

    mark: Mark
    text: str


class Line(Value):
    """A paragraph."""

    parts: tuple[Part, ...]

    @property
    def changed(self) -> bool:
        """Whether anything was added to it or removed."""
        return any(part.mark is not Mark.SAME for part in self.parts)


class FieldChange(Value):
    """A field with another value."""

    name: str
    label: str
    parts: tuple[Part, ...]


class Difference(Value):
    """All that is different, and the paragraphs between."""

    fields: tuple[FieldChange, ...]
    body: tuple[Line, ...]
    layout_only: bool
    """Nothing to read has changed, but styles have."""

    @property
    def empty(self) -> bool:
        """Whether there is no difference at all."""
        return (
            not self.fields and not self.layout_only and not any(one.changed for one in self.body)
        )


def difference(before: Article, after: Article) -> Difference:
    """From one revision's content to another's."""
    fields = tuple(_fields(before, after))
    body = tuple(_lines(body_text(before.html).split("\n"), body_text(after.html).split("\n")))
    same_words = not any(line.changed for line in body)
    return Difference(
        fields=fields, body=body, layout_only=same_words and before.html != after.html
    )


def text_difference(
    before: Mapping[str, str],
    after: Mapping[str, str],
    paragraphs_before: Sequence[str],
    paragraphs_after: Sequence[str],
) -> Difference:
    """From one text to another of what is no article: fields by their label, then paragraphs."""
    fields = tuple(
        FieldChange(
            name=label, label=label, parts=words(before.get(label, ""), after.get(label, ""))
        )
        for label in dict.fromkeys([*after, *before])
        if before.get(label, "") != after.get(label, "")
    )
    body = tuple(_lines(list(paragraphs_before), list(paragraphs_after)))
    return Difference(fields=fields, body=body, layout_only=False)


def words(before: str, after: str) -> tuple[Part, ...]:
    """One text turned into another, word by word."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    parts: list[Part] = []
    for gone, come in _matched(old, new):
        if gone == come:
            parts.append(Part(mark=Mark.SAME, text="".join(gone)))
            continue
        for mark, piece in ((Mark.REMOVED, gone), (Mark.ADDED, come)):
            if piece:
                parts.append(Part(mark=mark, text="".join(piece)))
    return tuple(parts)


def _fields(before: Article, after: Article) -> Iterator[FieldChange]:
    for name in Article.model_fields:
        if name in _BODY:
            continue
        old, new = _shown(getattr(before, name)), _shown(getattr(after, name))
        if old != new:
            yield FieldChange(name=name, label=FIELD_NAMES.get(name, name), parts=words(old, new))


def _shown(value: Any) -> str:
    if isinstance(value, Picture):
        return PICTURE.format(value.key.rsplit("/", 1)[-1][:8])
    if isinstance(value, tuple):
        return "".join(_shown(one) for one in value)
    return "" if value is None else str(value)


def _lines(old: list[str], new: list[str]) -> Iterator[Line]:
    for gone, come in _matched(old, new):
        if gone == come:
            yield from (_line(Mark.SAME, text) for text in gone)
        else:
            yield from _rewritten(gone, come)


def _rewritten(gone: list[str], come: list[str]) -> Iterator[Line]:
    """Paragraphs that were replaced by others: in order, each beside the one it became, where they are alike."""
    while gone or come:
        if gone and come and SequenceMatcher(None, gone[0], come[0], False).ratio() >= _ALIKE:
            yield Line(parts=words(gone.pop(0), come.pop(0)))
        elif gone and len(gone) >= len(come):
            yield _line(Mark.REMOVED, gone.pop(0))
        else:
            yield _line(Mark.ADDED, come.pop(0))


def _line(mark: Mark, text: str) -> Line:
    return Line(parts=(Part(mark=mark, text=text),) if text else ())


def _matched(old: list[str], new: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Old runs and the new runs in their place, in order; equal where nothing changed."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for _, start, end, new_start, new_end in matcher.get_opcodes():
        yield old[start:end], new[new_start:new_end]
