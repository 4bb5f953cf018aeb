"""What moved an account's growth: days are marked, and each is held against what was usual (docs/insight-wechat.md)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from chalicelib import audit, insight
from chalicelib.actor import Actor
from chalicelib.application.account_reach import account_for
from chalicelib.application.wechat_numbers import READ
from chalicelib.clock import SHANGHAI
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.errors import Field, Invalid
from chalicelib.values import Value
from chalicelib.wechat.statistics_calls import StatCall

ADD: Final = "insight:mark:add"
REMOVE: Final = "insight:mark:remove"
LOOKED_BACK: Final = 400
"""Days of followers that a baseline and its errors are told from."""
_FURTHEST: Final = 366
"""Days ahead that may be marked: a campaign that is planned."""


class Of(StrEnum):
    """What is held against its baseline."""

    NEW = "new"
    LEFT = "left"


class MarkedDay(Value):
    """A mark and what its days brought."""

    mark: insight.growth.Mark
    effect: insight.growth.Effect


class Growth(Value):
    """All marks of an account with their effects, the newest first."""

    of: Of
    days: int
    """Days of followers that are known."""
    marked: tuple[MarkedDay, ...]
    by_chance: float
    """So many of the effects that are called one would be called so by chance alone."""


def mark_day(
    account_id: str,
    day: date,
    kind: insight.growth.MarkKind,
    title: str,
    *,
    by: Actor,
    now: datetime,
) -> insight.growth.Mark:
    """Mark a day of an account. Raises ``Invalid``, ``UnknownAccount`` or ``PermissionDenied``."""
    account = account_for(by, ADD, account_id)
    title = title.strip()
    if not title or len(title) > insight.growth.TITLE_CHARS:
        raise Invalid(
            f"请写明这一天发生了什么，不超过 {insight.growth.TITLE_CHARS} 个字。",
            fields=[Field("title", "没有填写，或太长")],
        )
    if day > now.astimezone(SHANGHAI).date() + timedelta(days=_FURTHEST):
        raise Invalid("日期太远，最多提前一年标记。", fields=[Field("day", "太远")])
    made = insight.growth.Mark(
        id=insight.growth.new_id(day),
        account=account_id,
        day=day,
        kind=kind,
        title=title,
        by=by.person,
        at=now,
    )
    entry = audit.entry_of(
        by,
        ADD,
        unit=account.unit,
        object=f"account:{account_id}",
        at=now,
        note=f"{day} {title}",
    )
    table.transact([insight.growth.add_action(made), audit.write_action(entry)])
    return made


def unmark_day(account_id: str, mark_id: str, *, by: Actor, now: datetime) -> insight.growth.Mark:
    """Take a mark away. Raises ``NoSuchMark``, ``UnknownAccount`` or ``PermissionDenied``."""
    account = account_for(by, REMOVE, account_id)
    found = insight.growth.mark(account_id, mark_id) if mark_id else None
    if found is None:
        raise insight.growth.NoSuchMark(account_id, mark_id)
    entry = audit.entry_of(
        by,
        REMOVE,
        unit=account.unit,
        object=f"account:{account_id}",
        at=now,
        note=f"{found.day} {found.title}",
    )
    try:
        table.transact([insight.growth.remove_action(found), audit.write_action(entry)])
    except ConditionFailed as error:
        raise insight.growth.NoSuchMark(account_id, mark_id) from error
    return found


def marks_of(account_id: str, *, by: Actor) -> list[insight.growth.Mark]:
    """The marks of an account, the newest day first. Raises ``UnknownAccount`` or ``PermissionDenied``."""
    account_for(by, READ, account_id)
    return list(insight.growth.marks(account_id))[::-1]


def growth(account_id: str, of: Of, *, by: Actor, now: datetime) -> Growth:
    """What each marked day brought, of followers who came or who left, as WeChat counts them.

    Raises ``UnknownAccount`` or ``PermissionDenied``.
    """
    marks = marks_of(account_id, by=by)
    until = now.astimezone(SHANGHAI).date() - timedelta(days=1)
    since = until - timedelta(days=LOOKED_BACK - 1)
    told = insight.wechat_numbers.follower_days(
        insight.wechat_numbers.days(account_id, StatCall.USERS, since, until), ()
    )
    counts = {one.day: one.came if of is Of.NEW else one.left for one in _final(told)}
    if not counts:
        return Growth(of=of, days=0, marked=(), by_chance=0)
    within = insight.growth.series_of(counts, marks)
    marked = tuple(
        MarkedDay(mark=one, effect=insight.growth.effect_of(within, one))
        for one in marks
        if one.day >= since
    )
    decided = sum(one.effect.p is not None for one in marked)
    return Growth(of=of, days=len(counts), marked=marked, by_chance=decided * 0.05)


def _final(
    told: Iterable[insight.wechat_numbers.FollowerDay],
) -> list[insight.wechat_numbers.FollowerDay]:
    """Days of which WeChat has said something that it does not call unfinished."""
    return [one for one in told if one.told and not one.delayed]
