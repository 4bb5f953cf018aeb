"""热线: settings, whether calls go through, and the cases with what waits since when."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from pydantic import AwareDatetime

from chalicelib import accounts, desk, hotline, people
from chalicelib.accounts import Agents
from chalicelib.actor import Actor
from chalicelib.application.deeds import deed, denied
from chalicelib.hotline import Case
from chalicelib.transitions import Deed
from chalicelib.values import Value

_MOST_OVER: Final = 50
"""Cases that are over and are shown, the latest."""
_LONG: Final = timedelta(minutes=5)
"""A call that waits longer is worth a look."""


class HotlineSettingsSeen(Value):
    """The settings; the secret is never shown again."""

    base_url: str
    timeout_seconds: int
    when: str
    when_name: str


class HotlineChoice(Value):
    """One of the moments at which sessions go to the hotline."""

    value: str
    name: str


class CaseRow(Value):
    """One session at the hotline."""

    id: str
    session: str
    ticket: str
    """Ours, as the follower was told; empty where the session is gone."""
    summary: str
    state: str
    state_name: str
    over: bool
    hotline_ticket: str
    failures: int
    waiting_since: AwareDatetime | None
    """Since when a call was not taken."""
    slow: bool
    problem: str
    take: Deed


class HotlineSeen(Value):
    """The hotline of an account."""

    at: AwareDatetime
    settings: HotlineSettingsSeen | None
    choices: tuple[HotlineChoice, ...]
    own_desk: bool
    """Whether the account has a desk of its own: else nothing is ever handed over."""
    events_url: str
    """Where the hotline reports; empty where the callback's address is not known."""
    failures: int
    """In a row."""
    paused_until: AwareDatetime | None
    cases: tuple[CaseRow, ...]
    set: Deed


def hotline_seen(by: Actor, account: str, now: datetime) -> HotlineSeen:
    """The hotline as its page shows it. Raises ``UnknownAccount`` or ``PermissionDenied``."""
    found = accounts.state(account).account
    people.require(by, "hotline:case:read", found.unit)
    settings, breaker = hotline.settings_of(account), hotline.breaker(account)
    sessions = {one.id: one for one in desk.live_sessions(account)}
    held = people.permissions_of(by, found.unit)
    mine = next((one for one in desk.presences(account) if one.agent.id == by.person), None)

    def row(case: Case) -> CaseRow:
        session = sessions.get(case.session)
        take = deed("take", "接回", "会话已结束")
        if session is not None:
            [take, *_] = desk.deeds_of(
                session, by.person, mine, held, supervises=False, lead=False, hotline=True
            )
        waits = case.waiting_since
        return CaseRow(
            id=case.id,
            session=case.session,
            ticket=session.ticket if session else "",
            summary=session.summary if session else "",
            state=case.state,
            state_name=hotline.CASE_STATE_NAMES[case.state],
            over=case.state in hotline.OVER,
            hotline_ticket=case.hotline_ticket,
            failures=case.failures,
            waiting_since=waits,
            slow=waits is not None and now - waits > _LONG,
            problem=case.problem,
            take=take,
        )

    rows = sorted(map(row, hotline.cases(account)), key=lambda one: one.id, reverse=True)
    going = [one for one in rows if not one.over]
    return HotlineSeen(
        at=now,
        settings=HotlineSettingsSeen(
            base_url=settings.base_url,
            timeout_seconds=settings.timeout_seconds,
            when=settings.when,
            when_name=hotline.WHEN_NAMES[settings.when],
        )
        if settings
        else None,
        choices=tuple(
            HotlineChoice(value=one, name=name) for one, name in hotline.WHEN_NAMES.items()
        ),
        own_desk=found.agents is Agents.OWN,
        events_url=hotline.events_url(account) or "",
        failures=breaker.failures,
        paused_until=breaker.waits_until(now),
        cases=(*going, *[one for one in rows if one.over][:_MOST_OVER]),
        set=deed("set", "修改", denied(by, "hotline:settings:set", found.unit)),
    )
