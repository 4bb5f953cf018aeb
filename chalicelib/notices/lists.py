"""Lists: one notice to many, in portions that may be killed at any line (docs/decisions/0272)."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Final, NamedTuple

from chalicelib.cloud import queues, table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.errors import DomainError
from chalicelib.notices import (
    allowance,
    consent_store,
    list_store,
    sender,
    sending_store,
    setup_store,
)
from chalicelib.notices.errors import NoticeChanged, UnknownList
from chalicelib.notices.list_store import Shard
from chalicelib.notices.models import (
    Consent,
    ListState,
    NoticeList,
    Sending,
    SendingState,
    Tally,
    TemplateKind,
    Told,
)
from chalicelib.notices.telling import queue
from chalicelib.settings import settings
from chalicelib.wechat.error_codes import Retry, treatment

KIND: Final = "notice-list"
"""Of the tasks on the outgoing queue that go through a portion."""
PORTION: Final = 50
_WORKING: Final = timedelta(seconds=25)
"""A portion begins no further notice after this; the function has a minute."""

SenderFor = Callable[[str], sender.Send]


class Portion(NamedTuple):
    """What one portion came to."""

    after: str
    tally: Tally
    due: datetime | None
    """When the shard goes on; None: it is done."""
    problem: str = ""
    halt: bool = False
    """A person has to look: whatever is sent would be refused alike."""


def task_for(account_id: str, list_id: str, shard: int) -> str:
    """The queue's message about a shard."""
    return json.dumps({"kind": KIND, "account": account_id, "list": list_id, "shard": shard})


def prepare(one: NoticeList, receivers: Sequence[str], also: Sequence[table.Action]) -> NoticeList:
    """Keep a list that waits for a confirmation; where one tells of the same already, that one."""
    try:
        list_store.add(one, receivers, also)
    except ConditionFailed:
        return list_store.find(one.account, list_store.about(one.account, one.about))
    return list_store.find(one.account, one.id)


def begin(one: NoticeList, by: str, now: datetime, also: Sequence[table.Action]) -> NoticeList:
    """Begin a list, or go on with one that was stopped. Raises ``NoticeChanged``."""
    after = one.model_copy(
        update={
            "state": ListState.GOING,
            "problem": "",
            "confirmed_by": one.confirmed_by or by,
            "confirmed_at": one.confirmed_at or now,
        }
    )
    opened = list_store.open_actions(one, now)
    begun = list_store.write(after, before=one, also=[*also, *opened])
    wake(begun)
    if not opened:
        _finish(begun)
    return begun


def new_id(now: datetime) -> str:
    """The id of a list that is made now; later ones sort after it."""
    return f"{list_store.ID}{int(now.timestamp() * 1000):013d}-{secrets.token_hex(4)}"


def wake(one: NoticeList) -> None:
    """Have every shard gone through now; the sweep does it where this fails."""
    for number in range(consent_store.SHARDS):
        queues.wake(settings().outgoing_queue_url, task_for(one.account, one.id, number))


def work(
    account_id: str,
    list_id: str,
    number: int,
    sender_for: SenderFor,
    clock: Callable[[], datetime],
) -> None:
    """Go through one portion of a shard, and have the next one queued.

    Running it twice, also at the same time, is harmless: one function holds a shard, and every notice has its key.
    """
    try:
        one = list_store.find(account_id, list_id)
    except UnknownList:
        return  # forgotten with its account
    if one.state is not ListState.GOING:
        list_store.rest(one, number)
        return
    mark, now = secrets.token_hex(8), clock()
    shard = list_store.claim(one, number, mark, now)
    if shard is None:
        _look_after(one, number)
        return
    room = min(PORTION, allowance.left_today(account_id, now))
    if room:
        done, consumed = _portion(one, shard, room, sender_for, clock)
    else:
        done, consumed = Portion(shard.after, Tally(), sender.tomorrow(now), "今天的次数已用完，明天继续"), ""  # fmt: skip
    tally = shard.tally.plus(done.tally).model_copy(update={"delivered": 0, "failed": 0})
    moved = list_store.move(
        one,
        shard,
        mark,
        after=done.after,
        tally=tally,
        due=done.due or now,
        done=done.due is None,
        problem=done.problem,
        consumed=[consumed] if consumed else [],
    )
    if not moved:
        return
    if done.halt:
        _stop(one, done.problem)
    elif done.due is None:
        _look_after(one, number)
    elif done.due <= clock():
        queues.wake(settings().outgoing_queue_url, task_for(account_id, list_id, number))


def tally_of(account_id: str, list_id: str) -> tuple[Tally, str]:
    """What a list came to so far, and what stands in its way."""
    shards = list_store.shards(account_id, list_id)
    total = Tally()
    for one in shards:
        total = total.plus(one.tally)
    return total, next((one.problem for one in shards if one.open and one.problem), "")


def _portion(
    one: NoticeList,
    shard: Shard,
    room: int,
    sender_for: SenderFor,
    clock: Callable[[], datetime],
) -> tuple[Portion, str]:
    began, after, tally = clock(), shard.after, Tally()
    receivers, consumed = _receivers(one, shard, room)
    if not receivers and not consumed:
        return Portion(after, tally, None), ""
    kind = setup_store.kinds(one.account, [one.template])[one.template]
    way = cache(lambda: sender_for(one.account))
    spend = allowance.spend_portion(one.account, len(receivers))
    for openid, consent in receivers:
        if clock() - began > _WORKING:
            return Portion(after, tally, clock()), ""
        try:
            came = _one(one, shard.number, openid, consent, kind, way, spend, clock)
        except sender.TryLater as why:
            return Portion(after, tally, why.at, str(why)), ""
        except (consent_store.Contested, DomainError) as error:
            return Portion(after, tally, clock() + sending_store.RETRY_AFTER, str(error)), ""
        after, tally = openid, tally.plus(came[0])
        if came[1]:
            return Portion(after, tally, clock(), came[1], halt=True), ""
    return Portion(after, tally, clock()), consumed


def _one(
    one: NoticeList,
    shard: int,
    openid: str,
    consent: Consent | None,
    kind: TemplateKind,
    way: sender.Way,
    spend: sender.Spend,
    clock: Callable[[], datetime],
) -> tuple[Tally, str]:
    """One receiver: what came of it, and what would come of all others alike."""
    key = f"list {one.id}"
    sending_id = sending_store.sending_sk(key)
    wanted = Sending(
        id=sending_id,
        account=one.account,
        openid=openid,
        template=one.template,
        purpose=one.purpose,
        data=one.data,
        page=one.page,
        at=clock(),
        list=one.id,
        shard=shard,
        one_time=kind is TemplateKind.ONE_TIME,
    )
    told = queue(wanted, kind, seen=consent)
    if told is Told.NO_CONSENT:
        return Tally(reached=1, without=1), ""
    if told is Told.BEFORE:
        found = sending_store.find(one.account, openid, sending_id)
        if found is None:
            return Tally(reached=1, without=1), ""  # erased meanwhile
        wanted = found
    done = sender.send_one(wanted, way, spend, clock)
    if done.state is SendingState.SENDING:
        raise sender.TryLater("正由别的函数发送", clock() + sending_store.CUT_OFF_AFTER)
    return _counted(done.state), _alike(done)


def _counted(state: SendingState) -> Tally:
    if state is SendingState.REFUSED:
        return Tally(reached=1, refused=1)
    if state is SendingState.UNKNOWN:
        return Tally(reached=1, unknown=1)
    return Tally(reached=1, sent=1)


def _alike(done: Sending) -> str:
    """The reason for which WeChat would refuse every notice of the list; empty where it is this follower's."""
    permanent = done.code and treatment(done.code).retry is Retry.PERMANENT
    return done.problem if permanent and done.state is SendingState.REFUSED else ""


def _receivers(
    one: NoticeList, shard: Shard, room: int
) -> tuple[list[tuple[str, Consent | None]], str]:
    if one.to_all:
        found = consent_store.with_consent(
            one.account, one.template, shard.number, after=shard.after, limit=room
        )
        return list(found), ""
    given, consumed = list_store.receivers(one, shard, room)
    return [(openid, None) for openid in given], consumed


def _look_after(one: NoticeList, number: int) -> None:
    """Let a shard rest that is done, once its list knows; nothing where another function works at it."""
    if any(shard.open for shard in list_store.shards(one.account, one.id) if shard.number == number):  # fmt: skip
        return
    _finish(one)
    list_store.rest(one, number)


def _finish(one: NoticeList) -> None:
    """Note that a list is done once all its shards are. Whoever writes last sees all of them done."""
    found = list_store.shards(one.account, one.id)
    if len(found) < consent_store.SHARDS or any(shard.open for shard in found):
        return
    now = list_store.find(one.account, one.id)
    if now.state is ListState.GOING:
        _write(now, ListState.DONE, "")


def _stop(one: NoticeList, problem: str) -> None:
    now = list_store.find(one.account, one.id)
    if now.state is ListState.GOING:
        _write(now, ListState.STOPPED, problem)


def _write(before: NoticeList, state: ListState, problem: str) -> None:
    try:
        list_store.write(
            before.model_copy(update={"state": state, "problem": problem}),
            before=before,
        )
    except NoticeChanged:
        return  # a person did something else with it
