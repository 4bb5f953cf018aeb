"""Orders (指令) of a unit to units below it, and each unit's receipt (回执). Values only."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, Literal, NewType

from pydantic import AwareDatetime, Field

from chalicelib.values import Value

OrderId = NewType("OrderId", str)
"""``zl-20261201093000-7f3k``: when it was begun (Asia/Shanghai) and four random characters; sorts by time."""

TITLE_CHARS: Final = 80
TEXT_CHARS: Final = 5000
NOTE_CHARS: Final = 500
MOST_FILES: Final = 10
MOST_LINKS: Final = 20


Level = Literal["province", "city", "county", "township", "direct"]
"""Values of ``units.UnitLevel``."""


class OrderKind(StrEnum):
    """What is ordered."""

    REPRINT = "reprint"
    TOPIC = "topic"
    TAKEDOWN = "takedown"
    CORRECTION = "correction"
    RECTIFICATION = "rectification"
    SUBMISSION = "submission"
    RESPONSE = "response"


class Urgency(StrEnum):
    """The level of urgency: 特急, 加急, 平急."""

    EXTRA = "extra"
    URGENT = "urgent"
    PLAIN = "plain"


class OrderEvidence(StrEnum):
    """What has to come back with a report."""

    LINK = "link"
    PICTURE = "picture"
    TEXT = "text"


class OrderState(StrEnum):
    """The life of an order."""

    DRAFT = "draft"
    WAITING = "waiting"
    """One person has issued it; it takes another."""
    ISSUED = "issued"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    DROPPED = "dropped"


class OrderAction(StrEnum):
    """What persons, and the system, do with an order."""

    EDIT = "edit"
    DROP = "drop"
    ISSUE = "issue"
    APPROVE = "approve"
    REFUSE = "refuse"
    AMEND = "amend"
    APPROVE_AMENDMENT = "approve_amendment"
    REFUSE_AMENDMENT = "refuse_amendment"
    REMIND = "remind"
    WITHDRAW = "withdraw"
    CLOSE = "close"


class ReceiptState(StrEnum):
    """The life of an order at one unit."""

    SENT = "sent"
    SIGNED = "signed"
    WORKING = "working"
    REPORTED = "reported"
    RETURNED = "returned"
    DONE = "done"
    WITHDRAWN = "withdrawn"


class ReceiptAction(StrEnum):
    """What is done with a receipt."""

    SIGN = "sign"
    START = "start"
    FORWARD = "forward"
    REPORT = "report"
    ACKNOWLEDGE = "acknowledge"
    CLOSE = "close"
    RETURN = "return"
    REMIND = "remind"
    ADOPTED = "adopted"
    """An account of the unit has taken the attached article over."""
    PUBLISHED = "published"
    """Every account of the unit has the attached article out, or what was to be taken down is gone."""
    WITHDRAW = "withdraw"


class Behind(StrEnum):
    """Which units of an order are urged by hand."""

    UNSIGNED = "unsigned"
    OVERDUE = "overdue"
    OPEN = "open"
    """Whoever has still to sign, to work or to report."""


class Urging(StrEnum):
    """How far an overdue step has been escalated."""

    NONE = ""
    REMINDED = "reminded"
    SUPERVISED = "supervised"
    CIRCULATED = "circulated"


class AddressWay(StrEnum):
    """How units are addressed."""

    TREE = "tree"
    TAG = "tag"
    LIST = "list"


class OrderAddress(Value):
    """Who gets an order; always units below the one that issues it."""

    way: AddressWay = AddressWay.TREE
    root: str = ""
    """Of a tree: a unit that gets it together with those below; empty: all below the one that issues."""
    levels: tuple[Level, ...] = ()
    """Of a tree: only these levels; empty: all."""
    tags: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    """Of a list: accounts whose units get it; an attached article is offered to just these."""


class OrderFile(Value):
    """A file of an order or a report."""

    key: str
    name: str
    kind: str
    """``pdf``, ``docx``, ``xlsx``, ``png``, ``jpg`` …"""
    size: int
    """Bytes."""

    @property
    def picture(self) -> bool:
        """Whether it can be the picture that a report has to show."""
        return self.kind in ("png", "jpg", "gif")


class OrderClue(Value):
    """Of a 撤稿: what has to be taken down."""

    kind: str
    """``article``, ``text``, ``picture`` or ``link``."""
    value: str = Field(min_length=1, max_length=2000)


class Draft(Value):
    """What a person writes of an order."""

    kind: OrderKind
    urgency: Urgency = Urgency.PLAIN
    title: str = Field(min_length=1, max_length=TITLE_CHARS)
    text: str = Field(default="", max_length=TEXT_CHARS)
    attachments: tuple[OrderFile, ...] = Field(default=(), max_length=MOST_FILES)
    address: OrderAddress = OrderAddress()
    sign_by: AwareDatetime | None = None
    """None: by the urgency, when it is issued."""
    done_by: AwareDatetime | None = None
    wants: tuple[OrderEvidence, ...] = ()
    article: str = ""
    """Of a 转载: a released article of the unit."""
    clues: tuple[OrderClue, ...] = Field(default=(), max_length=20)


class Amendment(Value):
    """A supplement (补充) to an order that is issued."""

    number: int
    """From 1."""
    text: str
    by: str
    at: AwareDatetime


class Step(Value):
    """One step of the life of an order or a receipt."""

    action: str
    by: str
    at: AwareDatetime
    note: str = ""


class Order(Value):
    """One order."""

    id: OrderId
    unit: str
    draft: Draft
    state: OrderState = OrderState.DRAFT
    year: int = 0
    number: int = 0
    """Of the unit and year, without gaps; 0 until it is issued."""
    by: str
    """Who drafted it."""
    at: AwareDatetime
    first: str = ""
    """Who issued it first, where it takes two."""
    issued_by: str = ""
    issued_at: AwareDatetime | None = None
    receivers: int = 0
    """Units that it was addressed to."""
    amendments: tuple[Amendment, ...] = ()
    proposed: Amendment | None = None
    """A supplement that waits for a second person, where the order takes two."""
    offer: str = ""
    """Of a 转载: the offer that was made of it."""
    takedown: str = ""
    """Of a 撤稿: the case that was begun for it."""
    problem: str = ""
    """What stands in the way of the offer or the takedown."""
    steps: tuple[Step, ...] = ()
    version: int = 1

    @property
    def label(self) -> str:
        """The number as people write it: ``〔2026〕12号``; empty until it is issued."""
        return f"〔{self.year}〕{self.number}号" if self.number else ""


class Report(Value):
    """What a unit reports (反馈), with its evidence."""

    text: str = Field(default="", max_length=TEXT_CHARS)
    links: tuple[str, ...] = Field(default=(), max_length=MOST_LINKS)
    files: tuple[OrderFile, ...] = Field(default=(), max_length=MOST_FILES)
    why: str = Field(default="", max_length=NOTE_CHARS)
    """Why it comes although units below have not finished what was forwarded to them."""
    by: str = ""
    at: AwareDatetime | None = None


class Receipt(Value):
    """An order at one unit."""

    order: OrderId
    unit: str
    issuer: str
    """The unit that issued the order."""
    above: str
    """The unit that closes or returns it: the issuer, or the one that forwarded it."""
    label: str
    title: str
    kind: OrderKind
    urgency: Urgency
    state: ReceiptState = ReceiptState.SENT
    sign_by: AwareDatetime
    done_by: AwareDatetime
    sent_at: AwareDatetime
    signed_at: AwareDatetime | None = None
    signed_by: str = ""
    reported_at: AwareDatetime | None = None
    closed_at: AwareDatetime | None = None
    report: Report | None = None
    """The latest."""
    forwarded: tuple[str, ...] = ()
    """Units below that it was forwarded to (转办)."""
    note: str = ""
    """What the unit that forwarded it asks for."""
    returned: int = 0
    """How often it was returned."""
    signed_late: bool = False
    done_late: bool = False
    urged: Urging = Urging.NONE
    """How far the present step was escalated."""
    known: int = 0
    """Supplements that the unit has taken note of."""
    amended: int = 0
    """Supplements that it was told of."""
    copies: tuple[str, ...] = ()
    """``account article`` of the copies of the attached article."""
    out: tuple[str, ...] = ()
    """Accounts whose copy is out."""
    steps: tuple[Step, ...] = ()
    version: int = 1

    @property
    def open(self) -> bool:
        """Whether something is still to be done."""
        return self.state not in (ReceiptState.DONE, ReceiptState.WITHDRAWN)


class RoundKind(StrEnum):
    """What a round tells units of."""

    DELIVER = "deliver"
    FORWARD = "forward"
    AMEND = "amend"
    WITHDRAW = "withdraw"
    URGE = "urge"
    REMIND = "remind"
    """Urged by hand (催办), many units at once."""


class Round(Value):
    """Units that are to be told of something, one message each."""

    id: str
    kind: RoundKind
    units: tuple[str, ...]
    at: AwareDatetime
    by: str
    above: str = ""
    """Of a forwarding: the unit that forwards."""
    note: str = ""
    done_by: AwareDatetime | None = None
    """Of a forwarding: the deadline that the forwarder gives."""


class OrderLine(Value):
    """An order as it stands in the list of its unit."""

    id: OrderId
    unit: str
    label: str
    title: str
    kind: OrderKind
    urgency: Urgency
    state: OrderState
    receivers: int
    by: str
    at: AwareDatetime
    issued_at: AwareDatetime | None = None
    sign_by: AwareDatetime | None = None
    done_by: AwareDatetime | None = None
