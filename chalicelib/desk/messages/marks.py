"""Marks: that a message is being sent, and what came of it (``store`` has the items).

Every mark ends in sent, refused, unknown or put back. One whose sender died stays in the index until the sweep brings
it to somebody who records that nobody knows.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, TypeVar

from chalicelib import followers
from chalicelib.clock import stamp
from chalicelib.cloud import table
from chalicelib.cloud.errors import FAILURES, ConditionFailed
from chalicelib.desk.agents.store import DUE
from chalicelib.desk.messages.reply_window import spend
from chalicelib.desk.messages.store import (
    RETRY_AFTER,
    TRIES,
    Contested,
    TooMany,
    budget_action,
    read_budget,
    read_message,
)
from chalicelib.desk.models import AgentMessage, MessageKind, MessageState


class Gone(Exception):
    """The follower does not follow any more."""


CUT_OFF_AFTER: Final = timedelta(minutes=2)
"""A message marked so long ago has no sender any more: longer than the function that sends may run."""
_Written = TypeVar("_Written")


def mark_sending(of: AgentMessage, now: datetime) -> bool:
    """Mark that the message is being sent; False where it was marked before.

    Where the follower wrote since the message was counted, WeChat counts it against the newer message's right, and so
    does this. Raises ``TooMany`` where nothing is left of that right, ``Gone`` where the follower of an answer that they
    wanted has left since it was queued, or ``Contested``.
    """
    pk = followers.partition(of.account, of.openid)
    sending = table.update_action(
        pk,
        of.id,
        "SET #state = :sending, tried = :now, gsi1pk = :due, gsi1sk = :at",
        {
            ":sending": MessageState.SENDING.value,
            ":queued": MessageState.QUEUED.value,
            ":now": int(now.timestamp()),
            ":due": DUE,
            ":at": stamp(now + CUT_OFF_AFTER),
        },
        condition="#state = :queued",
        names={"#state": "state"},
    )
    for _ in range(TRIES):
        (item, held), actions = read_budget(pk), [sending]
        if of.kind is MessageKind.TOLD:
            since = int(of.at.timestamp())
            actions.append(followers.follows_since_action(of.account, of.openid, since))
        if held.heard != of.heard:
            after = spend(held, 1, now)
            if after is None:
                raise TooMany
            actions.append(budget_action(pk, item, after, now))
        try:
            table.transact(actions)
        except ConditionFailed as error:
            if not error.index:
                return False
            if of.kind is MessageKind.TOLD and error.index == 1:
                raise Gone from error
            continue
        return True
    raise Contested


def record_result(of: AgentMessage, state: MessageState, problem: str = "") -> AgentMessage:
    """Record the result of a message; only who marked it does so."""
    return _surely(lambda: _result(of, state, problem))


def refuse_queued(of: AgentMessage, problem: str) -> AgentMessage | None:
    """Record that a message was not sent, and why; None where somebody else has it by now."""
    return _result_of(of, MessageState.QUEUED, MessageState.REFUSED, problem)


def record_cut_off(of: AgentMessage, problem: str) -> AgentMessage | None:
    """Record that nobody knows what became of a message that was being sent; None where somebody does by now."""
    return _result_of(of, MessageState.SENDING, MessageState.UNKNOWN, problem)


def put_back(of: AgentMessage, now: datetime) -> None:
    """Queue a message again that was surely not sent."""
    _surely(
        lambda: table.update(
            followers.partition(of.account, of.openid),
            of.id,
            "SET #state = :state, gsi1pk = :due, gsi1sk = :at REMOVE tried",
            {":state": MessageState.QUEUED.value, ":due": DUE, ":at": stamp(now + RETRY_AFTER)},
            names={"#state": "state"},
        )
    )


def _surely(write: Callable[[], _Written]) -> _Written:
    """The write after a call of WeChat; made again where AWS fails, because nobody can learn later what it says."""
    for _ in range(TRIES - 1):
        try:
            return write()
        except FAILURES:
            continue
    return write()


def _result_of(
    of: AgentMessage, was: MessageState, state: MessageState, problem: str
) -> AgentMessage | None:
    try:
        return _result(of, state, problem, was)
    except ConditionFailed:
        return None


def _result(
    of: AgentMessage, state: MessageState, problem: str, was: MessageState | None = None
) -> AgentMessage:
    values: dict[str, table.Value] = {":state": state.value, ":problem": problem}
    item = table.update(
        followers.partition(of.account, of.openid),
        of.id,
        "SET #state = :state, problem = :problem REMOVE gsi1pk, gsi1sk",
        values | ({":was": was.value} if was else {}),
        condition="#state = :was" if was else None,
        names={"#state": "state"},
    )
    return read_message(item)
