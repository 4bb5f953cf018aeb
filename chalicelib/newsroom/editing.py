"""What people do with articles: make, change, lock, look, and ask whether one may go out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Final

from chalicelib.audit import AuditEntry
from chalicelib.clock import SHANGHAI
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.newsroom.articles import store as article_store
from chalicelib.newsroom.articles.content import keep
from chalicelib.newsroom.articles.errors import NotAllowed, NotReleased, RevisedMeanwhile
from chalicelib.newsroom.articles.models import (
    ArticleId,
    ArticleState,
    Lock,
    Released,
    Revision,
    StoredArticle,
)
from chalicelib.newsroom.composing.compose import Composed
from chalicelib.newsroom.review.log import entry
from chalicelib.newsroom.review.rules import check_lock, guard, revised, unknown
from chalicelib.newsroom.review.transitions import STATE_NAMES, Action
from chalicelib.people import Person, person_for

LOCK_MINUTES: Final = 30
MOST_LOCK_MINUTES: Final = 8 * 60
_LETTERS: Final = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's: none is taken for another."""


def create(
    composed: Composed, *, unit: str, by: str, now: datetime, source: str = "", note: str = ""
) -> StoredArticle:
    """Keep an article of a unit as revision 1; ``source`` names the file it came from.

    A unit's same content is the same article, whoever brings it again: it comes back as it is now, so that a
    command run twice makes one. Raises ``UnknownUnit`` or ``NotAllowed`` (``by`` is not on the unit's staff).
    """
    if not person_for(by, unit).roles:
        raise NotAllowed(f"不能新建稿件：{unknown(by, unit)}")
    # Content first: an article that can be read has all it needs.
    key = keep(composed)
    known = article_store.made_of(unit, key)
    if known is not None:
        return article_store.get(known)
    article = composed.article
    for nth in count(1):
        made = StoredArticle(
            id=article_id(unit, key, now, nth),
            unit=unit,
            title=article.title,
            kind=article.kind,
            key=key,
            created_at=now,
            created_by=by,
            updated_at=now,
            updated_by=by,
            contributors=(by,),
        )
        first = _revision(made, source=source, note=note)
        try:
            known = article_store.add(made, first, entry(made, Action.CREATE, by, now, note), key)
        except ConditionFailed:
            continue
        break
    return article_store.get(known or made.id)


def revise(
    article_id: str,
    composed: Composed,
    *,
    by: str,
    now: datetime,
    note: str = "",
    source: str = "",
    base: int | None = None,
) -> StoredArticle:
    """Make the content the article's next revision; content that is its latest already changes nothing.

    ``base`` is the revision that the editor started from (default: the latest): if another came after it, this
    one is refused by ``RevisedMeanwhile``, which names who was first. Raises ``UnknownStored``, ``NotAllowed`` or
    ``Locked``.
    """
    key = keep(composed)
    article = composed.article
    told = {"key": key, "title": article.title, "kind": article.kind}
    return _next(article_id, Action.REVISE, told, by, now, note, base, {"source": source})


def restore(
    article_id: str, number: int, *, by: str, now: datetime, note: str = ""
) -> StoredArticle:
    """Make an old revision's content the next revision: history only grows.

    Raises ``UnknownStored``, ``UnknownRevision``, ``NotAllowed`` or ``Locked``.
    """
    article_store.get(article_id)
    old = article_store.revision(article_id, number)
    told = {"key": old.key, "title": old.title, "kind": old.kind}
    more = {"source": old.source, "restored_from": number}
    return _next(article_id, Action.RESTORE, told, by, now, note, None, more)


def lock(
    article_id: str,
    *,
    by: str,
    now: datetime,
    minutes: int = LOCK_MINUTES,
    force: bool = False,
) -> StoredArticle:
    """Keep others from revising for so many minutes; one's own lock is renewed.

    ``force`` takes another's lock, for a higher role only; the log says so. Raises ``Locked``, ``NotAllowed``.
    """
    if not 1 <= minutes <= MOST_LOCK_MINUTES:
        raise NotAllowed(f"锁定时间须为 1–{MOST_LOCK_MINUTES} 分钟。")

    def decide(article: StoredArticle) -> _Change:
        person = person_for(by, article.unit)
        guard(article, Action.LOCK, person)
        taken = _take(article, person, now, force)
        until = now + timedelta(minutes=minutes)
        locked = taken.model_copy(update={"lock": Lock(by=by, until=until, minutes=minutes)})
        return locked, entry(locked, Action.LOCK, by, now, _taken_from(article, by, now)), ()

    return article_store.change(article_id, decide)


def unlock(article_id: str, *, by: str, now: datetime, force: bool = False) -> StoredArticle:
    """Give one's lock back; ``force`` another's, for a higher role only. An article without a lock is left as it is.

    Raises ``Locked`` or ``NotAllowed``.
    """

    def decide(article: StoredArticle) -> _Change | None:
        if article.lock is None:
            return None
        person = person_for(by, article.unit)
        guard(article, Action.UNLOCK, person)
        free = _take(article, person, now, force).model_copy(update={"lock": None})
        from_other = _taken_from(article, by, now)
        action = Action.FORCE_UNLOCK if from_other else Action.UNLOCK
        return free, entry(free, action, by, now, from_other), ()

    return article_store.change(article_id, decide)


def stored(article_id: str) -> StoredArticle:
    """One article as it is now. Raises ``UnknownStored``."""
    return article_store.get(article_id)


def released(article_id: str) -> Released:
    """The article as it may go out. Raises ``UnknownStored``, or ``NotReleased`` unless its latest revision is
    approved."""
    article = article_store.get(article_id)
    if article.state is not ArticleState.APPROVED or article.approved_revision != article.revision:
        raise NotReleased(
            f"稿件“{article.id}”（{article.title}）第 {article.revision} 版还没有通过审核，"
            f"现在的状态是“{STATE_NAMES[article.state]}”，不能发布。"
            f"用 `./rongmei article show {article.id}` 查看进展。"
        )
    return Released(
        article_id=article.id,
        revision=article.revision,
        key=article.key,
        title=article.title,
        kind=article.kind,
        unit=article.unit,
        emergency=article.emergency,
    )


def check_stands(article_id: str, revision: int) -> None:
    """Raises ``NotReleased`` if a person took the release of this revision back; a later edit does not (0066)."""
    article = article_store.get(article_id)
    if revision in article.recanted:
        raise NotReleased(
            f"稿件“{article.id}”（{article.title}）第 {revision} 版通过审核后又被退回或撤回，没有发送。"
            "改好并重新审核后再排期。"
        )


def list_articles(unit: str, states: Sequence[ArticleState] = ()) -> Iterator[StoredArticle]:
    """A unit's articles (in these states), the newest day first."""
    return (one for one in article_store.of_unit(unit) if not states or one.state in states)


def article_id(unit: str, key: str, now: datetime, nth: int = 1) -> ArticleId:
    """The id of a new article; ``nth`` counts the ids that others had taken."""
    number = int.from_bytes(hashlib.sha256(f"{unit}#{key}#{nth}".encode()).digest()[:4], "big")
    mark = "".join(_LETTERS[(number >> 5 * n) % 32] for n in range(4))
    return ArticleId(f"a-{now.astimezone(SHANGHAI):%Y%m%d}-{mark}")


_Change = tuple[StoredArticle, AuditEntry, Sequence[table.Action]]


def _next(
    article_id: str,
    action: Action,
    told: Mapping[str, object],
    by: str,
    now: datetime,
    note: str,
    base: int | None,
    more: Mapping[str, object],
) -> StoredArticle:
    seen = base

    def decide(article: StoredArticle) -> _Change | None:
        nonlocal seen
        if article.key == told["key"]:
            return None
        seen = article.revision if seen is None else seen
        if seen != article.revision:
            raise RevisedMeanwhile(
                article.id, seen, article.revision, article.updated_by, article.updated_at
            )
        check_lock(article, by, now)
        person = person_for(by, article.unit)
        number = article.revision + 1
        changes = {**told, "revision": number, "updated_at": now, "updated_by": by}
        if article.lock is not None and article.lock.by == by and article.lock.until > now:
            minutes = timedelta(minutes=article.lock.minutes)
            changes["lock"] = article.lock.model_copy(update={"until": now + minutes})
        after = revised(article, person, action, **changes)
        made = _revision(after, note=note, **more)
        return after, entry(after, action, by, now, note), [article_store.put_revision(made)]

    return article_store.change(article_id, decide)


def _revision(article: StoredArticle, **more: object) -> Revision:
    return Revision.model_validate(
        {
            "article": article.id,
            "number": article.revision,
            "key": article.key,
            "title": article.title,
            "kind": article.kind,
            "by": article.updated_by,
            "at": article.updated_at,
            **more,
        }
    )


def _take(article: StoredArticle, person: Person, now: datetime, force: bool) -> StoredArticle:
    """The article if its lock may be taken. Raises ``Locked`` or ``NotAllowed``."""
    if not force:
        check_lock(article, person.id, now)
        return article
    lock = article.lock
    if lock is not None and lock.by != person.id and lock.until > now:
        holder = person_for(lock.by, article.unit)
        if person.rank <= holder.rank:
            raise NotAllowed(
                f"{person.id} 的角色不高于 {lock.by}，不能强制解锁稿件“{article.id}”。"
            )
    return article


def _taken_from(article: StoredArticle, by: str, now: datetime) -> str:
    lock = article.lock
    if lock is None or lock.by == by or lock.until <= now:
        return ""
    return f"强制解除 {lock.by} 的锁定"
