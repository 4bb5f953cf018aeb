"""Texts that are checked and saved with what their unit says of words: its lists, its leaders, its own numbers.

Newsrooms know the product's list alone; what a unit has set for the inspection of what is published
(docs/inspection.md) holds for its drafts too, so that nothing is saved that the night would find.
"""

from __future__ import annotations

from datetime import datetime

from chalicelib import inspection, newsroom, people
from chalicelib.actor import Actor
from chalicelib.newsroom import Examined, StoredArticle, Written


def examine(unit: str, written: Written, *, by: Actor, now: datetime) -> Examined:
    """Look at a text that is not saved. Raises like ``newsroom.examine``."""
    return newsroom.examine(unit, written, by=by, now=now, own=_own(unit, by))


def create(
    unit: str, written: Written, *, by: Actor, now: datetime, note: str = ""
) -> StoredArticle:
    """Save a text as a new article. Raises like ``newsroom.create_from``."""
    return newsroom.create_from(unit, written, by=by, now=now, note=note, own=_own(unit, by))


def revise(
    article_id: str, written: Written, *, base: int, by: Actor, now: datetime, note: str = ""
) -> StoredArticle:
    """Save a text as the next revision. Raises like ``newsroom.revise_from``."""
    own = _own(newsroom.get_article(article_id).unit, by)
    return newsroom.revise_from(article_id, written, base=base, by=by, now=now, note=note, own=own)


def _own(unit: str, by: Actor) -> newsroom.UnitWords:
    people.require(by, "newsroom:article:write", unit)
    return inspection.words_of(unit)
