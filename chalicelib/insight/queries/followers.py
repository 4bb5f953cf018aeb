"""Queries about followers: who came, who left, who stays, who is silent."""

from __future__ import annotations

from typing import Final

from chalicelib.insight.queries.query import Period, PeriodFrom, Query, Seen, Until
from chalicelib.values import LateValue


class FollowersOfDay(LateValue):
    """Followers of one day."""

    day: str
    came: int
    """Follows; whoever follows again is counted again."""
    went: int
    net: int
    total: int
    """At the day's end: what was given as the start, and all nets up to here."""


FOLLOWERS_BY_DAY: Final = Query(
    "followers_by_day",
    "每日粉丝",
    PeriodFrom,
    FollowersOfDay,
    """
    WITH days AS (
        SELECT day, count(*) FILTER (WHERE kind = 'follow') AS came, count(*) FILTER (WHERE kind = 'unfollow') AS went
        FROM facts
        WHERE account = :account AND day BETWEEN :since AND :until AND kind IN ('follow', 'unfollow')
        GROUP BY day
    )
    SELECT day, came, went, came - went AS net, :start + sum(came - went) OVER (ORDER BY day) AS total
    FROM days
    ORDER BY day
    """,
)


class FollowersOfHour(LateValue):
    """Follows and leaves in one hour of the day, over all days."""

    hour: int
    came: int
    went: int


FOLLOWERS_BY_HOUR: Final = Query(
    "followers_by_hour",
    "分时段粉丝",
    Period,
    FollowersOfHour,
    """
    SELECT hour, count(*) FILTER (WHERE kind = 'follow') AS came, count(*) FILTER (WHERE kind = 'unfollow') AS went
    FROM facts
    WHERE account = :account AND day BETWEEN :since AND :until AND kind IN ('follow', 'unfollow')
    GROUP BY hour
    ORDER BY hour
    """,
)


class FollowersOfSource(LateValue):
    """Follows by one way."""

    came_by: str
    scene: str
    came: int
    kept: int
    """Of these, those who have not left (nor come again) within the period."""


FOLLOWERS_BY_SOURCE: Final = Query(
    "followers_by_source",
    "粉丝来源",
    Period,
    FollowersOfSource,
    """
    WITH moves AS (
        SELECT kind, came_by, scene,
            row_number() OVER (PARTITION BY follower ORDER BY moment DESC, id DESC) AS newest
        FROM facts
        WHERE account = :account AND day BETWEEN :since AND :until AND kind IN ('follow', 'unfollow')
    )
    SELECT came_by, scene, count(*) AS came, count(*) FILTER (WHERE newest = 1) AS kept
    FROM moves
    WHERE kind = 'follow'
    GROUP BY came_by, scene
    ORDER BY came DESC, came_by, scene
    """,
)


class Retention(LateValue):
    """Followers who came in one week, and how many were still there later."""

    week: str
    """Its Monday."""
    came: int
    due_7: int
    """Of these, those who came seven days ago or earlier."""
    kept_7: int
    """Of these, those who did not leave within seven days."""
    due_30: int
    kept_30: int


RETENTION: Final = Query(
    "retention",
    "粉丝留存",
    Seen,
    Retention,
    """
    WITH firsts AS (
        SELECT follower, min(moment) AS came, min(day) AS day
        FROM facts
        WHERE account = :account AND day BETWEEN :since AND :until AND kind = 'follow'
        GROUP BY follower
    ), leaves AS (
        SELECT follower, moment
        FROM facts
        WHERE account = :account AND day BETWEEN :since AND :seen AND kind = 'unfollow'
    ), stays AS (
        SELECT firsts.follower, firsts.came, firsts.day, min(leaves.moment) AS went
        FROM firsts LEFT JOIN leaves ON leaves.follower = firsts.follower AND leaves.moment >= firsts.came
        GROUP BY firsts.follower, firsts.came, firsts.day
    )
    SELECT cast(cast(date_trunc('week', cast(day AS date)) AS date) AS varchar) AS week,
        count(*) AS came,
        count(*) FILTER (WHERE came + 604800 <= :now) AS due_7,
        count(*) FILTER (WHERE came + 604800 <= :now AND (went IS NULL OR went - came >= 604800)) AS kept_7,
        count(*) FILTER (WHERE came + 2592000 <= :now) AS due_30,
        count(*) FILTER (WHERE came + 2592000 <= :now AND (went IS NULL OR went - came >= 2592000)) AS kept_30
    FROM stays
    GROUP BY 1
    ORDER BY 1
    """,
)


class Silent(LateValue):
    """Followers who neither write, nor tap, nor scan."""

    followers: int
    """Who follow at the end, as far as the archive has met them."""
    silent_7: int
    """Of these, without a sign of life for seven days."""
    silent_30: int
    silent_90: int
    never: int
    """Who never gave one."""


SILENT_FOLLOWERS: Final = Query(
    "silent_followers",
    "沉默粉丝",
    Until,
    Silent,
    """
    WITH people AS (
        SELECT follower,
            max_by(kind, moment * 2 + CASE WHEN kind = 'follow' THEN 1 ELSE 0 END)
                FILTER (WHERE kind IN ('follow', 'unfollow')) AS newest,
            max(moment) FILTER (WHERE kind IN ('message', 'menu', 'scan')) AS active
        FROM facts
        WHERE account = :account AND day <= :until AND follower <> ''
            AND kind IN ('follow', 'unfollow', 'message', 'menu', 'scan')
        GROUP BY follower
    )
    SELECT count(*) AS followers,
        count(*) FILTER (WHERE active IS NULL OR active < :now - 604800) AS silent_7,
        count(*) FILTER (WHERE active IS NULL OR active < :now - 2592000) AS silent_30,
        count(*) FILTER (WHERE active IS NULL OR active < :now - 7776000) AS silent_90,
        count(*) FILTER (WHERE active IS NULL) AS never
    FROM people
    WHERE coalesce(newest, 'follow') = 'follow'
    """,
)


class FollowersOfPlace(LateValue):
    """Followers who were last at one place, as they or WeChat reported it."""

    latitude: float
    """Of a square of some ten kilometres."""
    longitude: float
    followers: int
    """Five at least: a place with fewer is not told."""


FOLLOWERS_BY_PLACE: Final = Query(
    "followers_by_place",
    "粉丝位置",
    Period,
    FollowersOfPlace,
    """
    WITH places AS (
        SELECT latitude, longitude,
            row_number() OVER (PARTITION BY follower ORDER BY moment DESC, id DESC) AS newest
        FROM facts
        WHERE account = :account AND day BETWEEN :since AND :until AND follower <> ''
            AND (latitude <> 0 OR longitude <> 0)
    )
    SELECT latitude, longitude, count(*) AS followers
    FROM places
    WHERE newest = 1
    GROUP BY latitude, longitude
    HAVING count(*) >= 5
    ORDER BY followers DESC, latitude, longitude
    """,
)
