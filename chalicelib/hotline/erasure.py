"""The hotline's part of erasing a person: cases of their sessions, and what is on its way.

What the hotline has taken is the hotline's; it is asked to erase it with the call that closes the case.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from chalicelib.hotline import contract, store, tasks
from chalicelib.hotline.errors import UnknownCase
from chalicelib.hotline.models import OVER, Call, Case, CaseState, Event

WHY: Final = "群众的个人信息已按规定删除，请贵方同样删除"


def cases_of(account_id: str, session_id: str) -> list[Case]:
    """The cases of a session, one for each time that it was handed over and is not erased."""
    return store.cases_of(account_id, session_id)


def _as_it_is(case: Case) -> Case | None:
    try:
        return store.case(case.account, case.id)
    except UnknownCase:
        return None


def calls(case: Case) -> list[Call]:
    """Calls that the hotline has not taken yet, with what the follower said in them."""
    return [call for _, call in store.outbox(case)]


def events(case: Case) -> list[Event]:
    """Events of the hotline that are not carried out yet."""
    return store.inbox(case)


def erase_case(account_id: str, session_id: str, now: datetime) -> bool:
    """Erase the cases of a session that is over at the desk; False where there is none.

    A case that the hotline has and that is not over keeps one call, which closes it and holds no word of anybody; it
    stays until the hotline took it. Stopped anywhere and run again, it ends the same.
    """
    cases = cases_of(account_id, session_id)
    for case in cases:
        _erase(case, now)
    return bool(cases)


def _erase(case: Case, now: datetime) -> None:
    handing, closing = contract.session_path(case.id), contract.closed(case.id, WHY)
    waiting = {call.path: key for key, call in store.outbox(case)}
    if case.state not in OVER and closing.path not in waiting and handing not in waiting:
        store.add_call(case, closing, now)
        waiting = {call.path: key for key, call in store.outbox(case)}
    kept = waiting.pop(closing.path, None)
    if kept is None:
        store.forget(case)
        return
    for key in waiting.values():
        store.taken(case, key)
    store.forget_events(case)
    _close(case, now)
    tasks.ask_for(case.account, case.id)


def _close(case: Case, now: datetime) -> None:
    """Write that the case is closed and only the call is left, also where a worker writes at the same time."""
    while True:  # ends: every refusal is another write of the case, and those are finite
        fresh = _as_it_is(case)
        if fresh is None:
            return
        closed = fresh.model_copy(
            update={"state": CaseState.CLOSED, "hotline_ticket": "", "problem": ""}
        )
        if store.save(closed, now) is not None:
            return
