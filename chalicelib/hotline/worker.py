"""The worker: makes a case's calls in order, carries out the hotline's events, and waits where it is down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from chalicelib.desk import SendOutcome
from chalicelib.hotline import connection, contract, endpoint, store
from chalicelib.hotline.errors import CallRejected, HotlineUnavailable, NotConnected
from chalicelib.hotline.models import (
    OVER,
    Call,
    Case,
    CaseState,
    Event,
    FateStatus,
    HotlineSettings,
)

Put = Callable[[HotlineSettings, str, Call], dict[str, Any]]

BACKOFF: Final = tuple(timedelta(seconds=s) for s in (5, 15, 30, 60, 120, 300))
"""After a call that was not taken; the last one for all that follow: a case is never given up."""
SOON: Final = timedelta(seconds=10)
"""After an answer that is on its way to the follower."""
LOOKED_AFTER: Final = timedelta(minutes=15)
"""A session at the hotline is checked this often, even if nothing happens: the desk may have taken it back."""
TOLD_AFTER: Final = timedelta(minutes=1)
"""Of a hotline that takes no call: then the follower is told."""
LATE_AFTER: Final = timedelta(minutes=10)
"""Of a hotline that takes no call: then an alarm rings."""
_FATES: Final[dict[SendOutcome, tuple[FateStatus, str]]] = {
    SendOutcome.WAITS_FOR_FOLLOWER: (
        "waiting",
        "微信的回复时限或条数已用完，群众再来消息时自动发出",
    ),
    SendOutcome.REFUSED: ("refused", "微信不接受这条内容"),
    SendOutcome.UNCONFIRMED: ("unknown", "不知道群众是否收到，请先核对，不要原样重发"),
}
_STATES: Final = {
    "answering": CaseState.ANSWERING,
    "resolved": CaseState.RESOLVED,
    "refused": CaseState.REFUSED,
}


class Desk(Protocol):
    """The desk as the worker needs it; each call is idempotent by its key."""

    def away(self, case: Case) -> str | None:
        """Why the session is no longer the hotline's; None while it is."""

    def say(self, case: Case, text: str, agent: str, key: str) -> SendOutcome:
        """Send an answer of the hotline."""

    def resolve(self, case: Case, now: datetime) -> None:
        """The hotline is done."""

    def give_back(self, case: Case, why: str, now: datetime) -> None:
        """The hotline does not take it: it waits for the desk's agents."""

    def tell_delay(self, case: Case, now: datetime) -> bool:
        """Tell the follower once that it takes longer; True if they are told."""


def advance(
    account_id: str, case_id: str, desk: Desk, now: datetime, *, put: Put = endpoint.put
) -> Case:
    """Advance a case as far as it goes; returns it as it is then.

    Running it twice, also at the same time, is harmless: calls name their subject, and an event of the hotline is
    carried out by its id. Raises ``UnknownCase``.
    """
    case = _close_if_away(store.case(account_id, case_id), desk, now)
    done: list[Event] = []
    again = LOOKED_AFTER
    for event in store.inbox(case):
        case, outcome = _carry_out(case, event, desk, now)
        if outcome in (SendOutcome.ON_ITS_WAY, SendOutcome.WAITS_FOR_FOLLOWER):
            # Later events wait too: a follower reads answers in their order.
            again = SOON if outcome is SendOutcome.ON_ITS_WAY else again
            break
        done.append(event)
    case, due = _speak(case, desk, now, put)
    if case.state not in OVER:
        due = min(due or now + again, now + again)
    case = _keep(case, due)
    for event in done:
        store.carried_out(case, event)
    if case.erased and due is None:
        store.forget(case)  # the hotline was told, or there is none any more
    return case


def _close_if_away(case: Case, desk: Desk, now: datetime) -> Case:
    """Tell the hotline, by the last call, where the desk has ended the session or taken it back."""
    why = None if case.state in OVER else desk.away(case)
    if why is None:
        return case
    store.add_call(case, contract.closed(case.id, why), now)
    fresh = store.case(case.account, case.id)
    return fresh.model_copy(update={"state": CaseState.CLOSED})


def _keep(case: Case, due: datetime | None) -> Case:
    """Write the case, also when something came in meanwhile: that made the case due, and stays."""
    kept = store.save(case, due)
    while kept is None:
        fresh = store.case(case.account, case.id)
        kept = store.save_still_due(_further(fresh, case))
    return kept


def _further(fresh: Case, mine: Case) -> Case:
    """The findings of two workers in one: a case only moves on, never back."""
    order = list(CaseState)
    return mine.model_copy(
        update={
            "seq": fresh.seq,
            "state": max(fresh.state, mine.state, key=order.index),
            "hotline_ticket": mine.hotline_ticket or fresh.hotline_ticket,
            "told": fresh.told or mine.told,
            "taken": fresh.taken or mine.taken,
            "erased": fresh.erased or mine.erased,
            "due_at": fresh.due_at,
        }
    )


def _carry_out(case: Case, event: Event, desk: Desk, now: datetime) -> tuple[Case, SendOutcome]:
    match event.type:
        case "ticket":
            case = case.model_copy(update={"hotline_ticket": event.ticket})
        case "reply":
            return _say(case, event, desk, now)
        case _ if case.state not in OVER:
            state = _STATES[event.status]
            if state is CaseState.RESOLVED:
                desk.resolve(case, now)
            elif state is CaseState.REFUSED:
                desk.give_back(case, event.text or "热线未受理", now)
            case = case.model_copy(update={"state": state})
    return case, SendOutcome.SENT


def _say(case: Case, event: Event, desk: Desk, now: datetime) -> tuple[Case, SendOutcome]:
    outcome = desk.say(case, event.text, event.agent, event.event_id)
    if outcome in _FATES:
        status, why = _FATES[outcome]
        # One answer may have two fates in turn: it waits, then it is refused. Each is told once.
        fate = contract.fate(case.id, event.event_id, status, why)
        store.add_call(case, fate, now, mark=f"#{status}")
    if case.state not in OVER:
        case = case.model_copy(update={"state": CaseState.ANSWERING})
    return case, outcome


def _speak(case: Case, desk: Desk, now: datetime, put: Put) -> tuple[Case, datetime | None]:
    """Empty the outbox, as far as the hotline takes it; returns the case and when to go on."""
    settings = connection.settings_of(case.account)
    for key, call in store.outbox(case):
        # It knows nothing of this conversation, or there is nobody left to ask.
        if case.state is CaseState.REFUSED or (case.erased and settings is None):
            store.taken(case, key)
            continue
        breaker = connection.breaker(case.account)
        open_until = breaker.waits_until(now)
        if settings is None or open_until is not None:
            return _wait(case, desk, now, open_until or now + BACKOFF[-1], "热线未接入或暂停呼叫")
        try:
            answer = put(settings, connection.secret_of(case.account), call)
        except (HotlineUnavailable, NotConnected) as error:
            connection.set_breaker(case.account, breaker.after_failure(now))
            pause = BACKOFF[min(case.failures, len(BACKOFF) - 1)]
            return _wait(case, desk, now, now + pause, str(error))
        except CallRejected as error:
            case = _rejected(case, call, str(error), desk, now)
        else:
            case = _accepted(case, answer)
        if breaker.failures:
            connection.set_breaker(case.account, type(breaker)())
        store.taken(case, key)
    return case, None


def _accepted(case: Case, answer: dict[str, Any]) -> Case:
    ticket = str(answer.get("ticket") or "")[:64]
    changes: dict[str, Any] = {
        "failures": 0,
        "problem": "",
        "waiting_since": None,
        "taken": True,
    }
    if ticket and not case.erased:
        changes["hotline_ticket"] = ticket
    if case.state is CaseState.WAITING:
        changes["state"] = CaseState.ACCEPTED
    return case.model_copy(update=changes)


def _rejected(case: Case, call: Call, why: str, desk: Desk, now: datetime) -> Case:
    _count("rejected", case, why)
    changes: dict[str, Any] = {"failures": 0, "problem": why, "waiting_since": None}
    if call.path == contract.session_path(case.id):
        if case.state not in OVER:
            desk.give_back(case, why, now)
        changes["state"] = CaseState.REFUSED
    return case.model_copy(update=changes)


def _wait(
    case: Case, desk: Desk, now: datetime, until: datetime, why: str
) -> tuple[Case, datetime]:
    _count("unavailable", case, why)
    since = case.waiting_since or now
    told = case.told
    if not told and case.state not in OVER and now - since >= TOLD_AFTER:
        told = desk.tell_delay(case, now)
    if now - since >= LATE_AFTER:
        _late()
    waiting = {
        "failures": case.failures + 1,
        "problem": why,
        "told": told,
        "waiting_since": since,
    }
    return case.model_copy(update=waiting), until


def due(now: datetime) -> list[tuple[str, str]]:
    """Due cases: account and id."""
    return list(store.due(now))


def _late() -> None:
    from chalicelib import telemetry
    from chalicelib.metrics import Metric

    telemetry.count(Metric.HOTLINE_WAITING)


def _count(outcome: str, case: Case, why: str) -> None:
    from chalicelib import telemetry
    from chalicelib.metrics import Metric

    telemetry.count(Metric.HOTLINE_CALL, Outcome=outcome)
    telemetry.logger.warning(
        "hotline call", extra={"account": case.account, "session": case.session, "reason": why}
    )
