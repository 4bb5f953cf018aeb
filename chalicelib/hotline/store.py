"""Cases, with what still goes to the hotline and what came from it.

| pk | sk | attributes |
|---|---|---|
| ``HOTLINE#{account}`` | ``CASE#{case}`` | ``doc`` (Case), ``seq``, ``expires_at``; while something is to do ``gsi1pk`` = ``HOTLINE``, ``gsi1sk`` = due time |
| ``HOTLINE#{account}#{case}`` | ``OUT#{n:06d}#{digest}`` | ``doc`` (Call), ``expires_at``: not taken by the hotline yet |
| ``HOTLINE#{account}#{case}`` | ``KNOWN#{digest}`` | a call that was put in the outbox once, or that the transcript made needless, ``expires_at`` |
| ``HOTLINE#{account}#{case}`` | ``IN#{event}`` | ``doc`` (Event), or ``done`` once it was carried out; ``expires_at`` |

``case`` is the session's id; where it is handed over again, with ``-2``, ``-3`` behind it.

``gsi1…`` are absent while nothing of a case has to be done. ``seq`` counts every write, of a call or event that came
in and of the case itself: a worker that saw fewer does not declare the case done.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

from chalicelib.clock import stamp
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.hotline.connection import partition
from chalicelib.hotline.errors import UnknownCase
from chalicelib.hotline.models import Call, Case, Event

_DUE: Final = "HOTLINE"
_KEPT: Final = timedelta(days=180)
_BESIDE: Final = {"seq", "due_at"}
"""Of a case, what stands beside its document."""


def case(account_id: str, case_id: str) -> Case:
    """One case as it is now. Raises ``UnknownCase``."""
    item = table.get(**_case(account_id, case_id), consistent=True)
    if item is None:
        raise UnknownCase(f"会话 {case_id} 没有移交过热线。")
    return _read_case(item)


def cases_of(account_id: str, session_id: str) -> list[Case]:
    """The cases of a session, the first first; mostly none or one."""
    found = table.query(partition(account_id), f"CASE#{session_id}", consistent=True)
    cases = [_read_case(item) for item in found]
    return sorted((one for one in cases if one.session == session_id), key=lambda one: one.number)


def latest(account_id: str, session_id: str) -> Case:
    """The case of the last time that a session was handed over. Raises ``UnknownCase``."""
    cases = cases_of(account_id, session_id)
    if not cases:
        raise UnknownCase(f"会话 {session_id} 没有移交过热线。")
    return cases[-1]


def cases(account_id: str) -> Iterator[Case]:
    """Every case of an account."""
    return (_read_case(item) for item in table.query(partition(account_id), "CASE#"))


def open_actions(of: Case, first: Call, told: Iterable[str], now: datetime) -> list[table.Action]:
    """Write a new case with its first call into a transaction, due at once; refused where there is one already.

    ``told`` are paths of calls that the first one makes needless: they are never put in the outbox.
    """
    opened = of.model_copy(update={"seq": 1})
    item: table.Item = {
        **_case(of.account, of.id),
        "doc": opened.model_dump_json(exclude=_BESIDE),
        "seq": 1,
        "gsi1pk": _DUE,
        "gsi1sk": stamp(now),
        "expires_at": _expiry(now),
    }
    puts = [
        item,
        _out(opened, first, 1, now),
        *(_known(of, path, now) for path in dict.fromkeys(told)),
    ]
    return [table.put_action(one, only_new=True) for one in puts]


def add_call(of: Case, call: Call, now: datetime, *, mark: str = "") -> bool:
    """Put one more call in the outbox, due at once; False if this very call was put there before.

    A call is known by its path, and by ``mark`` where one path is called with different contents in turn.
    """
    number = of.seq + 1
    known = _known(of, call.path + mark, now)
    while True:  # ends: every refusal is another call's number, and those are finite
        try:
            table.transact(
                [
                    table.put_action(known, only_new=True),
                    table.put_action(_out(of, call, number, now), only_new=True),
                    _bump(of, number - 1, now),
                ]
            )
        except ConditionFailed as error:
            if error.index == 0:
                return False
            number = case(of.account, of.id).seq + 1
        else:
            return True


def add_event(of: Case, event: Event, now: datetime) -> bool:
    """Keep an event of the hotline, to be carried out; False if it is known."""
    item: table.Item = {
        "pk": _session(of.account, of.id),
        "sk": f"IN#{event.event_id}",
        "doc": event.model_dump_json(),
        "expires_at": _expiry(now),
    }
    while True:
        try:
            table.transact([table.put_action(item, only_new=True), _bump(of, of.seq, now)])
        except ConditionFailed as error:
            if error.index == 0:
                return False
            of = case(of.account, of.id)
        else:
            return True


def outbox(of: Case) -> Iterator[tuple[str, Call]]:
    """The calls that the hotline has not taken yet, in order, each with its key in the outbox."""
    for item in table.query(_session(of.account, of.id), "OUT#", consistent=True):
        yield str(item["sk"]), Call.model_validate_json(str(item["doc"]))


def taken(of: Case, key: str) -> None:
    """Remove a call that the hotline took."""
    table.delete(_session(of.account, of.id), key)


def inbox(of: Case) -> list[Event]:
    """The events that are not carried out yet, by their time."""
    found = [
        Event.model_validate_json(str(item["doc"]))
        for item in table.query(_session(of.account, of.id), "IN#", consistent=True)
        if "done" not in item
    ]
    return sorted(found, key=lambda event: (event.at, event.event_id))


def carried_out(of: Case, event: Event) -> None:
    """Mark an event as carried out; its text stands with the follower's messages, and only there."""
    table.update(
        _session(of.account, of.id),
        f"IN#{event.event_id}",
        "SET done = :yes REMOVE doc",
        {":yes": True},
    )


def forget_events(of: Case) -> None:
    """Delete the events of the hotline, carried out or not."""
    for item in table.query(_session(of.account, of.id), "IN#", consistent=True):
        table.delete(str(item["pk"]), str(item["sk"]))


def forget(of: Case) -> None:
    """Delete a case with all that came and went, the case itself last."""
    for item in table.query(_session(of.account, of.id), consistent=True):
        table.delete(str(item["pk"]), str(item["sk"]))
    key = _case(of.account, of.id)
    table.delete(key["pk"], key["sk"])


def save(of: Case, due: datetime | None) -> Case | None:
    """Write a case and when it is due next; None (and nothing written) if it has moved since it was read."""
    of = of.model_copy(update={"due_at": due})
    index = ", gsi1pk = :due, gsi1sk = :at" if due else " REMOVE gsi1pk, gsi1sk"
    values: dict[str, table.Value] = {":due": _DUE, ":at": stamp(due)} if due else {}
    return _write(of, index, values)


def save_still_due(of: Case) -> Case | None:
    """Write a case for which something came in: its due time stays."""
    return _write(of, "", {})


def _write(of: Case, index: str, values: dict[str, table.Value]) -> Case | None:
    after = of.model_copy(update={"seq": of.seq + 1})
    key = _case(of.account, of.id)
    values |= {
        ":doc": of.model_dump_json(exclude=_BESIDE),
        ":seq": of.seq,
        ":next": after.seq,
    }
    try:
        table.update(
            key["pk"],
            key["sk"],
            "SET doc = :doc, seq = :next" + index,
            values,
            condition="seq = :seq",
        )
    except ConditionFailed:
        return None
    return after


def due(until: datetime) -> Iterator[tuple[str, str]]:
    """Account and id of every case that is due by ``until``."""
    for item in table.due(_DUE, stamp(until)):
        yield str(item["pk"]).removeprefix("HOTLINE#"), str(item["sk"]).removeprefix("CASE#")


def _bump(of: Case, seq: int, now: datetime) -> table.Action:
    key = _case(of.account, of.id)
    return table.update_action(
        key["pk"],
        key["sk"],
        "SET seq = :next, gsi1pk = :due, gsi1sk = :now",
        {":next": seq + 1, ":due": _DUE, ":now": stamp(now), ":seq": seq},
        condition="seq = :seq",
    )


def _out(of: Case, call: Call, number: int, now: datetime) -> table.Item:
    return {
        "pk": _session(of.account, of.id),
        "sk": f"OUT#{number:06d}#{_digest(call.path)}",
        "doc": call.model_dump_json(),
        "expires_at": _expiry(now),
    }


def _known(of: Case, path: str, now: datetime) -> table.Item:
    return {
        "pk": _session(of.account, of.id),
        "sk": f"KNOWN#{_digest(path)}",
        "expires_at": _expiry(now),
    }


def _read_case(item: table.Item) -> Case:
    due_at = datetime.fromisoformat(str(item["gsi1sk"])) if "gsi1sk" in item else None
    beside = {"seq": int(item["seq"]), "due_at": due_at}
    return Case.model_validate_json(str(item["doc"])).model_copy(update=beside)


def _digest(path: str) -> str:
    return hashlib.sha256(path.encode()).hexdigest()[:16]


def _session(account_id: str, case_id: str) -> str:
    return f"HOTLINE#{account_id}#{case_id}"


def _case(account_id: str, case_id: str) -> dict[str, str]:
    return {"pk": partition(account_id), "sk": f"CASE#{case_id}"}


def _expiry(now: datetime) -> int:
    return int((now + _KEPT).timestamp())
