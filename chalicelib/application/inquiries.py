"""深入查询: questions to the archive that a person puts, with what each would cost before it is put, and rows behind a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from chalicelib import audit, insight, people
from chalicelib.accounts import OfficialAccount
from chalicelib.actor import Actor
from chalicelib.application.account_reach import account_for
from chalicelib.application.inquiry_tables import AnswerTable, table_of
from chalicelib.application.reasons import required_reason
from chalicelib.application.wechat_numbers import READ, Span
from chalicelib.audit import Change
from chalicelib.errors import Field, Invalid
from chalicelib.jobs import Made
from chalicelib.values import Value

ASK: Final = "insight:archive:ask"
EXPORT: Final = "insight:numbers:export"
DESK: Final = "desk:session:read"
"""Asked for on top where agents or single sessions are told of."""
OF_DESK: Final = frozenset({"sessions_by_agent"})
MOST_ACCOUNTS: Final = 10
"""Accounts of one inquiry; each is a query of its own."""
ROWS: Final = "fact_rows"
ROW_KINDS: Final = {
    "message": "消息",
    "menu": "菜单点击",
    "follow": "关注",
    "unfollow": "取消关注",
    "scan": "扫码",
    "push": "推送",
    "session": "人工会话",
    "event": "其他事件",
}
"""Kinds of facts whose rows are shown."""
ROW_FILTERS: Final = ("outcome", "rung", "type", "came_by", "menu_key")


class Askable(Value):
    """A query that somebody may put."""

    name: str
    title: str
    told: str
    """What it tells, and of which days."""
    since: bool
    """Whether it begins on a day; else it looks at all days up to the last."""


class InquiryCost(Value):
    """What an inquiry would cost."""

    files: int
    bytes: int
    dollars: float
    """At most."""
    known: str
    """Id of an inquiry that answers the same already, or is about to: nothing is paid for; else empty."""


_TOLD: Final = {
    "retention": "这些天关注的人，七天、三十天后还剩多少，按周",
    "silent_followers": "到最后一天为止，七天、三十天、九十天没有互动的粉丝",
    "followers_by_source": "怎样关注的，后来还在不在，按渠道和二维码",
    "followers_by_place": "最后一次上报的位置，约十公里一格，不足五人的不列",
    "followers_by_day": "每天关注、取消关注和净增，以本系统收到的事件计",
    "followers_by_hour": "一天中各小时关注和取消关注",
    "messages_by_day": "每天的消息、写消息的人，以及答得怎样",
    "messages_by_hour": "一天中各小时的消息和没有答上的",
    "messages_by_type": "文字、图片、语音等各有多少",
    "messages_by_rung": "由关键词、知识库、人工等哪一级应答",
    "answers_by_use": "每条问答、规则、服务答了多少次，有没有帮助",
    "menu_use": "每个菜单项点了多少次，多少人点",
    "service_use": "每个服务入口被叫到多少次，多少人用",
    "sessions_by_day": "每天的人工会话、等待与评价",
    "sessions_by_agent": "每个坐席的会话、用时与评价",
    "session_times": "等待、首次回复和结束用时：一半、九成的人在多少秒内",
    "pushes_by_day": "每天的推送、送达和失败",
}


def choices() -> list[Askable]:
    """Every query that may be put, by what it is about."""
    return [
        Askable(
            name=name,
            title=insight.QUERIES[name].title,
            told=told,
            since="since" in insight.QUERIES[name].takes.model_fields,
        )
        for name, told in _TOLD.items()
    ]


def inquiry_of(query: str, accounts: Sequence[str], days: Span) -> insight.inquiries.Wanted:
    """A question as it is put. Raises ``Invalid``."""
    if query not in _TOLD:
        raise Invalid("没有这种查询，请从列表里选。", fields=[Field("query", "没有这一种")])
    return insight.inquiries.Wanted(
        query=query, accounts=_named(accounts), since=days.since, until=days.until
    )


def rows_of(
    account: str, day: date, kind: str, only: Mapping[str, str], *, after: str = ""
) -> insight.inquiries.Wanted:
    """The rows behind a day's number; ``only`` are values of ``ROW_FILTERS``, ``after`` the place of the last row read.

    Raises ``Invalid``.
    """
    if kind not in ROW_KINDS:
        raise Invalid("没有这类明细，请从列表里选。", fields=[Field("kind", "没有这一种")])
    more: dict[str, str | int] = {"kind": kind}
    more |= {name: value for name, value in only.items() if name in ROW_FILTERS}
    if after:
        moment, _, last = after.partition(" ")
        if not moment.isdecimal() or not last:
            raise Invalid("页码不对，请从第一页看起。", fields=[Field("cursor", "格式不对")])
        more |= {"moment": int(moment), "id": last}
    return insight.inquiries.Wanted(
        query=ROWS, accounts=(account,), since=day, until=day, more=more
    )


def cost_of(wanted: insight.inquiries.Wanted, *, by: Actor, now: datetime) -> InquiryCost:
    """What it would cost, before anything is begun. Raises ``UnknownAccount`` or ``PermissionDenied``."""
    _accounts(wanted, ASK, by)
    found = insight.inquiries.estimate(wanted, now)
    known = insight.inquiries.find(found.id)
    stands = known is not None and known.state in (
        insight.inquiries.InquiryState.RUNNING,
        insight.inquiries.InquiryState.DONE,
    )
    return InquiryCost(
        files=found.files,
        bytes=found.bytes,
        dollars=0 if stands else found.dollars,
        known=found.id if stands else "",
    )


def put(
    wanted: insight.inquiries.Wanted, *, by: Actor, now: datetime
) -> insight.inquiries.Standing:
    """Put a question; the same one that runs or was answered is that one. Who asked what stands in the log.

    Raises ``ArchiveNotThere``, ``UnknownAccount`` or ``PermissionDenied``.
    """
    found = _accounts(wanted, ASK, by)
    insight.inquiries.available()
    # Logged first: a paid question that nobody logged is worse than an entry whose question was lost.
    for account in found:
        audit.record(
            audit.entry_of(
                by,
                ASK,
                unit=account.unit,
                object=f"account:{account.id}",
                at=now,
                note=_note(wanted),
            )
        )
    return insight.inquiries.put(wanted, by=by.person, now=now)


def look(inquiry_id: str, *, by: Actor) -> insight.inquiries.Standing:
    """How far it is. Raises ``NoSuchInquiry`` or ``PermissionDenied``."""
    _may_see(inquiry_id, READ, by)
    return insight.inquiries.look(inquiry_id)


def cancel(inquiry_id: str, *, by: Actor, now: datetime) -> insight.inquiries.Standing:
    """Give it up, for all who wait for it. Raises ``NoSuchInquiry``, ``InquiryOver`` or ``PermissionDenied``."""
    known, found = _may_see(inquiry_id, ASK, by)
    ended = insight.inquiries.cancel(inquiry_id)
    note = f"取消：{_note(known.inquiry.wanted)}"
    for account in found:
        entry = audit.entry_of(
            by, ASK, unit=account.unit, object=f"account:{account.id}", at=now, note=note
        )
        audit.record(entry)
    return ended


MOST_SHOWN: Final = 500
"""Rows that a page gets; an export has all that are kept."""


def page_of(
    standing: insight.inquiries.Standing, *, by: Actor, most: int = MOST_SHOWN
) -> tuple[AnswerTable, str]:
    """As much of the rows as a page shows, and the place after which further rows come; empty where none do.

    Raises ``NoSuchInquiry`` or ``PermissionDenied``.
    """
    told = table_for(standing, by=by)
    if standing.inquiry.wanted.query != ROWS:
        return told.model_copy(
            update={"rows": told.rows[: most * len(standing.inquiry.wanted.accounts)]}
        ), ""
    [answered] = insight.inquiries.answer(standing)
    shown = answered.rows[: insight.ROWS]
    place = f"{shown[-1]['moment']} {shown[-1]['id']}" if len(answered.rows) > len(shown) else ""
    return told.model_copy(update={"rows": told.rows[: insight.ROWS]}), place


def title_of(wanted: insight.inquiries.Wanted) -> str:
    """What it asks, as people call it."""
    if wanted.query == ROWS:
        return f"{ROW_KINDS[str(wanted.more['kind'])]}明细"
    return wanted.asks.title


def table_for(standing: insight.inquiries.Standing, *, by: Actor) -> AnswerTable:
    """The rows of an inquiry that is done, as people read them. Raises ``NoSuchInquiry`` or ``PermissionDenied``."""
    found = _accounts(standing.inquiry.wanted, READ, by)
    names = {one.id: one.name for one in found}
    return table_of(standing.inquiry.wanted, insight.inquiries.answer(standing), names)


def export(inquiry_id: str, reason: str, form: str, *, by: Actor, now: datetime) -> Made:
    """The rows as a file (``xlsx`` or ``csv``), written into the log with the reason.

    Raises ``Invalid``, ``NoSuchInquiry`` or ``PermissionDenied``.
    """
    from chalicelib.sheets.exports import Form
    from chalicelib.sheets.exports import export as made_of

    _, found = _may_see(inquiry_id, EXPORT, by)
    why = required_reason(reason)
    standing = look(inquiry_id, by=by)
    if standing.state is not insight.inquiries.InquiryState.DONE:
        raise Invalid("这次查询还没有结果，不能导出。")
    told = table_for(standing, by=by)
    rows = [["—" if cell is None else str(cell) for cell in row] for row in told.rows]
    made = made_of([one.label for one in told.columns], rows, Form(form))
    wanted = standing.inquiry.wanted
    for account in found:
        audit.record(
            audit.entry_of(
                by,
                EXPORT,
                unit=account.unit,
                object=f"account:{account.id}",
                at=now,
                changes=[Change(field="rows", after=str(len(rows)))],
                note=f"{_note(wanted)}：{why}",
            )
        )
    name = f"{title_of(wanted)}-{'、'.join(wanted.accounts)}-{wanted.since}至{wanted.until}"
    return Made(f"{name}{made.ending}", made.content_type, made.body)


def _named(accounts: Sequence[str]) -> tuple[str, ...]:
    named = tuple(sorted({one for one in accounts if one}))
    if not named:
        raise Invalid("请选择公众号。", fields=[Field("accounts", "没有选择")])
    if len(named) > MOST_ACCOUNTS:
        raise Invalid(
            f"一次最多查 {MOST_ACCOUNTS} 个公众号，请少选几个。", fields=[Field("accounts", "太多")]
        )
    return named


def _accounts(
    wanted: insight.inquiries.Wanted, permission: str, by: Actor
) -> list[OfficialAccount]:
    found = [account_for(by, permission, one) for one in wanted.accounts]
    if wanted.query in OF_DESK or wanted.more.get("kind") == "session":
        for one in found:
            people.require(by, DESK, one.unit)
    return found


def _may_see(
    inquiry_id: str, permission: str, by: Actor
) -> tuple[insight.inquiries.Standing, list[OfficialAccount]]:
    known = insight.inquiries.find(inquiry_id)
    if known is None:
        raise insight.inquiries.NoSuchInquiry
    return known, _accounts(known.inquiry.wanted, permission, by)


def _note(wanted: insight.inquiries.Wanted) -> str:
    if wanted.query == ROWS:
        return f"{title_of(wanted)} {wanted.until}"
    return f"{title_of(wanted)} {wanted.since} 至 {wanted.until}"
