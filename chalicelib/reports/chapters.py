"""The chapters of a report, in order. Pure. Each says in words what its numbers mean, and nothing that they don't."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from chalicelib.reports.answer_chapters import of_desk, of_marks, of_messages, of_questions
from chalicelib.reports.material import Material
from chalicelib.reports.models import Section
from chalicelib.reports.reach_chapters import of_articles, of_followers, overall

CHAPTERS: Final[tuple[Callable[[Material], Section], ...]] = (
    overall,
    of_followers,
    of_articles,
    of_messages,
    of_desk,
    of_questions,
    of_marks,
)


def chapters(material: Material) -> Iterator[Section]:
    """All of them, in order."""
    for make in CHAPTERS:
        yield make(material)
