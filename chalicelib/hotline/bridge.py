"""The worker: makes a case's calls in order, carries out what the hotline said, and waits where it is down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from chalicelib.hotline import endpoint, store
from chalicelib.hotline.errors import NotConnected, Rejected, Unavailable, UnknownCase
from chalicelib.hotline.models import OVER, Call, Case, CaseState, Event, HotlineSettings

Put = Callable[[HotlineSettings, str, Call], dict[str, Any]]

BACKOFF: Final = tuple(timedelta(seconds=s) for s in (5, 15, 30, 60, 120, 300))
"""After a call that was not taken; the last one for all that follow: a case is never given up."""
_STATES: Final = {
    "answering": CaseState.ANSWERING,
    "resolved": CaseState.RESOLVED,
    "refused": CaseState.REFUSED,
}


class Desk(Protocol):
    """What the bridge needs of the desk; each call is idempotent by its key."""

    def say(self, case: Case, text: str, agent: str, key: str, now: datetime) -> None:
        """An agent of the hotline wrote."""

    def resolve(self, case: Case, now: datetime) -> None:
        """The hotline is done."""

    def give_back(self, case: Case, why: str, now: datetime) -> None:
        """The hotline does not take it: it waits for the desk's own people."""

    def tell_delay(self, case: Case, now: datetime) -> None:
        """The follower should know that it takes longer; said once."""


def advance(
    account_id: str, session_id: str, desk: Desk, now: datetime, *, put: Put = endpoint.put
) -> Case:
    """Do what there is to do for a case; returns it as it is then.

    Running it twice, also at the same time, is harmless: calls name what they are about, and what the hotline
    said is carried out by its event's id. Raises ``UnknownCase``.
    """
    case = store.case(account_id, session_id)
    heard = store.inbox(case)
    for event in heard:
        case = _carry_out(case, event, desk, now)
    case, due = _speak(case, desk, now, put)
    case = _keep(case, due)
    for event in heard:
        store.carried_out(case, event)
    return case


def _keep(case: Case, due: datetime | None) -> Case:
    """Write what was learnt, also when something came in meanwhile: that made the case due, and stays."""
    kept = store.save(case, due)
    while kept is None:
        fresh = store.case(case.account, case.session)
        kept = store.save_still_due(_further(fresh, case))
    return kept


def _further(fresh: Case, mine: Case) -> Case:
    """Two workers' findings in one: a case only goes on, it never goes back."""
    order = list(CaseState)
    return mine.model_copy(
        update={
            "seq": fresh.seq,
            "state": max(fresh.state, mine.state, key=order.index),
            "hotline_ticket": mine.hotline_ticket or fresh.hotline_ticket,
            "told": fresh.told or mine.told,
        }
    )


def _carry_out(case: Case, event: Event, desk: Desk, now: datetime) -> Case:
    if event.type == "ticket":
        return case.model_copy(update={"hotline_ticket": event.ticket})
    if case.state in OVER:
        return case
    if event.type == "reply":
        desk.say(case, event.text, event.agent, event.event_id, now)
        return case.model_copy(update={"state": CaseState.ANSWERING})
    state = _STATES[event.status]
    if state is CaseState.RESOLVED:
        desk.resolve(case, now)
    elif state is CaseState.REFUSED:
        desk.give_back(case, event.text or "热线未受理", now)
    return case.model_copy(update={"state": state})


def _speak(case: Case, desk: Desk, now: datetime, put: Put) -> tuple[Case, datetime | None]:
    """Empty the outbox, as far as the hotline takes it; returns the case and when to go on."""
    settings = store.settings_of(case.account)
    for key, call in store.outbox(case):
        breaker = store.breaker(case.account)
        open_until = breaker.waits_until(now)
        if settings is None or open_until is not None:
            return _wait(case, desk, now, open_until or now + BACKOFF[-1], "热线未接入或暂停呼叫")
        try:
            answer = put(settings, store.secret_of(case.account), call)
        except (Unavailable, NotConnected) as error:
            store.set_breaker(case.account, breaker.after_failure(now))
            pause = BACKOFF[min(case.failures, len(BACKOFF) - 1)]
            return _wait(case, desk, now, now + pause, str(error))
        except Rejected as error:
            case = _rejected(case, call, str(error), desk, now)
        else:
            case = _accepted(case, answer)
        if breaker.failures:
            store.set_breaker(case.account, type(breaker)())
        store.taken(case, key)
    return case, None


def _accepted(case: Case, answer: dict[str, Any]) -> Case:
    ticket = str(answer.get("ticket") or "")[:64]
    changes: dict[str, Any] = {"failures": 0, "problem": ""}
    if ticket:
        changes["hotline_ticket"] = ticket
    if case.state is CaseState.WAITING:
        changes["state"] = CaseState.ACCEPTED
    return case.model_copy(update=changes)


def _rejected(case: Case, call: Call, why: str, desk: Desk, now: datetime) -> Case:
    _count("rejected", case, why)
    if case.state is CaseState.WAITING:
        desk.give_back(case, why, now)
        return case.model_copy(update={"state": CaseState.REFUSED, "problem": why})
    return case.model_copy(update={"problem": why})


def _wait(
    case: Case, desk: Desk, now: datetime, until: datetime, why: str
) -> tuple[Case, datetime]:
    _count("unavailable", case, why)
    if not case.told and case.state not in OVER:
        desk.tell_delay(case, now)
    waiting = {"failures": case.failures + 1, "problem": why, "told": True}
    return case.model_copy(update=waiting), until


def due(now: datetime) -> list[tuple[str, str]]:
    """Cases that something has to be done for now: account and session."""
    return list(store.due(now))


def _count(outcome: str, case: Case, why: str) -> None:
    from chalicelib import telemetry

    telemetry.count("HotlineCall", Outcome=outcome)
    telemetry.logger.warning(
        "hotline call", extra={"account": case.account, "session": case.session, "reason": why}
    )


__all__ = ["Desk", "UnknownCase", "advance", "due"]
