"""会话记录与质检: figures of agents and teams with their scores, and samples for a check."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from chalicelib import accounts, desk, people
from chalicelib.actor import Actor
from chalicelib.desk import Figures, Found, Score, ServiceSession, Wanted
from chalicelib.values import Value

MOST_SAMPLE: Final = 50


class FiguresOf(Value):
    """The figures of an agent, of a team, or of all."""

    id: str
    """Empty for all."""
    name: str
    figures: Figures
    scored: int
    """Sessions that were judged."""
    score: float | None
    """Mean of their points, of 100."""


class FigureTable(Value):
    """The desk's figures in some days."""

    whole: FiguresOf
    agents: tuple[FiguresOf, ...]
    teams: tuple[FiguresOf, ...]


def desk_figures(by: Actor, account: str, since: date, until: date) -> FigureTable:
    """Figures of sessions asked for on these days. Raises ``UnknownAccount``, ``PermissionDenied`` or ``InvalidInput``."""
    people.require(by, "desk:session:read", accounts.state(account).account.unit)
    begin, end = desk.span_of(since, until)
    sessions = desk.sessions_between(account, begin, end)
    scores = {one.session: one for one in desk.scores_between(account, since, until)}
    names = {one.agent.id: one.agent.name for one in desk.presences(account)}
    teams = {one.id: one.name for one in desk.teams(account).values()}
    by_agent: dict[str, list[ServiceSession]] = defaultdict(list)
    by_team: dict[str, list[ServiceSession]] = defaultdict(list)
    for one in sessions:
        by_team[one.team].append(one)
        if one.owner:
            by_agent[one.owner].append(one)
    return FigureTable(
        whole=_figures("", "合计", sessions, scores),
        agents=tuple(
            _figures(who, "热线" if who == desk.EXTERNAL else names.get(who, who), found, scores)
            for who, found in sorted(by_agent.items())
        ),
        teams=tuple(
            _figures(team, teams.get(team, team), found, scores)
            for team, found in sorted(by_team.items())
        ),
    )


def sample(
    by: Actor,
    account: str,
    since: date,
    until: date,
    agent: str,
    number: int,
    seed: str,
    now: datetime,
) -> Found:
    """Sessions drawn by lot among those that are over and not judged yet.

    Raises ``UnknownAccount``, ``PermissionDenied`` or ``InvalidInput``.
    """
    people.require(by, "desk:quality:score", accounts.state(account).account.unit)
    wanted = Wanted(since=since, until=until, agent=agent, scored="no")
    found = desk.search(account, wanted, by=by, now=now)
    fit = [one.session for one in found.hits if desk.drawable(one.session)]
    fit = [one for one in fit if one.owner != by.person]
    drawn = desk.quality.sample(fit, min(number, MOST_SAMPLE), seed)
    hits = tuple(desk.Hit(session=one, score=None) for one in drawn)
    return Found(hits=hits, looked_at=found.looked_at, unread=0)


def _figures(
    who: str, name: str, sessions: Iterable[ServiceSession], scores: dict[str, Score]
) -> FiguresOf:
    found = list(sessions)
    points = [scores[one.id].total for one in found if one.id in scores]
    return FiguresOf(
        id=who,
        name=name,
        figures=desk.reckon(who, found),
        scored=len(points),
        score=round(sum(points) / len(points), 1) if points else None,
    )
