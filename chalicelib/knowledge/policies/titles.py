"""What policy documents are called and asked for, and which of them a text is like."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from chalicelib.knowledge.models import PolicyDocument, PolicyStatus
from chalicelib.knowledge.policies.numbers import Names, canonical, folded_title

if TYPE_CHECKING:
    from chalicelib.knowledge.retrieval import Index

_TITLE_SCORE: Final = 0.5
"""Cosine from which a document is offered by likeness of title; it is only ever shown beside an answer, as a link."""


def titles_of(documents: Sequence[PolicyDocument]) -> Index:
    """The index of what documents are called and asked for; its numbers are positions in ``documents``."""
    from chalicelib.knowledge import retrieval

    return retrieval.build(
        [
            (at, text)
            for at, one in enumerate(documents)
            for text in (one.title, *one.topics, *one.questions)
        ]
    )


def names_of(document: PolicyDocument) -> Names:
    """What a document is found by."""
    effective = document.status is PolicyStatus.EFFECTIVE
    return Names(canonical(document.number), folded_title(document.title), effective)


def alike(titles: Index, text: str, most: int, least: float = _TITLE_SCORE) -> list[int]:
    """Documents whose title, topic or question is like a text by this cosine at least, best first."""
    return [hit.entry for hit in titles.search(text, most) if hit.score >= least]
