"""Entries of the log for changes of an article."""

from __future__ import annotations

from datetime import datetime

from chalicelib.audit import AuditEntry
from chalicelib.newsroom.articles.models import StoredArticle
from chalicelib.newsroom.review.transitions import Action


def entry(
    article: StoredArticle, action: Action, by: str, now: datetime, note: str = "", stage: str = ""
) -> AuditEntry:
    """What the log says of a change; ``article`` is as it became."""
    return AuditEntry(
        unit=article.unit,
        article=article.id,
        revision=article.revision,
        action=action.value,
        by=by,
        at=now,
        state=article.state.value,
        stage=stage,
        emergency=article.emergency,
        note=note,
    )
