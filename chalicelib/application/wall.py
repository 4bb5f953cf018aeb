"""The wall (大屏): what leaders look at, of a unit and all below it; a part without data says so (docs/wall.md).

Whoever holds ``wall:wall:read`` in a unit sees its totals and those below, and nothing that leads to a person. A wall
asks every few seconds and several walls ask alike: an answer is given again while nothing was rung since, for some
seconds at most, so that an event is seen at once and a quiet minute costs little.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Any, Final, NamedTuple

from pydantic import AwareDatetime

from chalicelib import live, people
from chalicelib.actor import Actor
from chalicelib.application.wall_alarms import WallAlarms, alarms
from chalicelib.application.wall_articles import WallArticles, articles
from chalicelib.application.wall_control import WallMatrix, WallOrders, matrix, orders
from chalicelib.application.wall_followers import WallFollowers, followers
from chalicelib.application.wall_pushes import WallPushes, pushes
from chalicelib.application.wall_questions import WallQuestions, questions
from chalicelib.application.wall_scope import WallScope, scope_of
from chalicelib.settings import settings
from chalicelib.units import LEVELS
from chalicelib.values import Value

READ: Final = "wall:wall:read"
TOPICS: Final = ("wall:pushes", "wall:alarms")
"""What rings a wall; everything else is asked for again by itself."""
_MOST_KEPT: Final = 200


class Part(StrEnum):
    """A part of the wall."""

    FOLLOWERS = "followers"
    PUSHES = "pushes"
    ARTICLES = "articles"
    QUESTIONS = "questions"
    MATRIX = "matrix"
    ORDERS = "orders"
    ALARMS = "alarms"


class Wall(Value):
    """The parts that were asked for; the others are None."""

    unit: str
    unit_name: str
    level_name: str
    at: AwareDatetime
    version: str
    """Of the bundle: another one than before means that the page is old."""
    followers: WallFollowers | None = None
    pushes: WallPushes | None = None
    articles: WallArticles | None = None
    questions: WallQuestions | None = None
    matrix: WallMatrix | None = None
    orders: WallOrders | None = None
    alarms: WallAlarms | None = None


class _Made(NamedTuple):
    """How a part is made, and for how many seconds it is given again while nothing rings."""

    make: Callable[[WallScope, datetime], Value]
    seconds: int
    topic: str = ""


_PARTS: Final[Mapping[Part, _Made]] = {
    # WeChat tells of a day once: no wall needs it by the second.
    Part.FOLLOWERS: _Made(followers, 30),
    Part.ARTICLES: _Made(articles, 300),
    Part.QUESTIONS: _Made(questions, 10),
    Part.MATRIX: _Made(matrix, 10, "wall:alarms"),
    Part.ORDERS: _Made(orders, 10, "wall:alarms"),
    Part.PUSHES: _Made(pushes, 10, "wall:pushes"),
    Part.ALARMS: _Made(alarms, 10, "wall:alarms"),
}
_SCOPE_SECONDS: Final = 30


class _Kept(NamedTuple):
    value: Any
    rung: int
    until: float


_KEPT: Final[dict[tuple[str, str], _Kept]] = {}
"""By unit and part, in this process."""


def wall(
    unit: str,
    parts: Iterable[Part],
    *,
    by: Actor,
    now: datetime,
    clock: Callable[[], float] = time.monotonic,
) -> Wall:
    """These parts of a unit's wall. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, READ, unit)
    wanted = list(dict.fromkeys(parts))
    at = clock()
    topics = sorted({_PARTS[one].topic for one in wanted} - {""})
    # Before the parts are read: what rings from now on makes them old.
    rung = live.changes(topics, by) if topics else {}
    scope: WallScope = _again((unit, ""), 0, _SCOPE_SECONDS, at, lambda: scope_of(unit))
    made = {
        one.value: _again(
            (unit, one.value),
            rung.get(_PARTS[one].topic, 0),
            _PARTS[one].seconds,
            at,
            partial(_PARTS[one].make, scope, now),
        )
        for one in wanted
    }
    return Wall(
        unit=unit,
        unit_name=scope.unit.name,
        level_name=LEVELS[scope.unit.level],
        at=now,
        version=settings().version,
        **made,
    )


def forget() -> None:
    """Keep nothing of what was made before: tests begin cold."""
    _KEPT.clear()


def _again(
    key: tuple[str, str], rung: int, seconds: int, at: float, make: Callable[[], Any]
) -> Any:
    kept = _KEPT.get(key)
    if kept is not None and kept.rung == rung and at < kept.until:
        return kept.value
    if len(_KEPT) >= _MOST_KEPT:
        _KEPT.clear()
    value = make()
    _KEPT[key] = _Kept(value, rung, at + seconds)
    return value
