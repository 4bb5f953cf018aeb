"""Answers of the archive as people read them: columns with Chinese heads, values by their names, and what a chart draws."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, NamedTuple

from chalicelib import conversation, desk, insight, publishing
from chalicelib.clock import SHANGHAI
from chalicelib.conversation import Rung
from chalicelib.desk import Ending, SessionState
from chalicelib.publishing import DeliveryState
from chalicelib.values import Value
from chalicelib.wechat.messages import type_name

Cell = str | int | float | None


class CellUnit(StrEnum):
    """What the values of a column are."""

    TEXT = "text"
    COUNT = "count"
    NUMBER = "number"
    SECONDS = "seconds"
    SHARE = "share"
    """0 to 1."""


class AnswerColumn(Value):
    """One column."""

    name: str
    label: str
    unit: CellUnit


class AnswerChart(Value):
    """What is drawn of a table."""

    kind: str
    """``line`` along the axis, ``bars`` by it, ``row``: bars of one row's measures, ``none``."""
    axis: tuple[str, ...]
    measures: tuple[str, ...]


class AnswerTable(Value):
    """An answer."""

    columns: tuple[AnswerColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    chart: AnswerChart


class _Share(NamedTuple):
    """A column that is one measure of another."""

    name: str
    label: str
    part: str
    whole: str


_NO_RUNG: Final = "没有应答"
_OUTCOMES: Final = {
    "answered": "已回答",
    "offered": "给出猜你想问",
    "handed_over": "转人工",
    "unanswered": "没有答上",
    "none": "不用回答",
}
_CAME_BY: Final = {"code": "扫二维码", "payment": "支付后关注", "other": "其他方式"}
_ANSWERS: Final = {"entry": "问答", "rule": "规则", "service": "服务"}
_TIMES: Final = {"wait": "等待", "first_reply": "首次回复", "resolve": "结束用时"}
_WAYS: Final = {"mass": "群发", "publish": "发布"}
_MENU: Final = {"click": "点击", "view": "打开网页", "view_miniprogram": "打开小程序"}
_COUNTS: Final = {
    "came": "关注", "went": "取消关注", "net": "净增", "total": "期间累计净增", "kept": "还在",
    "due_7": "满 7 天的", "kept_7": "7 天后还在", "due_30": "满 30 天的", "kept_30": "30 天后还在",
    "followers": "人数", "silent_7": "7 天没有互动", "silent_30": "30 天没有互动", "silent_90": "90 天没有互动",
    "never": "从没有互动", "messages": "消息", "answered": "已回答", "offered": "给出猜你想问",
    "handed_over": "转人工", "unanswered": "没有答上", "helpful": "有帮助", "unhelpful": "没帮助",
    "given": "回答次数", "taps": "点击", "calls": "使用次数", "sessions": "会话", "resolved": "已结束",
    "served": "接入", "replied": "已回复", "escalated": "升级", "rated": "评价", "satisfied": "四星以上",
    "pushes": "推送", "failed_pushes": "失败的推送", "audience": "目标人数", "sent": "送达", "failed": "未送达",
    "articles": "图文", "rating": "评分",
}  # fmt: skip
_SECONDS: Final = {
    "wait_seconds": "等待（秒）", "first_reply_seconds": "首次回复（秒）", "resolve_seconds": "结束用时（秒）",
    "median": "一半的人在（秒）", "ninety": "九成的人在（秒）", "longest": "最长（秒）",
}  # fmt: skip
_TEXTS: Final = {
    "day": "日期", "week": "周（从周一起）", "hour": "小时", "came_by": "关注方式", "scene": "二维码", "type": "类型",
    "rung": "应答方式", "kind": "种类", "name": "编号或名称", "menu_key": "菜单项", "service": "服务", "team": "班组",
    "agent": "坐席", "measure": "用时", "moment": "时间（北京）", "outcome": "结果", "rule": "规则", "entry": "问答",
    "department": "责任部门", "session": "会话", "state": "状态", "reason": "原因", "ending": "怎样结束", "way": "方式",
    "vote": "评价",
}  # fmt: skip
_NUMBERS: Final = {"stars": "平均评分", "latitude": "纬度", "longitude": "经度", "score": "把握"}

_SHARES: Final[Mapping[str, tuple[_Share, ...]]] = {
    "retention": (
        _Share("rate_7", "7 天留存率", "kept_7", "due_7"),
        _Share("rate_30", "30 天留存率", "kept_30", "due_30"),
    ),
    "followers_by_source": (_Share("rate", "还在的比例", "kept", "came"),),
    "silent_followers": (_Share("rate", "30 天没有互动的比例", "silent_30", "followers"),),
}
_CHARTS: Final = {
    "retention": AnswerChart(kind="line", axis=("week",), measures=("rate_7", "rate_30")),
    "silent_followers": AnswerChart(
        kind="row",
        axis=(),
        measures=("followers", "silent_7", "silent_30", "silent_90", "never"),
    ),
    "followers_by_source": AnswerChart(kind="bars", axis=("came_by", "scene"), measures=("came",)),
    "followers_by_place": AnswerChart(
        kind="bars", axis=("latitude", "longitude"), measures=("followers",)
    ),
    "followers_by_day": AnswerChart(kind="line", axis=("day",), measures=("came", "went", "net")),
    "followers_by_hour": AnswerChart(kind="line", axis=("hour",), measures=("came", "went")),
    "messages_by_day": AnswerChart(
        kind="line", axis=("day",), measures=("messages", "answered", "unanswered")
    ),
    "messages_by_hour": AnswerChart(
        kind="line", axis=("hour",), measures=("messages", "unanswered")
    ),
    "messages_by_type": AnswerChart(kind="bars", axis=("type",), measures=("messages",)),
    "messages_by_rung": AnswerChart(kind="bars", axis=("rung",), measures=("messages",)),
    "answers_by_use": AnswerChart(kind="bars", axis=("kind", "name"), measures=("given",)),
    "menu_use": AnswerChart(kind="bars", axis=("menu_key",), measures=("taps",)),
    "service_use": AnswerChart(kind="bars", axis=("service",), measures=("calls",)),
    "sessions_by_day": AnswerChart(kind="line", axis=("day",), measures=("sessions", "resolved")),
    "sessions_by_agent": AnswerChart(kind="bars", axis=("agent",), measures=("sessions",)),
    "session_times": AnswerChart(kind="none", axis=(), measures=()),
    "pushes_by_day": AnswerChart(kind="line", axis=("day",), measures=("pushes", "failed_pushes")),
}
_PLAIN: Final = AnswerChart(kind="none", axis=(), measures=())
_EVERY: Final[Mapping[CellUnit, Mapping[str, str]]] = {
    CellUnit.TEXT: _TEXTS,
    CellUnit.COUNT: _COUNTS,
    CellUnit.SECONDS: _SECONDS,
    CellUnit.NUMBER: _NUMBERS,
}
_OF_KIND: Final = {
    "message": ("moment", "type", "outcome", "rung", "rule", "entry", "service", "department", "score", "vote"),
    "event": ("moment", "type", "rung", "rule", "service"),
    "menu": ("moment", "type", "menu_key", "rung", "rule"),
    "follow": ("moment", "came_by", "scene", "rung"),
    "unfollow": ("moment",),
    "scan": ("moment", "scene", "rung", "rule"),
    "push": ("moment", "type", "way", "articles", "state", "audience", "sent", "failed"),
    "session": ("moment", "session", "state", "reason", "team", "agent", "ending", "wait_seconds", "first_reply_seconds", "resolve_seconds", "rating"),
}  # fmt: skip
"""Columns of the rows behind a number, by the kind of fact."""


def table_of(
    wanted: insight.inquiries.Wanted,
    answered: Iterable[insight.inquiries.Answered],
    names: Mapping[str, str],
) -> AnswerTable:
    """The rows of all accounts; where these are several, each row begins with its account."""
    shares = _SHARES.get(wanted.query, ())
    fields = _fields(wanted)
    columns = [_column(one) for one in fields]
    columns += [AnswerColumn(name=one.name, label=one.label, unit=CellUnit.SHARE) for one in shares]
    several = len(wanted.accounts) > 1
    if several:
        columns.insert(0, AnswerColumn(name="account", label="公众号", unit=CellUnit.TEXT))
    rows: list[tuple[Cell, ...]] = []
    for one in answered:
        who = (names.get(one.account, one.account),) if several else ()
        for row in one.rows:
            cells = tuple(_cell(name, row[name], row) for name in fields)
            rows.append((*who, *cells, *(_part(row, share) for share in shares)))
    return AnswerTable(
        columns=tuple(columns), rows=tuple(rows), chart=_CHARTS.get(wanted.query, _PLAIN)
    )


def _fields(wanted: insight.inquiries.Wanted) -> tuple[str, ...]:
    if "kind" in wanted.more:
        return _OF_KIND[str(wanted.more["kind"])]
    every = tuple(wanted.asks.row.model_fields)
    # A sum, or what a row is about, may stand behind what it shares with others.
    texts = tuple(name for name in every if name in _TEXTS)
    return texts + tuple(name for name in every if name not in _TEXTS)


def _column(name: str) -> AnswerColumn:
    unit = next(unit for unit, names in _EVERY.items() if name in names)
    return AnswerColumn(name=name, label=_EVERY[unit][name], unit=unit)


def _part(row: Mapping[str, Any], share: _Share) -> float | None:
    whole = row[share.whole]
    return round(row[share.part] / whole, 4) if whole else None


def _cell(name: str, value: Any, row: Mapping[str, Any]) -> Cell:
    told = _NAMED.get(name)
    if told is not None:
        return told(value, row)
    if isinstance(value, int) and not isinstance(value, bool) and value < 0 and name in _UNTOLD:
        return None
    return value if isinstance(value, int | float) or value is None else str(value)


_UNTOLD: Final = frozenset({*_SECONDS, "audience", "sent", "failed", "articles"})
"""-1 says that it is not known."""


def _rung(value: str, _: Mapping[str, Any]) -> str:
    try:
        return conversation.labels.RUNGS[Rung(value)]
    except (ValueError, KeyError):
        return _NO_RUNG


def _kind(value: str, _: Mapping[str, Any]) -> str:
    return _ANSWERS.get(value, value)


def _type(value: str, row: Mapping[str, Any]) -> str:
    of = row.get("kind", "menu" if "taps" in row else "message")
    if of == "menu":
        return _MENU.get(value, value)
    return type_name(value) if of == "message" else value


def _state(value: str, row: Mapping[str, Any]) -> str:
    if row.get("kind") == "session":
        return desk.STATE_NAMES[SessionState(value)] if value in set(SessionState) else value
    names: Mapping[Any, str] = publishing.labels.STATES
    return names[DeliveryState(value)] if value in set(DeliveryState) else value


def _moment(value: int, _: Mapping[str, Any]) -> str:
    return datetime.fromtimestamp(value, SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")


_NAMED: Final[Mapping[str, Callable[[Any, Mapping[str, Any]], Cell]]] = {
    "rung": _rung,
    "kind": _kind,
    "type": _type,
    "state": _state,
    "moment": _moment,
    "outcome": lambda value, _: _OUTCOMES.get(value, value),
    "came_by": lambda value, _: _CAME_BY.get(value, value),
    "measure": lambda value, _: _TIMES.get(value, value),
    "way": lambda value, _: _WAYS.get(value, value),
    "reason": lambda value, _: desk.REASON_NAMES.get(value, value),
    "ending": lambda value, _: desk.ENDING_NAMES[Ending(value)] if value in set(Ending) else value,
    "hour": lambda value, _: f"{value:02d}",
    "vote": lambda value, _: {1: "有帮助", -1: "没帮助"}.get(value, ""),
    "score": lambda value, _: round(value, 2) if value else None,
    "rating": lambda value, _: value or None,
}
