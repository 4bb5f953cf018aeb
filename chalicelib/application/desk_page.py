"""坐席台: the desk at one look, and one session with all that helps to answer it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from pydantic import AwareDatetime

from chalicelib import accounts, conversation, desk, hotline, live, people
from chalicelib.actor import Actor
from chalicelib.cloud.at_once import side_by_side
from chalicelib.cloud.read_once import keeps
from chalicelib.desk import Board, Entry, Score, ServiceSession, Suggestion
from chalicelib.hotline import Case
from chalicelib.transitions import Deed
from chalicelib.values import Value

_BEFORE: Final = timedelta(days=1)
"""The conversation begins so long before the request for a person, unless all of it is asked for."""
_UNLIKELY: Final = 0.1
"""An answer less likely than this is offered only to who looks for it."""
_MOST: Final = 300
"""Lines of a conversation, the latest."""
READ: Final = "desk:session:read"


class TalkLine(Value):
    """One line of a conversation, with its names in Chinese."""

    entry: Entry
    who: str
    """The agent's name, or which rung of the robot spoke."""
    state_name: str


class TalkStep(Value):
    """One line of a session's history."""

    at: AwareDatetime
    what: str
    by: str
    to: str
    """The name of the agent whom it was given or passed to; empty for the other steps."""
    note: str


class CaseSeen(Value):
    """The session at the hotline."""

    id: str
    state: str
    ticket: str
    problem: str


class WeChatLine(Value):
    """One line of WeChat's own client."""

    at: AwareDatetime
    agent: str
    """Empty for the follower."""
    text: str


class SessionSeen(Value):
    """A session as its page shows it."""

    at: AwareDatetime
    """Of this look."""
    session: ServiceSession
    owner_name: str
    team_name: str
    state_name: str
    ending_name: str
    reason: str
    left: int
    """Messages that WeChat takes now."""
    until: AwareDatetime | None
    """Until when; None: not now."""
    window_ends: AwareDatetime
    lines: tuple[TalkLine, ...]
    earlier: bool
    """Whether there are lines before the first."""
    history: tuple[TalkStep, ...]
    case: CaseSeen | None
    score: Score | None
    wechat: tuple[WeChatLine, ...]
    """Said on WeChat's own client in the session's days, where it was fetched."""
    deeds: tuple[Deed, ...]
    topics: tuple[str, ...]
    """What rings when something of it changes."""


def desk_board(by: Actor, account: str, now: datetime) -> tuple[Board, bool]:
    """The desk, and whether a hotline stands behind it. Raises ``UnknownAccount`` or ``PermissionDenied``."""
    questions: list[Callable[[], object]] = [
        lambda: people.require(by, READ, accounts.state(account).account.unit),
        lambda: hotline.settings_of(account),
        *desk.read_ahead(account),
    ]
    # Side by side, where a request keeps what it has read; who may not see the desk hears that, and nothing else.
    side_by_side(lambda ask: ask(), questions if keeps() else questions[:1])
    connected = hotline.settings_of(account) is not None
    return desk.board(account, by=by, now=now, hotline=connected), connected


def session_seen(
    by: Actor, account: str, ref: str, now: datetime, *, whole: bool = False
) -> SessionSeen:
    """One session; ``whole`` has every line that is kept.

    Raises ``UnknownAccount``, ``UnknownSession`` or ``PermissionDenied``.
    """
    unit = accounts.state(account).account.unit
    people.require(by, "desk:session:read", unit)
    seen = desk.view_session(account, ref, now, suggest=False)
    session, held = seen.session, people.permissions_of(by, unit)
    everybody, teams = desk.presences(account), desk.teams(account)
    team = teams.get(session.team)
    names = {one.agent.id: one.agent.name for one in everybody} | {desk.EXTERNAL: "热线"}
    begin = session.opened_at - _BEFORE
    wanted = [one for one in seen.entries if whole or one.at >= begin][-_MOST:]
    return SessionSeen(
        at=now,
        session=session,
        owner_name=names.get(session.owner, session.owner),
        team_name=team.name if team else session.team,
        state_name=desk.STATE_NAMES[session.state],
        ending_name=desk.ENDING_NAMES[session.ending] if session.ending else "",
        reason=desk.REASON_NAMES.get(session.reason, session.reason),
        left=seen.left,
        until=seen.until,
        window_ends=session.heard_at + desk.WINDOW,
        lines=tuple(_line(one, names) for one in wanted),
        earlier=len(wanted) < len(seen.entries),
        history=tuple(
            TalkStep(
                at=one.at,
                what=one.what,
                by=names.get(one.by, one.by),
                to=names.get(one.to, one.to),
                note=one.note,
            )
            for one in session.history
        ),
        case=_case(account, session),
        score=desk.quality.score_of(account, session.id),
        wechat=tuple(_wechat(session, now)),
        deeds=desk.deeds_of(
            session,
            by.person,
            next((one for one in everybody if one.agent.id == by.person), None),
            held,
            supervises="desk:session:supervise" in held,
            lead=team is not None and team.lead == by.person,
            hotline=hotline.settings_of(account) is not None,
        ),
        topics=(f"session:{session.id}", live.talk(account, session.openid)),
    )


class Suggested(Value):
    """Answers that may fit."""

    words: str
    """What they are answers to."""
    found: tuple[Suggestion, ...]


def suggested(by: Actor, account: str, ref: str, words: str, now: datetime) -> Suggested:
    """Released answers to these words, or to the follower's last ones. Raises as ``session_seen`` does."""
    people.require(by, "desk:session:read", accounts.state(account).account.unit)
    session = desk.find(account, ref, now)
    asked, unlikely = words.strip(), 0.0 if words.strip() else _UNLIKELY
    if not asked and session.openid:
        asked = desk.asked_last(conversation.latest(account, session.openid))
    found = desk.answers_to(account, asked, now)
    return Suggested(words=asked, found=tuple(one for one in found if one.confidence >= unlikely))


def _line(entry: Entry, names: dict[str, str]) -> TalkLine:
    who = names.get(entry.by, entry.by)
    if entry.rung:
        who = next(
            (name for rung, name in conversation.labels.RUNGS.items() if rung.value == entry.rung),
            entry.rung,
        )
    state = desk.MESSAGE_STATE_NAMES[entry.state] if entry.state else ""
    return TalkLine(entry=entry, who=who, state_name=state)


def _case(account: str, session: ServiceSession) -> CaseSeen | None:
    found: list[Case] = hotline.cases_of(account, session.id)
    if not found:
        return None
    last = found[-1]
    return CaseSeen(
        id=last.id,
        state=hotline.CASE_STATE_NAMES[last.state],
        ticket=last.hotline_ticket,
        problem=last.problem,
    )


def _wechat(session: ServiceSession, now: datetime) -> list[WeChatLine]:
    if not session.openid:
        return []
    since, until = session.opened_at - _BEFORE, (session.resolved_at or now) + _BEFORE
    found = []
    for one in desk.transcript_of(session.account, session.openid):
        at = datetime.fromtimestamp(one.time, now.tzinfo)
        if since <= at <= until:
            agent = one.worker if one.opercode != desk.Said.FOLLOWER else ""
            found.append(WeChatLine(at=at, agent=agent, text=one.text))
    return found
