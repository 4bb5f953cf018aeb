"""A unit with a newsroom, a department and an account, and followers who write to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from chalicelib import accounts, conversation, desk, knowledge, notices, people, topics
from chalicelib.actor import local
from chalicelib.application import incoming, tell_askers, topic_events
from chalicelib.application.release_knowledge import release_knowledge
from chalicelib.cloud import table
from chalicelib.conversation import Decision, Replies, ReplyRules
from chalicelib.people import Role
from chalicelib.topics import Basis, Department, Duty, Topic, TopicText
from chalicelib.wechat.parse import typed
from chalicelib.wechat.replies import TextReply
from tests.cloud.conftest import forget
from tests.cloud.desk.conftest import ACCOUNT, Desk, taken
from tests.cloud.newsroom.people import newsroom_of

UNIT: Final = ACCOUNT
LI, ZHI, FA, CAI, ZONG = (local(name) for name in ("li", "zhi", "fa", "cai", "zongbian"))
QUESTION: Final = "电子烟批发环节消费税怎么算"
ANSWER: Final = "按批发环节销售额的百分之十一计算，季度终了后十五日内申报。"


@dataclass
class Loop:
    """Everything that a test moves."""

    office: Desk
    messages: int = 0
    replies: list[str] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        return self.office.now

    def says(self, text: str, openid: str = "oA", tap: str = "") -> str:
        """A follower writes, or taps; the stream follows. Returns the robot's reply."""
        self.messages += 1
        self.office.wechat[openid] = 5
        wire: dict[str, Any] = {
            "ToUserName": "gh",
            "FromUserName": openid,
            "CreateTime": int(self.now.timestamp()),
            "MsgType": "text",
            "Content": text,
            "MsgId": str(1000 + self.messages),
        }
        if tap:
            wire["bizmsgmenuid"] = tap
        forget()
        decision = conversation.receive(
            accounts.live(ACCOUNT), typed(wire), wire, self.now.timestamp()
        )
        self.streams(openid, f"M#{1000 + self.messages}")
        return said(decision)

    def streams(self, openid: str, key: str) -> None:
        """The stream tells of a push."""
        item = table.get(f"FOLLOWER#{ACCOUNT}#{openid}", f"IN#{key}", consistent=True)
        assert item is not None
        recorded = conversation.recorded(item)
        assert recorded is not None
        incoming.follow(recorded, self.now)

    def wants(self, openid: str = "oA", text: str = QUESTION) -> None:
        """A follower asks, gets no answer, and wants to be told."""
        offered = self.says(text, openid)
        assert "有答复时告诉我" in offered
        assert self.says("有答复时告诉我", openid, f"tell:M#{1000 + self.messages}").startswith(
            "好的"
        )

    def leaves(self, openid: str = "oA") -> None:
        self._event("unsubscribe", openid)

    def comes_back(self, openid: str = "oA") -> None:
        self._event("subscribe", openid)

    def _event(self, name: str, openid: str) -> None:
        wire: dict[str, Any] = {
            "ToUserName": "gh",
            "FromUserName": openid,
            "CreateTime": int(self.now.timestamp()),
            "MsgType": "event",
            "Event": name,
            "EventKey": "",
        }
        push = typed(wire)
        incoming.follow(
            conversation.RecordedPush(
                ACCOUNT,
                push.key,
                push,
                Decision(rung=conversation.Rung.SILENT),
                int(self.now.timestamp()),
            ),
            self.now,
        )

    def taken_answer(self, title: str = QUESTION) -> Topic:
        """A topic whose department has answered, and whose answer an editor took."""
        text = TopicText(title=title, matter="消费税", account=ACCOUNT)
        topic = topics.new_topic(UNIT, text, by=LI, now=self.now)
        topics.inquiries.ask(topic.id, by=LI, now=self.now)
        basis = [Basis(title="财政部公告2022年第33号", url="https://example.gov.cn/33")]
        topics.inquiries.answer(topic.id, ANSWER, basis, by=CAI, now=self.now)
        return topics.inquiries.take(topic.id, by=LI, now=self.now)

    def released(self, topic: Topic) -> None:
        """Two persons release the knowledge that holds a topic's entry."""
        number = knowledge.versions.working(ACCOUNT).number
        knowledge.versions.submit(ACCOUNT, number, by=ZHI, now=self.now)
        release_knowledge(ACCOUNT, number, by=FA, now=self.now)
        forget()

    def works(self, *, desk_too: bool = True) -> None:
        """What stands in the queue is done, until nothing is left."""
        for _ in range(20):
            bodies = taken()
            if not bodies:
                return
            for body in bodies:
                self.does(body, desk_too)

    def does(self, body: str, desk_too: bool = True) -> None:
        if tell_askers.is_task(body):
            tell_askers.work(body, self.now)
        elif topic_events.is_task(body):
            topic_events.work(body, self.now)
        elif notices.is_task(body):
            return  # what becomes of a notice is tested where notices are
        elif desk_too and not conversation.follow_ups.is_task(body):
            desk.work(body, sender_for=lambda _: self.office.send, clock=self.office.clock)

    def later(self, **by: float) -> None:
        self.office.now += timedelta(**by)


def said(decision: Decision) -> str:
    return decision.reply.content if isinstance(decision.reply, TextReply) else ""


def set_up(office: Desk) -> Loop:
    """People, the responsibility table, and a default reply."""
    newsroom_of(UNIT)
    for person, role in {
        "zhi": Role.KNOWLEDGE_EDITOR,
        "fa": Role.KNOWLEDGE_EDITOR,
        "cai": Role.DEPARTMENT,
        "she": Role.DEPARTMENT,
    }.items():
        people.add_staff(person, UNIT, [role], by=local("ops"), now=office.now)
    topics.set_duties(
        UNIT,
        [
            Department(id="goods", name="货物和劳务税处", people=("cai",), lead="zongbian"),
            Department(id="social", name="社会保险费处", people=("she",)),
        ],
        [Duty(matter="消费税", department="goods", days=3, remind=1)],
        base=0,
        by=ZONG,
        now=office.now,
    )
    accounts.change_account(ACCOUNT, {"tell_answers": True}, by=local("ops"), now=office.now)
    default = Replies(replies=(TextReply(content="您的问题我们已经收到。"),))
    rules = ReplyRules(default=default)
    conversation.import_rules(ACCOUNT, rules, source="t", by=local("ops"), now=office.now)
    # Nobody is at the desk: what is unanswered gets the default reply.
    return Loop(office)


START: Final = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
