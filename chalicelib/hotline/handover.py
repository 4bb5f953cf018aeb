"""Followers on their way to the hotline: sessions handed over, by agents or by themselves, and what is written on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from chalicelib import accounts, desk
from chalicelib.cloud import table
from chalicelib.desk import MessageState, ServiceSession, SessionState, external
from chalicelib.desk.reports.session_view import Entry, Speaker, view_session
from chalicelib.hotline import contract, service, store, tasks
from chalicelib.hotline.errors import HandedBefore, NotConnected, UnknownCase
from chalicelib.hotline.models import TranscriptLine, When

_BEFORE: Final = timedelta(days=1)
"""How much of what was said before a person was asked for the hotline gets to see."""
_MOST_LINES: Final = 60
_TRIES: Final = 4
_WHO: Final = {
    Speaker.FOLLOWER: "follower",
    Speaker.ROBOT: "robot",
    Speaker.AGENT: "agent",
}
"""Who speaks as the contract calls them; private notes never leave."""


def give(
    account_id: str, ref: str, now: datetime, *, agent_id: str = "", note: str = ""
) -> ServiceSession:
    """Hand the session that ``ref`` names to the hotline, by an agent or (without) by itself; twice is once.

    The session changes hands in the transaction that opens the hotline's case, with all that was said up to then.
    Raises ``NotConnected``, ``HandedBefore``, or what ``desk.external.hand_out`` does.
    """
    secret = store.secret_of(account_id)
    name = accounts.state(account_id).account.name

    def case(session: ServiceSession) -> list[table.Action]:
        if _has_case(session):
            raise HandedBefore(session.ticket)
        said = _said(session, now)
        return service.hand_over_actions(
            session.account,
            session.id,
            name=name,
            follower=(secret, session.openid),
            ticket=session.ticket,
            reason=session.reason,
            skill=session.skill,
            opened_at=session.opened_at,
            transcript=tuple(_lines(said)),
            told=[contract.message_path(session.id, entry.key) for entry in said if entry.key],
            now=now,
        )

    for _ in range(_TRIES):
        try:
            given = external.hand_out(account_id, ref, now, agent_id=agent_id, note=note, also=case)
        except desk.SessionChanged:
            continue  # the follower wrote on: that belongs to the story
        tasks.ask_for(account_id, given.id)
        return given
    raise desk.SessionChanged(f"会话 {ref} 一直在被别处更新，请重试。")


def takes_all(account_id: str) -> bool:
    """Whether every conversation of an account is the hotline's."""
    connected = store.settings_of(account_id)
    return connected is not None and connected.when is When.ALWAYS


def opened(session: ServiceSession, now: datetime) -> ServiceSession:
    """See to a session that was just asked for: the hotline's where the account says so, else the desk's.

    Telling it twice changes nothing: what the hotline had once is not handed over by itself again.
    """
    if session.state is not SessionState.PENDING:
        return session
    if _takes(session, now) and not _has_case(session):
        try:
            return give(session.account, session.id, now)
        except NotConnected:
            pass  # disconnected this very moment
    return external.pass_by(session, now)


def wrote(session: ServiceSession, key: str, text: str, at: datetime, now: datetime) -> bool:
    """Pass on what the follower wrote to a session that the hotline has; False where there is nothing to pass on.

    Telling it twice changes nothing: a message is a call of its own path.
    """
    if session.owner != desk.EXTERNAL or not session.live:
        return False
    try:
        return service.follower_wrote(session.account, session.id, key, text, at, now)
    except UnknownCase:
        return False


def _takes(session: ServiceSession, now: datetime) -> bool:
    connected = store.settings_of(session.account)
    if connected is None or connected.when is When.MANUAL:
        return False
    return connected.when is When.ALWAYS or not desk.staffed(session, now)


def _has_case(session: ServiceSession) -> bool:
    try:
        store.case(session.account, session.id)
    except UnknownCase:
        return False
    return True


def _said(session: ServiceSession, now: datetime) -> list[Entry]:
    """What was said on this matter, as far as both sides saw it."""
    seen = view_session(session.account, session.id, now, suggest=False)
    since = session.opened_at - _BEFORE
    return [
        entry
        for entry in seen.entries
        if entry.at >= since and entry.speaker in _WHO and entry.state is not MessageState.REFUSED
    ][-_MOST_LINES:]


def _lines(said: Iterable[Entry]) -> Iterable[TranscriptLine]:
    for entry in said:
        yield TranscriptLine.model_validate(
            {"at": entry.at, "who": _WHO[entry.speaker], "text": entry.text}
        )
