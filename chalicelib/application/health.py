"""What a stage can see of itself: its sweep, queues, alarms, and the versions that are in force.

| pk | sk | attributes |
|---|---|---|
| ``SWEEP`` | ``LAST`` | ``at``: when the last sweep ended well |
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from pydantic import AwareDatetime

from chalicelib import accounts, assistant, hotline, knowledge, people
from chalicelib.actor import Actor
from chalicelib.clock import stamp
from chalicelib.cloud import alarms, queues, table
from chalicelib.cloud.at_once import side_by_side
from chalicelib.cloud.errors import FAILURES
from chalicelib.settings import settings
from chalicelib.values import Value

READ: Final = "console:health:read"
SILENT: Final = timedelta(minutes=5)
"""A sweep runs every minute: one that is older than this has stopped."""
LATE: Final = timedelta(minutes=30)
"""A message waits a quarter of an hour at most by design."""
_SWEEP: Final = {"pk": "SWEEP", "sk": "LAST"}


class State(StrEnum):
    """How something is."""

    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    UNKNOWN = "unknown"


class Sweep(Value):
    """The minute's sweep."""

    at: AwareDatetime | None
    state: State


class QueueSeen(Value):
    """One queue."""

    name: str
    what: str
    state: State
    waiting: int | None
    """None where the queue could not be asked."""
    in_work: int | None
    later: int | None
    given_up: int | None
    """Messages that were tried often enough; None where the queue gives up nowhere."""
    oldest_seconds: int | None
    """How long the oldest message has been there; None where nothing waits, or nobody measures it."""


class AlarmSeen(Value):
    """One alarm."""

    name: str
    about: str
    state: State
    since: AwareDatetime | None


class VersionsInForce(Value):
    """What an account answers by."""

    account: str
    account_name: str
    book: int
    knowledge: int
    model: bool
    hotline: bool
    checked: State
    """By its last check-up; unknown: never checked."""


class StageHealth(Value):
    """All of it."""

    stage: str
    version: str
    """Of the bundle; empty where it is not known."""
    sweep: Sweep
    queues: tuple[QueueSeen, ...]
    alarms: tuple[AlarmSeen, ...]
    alarms_known: bool
    """False where the alarms could not be asked."""
    accounts: tuple[VersionsInForce, ...]


def mark_sweep(now: datetime) -> None:
    """Write down that a sweep ended well; twice is once."""
    table.put({**_SWEEP, "at": stamp(now)})


def health(unit: str, *, by: Actor, now: datetime) -> StageHealth:
    """The stage as it is now, and the accounts of a unit and below. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, READ, unit)
    rung = _alarms()
    return StageHealth(
        stage=settings().stage,
        version=settings().version,
        sweep=_sweep(now),
        queues=tuple(_queues(now)),
        alarms=tuple(rung or ()),
        alarms_known=rung is not None,
        accounts=tuple(_versions(unit, by)),
    )


def _sweep(now: datetime) -> Sweep:
    item = table.get(**_SWEEP, consistent=True)
    if item is None:
        return Sweep(at=None, state=State.UNKNOWN)
    at = datetime.fromisoformat(str(item["at"]))
    return Sweep(at=at, state=State.BAD if now - at > SILENT else State.GOOD)


def _queues(now: datetime) -> list[QueueSeen]:
    where = settings()
    asked = [
        _Asked("deliveries", "群发与发布", where.delivery_queue_url),
        _Asked("outgoing", "发给粉丝的消息、热线、坐席的到期事项", where.outgoing_queue_url),
        _Asked("distribution", "向下级分发", where.distribution_queue_url),
        _Asked("jobs", "导入、导出等任务", where.jobs_queue_url),
        _Asked("webhooks", "通知其他系统", where.webhooks_queue_url),
        _Asked("numbers", "微信统计数据", where.numbers_queue_url),
        _Asked("followers", "粉丝名单与标签", where.followers_queue_url),
        _Asked("control", "指令、巡检和撤稿", where.control_queue_url),
        _Asked("topics", "话题统计", where.topics_queue_url),
        _Asked("archive", "统计存档", where.archive_queue_url),
        _Asked("stream", "推送之后的处理没有成功", where.stream_failures_queue_url, ends=True),
        _Asked("sweep", "每分钟巡查没有成功", where.sweep_failures_queue_url, ends=True),
    ]
    try:
        ages = alarms.oldest_ages([one.queue for one in asked if one.url], now)
    except FAILURES:
        ages = {}
    return side_by_side(lambda one: _queue(one, ages.get(one.queue)), asked)


class _Asked(NamedTuple):
    name: str
    what: str
    url: str
    ends: bool = False
    """What comes to it was given up elsewhere."""

    @property
    def queue(self) -> str:
        """The queue's own name."""
        return self.url.rsplit("/", 1)[-1]


def _queue(one: _Asked, oldest: int | None) -> QueueSeen:
    try:
        depth = queues.depth(one.url) if one.url else None
    except FAILURES:
        depth = None
    if depth is None:
        return QueueSeen(name=one.name, what=one.what, state=State.UNKNOWN, waiting=None,
                         in_work=None, later=None, given_up=None, oldest_seconds=None)  # fmt: skip
    failed = depth.waiting + depth.in_work if one.ends else depth.given_up or 0
    waits = not one.ends and depth.waiting > 0
    late = waits and oldest is not None and oldest > LATE.total_seconds()
    return QueueSeen(
        name=one.name,
        what=one.what,
        state=State.BAD if failed else State.WARN if late else State.GOOD,
        waiting=0 if one.ends else depth.waiting,
        in_work=0 if one.ends else depth.in_work,
        later=depth.later,
        given_up=failed,
        # Measured some minutes ago: of a queue that is empty by now it says nothing.
        oldest_seconds=oldest if depth.waiting or depth.in_work else None,
    )


def _alarms() -> list[AlarmSeen] | None:
    states = {"OK": State.GOOD, "ALARM": State.BAD}
    try:
        found = alarms.alarms(f"rongmei-{settings().stage}-")
    except FAILURES:
        return None
    return [
        AlarmSeen(
            name=one.name.removeprefix(f"rongmei-{settings().stage}-"),
            about=one.about,
            state=states.get(one.state, State.UNKNOWN),
            since=one.since,
        )
        for one in found
    ]


def _versions(unit: str, by: Actor) -> list[VersionsInForce]:
    within: set[str] = set()
    for one in people.units_where(by, READ):
        if one.id == unit or one.parent in within:
            within.add(one.id)
    checked = {one.account: one.worst for one in accounts.last_checkups()}
    states = {"ok": State.GOOD, "warn": State.WARN, "fail": State.BAD}

    def of(state: accounts.AccountState) -> VersionsInForce:
        account = state.account
        worst = checked.get(account.id)
        return VersionsInForce(
            account=account.id,
            account_name=account.name,
            book=state.book_version,
            knowledge=knowledge.versions.number_in_force(account.id),
            model=assistant.settings_of(account.id) is not None,
            hotline=hotline.settings_of(account.id) is not None,
            checked=states[worst.value] if worst else State.UNKNOWN,
        )

    return side_by_side(of, [one for one in accounts.states() if one.account.unit in within])
