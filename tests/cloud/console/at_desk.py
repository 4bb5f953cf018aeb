"""A desk of the city: agents of each role that may be one, a session that waits, one that goes on, one that is over."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from chalicelib import desk
from chalicelib.actor import SYSTEM, local
from chalicelib.clock import SHANGHAI, utc_now
from chalicelib.conversation import Handover, Reason
from chalicelib.desk import ServiceSession

ALL_DAY: Final = "00:00-23:59"


def open_all_day(account: str, now: datetime) -> None:
    """Whatever the hour of the test, the desk is open."""
    desk.setup.set_hours(account, None, by=SYSTEM, now=now, spans=ALL_DAY, weekdays="1-7")


def hire(account: str, *people: str, now: datetime, on: bool = True, **details: object) -> None:
    """Make them agents, on duty or not."""
    for person in people:
        fields = {"id": person, "name": f"坐席{person}", **details}
        desk.setup.add_agent(account, fields, by=SYSTEM, now=now)
        if on:
            desk.go_on_duty(account, by=local(person), now=now)


def ask_for_person(
    account: str, openid: str, text: str, now: datetime, *, assigned: bool = True
) -> ServiceSession:
    """A follower asks for a person."""
    key = f"M#{openid}"
    handover = Handover(reason=Reason.ASKED, ticket=f"T1201-{openid[-5:].upper():0>5}")
    message = desk.FollowerMessage(account, openid, key, now, text)
    offer = desk.assign if assigned else _leave
    session = desk.open_session(message, handover, offer=offer)
    assert session is not None
    return session


def _leave(session: ServiceSession, _now: datetime) -> ServiceSession:
    return session


def fill(account: str, mark: str, agent: str, others: list[str]) -> dict[str, str]:
    """One session of each state, with the ids by which routes name them."""
    now = utc_now()
    open_all_day(account, now)
    hire(account, agent, now=now)
    over = ask_for_person(account, "o-over1", f"{mark}问完了", now - timedelta(minutes=2))
    desk.reply(account, over.id, f"{mark}答复", by=local(agent), now=now)
    desk.resolve(account, over.id, by=local(agent), now=now, survey=False)
    going = ask_for_person(account, "o-open1", f"{mark}退税", now)
    hire(account, *others, now=now)
    waiting = ask_for_person(account, "o-wait1", f"{mark}社保", now, assigned=False)
    desk.setup.add_agent(account, {"id": "spare"}, by=SYSTEM, now=now)
    desk.setup.set_team(account, "spare", {"name": f"{mark}备用组"}, by=SYSTEM, now=now)
    desk.keep_canned(account, "问候", f"{mark}您好", None, by=SYSTEM, now=now)
    return {
        "session": going.id,
        "waiting_session": waiting.id,
        "resolved_session": over.id,
        "key": going.key,
        "agent": "spare",
        "team": "spare",
        "today": now.astimezone(SHANGHAI).date().isoformat(),
    }
