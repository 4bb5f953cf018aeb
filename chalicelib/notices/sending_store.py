"""Items of this package: notices to single followers.

| pk | sk | attributes |
|---|---|---|
| ``FOLLOWER#{account}#{openid}`` | ``NOTE#{digest}`` | ``doc`` (Sending), ``state``, ``tried`` (epoch s), ``msg_id``, ``problem``, ``code`` (WeChat's), ``expires_at``; in ``GSI1`` under ``NOTICEDUE#{0–7}`` by due time while queued or sending |
| ``FOLLOWER#{account}#{openid}`` | ``NOTEEND#{msg_id}`` | what WeChat said of a notice in the end: ``template``, ``code``, ``status``, ``at`` (epoch s), ``sending`` (once it is known which), ``expires_at`` |

bizsend knows no idempotency key. A notice therefore takes its consent and is stored here in one transaction; is then
marked as ``sending``; sent; and its result recorded. One that is marked and has no result has an unknown outcome; it is
never resent, and its consent stays used (docs/decisions/0271).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final, TypeVar

from chalicelib import followers
from chalicelib.clock import stamp
from chalicelib.cloud import table
from chalicelib.cloud.errors import FAILURES, ConditionFailed
from chalicelib.notices import consent_store
from chalicelib.notices.models import OVER, Sending, SendingState

NOTE: Final = "NOTE#"
END: Final = "NOTEEND#"
_DUE: Final = "NOTICEDUE#"
_DUE_SHARDS: Final = 8
RETRY_AFTER: Final = timedelta(minutes=1)
CUT_OFF_AFTER: Final = timedelta(minutes=2)
"""A notice marked so long ago has no sender any more: longer than the function that sends may run."""
KEPT: Final = timedelta(days=180)
_TRIES: Final = 5
_Written = TypeVar("_Written")


def sending_sk(key: str) -> str:
    """The sort key of the notice that is asked for with a key."""
    return NOTE + hashlib.sha256(key.encode()).hexdigest()[:24]


def find(account_id: str, openid: str, sending_id: str) -> Sending | None:
    """One notice as it is now, or None."""
    item = table.get(_pk(account_id, openid), sending_id, consistent=True)
    return None if item is None else read(item)


def of_follower(account_id: str, openid: str) -> list[Sending]:
    """Every notice to one person, the oldest first."""
    found = table.query(_pk(account_id, openid), NOTE, consistent=True)
    return sorted(map(read, found), key=lambda one: one.at)


def read(item: table.Item) -> Sending:
    """The notice that an item holds."""
    stored = Sending.model_validate_json(str(item["doc"]))
    return stored.model_copy(
        update={
            "state": SendingState(str(item["state"])),
            "tried": int(item.get("tried", 0)),
            "msg_id": str(item.get("msg_id", "")),
            "problem": str(item.get("problem", "")),
            "code": int(item.get("code", 0)),
        }
    )


def new_action(one: Sending) -> table.Action:
    """The write of a notice that is queued; its condition: there is none of this key."""
    item: table.Item = {
        "pk": _pk(one.account, one.openid),
        "sk": one.id,
        "doc": one.model_dump_json(exclude={"state", "tried", "msg_id", "problem", "code"}),
        "state": one.state.value,
        "gsi1pk": due_partition(one.openid),
        "gsi1sk": stamp(one.at + RETRY_AFTER),
        "expires_at": int((one.at + KEPT).timestamp()),
    }
    return table.put_action(item, only_new=True)


def mark_sending(of: Sending, now: datetime) -> bool:
    """Mark that a notice is being sent; False where somebody did before, or it is gone."""
    return _updated(
        of,
        "SET #state = :sending, tried = :now, gsi1pk = :due, gsi1sk = :at",
        {
            ":sending": SendingState.SENDING.value,
            ":queued": SendingState.QUEUED.value,
            ":now": int(now.timestamp()),
            ":due": due_partition(of.openid),
            ":at": stamp(now + CUT_OFF_AFTER),
        },
        "#state = :queued",
    )


def put_back(of: Sending, due: datetime) -> None:
    """Queue a notice again that was surely not sent; it is looked at again at ``due``."""
    surely(
        lambda: _updated(
            of,
            "SET #state = :queued, gsi1pk = :due, gsi1sk = :at REMOVE tried",
            {
                ":queued": SendingState.QUEUED.value,
                ":due": due_partition(of.openid),
                ":at": stamp(due),
                ":sending": SendingState.SENDING.value,
            },
            "#state = :sending",
        )
    )


def postpone(of: Sending, due: datetime) -> None:
    """Look at a queued notice again at ``due``, and not before."""
    values: table.Item = {":at": stamp(due), ":queued": SendingState.QUEUED.value}
    _updated(of, "SET gsi1sk = :at", values, "#state = :queued")


def settle(
    of: Sending,
    state: SendingState,
    *,
    was: SendingState,
    msg_id: str = "",
    problem: str = "",
    code: int = 0,
    consent: consent_store.Change | None = None,
) -> Sending | None:
    """Record what came of a notice, with what follows for its consent, in one transaction; again where AWS fails.

    None where it is not in the state ``was`` any more.
    """
    result = table.update_action(
        _pk(of.account, of.openid),
        of.id,
        "SET #state = :state, msg_id = :msg, problem = :problem, code = :code REMOVE gsi1pk, gsi1sk",
        {
            ":state": state.value,
            ":msg": msg_id,
            ":problem": problem,
            ":code": code,
            ":was": was.value,
        },
        condition="#state = :was",
        names={"#state": "state"},
    )
    changes = {of.template: consent} if consent else {}
    try:
        surely(lambda: consent_store.change(of.account, of.openid, changes, also=[result]))
    except ConditionFailed:
        return None
    return of.model_copy(
        update={"state": state, "msg_id": msg_id, "problem": problem, "code": code}
    )


def keep_end(
    account_id: str, openid: str, msg_id: str, *, template: str, code: str, status: str, at: int
) -> None:
    """Keep what WeChat said of a notice in the end, before it is known of which. Twice is once."""
    item: table.Item = {
        "pk": _pk(account_id, openid),
        "sk": END + msg_id,
        "template": template,
        "code": code,
        "status": status,
        "at": at,
        "expires_at": at + int(KEPT.total_seconds()),
    }
    try:
        table.put(item, only_new=True)
    except ConditionFailed:
        return  # the same event came before


def ends(account_id: str, openid: str) -> list[table.Item]:
    """What WeChat said in the end of this person's notices, the oldest first."""
    found = table.query(_pk(account_id, openid), END, consistent=True)
    return sorted(found, key=lambda item: int(item["at"]))


def has_end(account_id: str, openid: str, msg_id: str) -> bool:
    """Whether WeChat's last word on a message came already."""
    return bool(msg_id) and table.get(_pk(account_id, openid), END + msg_id, consistent=True) is not None  # fmt: skip


def end_actions(of: Sending, end: Mapping[str, table.Value], state: SendingState, problem: str) -> list[table.Action]:  # fmt: skip
    """For a transaction: a notice ends as WeChat said, and this word of WeChat's is of this notice."""
    pk = _pk(of.account, of.openid)
    ended = table.update_action(
        pk,
        of.id,
        "SET #state = :state, msg_id = :msg, problem = :problem REMOVE gsi1pk, gsi1sk",
        {
            ":state": state.value,
            ":msg": str(end["sk"]).removeprefix(END),
            ":problem": problem,
            ":was": of.state.value,
        },
        condition="#state = :was",
        names={"#state": "state"},
    )
    named = table.update_action(
        pk,
        str(end["sk"]),
        "SET sending = :sending",
        {":sending": of.id},
        condition="attribute_exists(pk) AND attribute_not_exists(sending)",
    )
    return [ended, named]


def due(now: datetime) -> Iterator[table.Item]:
    """Notices and shards of lists (``list_store``) at which something is to be done."""
    for number in range(_DUE_SHARDS):
        yield from table.due(f"{_DUE}{number}", stamp(now))


def due_partition(name: str) -> str:
    """The index partition in which something of this name is due."""
    return f"{_DUE}{hashlib.sha256(name.encode()).digest()[1] % _DUE_SHARDS}"


def erase(account_id: str, openid: str, cut: int) -> int:
    """Erase a person's notices up to ``cut`` (Unix seconds), and what WeChat said of them; returns how many items went."""
    pk, number = _pk(account_id, openid), 0
    for item in list(table.query(pk, NOTE, consistent=True)):
        if int(read(item).at.timestamp()) <= cut:
            table.delete(pk, str(item["sk"]))
            number += 1
    for item in ends(account_id, openid):
        if int(item["at"]) <= cut:
            table.delete(pk, str(item["sk"]))
            number += 1
    return number


def surely(write: Callable[[], _Written]) -> _Written:
    """The write after a call of WeChat; made again where AWS fails, because nobody can learn later what it says."""
    for _ in range(_TRIES - 1):
        try:
            return write()
        except FAILURES:
            continue
    return write()


def is_over(state: SendingState) -> bool:
    """Whether a notice is neither queued nor being sent."""
    return state in OVER


def _updated(of: Sending, update: str, values: table.Item, condition: str) -> bool:
    try:
        table.update(
            _pk(of.account, of.openid),
            of.id,
            update,
            values,
            condition=condition,
            names={"#state": "state"} if "#state" in update + condition else None,
        )
    except ConditionFailed:
        return False
    return True


def _pk(account_id: str, openid: str) -> str:
    return followers.partition(account_id, openid)
