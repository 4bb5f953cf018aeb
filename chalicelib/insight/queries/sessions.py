"""Queries about the desk and about pushes."""

from __future__ import annotations

from typing import Final

from chalicelib.insight.queries.query import Period, Query
from chalicelib.values import LateValue


class SessionFigures(LateValue):
    """What sessions came to, as they stand now; averages are None where there was nothing to average."""

    sessions: int
    resolved: int
    served: int
    """Who had an agent."""
    replied: int
    escalated: int
    wait_seconds: float | None
    """Until an agent had them."""
    first_reply_seconds: float | None
    resolve_seconds: float | None
    rated: int
    stars: float | None
    satisfied: int
    """Rated with four or five stars."""


class SessionsOfDay(SessionFigures):
    """Sessions that were asked for on one day."""

    day: str


_MEASURES: Final = """
        count(*) FILTER (WHERE state = 'resolved') AS resolved,
        count(*) FILTER (WHERE wait_seconds >= 0) AS served,
        count(*) FILTER (WHERE first_reply_seconds >= 0) AS replied,
        count(*) FILTER (WHERE escalated > 0) AS escalated,
        round(avg(wait_seconds) FILTER (WHERE wait_seconds >= 0), 1) AS wait_seconds,
        round(avg(first_reply_seconds) FILTER (WHERE first_reply_seconds >= 0), 1) AS first_reply_seconds,
        round(avg(resolve_seconds) FILTER (WHERE resolve_seconds >= 0), 1) AS resolve_seconds,
        count(*) FILTER (WHERE rating > 0) AS rated,
        round(avg(rating) FILTER (WHERE rating > 0), 2) AS stars,
        count(*) FILTER (WHERE rating >= 4) AS satisfied
"""

SESSIONS_BY_DAY: Final = Query(
    "sessions_by_day",
    "每日人工会话",
    Period,
    SessionsOfDay,
    f"""
    SELECT day, count(*) AS sessions, {_MEASURES}
    FROM facts
    WHERE account = :account AND day BETWEEN :since AND :until AND kind = 'session'
    GROUP BY day
    ORDER BY day
    """,  # noqa: S608 - parts of one text, no values
)


class SessionsOfAgent(SessionFigures):
    """Sessions of one agent."""

    team: str
    agent: str
    """Empty: nobody had them."""


SESSIONS_BY_AGENT: Final = Query(
    "sessions_by_agent",
    "坐席会话",
    Period,
    SessionsOfAgent,
    f"""
    SELECT team, agent, count(*) AS sessions, {_MEASURES}
    FROM facts
    WHERE account = :account AND day BETWEEN :since AND :until AND kind = 'session'
    GROUP BY team, agent
    ORDER BY sessions DESC, team, agent
    """,  # noqa: S608 - parts of one text, no values
)


class SessionTimes(LateValue):
    """How long followers waited, for one measure."""

    measure: str
    """wait, first_reply, resolve."""
    sessions: int
    median: int
    """Seconds within which half of them were there."""
    ninety: int
    """Seconds within which nine of ten were."""
    longest: int


SESSION_TIMES: Final = Query(
    "session_times",
    "人工会话用时",
    Period,
    SessionTimes,
    """
    WITH times AS (
        SELECT 'wait' AS measure, wait_seconds AS seconds
        FROM facts
        WHERE account = :account AND day BETWEEN :since AND :until AND kind = 'session' AND wait_seconds >= 0
        UNION ALL
        SELECT 'first_reply' AS measure, first_reply_seconds AS seconds
        FROM facts
        WHERE account = :account AND day BETWEEN :since AND :until AND kind = 'session' AND first_reply_seconds >= 0
        UNION ALL
        SELECT 'resolve' AS measure, resolve_seconds AS seconds
        FROM facts
        WHERE account = :account AND day BETWEEN :since AND :until AND kind = 'session' AND resolve_seconds >= 0
    ), ranked AS (
        SELECT measure, seconds,
            row_number() OVER (PARTITION BY measure ORDER BY seconds) AS place,
            count(*) OVER (PARTITION BY measure) AS number
        FROM times
    )
    SELECT measure, count(*) AS sessions,
        min(seconds) FILTER (WHERE place * 2 >= number) AS median,
        min(seconds) FILTER (WHERE place * 10 >= number * 9) AS ninety,
        max(seconds) AS longest
    FROM ranked
    GROUP BY measure
    ORDER BY measure
    """,
)


class PushesOfDay(LateValue):
    """Pushes whose slot was on one day."""

    day: str
    pushes: int
    """That went out, whole or in part; taken back later or not."""
    failed_pushes: int
    audience: int
    """Followers, added up over the pushes."""
    sent: int
    failed: int


PUSHES_BY_DAY: Final = Query(
    "pushes_by_day",
    "每日推送",
    Period,
    PushesOfDay,
    """
    SELECT day,
        count(*) FILTER (WHERE state IN ('confirmed', 'partially_sent', 'recalled')) AS pushes,
        count(*) FILTER (WHERE state = 'failed') AS failed_pushes,
        coalesce(sum(audience) FILTER (WHERE audience >= 0), 0) AS audience,
        coalesce(sum(sent) FILTER (WHERE sent >= 0), 0) AS sent,
        coalesce(sum(failed) FILTER (WHERE failed >= 0), 0) AS failed
    FROM facts
    WHERE account = :account AND day BETWEEN :since AND :until AND kind = 'push'
    GROUP BY day
    ORDER BY day
    """,
)
