"""An account with templates, followers who answer pop-ups, and WeChat with a count of its own at the other end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
from botocore.client import BaseClient

from chalicelib import accounts, conversation, notices, units
from chalicelib.accounts import AccountKind, Limit, OfficialAccount, Period, Scarce, Secrets
from chalicelib.application import incoming
from chalicelib.cloud import clients, table
from chalicelib.conversation import Decision, RecordedPush, Rung
from chalicelib.notices import Purpose, Sending, Template, TemplateKind, Wiring, setup_store
from chalicelib.settings import settings
from chalicelib.wechat.errors import refusal
from chalicelib.wechat.parse import typed

ACCOUNT: Final = "city"
ONE, LONG = "tpl-one", "tpl-long"
NOW: Final = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
"""Ten in the morning in Shanghai."""
VALUES: Final[dict[str, str | datetime]] = {
    "hall": "青溪厅",
    "service": "代开",
    "time": NOW + timedelta(days=1),
}
_EVENTS: Final = {"popup": "Popup", "change": "Change", "sent": "Sent"}


class Killed(BaseException):
    """The process is gone."""


class Reaper:
    """Kills the process after one call of AWS; counts them."""

    def __init__(self, patch: pytest.MonkeyPatch, at: int = 0) -> None:
        call: Callable[..., Any] = BaseClient._make_api_call  # type: ignore[attr-defined]
        self.seen = 0

        def dying(client: BaseClient, name: str, arguments: Any) -> Any:
            answer = call(client, name, arguments)
            self.seen += 1
            if self.seen == at:
                raise Killed(name)
            return answer

        patch.setattr(BaseClient, "_make_api_call", dying)


@dataclass
class World:
    """What happens, minute by minute."""

    now: datetime = NOW
    wechat: Counter[tuple[str, str]] = field(default_factory=Counter)
    """WeChat's own count of what each follower accepts of each template."""
    sent: list[dict[str, Any]] = field(default_factory=list)
    """What WeChat took."""
    before: list[BaseException | None] = field(default_factory=list)
    """What WeChat does with the next notices before it takes them; None takes one."""
    after: list[BaseException | None] = field(default_factory=list)
    """The same, after it took them."""
    numbered: bool = True
    """Whether its answers have the message's number."""
    clock_moves: timedelta = timedelta()

    def clock(self) -> datetime:
        self.now += self.clock_moves
        return self.now

    def later(self, **by: float) -> None:
        self.now += timedelta(**by)

    def send(self, body: dict[str, Any]) -> dict[str, Any]:
        fault = self.before.pop(0) if self.before else None
        if fault is not None:
            raise fault
        of = (str(body["touser"]), str(body["template_id"]))
        if self.wechat[of] < 1:
            raise refused(43101)
        if of[1] == ONE:
            self.wechat[of] -= 1
        self.sent.append(body)
        fault = self.after.pop(0) if self.after else None
        if fault is not None:
            raise fault
        return {"errcode": 0, "msgid": 7000 + len(self.sent)} if self.numbered else {"errcode": 0}

    def accepts(self, openid: str = "oA", template: str = ONE, times: int = 1) -> None:
        """A follower accepts, at WeChat and here."""
        for _ in range(times):
            self.later(seconds=1)
            self.wechat[openid, template] += 1
            self.event("popup", openid, [{"TemplateId": template, "SubscribeStatusString": "accept", "PopupScene": "1"}])  # fmt: skip

    def event(self, kind: str, openid: str, entries: list[dict[str, str]], at: datetime | None = None) -> None:  # fmt: skip
        """The stream tells of an event about notices."""
        named = _EVENTS[kind]
        incoming.follow(self.push(openid, f"subscribe_msg_{kind}_event", at, **{f"SubscribeMsg{named}Event": {"List": entries}}), self.now)  # fmt: skip

    def said(self, number: int, openid: str = "oA", template: str = ONE, code: str = "0") -> None:
        """WeChat's last word on a message."""
        entry = {"TemplateId": template, "MsgID": str(number), "ErrorCode": code, "ErrorStatus": "success" if code == "0" else "user refuse"}  # fmt: skip
        self.event("sent", openid, [entry])

    def leaves(self, openid: str = "oA") -> None:
        incoming.follow(self.push(openid, "unsubscribe", None), self.now)

    def push(self, openid: str, event: str, at: datetime | None, **more: Any) -> RecordedPush:
        wire = {
            "ToUserName": "gh",
            "FromUserName": openid,
            "CreateTime": int((at or self.now).timestamp()),
            "MsgType": "event",
            "Event": event,
            **more,
        }
        push = typed(wire)
        decision = Decision(rung=Rung.SILENT)
        return conversation.RecordedPush(ACCOUNT, push.key, push, decision, int(self.now.timestamp()))  # fmt: skip

    def tell(self, key: str = "k", openid: str = "oA", **more: Any) -> notices.Told:
        """A notice is asked for."""
        return notices.tell(ACCOUNT, openid, Purpose.APPOINTMENT_REMINDER, VALUES, key=key, now=self.now, **more)  # fmt: skip

    def works(self) -> int:
        """What stands in the queue is done, until nothing is left; returns how many tasks there were."""
        number = 0
        while bodies := taken():
            for body in bodies:
                number += 1
                notices.work(body, self.clock, lambda _: self.send)
        return number

    def minute(self, number: int = 1) -> None:
        for _ in range(number):
            self.later(minutes=1)
            notices.sweep(self.now)
            self.works()

    def of(self, key: str = "k", openid: str = "oA") -> Sending:
        found = notices.sending_of(ACCOUNT, openid, key)
        assert found is not None
        return found

    def left(self, openid: str = "oA", template: str = ONE) -> int:
        return notices.consent_store.read(ACCOUNT, openid, template).left


def refused(code: int) -> Exception:
    return refusal(code, "refused", appid="wx", api="/cgi-bin/message/subscribe/bizsend")


def taken() -> list[str]:
    """Take everything from the queue."""
    url, bodies = settings().outgoing_queue_url, []
    while (
        found := clients.sqs().receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages")
    ):
        for message in found:
            clients.sqs().delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            bodies.append(message["Body"])
    return bodies


def set_up() -> World:
    """The account with one template of each kind; the one-time one serves reminders."""
    units.add_unit("city", name="青溪市税务局", level=units.UnitLevel.CITY)
    account = OfficialAccount(id=ACCOUNT, name="市局", unit="city", kind=AccountKind.SERVICE, appid="wx0123456789abcdef")  # fmt: skip
    accounts.store.add_account(account)
    accounts.store.keep_secrets(
        ACCOUNT, Secrets.model_validate({"app_secret": "right", "token": "token"})
    )
    for id_, kind in ((ONE, TemplateKind.ONE_TIME), (LONG, TemplateKind.LONG_TERM)):
        content = "事项:{{thing1.DATA}}\n时间:{{time2.DATA}}"
        made = Template(id=id_, title=f"{id_} 提醒", kind=kind, fields=notices.fields.read_fields(content), content=content, fetched_at=NOW)  # fmt: skip
        table.transact([setup_store.template_action(ACCOUNT, made)])
    serve(Purpose.APPOINTMENT_REMINDER, ONE, "{hall}{service}", "{time}")
    return World()


def serve(purpose: Purpose, template: str, thing: str, time: str) -> None:
    """A template serves a purpose."""
    wiring = Wiring(purpose=purpose, template=template, lines={"thing1": thing, "time2": time})
    setup_store.wire(ACCOUNT, wiring, [])


def allow(number: int) -> None:
    """WeChat takes so many notices a day."""
    before = accounts.state(ACCOUNT).account
    limits = {Scarce.NOTICE: Limit(count=number, per=Period.DAY)}
    item = before.model_copy(update={"limits": limits})
    table.update("ACCOUNTS", ACCOUNT, "SET doc = :doc", {":doc": item.model_dump_json()})
    accounts.forget()
