"""Rules, and the decisions made with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from typing import Final, NamedTuple

from pydantic import AwareDatetime, Field, TypeAdapter, ValidationError, model_validator

from chalicelib.values import LateValue
from chalicelib.wechat.replies import Reply

Choose = Callable[[Sequence[Reply]], Reply]
"""Picks one of several replies."""


class Pick(StrEnum):
    """The choice among a rule's replies: 随机一条 or 全部."""

    ONE = "one"
    ALL = "all"


class Hours(LateValue):
    """When a rule speaks. Every bound is optional; the days and hours are those of Asia/Shanghai."""

    valid_from: AwareDatetime | None = None
    valid_until: AwareDatetime | None = None
    """The rule is silent from this moment on."""
    daily_from: time | None = None
    daily_until: time | None = None
    """Exclusive; earlier than ``daily_from`` means past midnight."""

    @model_validator(mode="after")
    def _make_sense(self) -> Hours:
        if (self.daily_from is None) != (self.daily_until is None):
            raise ValueError("daily_from and daily_until go together")
        if self.valid_from and self.valid_until and self.valid_from >= self.valid_until:
            raise ValueError("valid_until must come after valid_from")
        return self

    def cover(self, now: datetime) -> bool:
        """Whether a rule with these hours speaks at ``now`` (aware, Asia/Shanghai)."""
        if self.valid_from is not None and now < self.valid_from:
            return False
        if self.valid_until is not None and now >= self.valid_until:
            return False
        if self.daily_from is None or self.daily_until is None:
            return True
        at = now.time()
        if self.daily_from <= self.daily_until:
            return self.daily_from <= at < self.daily_until
        return at >= self.daily_from or at < self.daily_until


class Replies(LateValue):
    """Replies of which one, or all, are given."""

    replies: tuple[Reply, ...] = Field(min_length=1)
    pick: Pick = Pick.ONE


class Rule(Replies):
    """A keyword rule (规则): 全匹配 keywords equal the message, 半匹配 keywords stand in it."""

    name: str = Field(min_length=1, max_length=60)
    exact: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()
    priority: int = Field(default=0, ge=-1000, le=1000)
    """Higher wins; among equals the longer keyword, then the rule that stands first in the file."""
    hours: Hours | None = None
    must_answer: bool = False
    """必答: a contained keyword answers a long message too, where the knowledge base is sure of another answer."""

    @model_validator(mode="after")
    def _has_keywords(self) -> Rule:
        if not self.exact and not self.contains:
            raise ValueError("a rule needs at least one keyword")
        return self


class Stop(LateValue):
    """A time in which a service does not run; it begins and ends by itself."""

    since: AwareDatetime
    until: AwareDatetime | None = None
    """The first moment at which it is over; None: for good, as far as is known."""
    notice: str
    """What followers are told instead of the way to the service."""
    instead: str = ""
    """Id of a service to use instead."""

    def covers(self, now: datetime) -> bool:
        """Whether the service does not run at ``now`` (aware)."""
        return self.since <= now and (self.until is None or now < self.until)


class Service(LateValue):
    """A service (服务) that people call by its name; answered with the way to it."""

    id: str = ""
    """Of a service of the catalogue; links and menu entries name it by that."""
    name: str = Field(min_length=1, max_length=60)
    aliases: tuple[str, ...] = ()
    text: str = ""
    """The text beside the link; needed where there is no link."""
    link: str = ""
    """A page; for a mini program the page of old clients."""
    appid: str = ""
    """A mini program, opened at ``path``."""
    path: str = ""
    menu: str = ""
    """A menu key: answered as if it had been tapped."""
    about: str = ""
    """What it is for, in more words than its name: by these it is found where nobody named it."""
    basis: tuple[str, ...] = ()
    """办理依据: numbers or titles of policy documents, whose answers lead to it."""
    stops: tuple[Stop, ...] = ()
    page: str = ""
    """The address of its page, which ``text`` links to, with ``ACCOUNT_IN_PAGE`` for the account that answers."""

    @model_validator(mode="after")
    def _leads_somewhere(self) -> Service:
        if not (self.text or self.link or self.appid or self.menu):
            raise ValueError("a service needs a text, a link, a mini program or a menu key")
        return self


ACCOUNT_IN_PAGE: Final = "{account}"
"""Stands for the account's id in the address of a page: the services of a region are one object for many accounts."""


class ReplyRules(LateValue):
    """Everything that an operator writes for one account; the source of its reply book."""

    rules: tuple[Rule, ...] = ()
    follow: Replies | None = None
    """被关注回复."""
    scenes: dict[str, Replies] = Field(default_factory=dict)
    """QR scene → reply, on follow and on scan."""
    menu: dict[str, Replies] = Field(default_factory=dict)
    """Menu key → reply."""
    services: tuple[Service, ...] = ()
    types: dict[str, Replies] = Field(default_factory=dict)
    """MsgType (image, voice, …) → reply to messages without text."""
    default: Replies | None = None
    """默认回复, at most once an hour a follower."""

    def special(self) -> Iterator[Replies]:
        """Every reply that no keyword calls, but for services."""
        yield from filter(None, (self.follow, self.default))
        for keyed in (self.scenes, self.menu, self.types):
            yield from keyed.values()


class Rung(StrEnum):
    """The step of the answer ladder that spoke (docs/architecture.md)."""

    EXACT = "exact"
    CONTAINS = "contains"
    APPOINTMENT = "appointment"
    """预约: the counter answers, with reads and writes of its own (docs/appointments-followers.md)."""
    FOLLOW = "follow"
    SCENE = "scene"
    MENU = "menu"
    SERVICE = "service"
    """服务入口: a service called by its name."""
    FAQ = "faq"
    CLARIFY = "clarify"
    """猜你想问: the likely questions, to tap."""
    DEFERRED = "deferred"
    """A link to an answer that is still being looked for."""
    PERSON = "person"
    WAITING = "waiting"
    """In the queue for a person: told the position."""
    CALM = "calm"
    """Rudeness met with a calm line."""
    TAPPED = "tapped"
    """A tapped link that led nowhere: told so."""
    FEEDBACK = "feedback"
    """Thanks for saying whether an answer helped."""
    TYPE = "type"
    DEFAULT = "default"
    OWNED = "owned"
    """A person owns the conversation: the robot is silent."""
    SILENT = "silent"
    """Nothing to say: acknowledged."""


class Reason(StrEnum):
    """Why a conversation goes to a person."""

    ASKED = "asked"
    """The follower wrote so."""
    TAPPED = "tapped"
    """The follower tapped 转人工."""
    RULE = "rule"
    """A rule of the account says so."""


class Handover(LateValue):
    """That a person is to answer, and why; the desk opens a session for it."""

    reason: Reason
    ticket: str
    """The number that the follower is told, like ``T1123-7F3K2``; made from the message's key."""
    skill: str = ""
    """The department whose matter it is; empty where that is open."""


@dataclass(slots=True)
class Decision:
    """The answer to a message, and the reason for it; recorded with the message. Nobody changes one: ``replace`` does.

    It is made for every message, from values that are checked already: no validator runs then, and it is not frozen,
    since a frozen one sets every field by a call (docs/decisions/0346).
    """

    rung: Rung
    reply: Reply | None = None
    follow_ups: tuple[Reply, ...] = ()
    """Further replies of a rule that gives all; sent as customer-service messages."""
    rule: str | None = None
    """The rule's name, where one spoke."""
    keyword: str | None = None
    """The keyword that matched, as the operator wrote it; of a service, the name it was called by."""
    book_version: int = 0
    entry: str | None = None
    """The FaqEntry or document that answers, or of which a page or a vote was asked for."""
    score: float | None = None
    """The probability that the knowledge base is right (0 to 1), where it was consulted."""
    clarify: tuple[str, ...] = ()
    """The entries offered to tap, best first."""
    department: str | None = None
    """The owner of the entry that answers, or is offered first."""
    news: tuple[str, ...] | None = None
    """The agreements (``WANTS#`` items) whose answer the reply tells besides; None where it tells none."""
    later: bool = False
    """Whether a link to a later answer was given: the second stage is to look."""
    handover: Handover | None = None
    kf_messages: int = 0
    """Customer-service messages that this answer spends of the follower's five (sheet §2.7)."""

    def to_json(self) -> str:
        """The decision as it is kept, without what is None."""
        return _KEPT.dump_json(self, exclude_none=True).decode()

    @classmethod
    def from_json(cls, kept: str) -> Decision:
        """A kept decision; fields of a later version are passed over. Raises ``ValueError``, which shows none of it."""
        try:
            return _KEPT.validate_json(kept)
        except ValidationError as error:
            found = error.errors(include_url=False, include_context=False, include_input=False)
            places = ", ".join(f"{one['type']} at {one['loc']}" for one in found)
            raise ValueError(f"not a kept decision: {places}") from None


# A cold start makes ready the two that it reads and writes, BookFile and Decision; the parts come with them.
_KEPT: Final = TypeAdapter(Decision)


class AskedMessage(NamedTuple):
    """One message with words, and what answered it."""

    at: int
    """Unix seconds."""
    key: str
    text: str
    rung: Rung
    who: str
    rule: str = ""
    entry: str = ""
    tap: str = ""
    """The id of the link that was tapped; such a message was not typed."""
    score: float | None = None
