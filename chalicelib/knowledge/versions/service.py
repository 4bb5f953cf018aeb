"""Keeping an account's knowledge: edit, submit, release, restore.

An edit makes a new version and changes nothing that followers see. A release needs a second person and happens in
this order: store the compiled object, claim the release, point the reply book at it, say that it is done. Broken off
at any line, the same command ends it: the object is named by its content, the reply book takes the same key twice
without harm, and until it is ended nobody can release anything else in between (docs/decisions/0086).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from pydantic import ValidationError

from chalicelib import accounts
from chalicelib.knowledge.compiled import vectors
from chalicelib.knowledge.compiled.format import asked_of, build
from chalicelib.knowledge.errors import BadEntry, NotReleasable
from chalicelib.knowledge.models import (
    FaqEntry,
    FaqStatus,
    Knowledge,
    KnowledgeVersion,
    Standing,
    VersionState,
)
from chalicelib.knowledge.versions import rules, store

PutInForce = Callable[[str], object]
"""Points the account's reply book at a compiled object's key; the same key twice does no harm."""


Progress = Callable[[int, int], None]
"""How many vectors are made, and of how many."""


class Edition(NamedTuple):
    """A version with what it says; without a version it is the empty one of before the first."""

    version: KnowledgeVersion | None
    knowledge: Knowledge

    @property
    def number(self) -> int:
        """0 for the empty one."""
        return self.version.version if self.version else 0


def working(account_id: str) -> Edition:
    """What edits go on from: the newest draft, or else what is in force. Raises ``UnknownAccount``."""
    accounts.state(account_id, consistent=True)
    return edition(account_id, store.head(account_id).working)


def in_force(account_id: str) -> Edition:
    """What followers get answers from. Raises ``UnknownAccount``."""
    accounts.state(account_id, consistent=True)
    return edition(account_id, store.head(account_id).in_force)


def edition(account_id: str, number: int) -> Edition:
    """One version with what it says. Raises ``NoSuchVersion``."""
    version = store.version(account_id, number) if number else None
    return Edition(version, store.read(account_id, number))


def edit(
    account_id: str,
    change: Callable[[Knowledge], Knowledge],
    *,
    by: str,
    source: str,
    now: datetime,
    note: str = "",
) -> KnowledgeVersion | None:
    """Make a draft version of what ``change`` makes of the working one; None where it changes nothing.

    Raises ``ReleaseMoved`` if somebody else edited meanwhile, and what ``change`` raises.
    """
    accounts.state(account_id, consistent=True)
    seen = store.head(account_id)
    before = store.read(account_id, seen.working)
    after = change(before)
    if after == before:
        return None
    return _add(
        account_id, after, seen, base=seen.working, by=by, source=source, now=now, note=note
    )


def restore(
    account_id: str, number: int, *, by: str, now: datetime, note: str = ""
) -> KnowledgeVersion:
    """Make what an earlier version says a new draft, to be released by another person like every version.

    Raises ``NoSuchVersion``.
    """
    accounts.state(account_id, consistent=True)
    seen = store.head(account_id)
    old = store.read(account_id, number)
    source = store.version(account_id, number).source if number else ""
    return _add(
        account_id,
        old,
        seen,
        base=seen.in_force,
        by=by,
        source=source,
        now=now,
        note=note,
        restored_from=number,
    )


def submit(account_id: str, number: int, *, by: str, note: str = "") -> KnowledgeVersion:
    """Hand a draft to review. Raises ``NoSuchVersion``, ``NotReleasable``, ``ReleaseMoved``."""
    version = store.version(account_id, number)
    rules.check_submit(version, _steps(account_id, number))
    update = {"state": VersionState.IN_REVIEW, "submitted_by": by.strip(), "remark": ""}
    submitted = version.model_copy(update=update | ({"note": note} if note else {}))
    store.move(account_id, version, submitted)
    return submitted


def send_back(account_id: str, number: int, *, by: str, remark: str) -> KnowledgeVersion:
    """Return a version in review to its makers, with a reason. Raises like ``submit``."""
    version = store.version(account_id, number)
    if version.state is not VersionState.IN_REVIEW:
        raise NotReleasable(
            f"版本 {number} 是{rules.STATE_NAMES[version.state]}，只有待审的版本可以退回。"
        )
    back = version.model_copy(
        update={"state": VersionState.DRAFT, "remark": f"{by}：{remark}", "submitted_by": ""}
    )
    store.move(account_id, version, back)
    return back


def drop(account_id: str) -> tuple[int, ...]:
    """Give up the drafts since the version in force; returns their numbers. They stay in the history.

    Raises ``NotReleasable`` while a release is broken off.
    """
    head = store.head(account_id)
    if head.pending:
        raise NotReleasable(
            f"版本 {head.pending} 的发布没有做完，请先再执行一次 `faq release {head.pending}`。"
        )
    steps = _steps(account_id, head.working) or ()
    store.go_on_from(account_id, head.in_force)
    for step in steps:
        if step.state in (VersionState.DRAFT, VersionState.IN_REVIEW):
            store.move(account_id, step, step.model_copy(update={"state": VersionState.DROPPED}))
    return tuple(step.version for step in steps)


def release(
    account_id: str,
    number: int,
    *,
    by: str,
    now: datetime,
    put_in_force: PutInForce,
    dense: bool | None = None,
    progress: Progress = lambda *_: None,
) -> KnowledgeVersion:
    """Put a reviewed version in force; ``by`` must have had no hand in it. ``dense`` as in ``compiled``.

    Safe to run again after it broke off, and without effect on a version that is in force. Raises
    ``NoSuchVersion``, ``NotReleasable``, ``ReleaseMoved``, ``DenseIsAbsent`` and what ``put_in_force`` raises.
    """
    accounts.state(account_id, consistent=True)
    head = store.head(account_id)
    version = store.version(account_id, number)
    if number == head.in_force and not head.pending:
        return version
    if number != head.in_force:
        _check(account_id, version, head, by)
    # Compiled before it is claimed: what can't be compiled must not keep others from a release.
    known = store.read(account_id, number)
    body = compiled(account_id, known, dense=dense, progress=progress)
    key = store.keep_compiled(account_id, body)
    store.claim(account_id, number, seen=head)
    put_in_force(key)
    if version.state is not VersionState.RELEASED:
        released = version.model_copy(
            update={
                "state": VersionState.RELEASED,
                "released_by": by.strip(),
                "released_at": now.astimezone(UTC),
                "compiled": key,
            }
        )
        store.move(account_id, version, released)
        version = released
    store.settle(account_id, number)
    if _steps(account_id, head.working) is None:
        # Drafts made from something older could never be released: edits go on from what is in force now.
        store.go_on_from(account_id, number)
    return version


def compiled(
    account_id: str,
    known: Knowledge,
    *,
    dense: bool | None = None,
    progress: Progress = lambda *_: None,
) -> bytes:
    """The compiled object; where the account has a second stage, its vectors are stored before.

    ``dense`` tells whether it has; untold, ``meanings.wanted`` decides. Raises ``NotReleasable``, ``DenseIsAbsent``.
    """
    asked = asked_of(known)
    has = bool(asked) and vectors.wanted(known.confidence, dense)
    return build(known, vectors.keep(account_id, asked, progress) if has else "")


def history(account_id: str) -> list[KnowledgeVersion]:
    """Every version, newest first. Raises ``UnknownAccount``."""
    accounts.state(account_id, consistent=True)
    return list(store.versions(account_id))


def statuses(account_id: str, shown: Edition) -> Mapping[str, FaqStatus]:
    """The state of every entry of an edition."""
    released = {one.id: one for one in in_force(account_id).knowledge.entries}
    return {
        one.id: rules.status(one, released.get(one.id), shown.version)
        for one in shown.knowledge.entries
    }


def due(
    knowledge: Knowledge, *, now: datetime, within: timedelta, owner: str | None = None
) -> list[FaqEntry]:
    """Live entries that have expired or will ``within`` so long, of one owner or of all; soonest first."""
    found = [
        one
        for one in knowledge.entries
        if one.standing is Standing.LIVE
        and one.valid_until is not None
        and one.valid_until <= now + within
        and (owner is None or one.owner == owner)
    ]
    return sorted(found, key=lambda one: (str(one.valid_until), one.id))


def fitted(body: bytes) -> str:
    """A fitted confidence as the knowledge keeps it. Raises ``BadEntry`` for what is none of this program's."""
    from chalicelib.knowledge import retrieval

    try:
        found = retrieval.Confidence.model_validate_json(body)
    except ValidationError as error:
        raise BadEntry(["这不是 `faq eval` 写出的把握程度文件"]) from error
    if not found.is_current:
        raise BadEntry(["这个文件由另一个版本的程序拟合，请重新执行 `faq eval`"])
    return found.model_dump_json()


def _check(account_id: str, version: KnowledgeVersion, head: store.Head, by: str) -> None:
    # One that broke off was checked when it was claimed, and has to be ended whoever does it.
    if head.pending != version.version:
        rules.check_release(version, _steps(account_id, version.version), by)


def _steps(account_id: str, number: int) -> tuple[KnowledgeVersion, ...] | None:
    listed = {one.version: one for one in store.versions(account_id)}
    return rules.lineage(listed, number, store.head(account_id).in_force)


def _add(
    account_id: str,
    knowledge: Knowledge,
    seen: store.Head,
    *,
    base: int,
    by: str,
    source: str,
    now: datetime,
    note: str,
    restored_from: int | None = None,
) -> KnowledgeVersion:
    version = KnowledgeVersion(
        version=store.take_number(account_id),
        base=base,
        at=now.astimezone(UTC),
        by=by.strip(),
        source=source,
        note=note,
        entries=len(knowledge.entries),
        policies=len(knowledge.policies),
        restored_from=restored_from,
    )
    store.keep(account_id, version.version, knowledge)
    store.add(account_id, version, seen=seen)
    return version
