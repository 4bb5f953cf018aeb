"""A callback's body → the body that goes back. The hot path: one read, one write (docs/architecture.md)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple, TypeVar

from chalicelib import accounts, followers
from chalicelib.accounts import LiveAccount
from chalicelib.clock import SHANGHAI
from chalicelib.conversation.inbox import store
from chalicelib.conversation.ladder.context import AccountContext
from chalicelib.conversation.ladder.decide import decide, needs_follower
from chalicelib.conversation.ladder.knowledge_source import stored_knowledge
from chalicelib.conversation.models import Decision, Rung
from chalicelib.conversation.rules.reply_book import book
from chalicelib.followers import FollowerState
from chalicelib.wechat.body import Fields
from chalicelib.wechat.callback_errors import ForeignApp, Forged, Malformed
from chalicelib.wechat.envelope import Envelope, Opened
from chalicelib.wechat.parse import typed
from chalicelib.wechat.push import LONGEST_ID, Push
from chalicelib.wechat.replies import Reply, render

Read = TypeVar("Read")

Counter = Callable[[LiveAccount, Push, Decision, datetime], Reply | None]
"""Answers what is the counter's matter (appointments); None where it has nothing to say to that.

It reads and writes by itself, idempotent by the push's key: WeChat's second try books nothing twice.
"""

SUCCESS = "success"
"""Acknowledged, nothing shown to the follower (sheet §1.3)."""


class Answer(NamedTuple):
    """The response to WeChat."""

    body: str
    content_type: str


_ACKNOWLEDGED = Answer(SUCCESS, "text/plain; charset=utf-8")


def verify(account_id: str, query: Mapping[str, str], now: float) -> str:
    """The echostr that answers WeChat's GET. Raises ``Refused`` or an ``AccountError``."""
    _account, echo = _with_account(account_id, lambda envelope: envelope.verify(query, now))
    return echo


def answer(
    account_id: str,
    query: Mapping[str, str],
    body: bytes,
    now: float,
    counter: Counter | None = None,
) -> Answer:
    """Open, decide, record, seal.

    ``now`` is Unix time in seconds. Raises ``Refused`` for what is not WeChat's, ``AccountError`` for an account
    that isn't there. Run twice with the same push it returns the first reply again. A push whose signature is right
    is on record afterwards, whatever a follower has put into it.
    """
    account, opened = _with_account(account_id, lambda envelope: envelope.open(query, body, now))
    wire = opened.fields
    try:
        push = opened.push or typed(wire)
    except Malformed as error:
        wire = wire | {"CreateTime": int(now)}
        dated = _dated(wire)
        if dated is None:
            _keep_raw(account, opened, now, error)
            return _ACKNOWLEDGED
        push = dated
    decision = receive(account, push, wire, now, counter)
    if decision.reply is None:
        return _ACKNOWLEDGED
    return _seal(account, opened, push, decision.reply, int(now))


def receive(
    account: LiveAccount, push: Push, wire: Fields, now: float, counter: Counter | None = None
) -> Decision:
    """Decide what a push gets and put both on record; an earlier try's decision stands.

    A push that is the ``counter``'s matter is its to answer (docs/decisions/0257); without a counter it is as any other.
    """
    account_id = account.state.account.id
    replies = book(account_id, account.state.book_version)
    at = datetime.fromtimestamp(now, SHANGHAI)
    keep_days = account.state.account.retention_days
    follower = (
        followers.state(account_id, push.from_user) if needs_follower(push) else FollowerState()
    )
    context = AccountContext.of(
        account.state, stored_knowledge(replies.knowledge, at), counter=counter is not None
    )
    decision = decide(push, replies, follower, at, account=context)
    if decision.rung is Rung.APPOINTMENT and counter is not None:
        said = counter(account, push, decision, at)
        context = context._replace(counter=False)
        if said is not None:
            decision = replace(decision, reply=said)
        else:
            decision = decide(push, replies, follower, at, account=context)
    try:
        return store.record(
            account_id, push, wire, decision, int(now), keep_days, follower.news
        ).decision
    except store.SaidMeanwhile as taken:
        default_at = int(now) if taken.default else follower.last_default_at
        later = follower._replace(last_default_at=default_at, news="")
        decision = decide(push, replies, later, at, account=context)
        return store.record(account_id, push, wire, decision, int(now), keep_days).decision


def _dated(wire: Fields) -> Push | None:
    """A follower's message that tells no usable time; None for everything else, whose key the time is part of."""
    if wire.get("MsgId"):
        with suppress(Malformed):
            return typed(wire)
    return None


def _keep_raw(account: LiveAccount, opened: Opened, now: float, error: Malformed) -> None:
    """Put a signed push that can't be read on record, and count it."""
    from chalicelib import telemetry
    from chalicelib.metrics import Metric

    stated = account.state.account
    sender = opened.fields.get("FromUserName")
    openid = sender if isinstance(sender, str) and 0 < len(sender) <= LONGEST_ID else ""
    store.record_raw(stated.id, openid, opened.raw, int(now), stated.retention_days)
    telemetry.logger.warning("push not readable", extra={"account": stated.id, "why": str(error)})
    telemetry.count(Metric.PUSH_UNREADABLE)


def _with_account(account_id: str, read: Callable[[Envelope], Read]) -> tuple[LiveAccount, Read]:
    """The account, and the result of ``read`` on its envelope; tried again if the account has changed meanwhile."""
    account = accounts.live(account_id)
    try:
        return account, read(account.envelope)
    except (Forged, ForeignApp, Malformed):
        fresh = accounts.changed(account)
        if fresh is None:
            raise
    return fresh, read(fresh.envelope)


def _seal(account: LiveAccount, opened: Opened, push: Push, reply: Reply, now: int) -> Answer:
    body = render(
        reply, to_user=push.from_user, from_user=push.to_user, now=now, as_json=opened.json
    )
    kind = "application/json" if opened.json else "application/xml"
    return Answer(account.envelope.seal(body, opened, now), f"{kind}; charset=utf-8")
