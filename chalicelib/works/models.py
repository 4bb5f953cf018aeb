"""A work as followers open it. Values only."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final

from pydantic import AwareDatetime, Field

from chalicelib.values import Slug, Value

LONGEST_ID: Final = 40


class WorkKind(StrEnum):
    """What a work is; also the second part of its address."""

    SERIES = "series"
    COLLECTION = "collection"
    RELAY = "relay"
    EBOOK = "ebook"
    MINDMAP = "mindmap"
    POSTER = "poster"
    QUIZ = "quiz"
    LIVE = "live"


KINDS: Final = tuple(WorkKind)


class Work(Value):
    """One work as it was published last."""

    account: Slug
    kind: WorkKind
    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")
    """Unique for its account and kind; part of its address, so it never changes."""
    title: str = Field(min_length=1, max_length=120)
    content: dict[str, Any] = Field(default_factory=dict)
    """What its page shows, as the kind's module in ``chalicelib/h5/works_pages`` reads it; at most 200 KB as JSON."""
    key: str = ""
    """S3 key (below ``works/``) of content that is larger; empty where there is none."""
    files: dict[str, str] = Field(default_factory=dict)
    """Name → S3 key (below ``works/``) of files that come with it: pictures, EPUB, PDF."""
    published_at: AwareDatetime
    withdrawn_at: AwareDatetime | None = None
    """Since when its page says that it was taken down; what stood there is gone from the item."""
    version: int = 1
    """Counts up with every publication."""
