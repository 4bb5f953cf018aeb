"""The calendar of a unit as a page shows it: days by slots, what may go where, what is ready to go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import chain, islice
from typing import Final

from pydantic import AwareDatetime

from chalicelib import accounts, newsroom, people, publishing
from chalicelib.actor import Actor
from chalicelib.application.account_reach import readable
from chalicelib.application.deeds import denied
from chalicelib.cloud.at_once import side_by_side
from chalicelib.newsroom import ArticleState
from chalicelib.publishing import CalendarEntry, IssueState, Place, Way
from chalicelib.values import Value

READ: Final = "publishing:calendar:read"
EDIT: Final = "publishing:issue:edit"
MOST_ACCOUNTS: Final = 20
"""Calendars that are drawn at once."""
_MOST_READY: Final = 100
"""Articles of a unit that are looked through, the newest first."""
_AHEAD: Final = timedelta(days=400)


class StorySeen(Value):
    """One article of an entry."""

    id: str
    """Empty for a push planned from a file."""
    title: str


class CalendarEntrySeen(Value):
    """One push in the calendar."""

    id: str
    kind: str
    """``issue``, or ``delivery`` where there is no issue."""
    at: AwareDatetime
    title: str
    state: str
    """As the tables spell it: of the delivery where there is one, else of the issue."""
    state_name: str
    firm: bool
    open: bool
    mass: bool
    movable: bool
    """This person may give it another time."""
    version: int
    stories: tuple[StorySeen, ...]
    troubles: tuple[str, ...]


class CellSeen(Value):
    """One time of one day."""

    at: AwareDatetime
    slot: bool
    past: bool
    gap: bool
    entries: tuple[CalendarEntrySeen, ...]


class DaySeen(Value):
    """One day of one account."""

    date: date
    left: int | None
    limit: int | None
    cells: tuple[CellSeen, ...]


class CalendarSeen(Value):
    """One account's days."""

    account: str
    name: str
    unit: str
    edit_refusal: str
    """Why this person may change nothing here; empty where they may."""
    days: tuple[DaySeen, ...]


class CalendarPage(Value):
    """The calendars that were asked for."""

    calendars: tuple[CalendarSeen, ...]
    left_out: int
    """Accounts below the unit that were not drawn."""
    now: AwareDatetime


class Ready(Value):
    """An approved article that stands in no issue yet."""

    id: str
    title: str
    unit: str
    revision: int
    emergency: bool
    approved_at: AwareDatetime | None


def calendars(
    by: Actor, unit: str, account: str, days: Sequence[date], now: datetime
) -> CalendarPage:
    """The calendars of an account, or of a unit and below. Raises ``PermissionDenied`` or an unknown's error."""
    found = readable(by, READ, unit, account)
    drawn = side_by_side(lambda one: _drawn(by, one, days, now), found[:MOST_ACCOUNTS])
    return CalendarPage(
        calendars=tuple(drawn), left_out=max(0, len(found) - MOST_ACCOUNTS), now=now
    )


def as_ics(by: Actor, unit: str, account: str, days: Sequence[date], now: datetime) -> bytes:
    """The same pushes as a calendar file."""
    found = readable(by, READ, unit, account)[:MOST_ACCOUNTS]
    agendas = side_by_side(lambda one: publishing.agenda_of(one.id, days, now), found)
    return publishing.as_ics(agendas, now)


def places(
    by: Actor,
    account: str,
    days: Sequence[date],
    now: datetime,
    *,
    issue: str = "",
    way: Way = Way.MASS,
    tag_id: int | None = None,
) -> list[Place]:
    """Where an issue, or a new push, may go at an account, before anybody moves anything.

    Raises ``PermissionDenied``, ``UnknownAccount`` or ``UnknownIssue``.
    """
    one = accounts.state(account, consistent=True).account
    people.require(by, READ, one.unit)
    moved = publishing.get_issue(issue) if issue else None
    if moved is not None and moved.account != account:
        raise publishing.UnknownIssue(issue)
    return publishing.places(one, days, now=now, way=way, tag_id=tag_id, issue=moved)


def ready(by: Actor, unit: str, account: str, now: datetime, *, every: bool = False) -> list[Ready]:
    """Approved articles that stand in no issue, of the units whose accounts are shown, the latest first.

    With ``every`` also those that stand in one: an offer may be made of them.

    Raises ``PermissionDenied`` or an unknown's error.
    """
    found = readable(by, READ, unit, account)[:MOST_ACCOUNTS]

    def approved(of: str) -> list[newsroom.StoredArticle]:
        listed = islice(newsroom.list_articles(of, [ArticleState.APPROVED]), _MOST_READY)
        return [story for story in listed if story.approved_revision == story.revision]

    able = [
        one
        for one in dict.fromkeys(one.unit for one in found)
        if people.may(by, "newsroom:article:read", one)
    ]
    waiting = list(chain.from_iterable(side_by_side(approved, able)))
    if not waiting:
        return []
    since = min(story.created_at for story in waiting)
    planned = side_by_side(lambda one: list(publishing.between(one.id, since, now + _AHEAD)), found)
    taken = {
        entry.article_id
        for issue in chain.from_iterable(planned)
        if issue.state is not IssueState.CANCELLED
        for entry in issue.entries
    }
    return [
        Ready(
            id=story.id,
            title=story.title,
            unit=story.unit,
            revision=story.revision,
            emergency=story.emergency,
            approved_at=max((yes.at for yes in story.approvals), default=None),
        )
        for story in sorted(waiting, key=lambda story: story.updated_at, reverse=True)
        if every or story.id not in taken
    ]


def _drawn(
    by: Actor, one: accounts.OfficialAccount, days: Sequence[date], now: datetime
) -> CalendarSeen:
    refusal = denied(by, EDIT, one.unit)
    return CalendarSeen(
        account=one.id,
        name=one.name,
        unit=one.unit,
        edit_refusal=refusal,
        days=tuple(
            DaySeen(
                date=day.date,
                left=day.left,
                limit=day.limit,
                cells=tuple(_cell(cell, not refusal) for cell in day.cells),
            )
            for day in publishing.calendar_of(one.id, days, now).days
        ),
    )


def _cell(cell: publishing.Cell, may_edit: bool) -> CellSeen:
    return CellSeen(
        at=cell.at,
        slot=cell.slot,
        past=cell.past,
        gap=cell.gap,
        entries=tuple(_entry(entry, may_edit) for entry in cell.entries),
    )


def _entry(entry: CalendarEntry, may_edit: bool) -> CalendarEntrySeen:
    return CalendarEntrySeen(
        id=entry.id,
        kind="issue" if entry.id.startswith("i-") else "delivery",
        at=entry.at,
        title=entry.title,
        state=entry.state_code,
        state_name=entry.state,
        firm=entry.firm,
        open=entry.open,
        mass=entry.mass,
        movable=may_edit and entry.movable,
        version=entry.version,
        stories=tuple(
            StorySeen(id=story.article_id or "", title=story.title) for story in entry.stories
        ),
        troubles=tuple(found.what for found in entry.troubles),
    )
