"""Due cases as tasks on the queue of outgoing messages."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from math import ceil
from typing import Any, Final

from chalicelib import desk
from chalicelib.clock import utc_now
from chalicelib.cloud import queues
from chalicelib.hotline import store, worker
from chalicelib.hotline.desk_port import AtDesk
from chalicelib.hotline.errors import UnknownCase
from chalicelib.settings import settings

KIND: Final = desk.EXTERNAL
"""Of the task; the desk queues it too, where a session leaves the hotline."""
_SWEPT: Final = 60
"""Seconds: the sweep finds later due times in time."""


def ask_for(account_id: str, case_id: str, *, seconds: int = 0) -> None:
    """Queue a check of a case, after ``seconds`` (to 900). What fails here loses nothing: the sweep finds the case."""
    body = _body(account_id, case_id)
    queues.wake(settings().outgoing_queue_url, body, delay_seconds=seconds)


def ask_for_session(account_id: str, session_id: str) -> None:
    """Queue a check of the last case of a session."""
    ask_for(account_id, store.latest(account_id, session_id).id)


def sweep(now: datetime) -> int:
    """Queue one task for every case that is due; returns how many. A second task finds nothing due."""
    bodies = [_body(*case) for case in worker.due(now)]
    queues.send_all(settings().outgoing_queue_url, bodies)
    return len(bodies)


def is_task(body: str) -> bool:
    """Whether a queue's message is about a case."""
    task = json.loads(body)
    return isinstance(task, dict) and task.get("kind") == KIND


def work(
    body: str,
    *,
    sender_for: Callable[[str], desk.Send] = desk.sender_of,
    clock: Callable[[], datetime] = utc_now,
) -> None:
    """Check the case that a task names.

    Running it twice, also at the same time, is harmless (``worker.advance``): the second finds nothing due.
    """
    from chalicelib import accounts

    task: dict[str, Any] = json.loads(body)
    account_id, now = str(task["account"]), clock()
    at_desk = AtDesk(sender_for, clock)
    try:
        if "case" in task:
            case = store.case(account_id, str(task["case"]))
        else:  # the desk's, which knows the session
            case = store.latest(account_id, str(task["session"]))
        due = case.due_at is not None and case.due_at <= now
        if not due and at_desk.away(case) is None:
            return
        case = worker.advance(account_id, case.id, at_desk, now)
    except (UnknownCase, accounts.UnknownAccount):
        return  # expired, or removed with its account
    if case.due_at is not None:
        wait = ceil((case.due_at - now).total_seconds())
        if wait < _SWEPT:
            ask_for(account_id, case.id, seconds=max(0, wait))


def _body(account_id: str, case_id: str) -> str:
    return json.dumps({"kind": KIND, "account": account_id, "case": case_id})
