"""The log (操作记录) of an article: each entry names the one before it by its digest.

| pk | sk | attributes |
|---|---|---|
| ``ARTICLE#{id}`` | ``L#{version:06d}`` | ``doc`` (AuditEntry); in ``GSI1`` by ``AUDIT#{unit}`` and time |

An article's entry is written in the transaction that makes the change, under the number of the version that it
made: a change without an entry, an entry without a change, or two entries for one change cannot be. The entries
are part of the audit log of the article's unit (``chalicelib.audit``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime

from chalicelib import audit
from chalicelib.actor import Actor
from chalicelib.audit import AuditEntry
from chalicelib.cloud import table
from chalicelib.newsroom.articles.models import ArticleAction, StoredArticle


def entry_of(
    article: StoredArticle,
    action: ArticleAction,
    by: Actor,
    now: datetime,
    note: str = "",
    stage: str = "",
) -> AuditEntry:
    """The entry of a change; ``article`` is as it is afterwards, ``stage`` the stage that was decided."""
    return audit.entry_of(
        by,
        action.value,
        unit=article.unit,
        at=now,
        note=note,
        article=article.id,
        revision=article.revision,
        state=article.state.value,
        stage=stage,
        emergency=article.emergency,
    )


def digest(entry: AuditEntry) -> str:
    """The digest by which the next entry names this one."""
    return hashlib.sha256(entry.model_dump_json().encode()).hexdigest()


def write_action(entry: AuditEntry, version: int) -> table.Action:
    """The write of an article's entry, as part of the transaction that makes ``version``."""
    key = {"pk": f"ARTICLE#{entry.article}", "sk": f"L#{version:06d}"}
    return table.put_action({**key, **audit.indexed(entry)}, only_new=True)


def log_of(article_id: str) -> Iterator[AuditEntry]:
    """All entries of an article, oldest first."""
    found = table.query(f"ARTICLE#{article_id}", "L#", consistent=True)
    return (AuditEntry.model_validate_json(str(item["doc"])) for item in found)


def unbroken(entries: list[AuditEntry]) -> bool:
    """Whether each entry of an article names the one before it."""
    before = ["", *(digest(entry) for entry in entries)]
    return all(entry.previous == expected for entry, expected in zip(entries, before, strict=False))
