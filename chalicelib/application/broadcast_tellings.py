"""Who wished to be reminded of a live stream is told: before the start, when it moved, when it is cancelled.

The sweep finds a stream of which something is due; a task for each shard of wishes goes out, and then the round is closed, with
a condition. Killed in between, the tasks go out again: whoever is told is marked for this round in the transaction that queues
their notice or message. So everybody is told, and nobody twice.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any, Final

from chalicelib import broadcasts, desk, followers, notices
from chalicelib.broadcasts import Broadcast, What
from chalicelib.clock import shown
from chalicelib.cloud import queues, table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.settings import settings

KIND: Final = "tell_live"
"""Of the tasks on the queue."""
PORTION: Final = 50
"""Followers that one task tells; where there are more, another task follows."""
_MOST: Final = 20
"""Streams of which one sweep begins something."""
_SAYS: Final = {
    What.REMIND: "您想看的直播快开始了：{title}\n{time} 开始，在{where}观看。{page}",
    What.MOVED: "您想看的直播改了时间：{title}\n改到 {time} 开始，在{where}观看。{page}",
    What.CANCELLED: "您想看的直播取消了：{title}\n{note}",
}
_SHORT: Final = {What.REMIND: "即将开始", What.MOVED: "时间有变", What.CANCELLED: "已取消"}


def sweep(now: datetime) -> int:
    """Queue a task for each stream of which something is due; returns how many. Twice is harmless: tellings have keys."""
    found = broadcasts.store.waiting(now, _MOST)
    for one in found:
        _queue({"account": one.account, "id": one.id})
    return len(found)


def is_task(body: str) -> bool:
    """Whether a queue's message asks for this."""
    task = json.loads(body)
    return isinstance(task, dict) and task.get("kind") == KIND


def work(body: str, now: datetime) -> int:
    """Do a task; returns how many followers were looked at. Running it twice tells nobody twice."""
    task: Mapping[str, Any] = json.loads(body)
    one = broadcasts.store.find(str(task["account"]), str(task["id"]))
    if one is None:
        return 0
    if "shard" in task:
        return _tell_some(one, task, now)
    _begin(one, now)
    return 0


def text_of(one: Broadcast, what: What) -> str:
    """What a follower reads in the chat."""
    page = f'\n<a href="{one.page}">打开直播页面</a>' if one.page else ""
    time = shown(one.starts)
    note = one.note or "请留意公众号的后续通知。"
    return _SAYS[what].format(title=one.title, time=time, where=one.where, page=page, note=note)


def _begin(one: Broadcast, now: datetime) -> None:
    following = broadcasts.due(one)
    if following is None or following.at > now:
        return
    late = following.what is What.REMIND and now >= one.ends
    if not late:
        round_ = broadcasts.store.round_of(one, following.what)
        broadcasts.store.begin_round(one.account, one.id, round_)
        for shard in range(broadcasts.store.SHARDS):
            where = {"account": one.account, "id": one.id, "shard": shard, "after": ""}
            _queue({**where, "what": following.what.value, "of": one.version})
    broadcasts.store.advance(broadcasts.told(one, following.what))


def _tell_some(one: Broadcast, task: Mapping[str, Any], now: datetime) -> int:
    what = What(task["what"])
    shard, after = int(task["shard"]), str(task["after"])
    if _is_old(one, what, now):
        return 0
    found = broadcasts.store.wishes(one.account, one.id, shard, after, PORTION)
    round_ = broadcasts.store.round_of(one, what)
    for openid in found:
        _tell(one, what, openid, round_, now)
    if len(found) == PORTION:
        _queue({**task, "after": found[-1]})
    return len(found)


def _is_old(one: Broadcast, what: What, now: datetime) -> bool:
    """Whether what was to be told is no longer so: the stream is over, was moved or cancelled meanwhile."""
    if what is What.CANCELLED:
        return not one.cancelled
    return one.cancelled or now >= one.ends or (what is What.REMIND and one.news is not None)


def _tell(one: Broadcast, what: What, openid: str, round_: str, now: datetime) -> None:
    """Tell one follower by the first way that is open, or note that WeChat lets nobody; once in a round."""
    marks = partial(broadcasts.store.mark_actions, one.account, one.id, openid, round_)
    key = f"live {one.id} {round_}"
    try:
        if not (_by_notice(one, what, openid, key, marks(told=True), now) or _by_message(one, what, openid, key, marks(told=True), now)):  # fmt: skip
            table.transact(marks(told=False))
    except ConditionFailed as error:
        if error.index:
            raise  # of the counters, which have no condition


def _by_notice(
    one: Broadcast, what: What, openid: str, key: str, also: list[table.Action], now: datetime
) -> bool:
    """A subscription notice (订阅通知), where the follower has consented to the template of this purpose."""
    values: dict[str, str | datetime] = {
        "title": one.title,
        "time": one.starts,
        "host": one.host or one.where,
        "where": one.where,
        "what": _SHORT[what],
    }
    told = notices.tell(
        one.account,
        openid,
        notices.Purpose.LIVE_REMINDER,
        values,
        key=key,
        now=now,
        until=one.ends,
        page=one.page,
        also=also,
    )
    return told in (notices.Told.QUEUED, notices.Told.BEFORE)


def _by_message(
    one: Broadcast, what: What, openid: str, key: str, also: list[table.Action], now: datetime
) -> bool:
    """A customer-service message, where WeChat takes one more; while an agent has the follower, one is left to them."""
    session = followers.state(one.account, openid, consistent=True).session
    text = text_of(one, what)
    spare = 1 if session else 0
    return desk.tell_wanted(one.account, openid, text, key=key, now=now, spare=spare, also=also)


def _queue(task: Mapping[str, object]) -> None:
    queues.send(settings().outgoing_queue_url, json.dumps({"kind": KIND, **task}))
