"""Erase all that is kept of one person on one account: asked for, waited for, worked off in portions, receipted.

What is erased, where and why: docs/privacy.md. Every domain erases its own data; the order is in ``erasure_steps``.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Final, NamedTuple

from chalicelib import accounts, audit, followers, people, telemetry
from chalicelib.actor import Actor
from chalicelib.application import follower_data
from chalicelib.application.erasure_steps import STEPS, Portion
from chalicelib.audit import AuditEntry, Change
from chalicelib.cloud import queues
from chalicelib.followers import Erasure, Why
from chalicelib.settings import settings

ERASE: Final = "followers:person:erase"
KIND: Final = "erasure"
"""Of the task on the queue of outgoing messages."""
SETTLES: Final = timedelta(minutes=2)
"""After a push WeChat may repeat it, and the stream still tells what follows from it."""
MOST: Final = 100
"""Items that one portion erases: some ten seconds' work."""
_A_MINUTE: Final = 100
"""Erasures that one sweep queues, so that a day on which thousands left does not delay answers of agents."""
_REASONS: Final = {
    "user_authorization_revoke": Why.REVOKED,
    "user_authorization_cancellation": Why.CLOSED,
}


class Outcome(StrEnum):
    """How far one portion brought an erasure."""

    DONE = "done"
    """Nothing is left, the receipt is written."""
    MORE = "more"
    """The next portion may begin."""
    LATER = "later"
    """A message is being sent at this moment: the rest follows in some minutes."""
    NOTHING = "nothing"
    """There is no erasure, it is not due, or another worker has it."""
    CALLED_OFF = "called_off"
    """The follower is back."""


class Progress(NamedTuple):
    """What one portion did."""

    outcome: Outcome
    erased: int = 0
    receipt: AuditEntry | None = None


def left(account_id: str, openid: str, at: int) -> None:
    """Ask for the erasure of a follower who left at ``at`` (Unix seconds), after the account's days of grace.

    Twice is once. Raises ``UnknownAccount``.
    """
    account = accounts.state(account_id).account
    asked_at = datetime.fromtimestamp(at, UTC)
    due_at = asked_at + max(timedelta(days=account.erase_after_days), SETTLES)
    followers.erasure_store.ask(
        Erasure(
            account=account_id,
            openid=openid,
            unit=account.unit,
            why=Why.UNFOLLOWED,
            asked_at=asked_at,
            cut=due_at,
            due_at=due_at,
            mark=_mark(),
        )
    )


def revoked(account_id: str, openid: str, event: str, at: int) -> None:
    """Ask for the erasure that WeChat demands with an event of ``at`` (Unix seconds), at once (sheet §1.5).

    An event that demands none, or names nobody, asks for nothing. Twice is once. Raises ``UnknownAccount``.
    """
    why = _REASONS.get(event.lower())
    if why is None or not openid:
        return
    asked_at = datetime.fromtimestamp(at, UTC)
    followers.erasure_store.ask(
        Erasure(
            account=account_id,
            openid=openid,
            unit=accounts.state(account_id).account.unit,
            why=why,
            asked_at=asked_at,
            cut=asked_at,
            due_at=asked_at + SETTLES,
            mark=_mark(),
        )
    )


def ask(account_id: str, openid: str, *, reason: str, by: Actor, now: datetime) -> Erasure:
    """Ask for an erasure on request, at once; returns it, with the time from which it may be worked on.

    That is ``now``, unless the person wrote in the last minutes. Raises ``UnknownAccount``, ``PermissionDenied``,
    ``NothingKept`` or ``ReasonMissing``.
    """
    unit = accounts.current(account_id).account.unit
    people.require(by, ERASE, unit)
    if not 0 < len(reason.strip()) <= 200:
        raise followers.ReasonMissing
    kept = follower_data.read(account_id, openid)
    if not kept.counts() and followers.erasure_store.waiting(account_id, openid) is None:
        raise followers.NothingKept(account_id)
    last = max((one.at for one in kept.pushes), default=0)
    settled = datetime.fromtimestamp(last, UTC) + SETTLES
    return followers.erasure_store.ask(
        Erasure(
            account=account_id,
            openid=openid,
            unit=unit,
            why=Why.ASKED,
            # The log keeps the reason for ever.
            note=reason.strip().replace(openid, "…"),
            by=by,
            asked_at=now,
            cut=now,
            due_at=max(now, settled),
            mark=_mark(),
        )
    )


def sweep(now: datetime) -> int:
    """Queue one task for each erasure that is due, up to a hundred a minute; returns how many.

    Running it twice is harmless: one worker at a time has an erasure.
    """
    bodies = [_body(*one) for one in followers.erasure_store.due(now, _A_MINUTE)]
    queues.send_all(settings().outgoing_queue_url, bodies)
    return len(bodies)


def is_task(body: str) -> bool:
    """Whether a queue's message is about an erasure."""
    task = json.loads(body)
    return isinstance(task, dict) and task.get("kind") == KIND


def do_task(body: str, now: datetime) -> Progress:
    """Do one portion of the erasure that a task names, and queue the next.

    Running it twice is harmless (``advance``). A crash before the next is queued loses nothing: the sweep finds the
    erasure.
    """
    task: dict[str, Any] = json.loads(body)
    account_id, openid = str(task["account"]), str(task["openid"])
    progress = advance(account_id, openid, now)
    if progress.outcome is Outcome.MORE:
        queues.send(settings().outgoing_queue_url, _body(account_id, openid))
    return progress


def advance(account_id: str, openid: str, now: datetime, *, most: int = MOST) -> Progress:
    """Do one portion of a due erasure: up to ``most`` items. The portion that finds nothing left writes the receipt.

    Stopped anywhere and run again, it ends the same: what is kept is counted before anything goes; what leads to other
    data goes after them; and the receipt is in the transaction that forgets the erasure.
    """
    erasure = followers.erasure_store.claim(account_id, openid, now)
    if erasure is None:
        return Progress(Outcome.NOTHING)
    if not erasure.begun:
        if erasure.why is Why.UNFOLLOWED and followers.erasure_store.follows(account_id, openid):
            followers.erasure_store.call_off(account_id, openid)
            return Progress(Outcome.CALLED_OFF)
        cut = int(erasure.cut.timestamp())
        begun = followers.erasure_store.begin(
            erasure, follower_data.read(account_id, openid, cut).counts()
        )
        if begun is None:
            return Progress(Outcome.MORE)
        erasure = begun
    portion = Portion(erasure, now, most)
    for step in STEPS:
        step.erase(portion)
        if portion.full:
            break
    if portion.erased or portion.busy:
        followers.erasure_store.pause(erasure, now + SETTLES if portion.busy else now)
        return Progress(Outcome.LATER if portion.busy else Outcome.MORE, portion.erased)
    return _finish(erasure, now)


def work_off(account_id: str, openid: str, now: datetime) -> Iterator[Progress]:
    """Portion after portion of one erasure, until it is done or has to wait."""
    while True:
        progress = advance(account_id, openid, now)
        yield progress
        if progress.outcome is not Outcome.MORE:
            return


def receipts(account_id: str, openid: str) -> list[AuditEntry]:
    """The receipts of this person's erasures, oldest first; found by the openid, which they do not hold.

    Raises ``UnknownAccount``.
    """
    unit = accounts.current(account_id).account.unit
    return [
        entry
        for entry in audit.of_unit(unit)
        if entry.action == ERASE and followers.names(entry.object, account_id, openid)
    ]


def _finish(erasure: Erasure, now: datetime) -> Progress:
    why = followers.WHY_NAMES[erasure.why]
    entry = audit.entry_of(
        erasure.by,
        ERASE,
        unit=erasure.unit,
        at=now,
        object=erasure.receipt,
        changes=[
            Change(field=kind, before=str(number), after="0")
            for kind, number in (erasure.found or {}).items()
        ],
        note=f"公众号 {erasure.account}，{why}{'：' if erasure.note else ''}{erasure.note}",
    )
    if not followers.erasure_store.finish(erasure, also=[audit.write_action(entry)]):
        return Progress(Outcome.MORE)
    telemetry.logger.info("follower erased", extra={"account": erasure.account, "why": erasure.why})
    return Progress(Outcome.DONE, receipt=entry)


def _mark() -> str:
    return secrets.token_hex(8)


def _body(account_id: str, openid: str) -> str:
    return json.dumps({"kind": KIND, "account": account_id, "openid": openid})
