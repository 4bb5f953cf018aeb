"""Policy documents by number, title, or likeness of title, topic and question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from chalicelib.characters import comparable
from chalicelib.knowledge.errors import NoSuchDocument
from chalicelib.knowledge.models import PolicyDocument
from chalicelib.knowledge.policies.numbers import (
    MOST_FOUND,
    Names,
    canonical,
    folded_title,
    named_in,
    without_asking,
)

if TYPE_CHECKING:
    from chalicelib.knowledge.retrieval import Index

_TITLE_SCORE: Final = 0.5
"""Cosine from which a document is offered by likeness of title; it is only ever shown beside an answer, as a link."""
_LOOSELY: Final = 0.3
"""Cosine from which a document is shown to an editor, who judges it; followers get likelier ones."""


def find(documents: Sequence[PolicyDocument], text: str) -> list[PolicyDocument]:
    """The documents that a text names by number or title, else those like it, best first; at most five."""
    at = named_in(text, [names_of(one) for one in documents])
    if not at and documents:
        subject = without_asking(comparable(text))
        at = alike(titles_of(documents), subject, MOST_FOUND, _LOOSELY)
    return [documents[one] for one in at[:MOST_FOUND]]


def document(documents: Sequence[PolicyDocument], wanted: str) -> PolicyDocument:
    """The document of this id, number or whole title. Raises ``NoSuchDocument``."""
    for one in documents:
        if one.id == wanted or is_named(one, wanted):
            return one
    raise NoSuchDocument(wanted)


def is_named(document: PolicyDocument, words: str) -> bool:
    """Whether words are the number of a document, in any spelling, or its whole title."""
    names = names_of(document)
    by_number = bool(names.number) and names.number == canonical(words)
    return by_number or names.title == folded_title(words)


def titles_of(documents: Sequence[PolicyDocument]) -> Index:
    """The index of titles, topics and questions; its numbers are positions in ``documents``."""
    from chalicelib.knowledge import retrieval

    return retrieval.build(
        [
            (at, text)
            for at, one in enumerate(documents)
            for text in (one.title, *one.topics, *one.questions)
        ]
    )


def names_of(document: PolicyDocument) -> Names:
    """The names that a document is found by."""
    return Names(canonical(document.number), folded_title(document.title), document.status.holds)


def alike(titles: Index, text: str, most: int, least: float = _TITLE_SCORE) -> list[int]:
    """Documents whose title, topic or question is like a text by this cosine at least, best first."""
    return [hit.entry for hit in titles.search(text, most) if hit.score >= least]
