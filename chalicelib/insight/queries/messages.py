"""Queries about messages and taps: how many, of what type, and what came of them."""

from __future__ import annotations

from typing import Final

from chalicelib.insight.queries.query import Period, Query
from chalicelib.values import LateValue


class MessagesOfDay(LateValue):
    """Messages of one day, by what came of them."""

    day: str
    messages: int
    followers: int
    """Who wrote them."""
    answered: int
    offered: int
    handed_over: int
    unanswered: int
    helpful: int
    """Votes for an answer."""
    unhelpful: int


MESSAGES_BY_DAY: Final = Query(
    "messages_by_day",
    "每日消息",
    Period,
    MessagesOfDay,
    """
    SELECT day, count(*) AS messages, count(DISTINCT follower) AS followers,
        count(*) FILTER (WHERE outcome = 'answered') AS answered,
        count(*) FILTER (WHERE outcome = 'offered') AS offered,
        count(*) FILTER (WHERE outcome = 'handed_over') AS handed_over,
        count(*) FILTER (WHERE outcome = 'unanswered') AS unanswered,
        count(*) FILTER (WHERE vote = 1) AS helpful,
        count(*) FILTER (WHERE vote = -1) AS unhelpful
    FROM facts
    WHERE account = :account AND day BETWEEN :since AND :until AND kind = 'message'
    GROUP BY day
    ORDER BY day
    """,
)


class MessagesOfType(LateValue):
    """Messages of one type."""

    type: str
    """As WeChat calls it."""
    messages: int
    followers: int


MESSAGES_BY_TYPE: Final = Query(
    "messages_by_type",
    "消息类型",
    Period,
    MessagesOfType,
    """
    SELECT type, count(*) AS messages, count(DISTINCT follower) AS followers
    FROM facts
    WHERE account = :account AND day BETWEEN :since AND :until AND kind = 'message'
    GROUP BY type
    ORDER BY messages DESC, type
    """,
)


class MessagesOfRung(LateValue):
    """Messages that one rung of the answer ladder spoke to."""

    rung: str
    messages: int


MESSAGES_BY_RUNG: Final = Query(
    "messages_by_rung",
    "由哪一级应答",
    Period,
    MessagesOfRung,
    """
    SELECT rung, count(*) AS messages
    FROM facts
    WHERE account = :account AND day BETWEEN :since AND :until AND kind = 'message'
    GROUP BY rung
    ORDER BY messages DESC, rung
    """,
)


class MessagesOfHour(LateValue):
    """Messages in one hour of the day, over all days."""

    hour: int
    messages: int
    unanswered: int


MESSAGES_BY_HOUR: Final = Query(
    "messages_by_hour",
    "分时段消息",
    Period,
    MessagesOfHour,
    """
    SELECT hour, count(*) AS messages, count(*) FILTER (WHERE outcome = 'unanswered') AS unanswered
    FROM facts
    WHERE account = :account AND day BETWEEN :since AND :until AND kind = 'message'
    GROUP BY hour
    ORDER BY hour
    """,
)


class AnswerUse(LateValue):
    """How often one answer was given."""

    kind: str
    """entry, rule, service."""
    name: str
    given: int
    helpful: int
    unhelpful: int


ANSWERS_BY_USE: Final = Query(
    "answers_by_use",
    "答案使用",
    Period,
    AnswerUse,
    """
    SELECT CASE WHEN entry <> '' THEN 'entry' WHEN rule <> '' THEN 'rule' ELSE 'service' END AS kind,
        CASE WHEN entry <> '' THEN entry WHEN rule <> '' THEN rule ELSE service END AS name,
        count(*) FILTER (WHERE outcome = 'answered') AS given,
        count(*) FILTER (WHERE vote = 1) AS helpful,
        count(*) FILTER (WHERE vote = -1) AS unhelpful
    FROM facts
    WHERE account = :account AND day BETWEEN :since AND :until AND kind = 'message'
        AND (outcome = 'answered' OR vote <> 0) AND (entry <> '' OR rule <> '' OR service <> '')
    GROUP BY 1, 2
    ORDER BY given DESC, 1, 2
    """,
)


class EntryHits(LateValue):
    """How often one entry of the knowledge base answered."""

    entry: str
    hits: int


HITS_BY_ENTRY: Final = Query(
    "hits_by_entry",
    "问答命中",
    Period,
    EntryHits,
    """
    SELECT entry, count(*) AS hits
    FROM facts
    WHERE account = :account AND day BETWEEN :since AND :until AND kind = 'message'
        AND rung = 'faq' AND entry <> '' AND entry NOT LIKE 'doc:%' AND page = 0
    GROUP BY entry
    ORDER BY hits DESC, entry
    """,
)


class MenuUse(LateValue):
    """Taps on one entry of the menu."""

    menu_key: str
    """Its key, or the address that it opens."""
    type: str
    """click, view, view_miniprogram, …"""
    taps: int
    followers: int


MENU_USE: Final = Query(
    "menu_use",
    "菜单点击",
    Period,
    MenuUse,
    """
    SELECT menu_key, type, count(*) AS taps, count(DISTINCT follower) AS followers
    FROM facts
    WHERE account = :account AND day BETWEEN :since AND :until AND kind = 'menu'
    GROUP BY menu_key, type
    ORDER BY taps DESC, menu_key, type
    """,
)


class ServiceUse(LateValue):
    """How often one service was called by its name."""

    service: str
    calls: int
    followers: int


SERVICE_USE: Final = Query(
    "service_use",
    "服务使用",
    Period,
    ServiceUse,
    """
    SELECT service, count(*) AS calls, count(DISTINCT follower) AS followers
    FROM facts
    WHERE account = :account AND day BETWEEN :since AND :until AND service <> ''
    GROUP BY service
    ORDER BY calls DESC, service
    """,
)


class MenuUseOfHour(LateValue):
    """Taps on one entry of the menu in one hour."""

    day: str
    hour: int
    menu_key: str
    taps: int


MENU_USE_BY_HOUR: Final = Query(
    "menu_use_by_hour",
    "菜单点击，按小时",
    Period,
    MenuUseOfHour,
    """
    SELECT day, hour, menu_key, count(*) AS taps
    FROM facts
    WHERE account = :account AND day BETWEEN :since AND :until AND kind = 'menu'
    GROUP BY day, hour, menu_key
    ORDER BY day, hour, taps DESC, menu_key
    """,
)
