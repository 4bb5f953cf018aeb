"""A message, an account's people and its knowledge as values, for tests of the ladder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from chalicelib.accounts import Agents, DeskView
from chalicelib.conversation.ladder.context import AccountContext
from chalicelib.conversation.ladder.decide import decide
from chalicelib.conversation.models import Decision, ReplyRules
from chalicelib.conversation.rules.reply_book import ReplyBook
from chalicelib.followers import FollowerState
from chalicelib.knowledge import (
    Candidate,
    CompiledEntry,
    Consultation,
    Link,
    PolicyDocument,
    Zone,
)
from chalicelib.wechat.parse import typed
from chalicelib.wechat.replies import TextReply

NOW = datetime(2026, 12, 1, 12, 0, tzinfo=timezone(timedelta(hours=8)))
CREATED = int(datetime(2026, 12, 1, 4, 0, tzinfo=UTC).timestamp())
NOBODY = FollowerState()

RULES = ReplyRules.model_validate(
    {
        "rules": [
            {
                "name": "地址",
                "exact": ["地址", "怎么走"],
                "replies": [{"type": "text", "content": "青溪市云山路 1 号"}],
            },
            {
                "name": "转",
                "exact": ["找坐席"],
                "replies": [{"type": "transfer_customer_service"}],
            },
        ],
        "services": [
            {"name": "发票代开", "aliases": ["代开发票"], "link": "https://example.org/fp"},
            {"name": "预约办税", "appid": "wx0000000000000001", "path": "pages/book"},
            {"name": "办税厅", "menu": "HALL"},
        ],
        "menu": {"HALL": {"replies": [{"type": "text", "content": "菜单里的办税厅"}]}},
        "default": {"replies": [{"type": "text", "content": "默认"}]},
    }
)
BOOK = ReplyBook(RULES, 7)

ENTRIES = {
    "q1": CompiledEntry(
        id="q1",
        question="印花税怎么申报",
        answer="登录电子税务局申报。",
        basis=(Link(title="云岭省印花税公告", url="https://example.org/1"),),
    ),
    "q2": CompiledEntry(
        id="q2", question="印花税税率是多少", answer="按税目税率表。", owner="税政处"
    ),
    "long": CompiledEntry(
        id="long", question="退税流程", answer="先在网上提交申请，再等待审核。" * 150
    ),
}
PAPER = PolicyDocument(id="d1", number="云税发〔2026〕3号", title="关于印花税的公告")
STAFFED = DeskView(agents=3, on_duty=2, issued=9, served=5)
CLOSED = DeskView(
    agents=3,
    issued=9,
    served=5,
    opens=CREATED + 20 * 3600,
    closes=CREATED + 28 * 3600,
)


@dataclass
class Known:
    """Knowledge as a table: text → what is found; counts how often it was asked."""

    found: Mapping[str, Consultation] = field(default_factory=dict)
    entries: Mapping[str, CompiledEntry] = field(default_factory=lambda: ENTRIES)
    policies: Sequence[PolicyDocument] = (PAPER,)
    consulted: list[str] = field(default_factory=list)

    def consult(self, text: str) -> Consultation:
        self.consulted.append(text)
        return self.found.get(text, Consultation())

    def entry(self, entry_id: str) -> CompiledEntry | None:
        return self.entries.get(entry_id)

    def policy(self, document_id: str) -> PolicyDocument | None:
        return next((one for one in self.policies if one.id == document_id), None)


def candidates(*ids: str, confidence: float = 0.6) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(id=id_, question=ENTRIES[id_].question, confidence=confidence) for id_ in ids
    )


KNOWN = {
    "印花税咋申报": Consultation(zone=Zone.SURE, candidates=candidates("q1", confidence=0.97)),
    "印花税": Consultation(zone=Zone.UNSURE, candidates=candidates("q1", "q2")),
    "退税流程是什么": Consultation(zone=Zone.SURE, candidates=candidates("long", confidence=0.99)),
    "云税发[2026]3号": Consultation(
        zone=Zone.SURE, candidates=candidates("q1"), documents=(PAPER,)
    ),
}


def push(kind: str, **fields: Any) -> Any:
    return typed(
        {"ToUserName": "gh", "FromUserName": "oA", "CreateTime": CREATED, "MsgType": kind}
        | {"MsgId": "1"}
        | fields
    )


def text(content: str) -> Any:
    return push("text", Content=content)


def tapped(menu_id: str, content: str = "印花税怎么申报") -> Any:
    return push("text", Content=content, bizmsgmenuid=menu_id)


def ask(
    what: Any,
    follower: FollowerState = NOBODY,
    *,
    known: Mapping[str, Consultation] | Known | None = None,
    desk: DeskView | None = None,
    agents: Agents = Agents.OWN,
    second_look: bool = False,
    book: ReplyBook = BOOK,
) -> Decision:
    """What the ladder decides for ``what``, a text or a push."""
    knowledge = Known(known) if isinstance(known, Mapping) else known
    account = AccountContext(agents, desk or DeskView(), second_look, knowledge)
    message = text(what) if isinstance(what, str) else what
    return decide(message, book, follower, NOW, first, account)


def first(replies: Sequence[Any]) -> Any:
    return replies[0]


def said(decision: Decision) -> str:
    assert isinstance(decision.reply, TextReply)
    return decision.reply.content
