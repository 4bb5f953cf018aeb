"""A province, a city and a county with an article that stands in many places, and a WeChat that counts deletions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib import (
    accounts,
    catalogue,
    conversation,
    distribution,
    knowledge,
    newsroom,
    people,
    publishing,
    takedown,
    units,
)
from chalicelib.accounts import AccountKind, Limit, OfficialAccount, Period, Scarce
from chalicelib.actor import Actor, KnownBy, local
from chalicelib.application import (
    control_tasks,
    service_spread,
    takedown_search,
    takedown_steps,
    takedown_work,
    takedowns,
)
from chalicelib.application.release_knowledge import release_knowledge
from chalicelib.catalogue import Catalogue, Service
from chalicelib.cloud import clients
from chalicelib.conversation import Replies, ReplyRules, Rule
from chalicelib.distribution import Requirement
from chalicelib.knowledge import PolicyDocument
from chalicelib.newsroom import StoredArticle
from chalicelib.people import Role
from chalicelib.publishing import Delivery, DeliveryState, Way
from chalicelib.settings import settings
from chalicelib.takedown import Clue, ClueKind, Page, Place, Published, Takedown
from chalicelib.units import UnitLevel
from chalicelib.wechat.errors import WeChatError, refusal
from chalicelib.wechat.replies import TextReply
from tests.cloud.newsroom.people import NOW, composed, newsroom_of
from tests.cloud.publishing.inside import delivery_store

TITLE = "小规模纳税人增值税减免政策延续到年底"
BODY = (
    "自2026年1月1日至2026年12月31日，小规模纳税人月销售额不超过15万元的，免征增值税。"
    "适用3%征收率的应税销售收入，减按1%征收率征收增值税；适用3%预征率的预缴增值税项目，减按1%预征率预缴增值税。"
    "纳税人可以在电子税务局填写申报表，系统自动计算减免税额，不需要另外报送资料。"
)
QUOTE = "减按1%征收率征收增值税；适用3%预征率的预缴增值税项目，减按1%预征率预缴增值税。"
ROOM = dict.fromkeys((Scarce.MASS, Scarce.MASS_TO_ALL), Limit(count=100, per=Period.DAY))
ZONG1 = Actor(person="zong1", known_by=KnownBy.SIGN_IN)
ZONG2 = Actor(person="zong2", known_by=KnownBy.SIGN_IN)
GUAN = Actor(person="guan", known_by=KnownBy.SIGN_IN)
LEVELS = {"province": UnitLevel.PROVINCE, "city": UnitLevel.CITY, "county": UnitLevel.COUNTY}


class Killed(BaseException):
    """The worker's process is gone."""


def refused(errcode: int) -> WeChatError:
    return refusal(
        errcode, f"words of {errcode} rid: 1-2", appid="wx0", api="/cgi-bin/x", answer={}
    )


@dataclass
class WeChat:
    """What stands at WeChat, for all accounts: mass sends by number, publications by article_id."""

    masses: dict[int, bool] = field(default_factory=dict)
    """Whether it is deleted."""
    published: dict[str, list[Page]] = field(default_factory=dict)
    of: dict[str, list[str]] = field(default_factory=dict)
    """Account → article_ids."""
    deleted: list[object] = field(default_factory=list)
    """Every deletion that took effect or would have: the ledger."""
    before: list[BaseException] = field(default_factory=list)
    after: list[BaseException] = field(default_factory=list)

    def publish(self, account: str, article_id: str, *pages: Page) -> None:
        self.published[article_id] = list(pages)
        self.of.setdefault(account, []).append(article_id)

    def gone(self, article_id: str) -> bool:
        return all(one.deleted for one in self.published[article_id])


@dataclass
class Line:
    """One account's way to it: ``takedown.Platform`` and what ``publishing.Channel`` needs of it."""

    account: str
    wechat: WeChat

    def ready(self) -> None:
        pass

    def publications(self, offset: int) -> Sequence[Published]:
        listed = [
            Published(one, NOW, tuple(self.wechat.published[one]))
            for one in self.wechat.of.get(self.account, [])
            if not self.wechat.gone(one)
        ]
        return listed[offset : offset + 20]

    def publication(self, article_id: str) -> tuple[Page, ...] | None:
        pages = self.wechat.published.get(article_id)
        return None if pages is None or self.wechat.gone(article_id) else tuple(pages)

    def delete(self, article_id: str, part: int) -> None:
        self._fault(self.wechat.before)
        pages = self.wechat.published[article_id]
        self.wechat.deleted.append((article_id, part))
        for number, page in enumerate(pages, 1):
            if part in (0, number):
                pages[number - 1] = page._replace(deleted=True)
        self._fault(self.wechat.after)

    def mass_status(self, msg_id: int) -> str:
        return "DELETE" if self.wechat.masses[msg_id] else "SEND_SUCCESS"

    def delete_sent(self, msg_id: int, article: int) -> None:
        self._fault(self.wechat.before)
        self.wechat.deleted.append((msg_id, article))
        self.wechat.masses[msg_id] = True
        self._fault(self.wechat.after)

    def delete_published(self, article_id: str, article: int) -> None:
        self.delete(article_id, article)

    def drafts(self) -> list[Any]:
        return []

    def _fault(self, faults: list[BaseException]) -> None:
        if faults:
            raise faults.pop(0)


@dataclass
class Matrix:
    """Three units, what they published, WeChat and a clock."""

    article: StoredArticle
    wechat: WeChat = field(default_factory=WeChat)
    now: datetime = field(default_factory=lambda: datetime(2026, 11, 23, 2, 0, tzinfo=UTC))

    def clock(self) -> datetime:
        return self.now

    def line(self, account: str) -> Line:
        return Line(account, self.wechat)

    def begin(self, *clues: Clue, by: Actor = ZONG1, unit: str = "province") -> Takedown:
        wanted = clues or (Clue(kind=ClueKind.ARTICLE, value=self.article.id),)
        return takedowns.begin(wanted, unit=unit, reason="税率写错", by=by, now=self.now)

    def found(self, *clues: Clue, by: Actor = ZONG1, unit: str = "province") -> Takedown:
        made = self.begin(*clues, by=by, unit=unit)
        self.work()
        return takedown.store.get(made.id)

    def places(self, case: Takedown) -> list[Place]:
        return [one for c in takedown.store.checklists(case.id) for one in c.places]

    def approve(self, case: Takedown, by: Actor = ZONG2) -> Takedown:
        return takedowns.approve(case.id, by=by, now=self.now)

    def work(self, rounds: int = 40) -> None:
        """Carry out everything that is queued, and let time pass, until nothing is due within the hour."""
        for _ in range(rounds):
            done = self.once()
            self.sweep()
            if not done and not self._queued():
                later = [one for one in _due() if one <= self.now + timedelta(hours=1)]
                if not later:
                    return
                self.now = max(self.now, min(later))
            self.now += timedelta(seconds=5)

    def sweep(self) -> None:
        """What the minute's sweep queues; pushes are looked at here at once."""
        takedown_work.sweep(self.now)
        distribution.sweep(self.now)
        for delivery in list(delivery_store.due(self.now)):
            publishing.deliver(delivery.id, channel_for=self.line, clock=self.clock)  # type: ignore[arg-type]

    def once(self) -> int:
        """Everything that is in the queues now, each message once."""
        messages = taken(settings().control_queue_url)
        for message in messages:
            self.carry_out(message)
        for message in taken(settings().distribution_queue_url):
            distribution.carry_out(message, self.now)
        for message in taken(settings().delivery_queue_url):
            publishing.deliver(message, channel_for=self.line, clock=self.clock)  # type: ignore[arg-type]
        return len(messages)

    def carry_out(self, message: str) -> None:
        kind, _, about = message.partition(" ")
        if kind == "takedown":
            takedown_work.tend(about, self.clock)
        elif kind == "takedown_search":
            takedown_search.search(about, self.clock, self.line)
        else:
            takedown_steps.steps(about, self.clock, self.line)

    def _queued(self) -> bool:
        url = settings().control_queue_url
        told = clients.sqs().get_queue_attributes(
            QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"]
        )
        return told["Attributes"]["ApproximateNumberOfMessages"] != "0"

    def review(self, article_id: str) -> None:
        for person in ("chu", "fu", "zhong"):
            newsroom.approve(article_id, by=local(person), now=self.now)

    def pushed(self, account: str, article_id: str, way: Way = Way.MASS, **known: Any) -> Delivery:
        """A push of it that WeChat has confirmed."""
        delivery = self.scheduled(account, article_id, way)
        number = 7000 + len(self.wechat.masses)
        if way is Way.MASS:
            self.wechat.masses[number] = False
            known = {"msg_id": number, **known}
        else:
            article = f"page-{account}"
            url = f"https://mp.weixin.qq.com/s/{account}"
            self.wechat.publish(account, article, Page(TITLE, f"<p>{BODY}</p>", url, "", False))
            known = {"publish_id": "9", "article_id": article, "urls": (url,), **known}
        state = {"state": DeliveryState.CONFIRMED, "first_tried_at": self.now, "due_at": None}
        return delivery_store.save(
            delivery, delivery.model_copy(update={**state, "tidied": True, **known})
        )

    def scheduled(self, account: str, article_id: str, way: Way = Way.MASS) -> Delivery:
        at = self.now + timedelta(hours=3)
        planned = publishing.plan_issue(
            account,
            at=at,
            by=local("li"),
            now=self.now,
            article_ids=[article_id],
            off_slot=True,
            way=way,
        )
        issue = publishing.schedule(planned.id, by=local("li"), now=self.now, off_slot=True)
        assert issue.delivery is not None
        return publishing.get(issue.delivery)


def taken(url: str) -> list[str]:
    sqs = clients.sqs()
    bodies: list[str] = []
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", []):
        for message in messages:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            bodies.append(message["Body"])
    return bodies


def _due() -> list[datetime]:
    far = datetime(2030, 1, 1, tzinfo=UTC)
    cases = [takedown.store.get(one) for one in takedown.store.due(far)]
    return [one.due_at for one in cases if one.due_at]


def account(account_id: str) -> None:
    accounts.store.add_account(
        OfficialAccount(
            id=account_id,
            name=f"{account_id}税务",
            unit=account_id,
            kind=AccountKind.SERVICE,
            appid=f"wx000000{account_id}",
            limits=ROOM,
        )
    )


@pytest.fixture
def matrix(cloud: None) -> Matrix:
    """The units with their accounts, and an article of the province that all three stages have approved."""
    newsroom_of("province")
    for person, role in (("zong1", Role.CHIEF), ("zong2", Role.CHIEF), ("guan", Role.CONTROLLER)):
        people.add_staff(person, "province", [role], by=local("ops"), now=NOW)
    for unit, parent in (("city", "province"), ("county", "city")):
        units.add_unit(unit, name=unit, level=LEVELS[unit], parent=parent)
    for unit in LEVELS:
        account(unit)
    made = newsroom.create(composed(TITLE, BODY), unit="province", by=local("li"), now=NOW)
    newsroom.submit(made.id, by=local("li"), now=NOW)
    known = Matrix(newsroom.get_article(made.id))
    known.review(made.id)
    known.article = newsroom.get_article(made.id)
    return known


def adopted(matrix: Matrix) -> dict[str, str]:
    """The article is offered to all below, taken over by each, and approved there; returns the copies by account."""
    offer = distribution.make_offer(
        matrix.article.id,
        requirement=Requirement.MANDATORY,
        deadline=matrix.now + timedelta(days=2),
        by=local("li"),
        now=matrix.now,
    )
    for _ in range(3):
        for message in taken(settings().distribution_queue_url):
            distribution.carry_out(message, matrix.now)
    found = {}
    for one in ("city", "county"):
        copy = distribution.receipt(offer.id, one).article
        assert copy is not None
        matrix.review(copy)
        found[one] = copy
    return found


def everywhere(matrix: Matrix) -> dict[str, str]:
    """A place of each kind; returns the copies."""
    copies = adopted(matrix)
    matrix.pushed("province", matrix.article.id)
    matrix.pushed("city", copies["city"], Way.PUBLISH)
    matrix.scheduled("county", copies["county"])
    by_hand = Page("转载：" + TITLE, f"<p>{BODY}</p>", "https://mp.weixin.qq.com/s/hand", "", False)
    matrix.wechat.publish("county", "hand-1", by_hand)
    replied(matrix, "county")
    known_entry(matrix, "city")
    served()
    drafted(matrix)
    return copies


def drafted(matrix: Matrix) -> StoredArticle:
    """Somebody has typed it anew and not submitted it."""
    content = composed("草稿：" + TITLE, BODY)
    return newsroom.create(content, unit="province", by=local("li"), now=matrix.now)


def replied(matrix: Matrix, account_id: str) -> None:
    rule = Rule(name="减免", exact=("减免",), replies=(TextReply(content=QUOTE),))
    other = Rule(name="地址", exact=("地址",), replies=(TextReply(content="人民路一号"),))
    rules = ReplyRules(
        rules=(rule, other), follow=Replies(replies=(TextReply(content="欢迎关注。"),))
    )
    conversation.import_rules(
        account_id, rules, source="规则.xlsx", by=local("ops"), now=matrix.now
    )


def known_entry(matrix: Matrix, account_id: str) -> None:
    cells = {"question": "小规模纳税人怎么减免增值税？", "answer": QUOTE, "standing": "启用"}
    knowledge.versions.add_entry(account_id, cells, by=local("ops"), now=matrix.now)
    document = PolicyDocument(id="relief", title=f"{TITLE}：{QUOTE}", link="https://tax.example/p")
    other = PolicyDocument(id="stamp", title="印花税税目税率表")
    knowledge.versions.edit(
        account_id,
        lambda known: knowledge.versions.with_policies(known, [document, other], replace=False),
        by=local("ops"),
        source="政策.xlsx",
        now=matrix.now,
    )
    cells = {"question": "办税厅几点开门？", "answer": "工作日九点到十七点。", "standing": "启用"}
    made = knowledge.versions.add_entry(account_id, cells, by=local("ops"), now=matrix.now).version
    assert made is not None
    knowledge.versions.submit(account_id, made.version, by=local("ops"), now=matrix.now)
    release_knowledge(account_id, made.version, by=local("ops2"), now=matrix.now)


def served() -> None:
    service = Service(
        id="relief",
        name="增值税减免申报",
        category="我要报税",
        web="https://tax.example/relief",
        summary=QUOTE,
    )
    made = catalogue.versions.edit(
        "province", lambda _: Catalogue(services=(service,)), by=local("ops"), now=NOW, source="x"
    )
    assert made is not None
    catalogue.versions.submit("province", made.version, by=local("ops"), now=NOW)
    service_spread.release_catalogue("province", made.version, by=local("ops2"), now=NOW)


__all__ = ["control_tasks"]
