"""Previews of an article as an account would send it, with the links of its series: on one telephone, or as a page."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib import newsroom
from chalicelib.actor import Actor
from chalicelib.application import series_links

if TYPE_CHECKING:
    from chalicelib.newsroom import Previewed


def send(
    article_id: str,
    account_id: str,
    to: str,
    *,
    by: Actor,
    now: datetime,
    revision: int | None = None,
    keep: bool = False,
) -> Previewed:
    """Send a revision to one person, as ``newsroom.send_preview`` does; raises as that."""
    return newsroom.send_preview(
        article_id,
        account_id,
        to,
        by=by,
        now=now,
        revision=revision,
        keep=keep,
        around=series_links.around,
    )


def page(article_id: str, revision: int | None = None) -> str:
    """A revision (default: the latest) as one page for this machine. Raises ``UnknownArticle`` or ``UnknownRevision``."""
    return newsroom.preview_page(article_id, revision, around=series_links.as_now)
