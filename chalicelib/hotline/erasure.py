"""The hotline's part of erasing a person: cases of their sessions, and what is on its way.

What the hotline has taken is the hotline's; it is asked to erase that, with a call of its own for each case.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from chalicelib.hotline import connection, contract, store, tasks
from chalicelib.hotline.errors import UnknownCase
from chalicelib.hotline.models import Call, Case, CaseState, Event

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

    A case of which the hotline may have heard keeps one call, also where it was over before: the call asks the hotline
    to erase its part and holds no word of anybody. The case goes when the hotline has taken it. Stopped anywhere and
    run again, it ends the same.
    """
    cases = cases_of(account_id, session_id)
    for case in cases:
        _erase(case, now)
    return bool(cases)


def _erase(case: Case, now: datetime) -> None:
    asking = contract.closed(case.id, WHY, erase=True)
    if _is_known(case):
        store.add_call(case, asking, now, mark="#erase")
    waiting = list(store.outbox(case))
    if all(call != asking for _, call in waiting):
        store.forget(case)
        return
    for key, call in waiting:
        if call != asking:
            store.taken(case, key)
    store.forget_events(case)
    _close(case, now)
    tasks.ask_for(case.account, case.id)


def _is_known(case: Case) -> bool:
    """Whether there is a hotline that may have heard of the case: a call whose answer got lost may have arrived."""
    if connection.settings_of(case.account) is None:
        return False
    handing = contract.session_path(case.id)
    if any(call.path == handing for _, call in store.outbox(case)):
        return case.failures > 0
    return case.taken or case.state is not CaseState.REFUSED


def _close(case: Case, now: datetime) -> None:
    """Write that the case is closed and only the call is left, also where a worker writes at the same time."""
    emptied = {"state": CaseState.CLOSED, "erased": True, "hotline_ticket": "", "problem": ""}
    while True:  # ends: every refusal is another write of the case, and those are finite
        fresh = _as_it_is(case)
        if fresh is None or store.save(fresh.model_copy(update=emptied), now) is not None:
            return
