"""A session by its reference: its ticket, the last five characters of that, or its id."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Final

from chalicelib.clock import SHANGHAI
from chalicelib.desk.errors import InvalidInput, UnknownSession
from chalicelib.desk.models import ServiceSession
from chalicelib.desk.sessions import store

_ID: Final = re.compile(r"^s-\d{8}-[0-9a-f]{12}$")
_TICKET_DAY: Final = re.compile(r"^T(\d{2})(\d{2})-", re.IGNORECASE)


def find(account_id: str, ref: str, now: datetime) -> ServiceSession:
    """The session that ``ref`` names; live ones come first.

    Raises ``UnknownSession``, or ``InvalidInput`` where it could be several.
    """
    ref = ref.strip()
    if _ID.match(ref):
        session = store.find(account_id, ref)
        if session is None:
            raise UnknownSession(account_id, ref)
        return session
    wanted = ref.upper()
    found = [
        session
        for session in store.live_sessions(account_id)
        if wanted and wanted in (session.ticket.upper(), session.ticket.upper().split("-")[-1])
    ]
    if not found:
        found = [
            one for day in _days(wanted, now) for one in store.sessions_of_day(account_id, day)
        ]
        found = [one for one in found if one.ticket.upper() == wanted]
    if not found:
        raise UnknownSession(account_id, ref)
    if len(found) > 1:
        ids = "、".join(session.id for session in found)
        raise InvalidInput(f"“{ref}”可以是几个会话：{ids}。请写出完整编号。")
    return found[0]


def _days(ticket: str, now: datetime) -> list[date]:
    """The days on which a ticket may have been given out: the latest of its name, and those beside it."""
    named = _TICKET_DAY.match(ticket)
    if named is None:
        return []
    today = now.astimezone(SHANGHAI).date()
    for year in (today.year, today.year - 1):
        try:
            day = date(year, int(named[1]), int(named[2]))
        except ValueError:
            continue
        if day <= today + timedelta(days=1):
            return [day + timedelta(days=step) for step in (-1, 0, 1)]
    return []
