"""The use cases of editors: create, revise, restore, lock and unlock an article."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Final

from chalicelib.actor import Actor
from chalicelib.audit import AuditEntry
from chalicelib.clock import SHANGHAI
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.errors import DomainError, Field
from chalicelib.newsroom.articles import library
from chalicelib.newsroom.articles import store as article_store
from chalicelib.newsroom.articles.content_store import read_content, save_content, save_written
from chalicelib.newsroom.articles.file_uses import note_actions, note_files
from chalicelib.newsroom.articles.log import entry_of
from chalicelib.newsroom.articles.models import ArticleAction as Action
from chalicelib.newsroom.articles.models import ArticleId, Lock, Revision, StoredArticle
from chalicelib.newsroom.articles.store import IdTaken
from chalicelib.newsroom.composing.compose import Composed
from chalicelib.newsroom.errors import ActionNotPermitted, Incomplete, RevisedMeanwhile
from chalicelib.newsroom.models import Article, ArticleKind
from chalicelib.newsroom.review.permission import permitted
from chalicelib.newsroom.review.rules import check_lock, check_staff, guard, revised
from chalicelib.newsroom.review.service import submitted
from chalicelib.people import Person, person_for

LOCK_MINUTES: Final = 30
MOST_LOCK_MINUTES: Final = 8 * 60
_FILES_TOGETHER: Final = 25
"""Files whose uses are noted in the transaction that stores an article: DynamoDB takes a hundred writes."""
_LETTERS: Final = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's alphabet: no letter is mistaken for another."""


def create(
    composed: Composed,
    *,
    unit: str,
    by: Actor,
    now: datetime,
    source: str = "",
    note: str = "",
    known_as: str = "",
    hand_in: bool = False,
) -> StoredArticle:
    """Store an article of a unit as revision 1; ``source`` names the file it came from.

    The same content in the same unit is the same article, whoever brings it again: it comes back as it is now, so
    that a command run twice makes one article. With ``known_as`` the same name is the same article, whatever its
    content has become meanwhile. With ``hand_in`` a new one is submitted in the same write; where it may not be, it
    is a draft, and ``submit`` says why. Raises ``UnknownUnit`` or ``PermissionDenied``.
    """
    person = permitted(by, "newsroom:article:write", unit)
    check_staff(person, unit)
    # Content first: an article that can be read has all it needs.
    key, written = save_content(composed), save_written(composed.written)
    name = known_as or key
    article = composed.article
    for nth in count(1):
        made = StoredArticle(
            id=article_id(unit, key, now, nth),
            unit=unit,
            title=article.title,
            kind=article.kind,
            column=article.column,
            series=article.series,
            key=key,
            created_at=now,
            created_by=person.id,
            updated_at=now,
            updated_by=person.id,
            contributors=(person.id,),
        )
        first = _revision(made, source, note, written)
        entries = [entry_of(made, Action.CREATE, by, now, note)]
        if hand_in:
            # A refusal is met again, and told, by who submits the draft.
            with suppress(DomainError):
                made, handed_in = submitted(made, by=by, now=now)
                entries.append(handed_in)
        try:
            known = _added(made, first, entries, name, article, _pictures(composed, by, now))
        except IdTaken:
            continue
        break
    if known is None:
        return article_store.after(made, entries)[0]
    _into_library(composed, unit, by, now)
    return article_store.get_article(known)


def _added(
    made: StoredArticle,
    first: Revision,
    entries: Sequence[AuditEntry],
    name: str,
    article: Article,
    pictures: Sequence[library.Kept],
) -> str | None:
    """Store a new article with all that knows of its files, in one transaction where it holds that many.

    Returns the id of the article that has its name already, if there is one. Raises ``IdTaken``.
    """
    together = len(article.files) <= _FILES_TOGETHER
    uses = note_actions(made.id, made.unit, made.key, article) if together else []
    if together:
        try:
            shown = library.note_actions(made.unit, pictures)
            return article_store.add(made, first, entries, name, [*uses, *shown])
        except ConditionFailed:
            pass  # one of the pictures is in the library already
    else:
        note_files(made.id, made.unit, made.key, article)
    known = article_store.add(made, first, entries, name, uses)
    library.note(made.unit, pictures)
    return known


def revise(
    article_id: str,
    composed: Composed,
    *,
    by: Actor,
    now: datetime,
    note: str = "",
    source: str = "",
    base: int | None = None,
) -> StoredArticle:
    """Make the content the article's next revision; content that is its latest already changes nothing.

    ``base`` is the revision that the editor started from (default: the latest): if another came after it, this
    one is refused by ``RevisedMeanwhile``, which names who was first. Raises ``UnknownArticle``,
    ``PermissionDenied`` or ``Locked``.
    """
    # Before the content is written: nobody without the permission puts anything into the bucket.
    permitted(by, "newsroom:article:write", article_store.get_article(article_id).unit)
    article = composed.article
    unit = article_store.get_article(article_id).unit
    _into_library(composed, unit, by, now)
    content = _Content(
        key=save_content(composed),
        title=article.title,
        kind=article.kind,
        column=article.column,
        series=article.series,
        source=source,
        written=save_written(composed.written),
    )
    note_files(article_id, unit, content.key, article)
    return _next(article_id, Action.REVISE, content, by=by, now=now, note=note, base=base)


def restore(
    article_id: str, number: int, *, by: Actor, now: datetime, note: str = ""
) -> StoredArticle:
    """Make an old revision's content the next revision: history only grows.

    Raises ``UnknownArticle``, ``UnknownRevision``, ``PermissionDenied`` or ``Locked``.
    """
    article_store.get_article(article_id)
    old = article_store.revision(article_id, number)
    kept = read_content(old.key)
    content = _Content(
        key=old.key,
        title=old.title,
        kind=old.kind,
        column=kept.column,
        series=kept.series,
        source=old.source,
        written=old.written,
        restored_from=number,
    )
    return _next(article_id, Action.RESTORE, content, by=by, now=now, note=note)


def lock(
    article_id: str,
    *,
    by: Actor,
    now: datetime,
    minutes: int = LOCK_MINUTES,
    force: bool = False,
) -> StoredArticle:
    """Keep others from revising for so many minutes; one's own lock is renewed.

    ``force`` takes another's lock, for a higher role only; the log says so. Raises ``UnknownArticle``, ``Locked``,
    ``Incomplete`` or ``PermissionDenied``.
    """
    if not 1 <= minutes <= MOST_LOCK_MINUTES:
        problem = f"须为 1–{MOST_LOCK_MINUTES} 分钟"
        raise Incomplete(f"锁定时间{problem}。", fields=[Field("minutes", problem)])

    def decide(article: StoredArticle) -> _Change:
        person = permitted(by, "newsroom:article:write", article.unit)
        guard(article, Action.LOCK, person)
        _check_lock_free(article, person, now, force)
        until = now + timedelta(minutes=minutes)
        held = Lock(by=person.id, until=until, minutes=minutes)
        locked = article.model_copy(update={"lock": held})
        note = _forced(article, person.id, now)
        return locked, entry_of(locked, Action.LOCK, by, now, note), ()

    return article_store.change(article_id, decide)


def unlock(article_id: str, *, by: Actor, now: datetime, force: bool = False) -> StoredArticle:
    """Give one's lock back; ``force`` another's, for a higher role only. An article without a lock is left as it is.

    Raises ``UnknownArticle``, ``Locked`` or ``PermissionDenied``.
    """

    def decide(article: StoredArticle) -> _Change | None:
        person = permitted(by, "newsroom:article:write", article.unit)
        if article.lock is None:
            return None
        guard(article, Action.UNLOCK, person)
        _check_lock_free(article, person, now, force)
        free = article.model_copy(update={"lock": None})
        note = _forced(article, person.id, now)
        action = Action.FORCE_UNLOCK if note else Action.UNLOCK
        return free, entry_of(free, action, by, now, note), ()

    return article_store.change(article_id, decide)


def article_id(unit: str, key: str, now: datetime, nth: int = 1) -> ArticleId:
    """The id of a new article; ``nth`` counts the ids that belong to other articles already."""
    number = int.from_bytes(hashlib.sha256(f"{unit}#{key}#{nth}".encode()).digest()[:4], "big")
    mark = "".join(_LETTERS[(number >> 5 * n) % 32] for n in range(4))
    return ArticleId(f"a-{now.astimezone(SHANGHAI):%Y%m%d}-{mark}")


_Change = tuple[StoredArticle, AuditEntry, Sequence[table.Action]]


@dataclass(frozen=True, slots=True)
class _Content:
    """The content of a new revision, and where it comes from."""

    key: str
    title: str
    kind: ArticleKind
    column: str
    series: str
    source: str
    written: str
    restored_from: int | None = None


def _next(
    article_id: str,
    action: Action,
    content: _Content,
    *,
    by: Actor,
    now: datetime,
    note: str,
    base: int | None = None,
) -> StoredArticle:
    seen = base

    def decide(article: StoredArticle) -> _Change | None:
        nonlocal seen
        person = permitted(by, "newsroom:article:write", article.unit)
        if article.key == content.key:
            return None
        seen = article.revision if seen is None else seen
        if seen != article.revision:
            raise RevisedMeanwhile(
                article.id, seen, article.revision, article.updated_by, article.updated_at
            )
        check_lock(article, person.id, now)
        number = article.revision + 1
        changes: dict[str, object] = {
            "key": content.key,
            "title": content.title,
            "kind": content.kind,
            "column": content.column,
            "series": content.series,
            "revision": number,
            "updated_at": now,
            "updated_by": person.id,
        }
        if article.lock is not None and article.lock.by == person.id and article.lock.until > now:
            minutes = timedelta(minutes=article.lock.minutes)
            changes["lock"] = article.lock.model_copy(update={"until": now + minutes})
        after = revised(article, person, action, **changes)
        latest = _revision(after, content.source, note, content.written, content.restored_from)
        entry = entry_of(after, action, by, now, note)
        return after, entry, [article_store.put_revision(latest)]

    return article_store.change(article_id, decide)


def _into_library(composed: Composed, unit: str, by: Actor, now: datetime) -> None:
    """Pictures that came with a file are found in the unit's library too."""
    library.note(unit, _pictures(composed, by, now))


def _pictures(composed: Composed, by: Actor, now: datetime) -> list[library.Kept]:
    pictures = (one for one in composed.article.files if one.media_type.startswith("image/"))
    return [library.kept(one.key, by, now) for one in pictures]


def _revision(
    article: StoredArticle,
    source: str,
    note: str,
    written: str,
    restored_from: int | None = None,
) -> Revision:
    """The latest revision of ``article``."""
    return Revision(
        article=article.id,
        number=article.revision,
        key=article.key,
        title=article.title,
        kind=article.kind,
        by=article.updated_by,
        at=article.updated_at,
        note=note,
        source=source,
        written=written,
        restored_from=restored_from,
    )


def _check_lock_free(article: StoredArticle, person: Person, now: datetime, force: bool) -> None:
    """Raises ``Locked`` while somebody else is writing; with ``force``, unless the person's role is higher."""
    if not force:
        check_lock(article, person.id, now)
        return
    lock = article.lock
    if lock is not None and lock.by != person.id and lock.until > now:
        holder = person_for(lock.by, article.unit)
        if person.rank <= holder.rank:
            raise ActionNotPermitted(
                f"{person.id} 的角色不高于 {lock.by}，不能强制解锁稿件“{article.id}”。", ""
            )


def _forced(article: StoredArticle, person_id: str, now: datetime) -> str:
    """The note of the log where a person overrides another's lock; else empty."""
    lock = article.lock
    if lock is None or lock.by == person_id or lock.until <= now:
        return ""
    return f"强制解除 {lock.by} 的锁定"
