"""Keeping an account's knowledge: edit, submit, send back, restore, drop.

An edit makes a new version and changes nothing that followers see; ``releasing`` puts one in force.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from chalicelib import accounts, people
from chalicelib.actor import Actor
from chalicelib.audit import Change
from chalicelib.knowledge.errors import NotReleasable
from chalicelib.knowledge.models import FaqStatus, Knowledge, KnowledgeVersion, VersionState
from chalicelib.knowledge.versions import held, log, rules, store

Progress = Callable[[int, int], None]
"""How many pieces are done, and of how many."""
Ready = Callable[[], None]
"""Called before something is changed; what it raises breaks that off."""


class Edition(NamedTuple):
    """A version with its content; without a version it is the empty one of before the first."""

    version: KnowledgeVersion | None
    knowledge: Knowledge

    @property
    def number(self) -> int:
        """0 for the empty one."""
        return self.version.version if self.version else 0


def working(account_id: str) -> Edition:
    """The edition that edits go on from: the newest draft, or else the one in force. Raises ``UnknownAccount``."""
    accounts.state(account_id, consistent=True)
    return edition(account_id, store.head(account_id).working)


def in_force(account_id: str) -> Edition:
    """The edition that followers get answers from. Raises ``UnknownAccount``."""
    accounts.state(account_id, consistent=True)
    return edition(account_id, store.head(account_id).in_force)


def number_in_force(account_id: str) -> int:
    """The number of the version that followers get answers from; 0 while there is none."""
    return store.head(account_id).in_force


def edition(account_id: str, number: int) -> Edition:
    """One version with its content. Raises ``NoSuchVersion``."""
    if number == 0:
        return Edition(None, Knowledge())
    version = store.version(account_id, number)
    return Edition(version, held.content(account_id, version))


def edit(
    account_id: str,
    change: Callable[[Knowledge], Knowledge],
    *,
    by: Actor,
    source: str,
    now: datetime,
    note: str = "",
) -> KnowledgeVersion | None:
    """Make a draft version of what ``change`` makes of the working one; None where it changes nothing.

    ``source`` is the file or the command that the change comes from. Raises ``VersionConflict`` if somebody else
    edited meanwhile, ``PermissionDenied``, and what ``change`` raises.
    """
    unit = permitted(account_id, by, "knowledge:entry:edit")
    seen = store.head(account_id)
    before = store.read(account_id, seen.working)
    after = change(before)
    if after == before:
        return None
    draft = KnowledgeVersion(
        version=store.take_number(account_id),
        base=seen.working,
        at=now.astimezone(UTC),
        by=by.person.strip(),
        source=source,
        note=note,
        entries=len(after.entries),
        policies=len(after.policies),
    )
    store.keep(account_id, draft.version, after)
    changes = [Change(field="base", after=str(seen.working)), *log.counts(before, after)]
    entry = log.entry(
        by, "knowledge:entry:edit", unit, account_id, draft.version, now, changes, source
    )
    store.add(account_id, draft, seen=seen, also=[entry])
    return draft


def restore(
    account_id: str, number: int, *, by: Actor, now: datetime, note: str = ""
) -> KnowledgeVersion:
    """Make the content of an earlier version a new draft, to be released by another person like every version.

    Raises ``NoSuchVersion``, ``VersionConflict`` or ``PermissionDenied``.
    """
    unit = permitted(account_id, by, "knowledge:version:restore")
    seen = store.head(account_id)
    old = store.read(account_id, number)
    draft = KnowledgeVersion(
        version=store.take_number(account_id),
        base=seen.in_force,
        at=now.astimezone(UTC),
        by=by.person.strip(),
        source=store.version(account_id, number).source if number else "",
        note=note,
        entries=len(old.entries),
        policies=len(old.policies),
        restored_from=number,
    )
    store.keep(account_id, draft.version, old)
    changes = [Change(field="restored_from", after=str(number))]
    entry = log.entry(
        by, "knowledge:version:restore", unit, account_id, draft.version, now, changes, note
    )
    store.add(account_id, draft, seen=seen, also=[entry])
    return draft


def submit(
    account_id: str, number: int, *, by: Actor, now: datetime, note: str = ""
) -> KnowledgeVersion:
    """Hand a draft to review.

    Raises ``NoSuchVersion``, ``NotReleasable``, ``VersionConflict`` or ``PermissionDenied``.
    """
    unit = permitted(account_id, by, "knowledge:version:submit")
    version = store.version(account_id, number)
    rules.check_submit(account_id, version, steps(account_id, number))
    update = {
        "state": VersionState.IN_REVIEW,
        "submitted_by": by.person.strip(),
        "submitted_at": now.astimezone(UTC),
        "remark": "",
    }
    submitted = version.model_copy(update=update | ({"note": note} if note else {}))
    move(account_id, version, submitted, by, "knowledge:version:submit", unit, now, note)
    return submitted


def send_back(
    account_id: str, number: int, *, by: Actor, now: datetime, remark: str
) -> KnowledgeVersion:
    """Return a version in review to its makers, with a reason. Raises like ``submit``."""
    unit = permitted(account_id, by, "knowledge:version:reject")
    version = store.version(account_id, number)
    rules.check_send_back(version)
    back = version.model_copy(
        update={
            "state": VersionState.DRAFT,
            "remark": f"{by.person}：{remark}",
            "submitted_by": "",
            "submitted_at": None,
        }
    )
    move(account_id, version, back, by, "knowledge:version:reject", unit, now, remark)
    return back


def drop(account_id: str, *, by: Actor, now: datetime) -> tuple[int, ...]:
    """Give up the drafts since the version in force; returns their numbers. They stay in the history.

    Run again after it broke off it changes nothing that is done. Raises ``NotReleasable`` while a release is broken
    off, or ``PermissionDenied``.
    """
    unit = permitted(account_id, by, "knowledge:version:drop")
    head = store.head(account_id)
    if head.pending:
        raise NotReleasable(
            f"版本 {head.pending} 的发布没有做完，请先再发布它一次。",
            state="pending",
            possible=["release"],
            remedies=[store.release_again(account_id, head.pending)],
        )
    given_up = steps(account_id, head.working) or ()
    if head.working == head.in_force:
        return ()
    numbers = tuple(step.version for step in given_up)
    changes = [Change(field="working", before=str(head.working), after=str(head.in_force))]
    said = "、".join(map(str, sorted(numbers)))
    entry = log.entry(
        by, "knowledge:version:drop", unit, account_id, head.working, now, changes, said
    )
    store.go_on_from(account_id, head.in_force, also=[entry])
    for step in given_up:
        if step.state in (VersionState.DRAFT, VersionState.IN_REVIEW):
            store.move(account_id, step, step.model_copy(update={"state": VersionState.DROPPED}))
    return numbers


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


def permitted(account_id: str, by: Actor, permission: str) -> str:
    """The unit of an account, if ``by`` holds the permission there."""
    unit = accounts.state(account_id, consistent=True).account.unit
    people.require(by, permission, unit)
    return unit


def steps(account_id: str, number: int) -> tuple[KnowledgeVersion, ...] | None:
    """The ``lineage`` of a version."""
    listed = {one.version: one for one in store.versions(account_id)}
    return rules.lineage(listed, number, store.head(account_id).in_force)


def move(
    account_id: str,
    before: KnowledgeVersion,
    after: KnowledgeVersion,
    by: Actor,
    action: str,
    unit: str,
    now: datetime,
    note: str = "",
) -> None:
    """Replace the description of a version and log the change of its state. Raises ``VersionConflict``."""
    changes = [Change(field="state", before=before.state, after=after.state)]
    entry = log.entry(by, action, unit, account_id, before.version, now, changes, note)
    store.move(account_id, before, after, also=[entry])
