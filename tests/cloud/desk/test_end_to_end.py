"""From the follower's word over ladder, stream and desk to the phone, with the simulator as WeChat."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
import pytest

from chalicelib import accounts, conversation, desk, followers, knowledge
from chalicelib.accounts import forget
from chalicelib.actor import local
from chalicelib.application import desk_media
from chalicelib.clock import utc_now
from chalicelib.cloud import objects, table
from chalicelib.conversation import Decision, Rung, receive
from chalicelib.desk import SessionState
from chalicelib.desk.agents import store as agent_store
from chalicelib.desk.reports import wechat_transcripts
from chalicelib.desk.reports.session_view import Speaker, view_session
from chalicelib.desk.sessions import store
from chalicelib.errors import Invalid
from chalicelib.knowledge import FaqEntry, Knowledge
from chalicelib.settings import settings
from chalicelib.triggers import outbox
from chalicelib.wechat.errors import UserUnreachable
from chalicelib.wechat.parse import typed
from tests.cloud.conversation.test_outbox import inserted
from tests.cloud.desk.conftest import ACCOUNT, NOW, Desk, taken
from tests.simulator.conftest import PNG, running
from wechat_simulator.settings import Settings

APPID = "wx0123456789abcdef"


@pytest.fixture(scope="module")
def platform() -> Iterator[str]:
    with running(Settings()) as url:
        yield url


@dataclass
class Phone:
    """A follower's telephone, and what our side makes of what they write."""

    url: str
    office: Desk
    user: str = ""
    openid: str = ""
    written: int = 0
    decisions: list[Decision] = field(default_factory=list)

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = httpx.post(f"{self.url}/_sim{path}", json=body)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    def deed(self, name: str, **body: Any) -> dict[str, Any]:
        return self.post(f"/accounts/{APPID}/users/{self.user}/{name}", body)

    def write(self, text: str, menu_id: str = "") -> Decision:
        """Write; the ladder decides, the stream tells the desk, twice."""
        tapped = {"bizmsgmenuid": menu_id} if menu_id else {}
        self.openid = self.deed("send", type="text", content=text, **tapped)["openid"]
        return self.pushed({"MsgType": "text", "Content": text, **tapped})

    def send_file(self, kind: str, name: str, body: bytes, **wire: str) -> str:
        """Send a picture or a voice; returns its id at WeChat."""
        at = f"{self.url}/_sim/accounts/{APPID}/users/{self.user}/media"
        made = httpx.post(at, params={"type": kind}, files={"media": (name, body)})
        media = str(made.raise_for_status().json()["media_id"])
        self.pushed({"MsgType": kind, "MediaId": media, **wire})
        return media

    def pushed(self, fields: dict[str, str]) -> Decision:
        """What our side makes of a message."""
        self.written += 1
        self.office.forward(seconds=5)
        wire: dict[str, Any] = {
            "ToUserName": "gh_1",
            "FromUserName": self.openid,
            "CreateTime": int(self.office.now.timestamp()),
            "MsgId": f"{24000000000000000 + self.written}",
            **fields,
        }
        push = typed(wire)
        forget()
        decision = receive(accounts.live(ACCOUNT), push, wire, self.office.now.timestamp())
        item = table.get(followers.partition(ACCOUNT, self.openid), f"IN#{push.key}")
        assert item is not None
        for _ in range(2):
            assert outbox.outbox(inserted(item), None) == {"batchItemFailures": []}
        self.decisions.append(decision)
        return decision

    def received(self) -> list[str]:
        """What arrived on the telephone as customer-service messages."""
        ledger = httpx.get(f"{self.url}/_sim/ledger?appid={APPID}").json()
        return [one["content"] for one in ledger if one["kind"] == "custom"]

    def chat(self) -> list[dict[str, Any]]:
        """What the telephone shows as received."""
        at = f"{self.url}/_sim/accounts/{APPID}/users/{self.user}/chat"
        found: list[dict[str, Any]] = httpx.get(at).json()
        return [one for one in found if one["direction"] == "in"]

    def uploads(self) -> int:
        """How many uploads of the day WeChat has counted."""
        quota = accounts.wechat_client(ACCOUNT).openapi.get_quota("/cgi-bin/media/upload")
        return int(quota["quota"]["used"])

    def work(self) -> None:
        for body in taken():
            desk.work(body, clock=self.office.clock)


@pytest.fixture
def phone(office: Desk, platform: str, monkeypatch: pytest.MonkeyPatch) -> Phone:
    monkeypatch.setenv("RONGMEI_WECHAT_API_URL", platform)
    settings.cache_clear()
    httpx.post(f"{platform}/_sim/reset")
    account = {"name": "云岭税务", "secret": "right", "token": "token"}
    httpx.put(f"{platform}/_sim/accounts/{APPID}", json=account).raise_for_status()
    held = Phone(platform, office)
    held.user = str(held.post("/users", {})["id"])
    held.deed("follow")
    held.post("/clock", {"move": 61})  # following, too, lets three messages follow for a minute
    return held


def test_a_question_before_the_tap_for_a_person_keeps_its_48_hours(phone: Phone) -> None:
    phone.write("月亮上怎么申报退税")
    assert phone.write("转人工", "person").handover is not None
    [session] = store.live_sessions(ACCOUNT)
    phone.office.forward(minutes=2)
    phone.post("/clock", {"move": 120})
    for number in range(5):
        desk.reply(
            ACCOUNT, session.ticket, f"答 {number + 1}", by=local("wang"), now=phone.office.now
        )
        phone.work()
    assert phone.received() == [f"答 {number + 1}" for number in range(5)]
    with pytest.raises(desk.CannotSend):
        desk.reply(ACCOUNT, session.ticket, "答 6", by=local("wang"), now=phone.office.now)


def test_who_asked_the_robot_before_is_sent_to_the_department_it_is_about(phone: Phone) -> None:
    asked = FaqEntry(id="q1", question="印花税怎么申报", answer="网上申报。", owner="税政处")
    key = f"reply-books/{ACCOUNT}/knowledge/one.bin"
    objects.write(
        key, knowledge.compiled.build(Knowledge(entries=(asked,))), "application/octet-stream"
    )
    conversation.put_knowledge_in_force(ACCOUNT, key, by="小王", now=NOW)
    agent_store.keep_agent(ACCOUNT, desk.Agent(id="zhao", name="小赵", skills=("税政处",)))
    desk.go_on_duty(ACCOUNT, by=local("zhao"), now=phone.office.now)

    assert phone.write("印花税怎么申报").department == "税政处"
    assert phone.write("转人工").handover is not None
    [session] = store.live_sessions(ACCOUNT)
    assert (session.skill, session.owner) == ("税政处", "zhao")

    desk.resolve(ACCOUNT, session.id, by=local("zhao"), now=phone.office.now)
    phone.office.forward(minutes=31)
    phone.write("转人工")
    [later] = store.live_sessions(ACCOUNT)
    assert later.skill == ""


def test_a_conversation_with_a_person_from_the_first_word_to_the_stars(phone: Phone) -> None:
    asked = phone.write("转人工")
    assert asked.rung is Rung.PERSON
    assert asked.handover is not None
    [session] = store.live_sessions(ACCOUNT)
    assert (session.state, session.owner) == (SessionState.OPEN, "wang")
    assert session.ticket == asked.handover.ticket

    for number in range(7):
        assert phone.write(f"第 {number + 1} 句").reply is None

    def reply(text: str) -> None:
        desk.reply(ACCOUNT, session.ticket, text, by=local("wang"), now=phone.office.now)
        phone.work()

    for number in range(5):
        reply(f"答 {number + 1}")
    with pytest.raises(desk.CannotSend):
        reply("答 6")
    assert phone.received() == [f"答 {number + 1}" for number in range(5)]
    client = accounts.wechat_client(ACCOUNT)
    with pytest.raises(UserUnreachable, match="45047"):
        client.message.send_text(phone.openid, "第六条")

    seen = view_session(ACCOUNT, session.ticket, phone.office.now)
    followers_words = [one.text for one in seen.entries if one.speaker is Speaker.FOLLOWER]
    assert followers_words == ["转人工", *(f"第 {number + 1} 句" for number in range(7))]
    assert [one.rung for one in seen.entries if one.speaker is Speaker.ROBOT] == ["person"]
    assert seen.left == 0

    phone.write("谢谢")
    desk.resolve(ACCOUNT, session.ticket, by=local("wang"), now=phone.office.now)
    phone.work()
    assert f"msgmenuid=rate:{session.id}:5" in phone.received()[-1]
    thanks = phone.write("非常满意", f"rate:{session.id}:5")
    assert thanks.reply is not None
    assert desk.find(ACCOUNT, session.id, phone.office.now).rating == 5
    assert phone.write("再见").rung is not Rung.OWNED


def test_pictures_and_voices_go_both_ways(phone: Phone) -> None:
    phone.write("转人工")
    [session] = store.live_sessions(ACCOUNT)
    voice = b"#!AMR\n" + bytes(range(64))
    phone.send_file("image", "a.png", PNG, PicUrl="http://127.0.0.1/a.png")
    phone.send_file("voice", "a.amr", voice, Format="amr", Recognition="退税没到")
    wang = local("wang")

    def files() -> list[desk_media.Media]:
        seen = view_session(ACCOUNT, session.ticket, phone.office.now)
        keys = [one.key for one in seen.entries if one.content and one.content.media]
        now = phone.office.now
        return [desk_media.media_of(wang, ACCOUNT, session.id, key, now) for key in keys]

    assert files() == [(PNG, "image/png"), (voice, "audio/amr")]

    def send(body: bytes) -> list[desk.AgentMessage]:
        return desk_media.send_picture(wang, ACCOUNT, session.id, body, phone.office.now)[1]

    [queued] = send(PNG)
    phone.work()
    assert desk.find_message(ACCOUNT, phone.openid, queued.id).state is desk.MessageState.SENT
    [arrived] = [one for one in phone.chat() if one.get("type") == "image"]
    assert accounts.wechat_client(ACCOUNT).media.download(arrived["media_id"]).content == PNG
    assert files()[-1] == (PNG, "image/png"), "colleagues see it, too"
    assert desk.budget(ACCOUNT, phone.openid).left(phone.office.now) == 4
    for nothing in (b"%PDF-1.7", b"<svg onload=alert(1)>", b"\x89PNG\r\n\x1a\n" + bytes(5_000_000)):
        with pytest.raises(Invalid):
            send(nothing)
    for _ in range(4):
        send(PNG)
    uploads = phone.uploads()
    with pytest.raises(desk.CannotSend):
        send(PNG)
    assert phone.uploads() == uploads, "what may not be sent is not handed to WeChat"


def test_who_left_the_account_is_told_apart_from_who_is_slow(phone: Phone) -> None:
    phone.write("转人工")
    [session] = store.live_sessions(ACCOUNT)
    phone.deed("unfollow")
    _, [line] = desk.reply(ACCOUNT, session.id, "您好", by=local("wang"), now=phone.office.now)
    phone.work()
    seen = view_session(ACCOUNT, session.id, phone.office.now)
    [said] = [one for one in seen.entries if one.speaker is Speaker.AGENT]
    assert said.state is desk.MessageState.REFUSED
    assert "45015" in said.problem
    assert (seen.left, line.by) == (0, "wang")


def test_outside_hours_the_ladder_promises_and_the_desk_keeps_it(phone: Phone) -> None:
    phone.office.now = NOW.replace(hour=12)
    for agent in ("wang", "li"):
        desk.go_off_duty(ACCOUNT, by=local(agent), now=phone.office.now, hand_back=False)
    asked = phone.write("转人工")
    assert asked.handover is not None
    assert asked.handover.ticket in str(getattr(asked.reply, "content", ""))
    [session] = store.live_sessions(ACCOUNT)
    assert (session.state, session.ticket) == (SessionState.PENDING, asked.handover.ticket)
    assert phone.write("还在吗").rung is Rung.WAITING
    phone.office.now = NOW.replace(hour=1) + timedelta(days=1)
    desk.go_on_duty(ACCOUNT, by=local("wang"), now=phone.office.now)
    assert desk.find(ACCOUNT, session.id, phone.office.now).owner == "wang"


def test_what_wechats_own_agents_said_is_fetched_page_by_page_and_kept_once(
    phone: Phone,
) -> None:
    name = "wang@yunling"
    client = accounts.wechat_client(ACCOUNT)
    client.customservice.add_account(name, "小王")
    base = f"/accounts/{APPID}/agents/{name}"
    httpx.put(f"{phone.url}/_sim{base}", json={"bound": True, "online": True}).raise_for_status()
    openid = phone.deed("send", type="text", content="在吗")["openid"]
    client.customservice.create_session(openid, name)
    for number in range(3):
        phone.deed("send", type="text", content=f"问 {number}")
        phone.post(f"{base}/say", {"openid": openid, "content": f"答 {number}"})
    from datetime import datetime

    from chalicelib.clock import SHANGHAI

    today = datetime.now(SHANGHAI).date()
    for _ in range(2):
        found = wechat_transcripts.fetch_day(ACCOUNT, today, by=local("ops"), now=utc_now(), page=4)
    assert (found.records, found.followers) == (6, 1)
    kept = [(one.opercode, one.text) for one in wechat_transcripts.transcript_of(ACCOUNT, openid)]
    assert sorted(kept) == sorted(
        [(2003, f"问 {n}") for n in range(3)] + [(2002, f"答 {n}") for n in range(3)]
    )


def test_an_account_with_wechats_agents_transfers_and_opens_nothing(
    phone: Phone, hire: Callable[..., None]
) -> None:
    from chalicelib import accounts

    known = accounts.current(ACCOUNT).account
    accounts.store.update_account(
        known.model_copy(update={"agents": accounts.Agents.WECHAT}), instead_of=0
    )
    forget()
    asked = phone.write("转人工")
    assert asked.reply is not None
    assert asked.reply.type == "transfer_customer_service"
    assert store.live_sessions(ACCOUNT) == []
    assert conversation.latest(ACCOUNT, phone.openid)
