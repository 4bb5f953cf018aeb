"""A follower who books in the chat: says words, taps links that they were sent, scans codes. Through the whole callback."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from itertools import count
from typing import Any, Final, NamedTuple
from urllib.parse import unquote

from chalicelib import appointments
from chalicelib.appointments import Booking, Hall, HallService, Person
from chalicelib.appointments.models import Span
from chalicelib.clock import SHANGHAI, utc_now
from tests.cloud.conversation.test_callback import call, content, push

UNIT: Final = "province"
HALL: Final = "north"
_LINK: Final = re.compile(
    r'<a href="weixin://bizmsgmenu\?msgmenucontent=([^&"]*)&msgmenuid=([^"]*)">(.*?)</a>'
)
_ids = count(1000)


class Tap(NamedTuple):
    """A link that stands in a reply."""

    said: str
    menu_id: str
    shown: str


def today() -> date:
    """The day in Asia/Shanghai."""
    return utc_now().astimezone(SHANGHAI).date()


def tomorrow() -> date:
    """A day that every hall here is open on, none of whose slots has begun."""
    return today() + timedelta(days=1)


def hall(hall_id: str = HALL, **fields: Any) -> Hall:
    """A hall that is open every day from nine to eleven, with one service of two places, kept."""
    hours = (Span(start=time(9), end=time(11)),)
    plain: dict[str, Any] = {
        "id": hall_id,
        "unit": UNIT,
        "name": "云岭区办税服务厅",
        "place": "云岭区学府路 8 号",
        "week": (hours,) * 7,
        "holidays": False,
        "opens_at": time(0),
        "services": (HallService(id="fapiao", name="发票领用", minutes=60, capacity=2),),
        "per_person": 3,
        "per_day": 2,
    }
    made = Hall(**plain | fields)
    try:
        seen = appointments.halls.get(made.id).version
    except appointments.errors.UnknownHall:
        seen = 0
    return appointments.halls.save(made, by="test", now=utc_now(), seen=seen)


class Follower:
    """Somebody who has the account in their WeChat."""

    def __init__(self, openid: str = "oFollower") -> None:
        self.openid: Final = openid
        self.person: Final = Person("province", openid)
        self.reply = ""
        """The last reply."""
        self._last: tuple[str, dict[str, str]] = ("", {})

    def say(self, words: str, menu_id: str = "", msg_id: int | None = None) -> str:
        """Write something; returns the reply."""
        fields: dict[str, Any] = {
            "MsgType": "text",
            "Content": words,
            "MsgId": msg_id or next(_ids),
        }
        if menu_id:
            fields["bizmsgmenuid"] = menu_id
        return self._send(fields)

    def menu(self, key: str = "appointment") -> str:
        """Tap an entry of the menu; each at a second of its own, as WeChat tells taps apart."""
        return self._event("CLICK", key)

    def scan(self, hall_id: str = HALL, *, follows: bool = False) -> str:
        """Scan the code that hangs in a hall; ``follows`` with it."""
        if follows:
            return self._event("subscribe", f"qrscene_hall-{hall_id}", Ticket="t")
        return self._event("SCAN", f"hall-{hall_id}", Ticket="t")

    def tap(self, shown: str) -> str:
        """Tap the first link of the last reply that begins so; returns the reply."""
        found = next((one for one in self.links if one.shown.startswith(shown)), None)
        assert found is not None, f"no link “{shown}” in {self.reply}"
        return self.say(found.said, found.menu_id)

    def again(self) -> str:
        """WeChat tries the last push once more; the reply to that."""
        return content(call(*self._last))

    @property
    def links(self) -> list[Tap]:
        """The links of the last reply."""
        return [Tap(unquote(said), id_, shown) for said, id_, shown in _LINK.findall(self.reply)]

    @property
    def bookings(self) -> list[Booking]:
        """What this follower has booked and not yet done."""
        return appointments.open_of(self.person, utc_now())

    def _event(self, event: str, key: str, **more: str) -> str:
        self._seconds = getattr(self, "_seconds", 0) + 1
        created = int(utc_now().timestamp()) - 60 + self._seconds
        return self._send(
            {"MsgType": "event", "Event": event, "EventKey": key, "CreateTime": created} | more
        )

    def _send(self, fields: dict[str, Any]) -> str:
        self._last = push({"FromUserName": self.openid} | fields)
        self.reply = content(call(*self._last))
        assert len(self.reply.encode()) <= 2048
        return self.reply
