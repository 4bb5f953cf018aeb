"""Sessions on their way to the hotline: handed over, offered, and the follower's later messages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from chalicelib import accounts, desk
from chalicelib.actor import SYSTEM, Actor
from chalicelib.cloud import table
from chalicelib.desk import Entry, MessageState, ServiceSession, SessionState, Speaker, view_session
from chalicelib.hotline import connection, service, store, tasks
from chalicelib.hotline.errors import NotConnected, UnknownCase
from chalicelib.hotline.models import OVER, TranscriptLine, When

_BEFORE: Final = timedelta(days=1)
"""The transcript begins so long before the request for a person."""
_MOST_LINES: Final = 60
_TRIES: Final = 4
_WHO: Final = {
    Speaker.FOLLOWER: "follower",
    Speaker.ROBOT: "robot",
    Speaker.AGENT: "agent",
}
"""Authors as the contract calls them; private notes never leave."""


def give(account_id: str, ref: str, *, by: Actor, now: datetime, note: str = "") -> ServiceSession:
    """Hand the session that ``ref`` names over to the hotline, by an agent or the system (``SYSTEM``); twice is once.

    A session that came back from the hotline can be given again: it is another conversation there.

    The session changes hands in the transaction that opens the hotline's case, with the transcript up to then.
    Raises ``NotConnected``, ``PermissionDenied``, or what ``desk.external.hand_over`` raises.
    """
    secret = connection.secret_of(account_id)
    name = accounts.state(account_id).account.name

    def case(session: ServiceSession) -> list[table.Action]:
        before = store.cases_of(session.account, session.id)
        if before and before[-1].state not in OVER:
            service.close(
                before[-1], "已由公众号坐席接回", now
            )  # no worker has told the hotline yet
        said = _said(session, now)
        return service.hand_over_actions(
            session.account,
            session.id,
            number=len(before) + 1,
            name=name,
            follower=(secret, session.openid),
            ticket=session.ticket,
            reason=session.reason,
            skill=session.skill,
            opened_at=session.opened_at,
            transcript=tuple(_lines(said)),
            told=[entry.key for entry in said if entry.key],
            now=now,
        )

    for _ in range(_TRIES):
        try:
            given = desk.external.hand_over(account_id, ref, by=by, now=now, note=note, also=case)
        except desk.SessionChanged:
            continue  # the follower wrote on: that belongs into the transcript
        tasks.ask_for_session(account_id, given.id)
        return given
    raise desk.SessionChanged(f"会话 {ref} 一直在被别处更新，请重试。")


def offer(session: ServiceSession, now: datetime) -> ServiceSession:
    """Offer a pending session to the hotline where the account says so, else to the desk's agents (``desk.Offer``).

    Twice changes nothing: a session that the hotline had once is not handed over by itself again.
    """
    if session.state is not SessionState.PENDING:
        return session
    if _takes(session, now) and not _has_case(session):
        try:
            return give(session.account, session.id, by=SYSTEM, now=now)
        except NotConnected:
            pass  # disconnected this very moment
    return desk.assign(session, now)


def wrote(session: ServiceSession, key: str, text: str, at: datetime, now: datetime) -> bool:
    """Pass a follower's message on to the hotline that has the session; False where there is nothing to pass on.

    Twice changes nothing: a message is a call of its own path.
    """
    if session.owner != desk.EXTERNAL or not session.live:
        return False
    try:
        return service.follower_wrote(session.account, session.id, key, text, at, now)
    except UnknownCase:
        return False


def _takes(session: ServiceSession, now: datetime) -> bool:
    connected = connection.settings_of(session.account)
    if connected is None or connected.when is When.MANUAL:
        return False
    return connected.when is When.ALWAYS or not desk.staffed(session, now)


def _has_case(session: ServiceSession) -> bool:
    return bool(store.cases_of(session.account, session.id))


def _said(session: ServiceSession, now: datetime) -> list[Entry]:
    """The messages on this matter that both sides saw."""
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
