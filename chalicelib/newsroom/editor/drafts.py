"""Drafts: what a person has typed and not yet saved as a revision. Nobody else sees them.

| pk | sk | attributes |
|---|---|---|
| ``DRAFTS#{person}`` | article id, or ``new-{random}`` | ``doc`` (Draft), ``expires_at`` (epoch s): typed, not saved as a revision |
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Final

from pydantic import AwareDatetime

from chalicelib import people
from chalicelib.actor import Actor
from chalicelib.cloud import table
from chalicelib.errors import Field
from chalicelib.newsroom.articles import store as article_store
from chalicelib.newsroom.errors import Incomplete, UnknownArticle
from chalicelib.newsroom.models import Written
from chalicelib.values import Value

KEPT: Final = timedelta(days=30)
_NEW: Final = re.compile(r"^new-[0-9a-z-]{8,40}$")


class Draft(Value):
    """A text that one person types."""

    id: str
    """Of the article; ``new-…``: there is none yet."""
    unit: str
    base: int
    """The revision that it started from; 0: none."""
    written: Written
    at: AwareDatetime


def keep_draft(
    draft_id: str, unit: str, base: int, written: Written, *, by: Actor, now: datetime
) -> Draft:
    """Keep a draft over the one before it. No revision, so no entry in the log.

    Raises ``UnknownArticle``, ``Incomplete`` or ``PermissionDenied``.
    """
    if not _NEW.match(draft_id):
        unit = article_store.get_article(draft_id).unit
    people.require(by, "newsroom:article:write", unit)
    draft = Draft(id=draft_id, unit=unit, base=base, written=written, at=now)
    doc = draft.model_dump_json()
    if len(doc.encode()) > _MOST:
        raise Incomplete("草稿太长，不能自动保存。请分成几篇。", fields=[Field("body", "太长")])
    expires = int((now + KEPT).timestamp())
    table.put({"pk": _pk(by.person), "sk": draft_id, "doc": doc, "expires_at": expires})
    return draft


_MOST: Final = 380_000
"""Bytes; an item of DynamoDB holds 400 KB."""


def draft_of(draft_id: str, *, by: Actor, now: datetime) -> Draft | None:
    """This person's draft, if they have one that still holds."""
    item = table.get(_pk(by.person), draft_id, consistent=True)
    return _read(item, now) if item else None


def drafts_of(*, by: Actor, now: datetime) -> list[Draft]:
    """This person's drafts of articles that there are not yet, the latest first."""
    found = (_read(item, now) for item in table.query(_pk(by.person), "new-"))
    return sorted((one for one in found if one), key=lambda one: one.at, reverse=True)


def drop_draft(draft_id: str, *, by: Actor) -> None:
    """Forget a draft; one that is not there is no error."""
    table.delete(_pk(by.person), draft_id)


def last_typed(article_id: str, person: str, now: datetime) -> datetime | None:
    """When somebody last typed in an article, for those who find it locked."""
    item = table.get(_pk(person), article_id)
    draft = _read(item, now) if item else None
    return draft.at if draft else None


def new_draft(draft_id: str, *, by: Actor, now: datetime) -> Draft:
    """A draft of an article that there is not yet. Raises ``UnknownArticle``."""
    found = draft_of(draft_id, by=by, now=now)
    if found is None:
        raise UnknownArticle(draft_id)
    return found


def _read(item: table.Item, now: datetime) -> Draft | None:
    """DynamoDB deletes an expired item within some days."""
    if int(item["expires_at"]) <= now.timestamp():
        return None
    return Draft.model_validate_json(str(item["doc"]))


def _pk(person: str) -> str:
    return f"DRAFTS#{person}"
