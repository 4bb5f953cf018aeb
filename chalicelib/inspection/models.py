"""Inspection (巡检) as values: indicators, what is found by them, and the runs in which accounts were looked at."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final, NamedTuple

from pydantic import AwareDatetime, Field, StringConstraints

from chalicelib.values import Value

REASON_CHARS: Final = 500
TEXT_CHARS: Final = 2000
MOST_PROOFS: Final = 10

IndicatorId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,40}$")]


class IndicatorGroup(StrEnum):
    """The groups of indicators (docs/inspection.md)."""

    SAFETY = "safety"
    UPDATE = "update"
    INTERACTION = "interaction"
    FUNCTION = "function"
    WORDING = "wording"
    ANSWERING = "answering"
    REPRINT = "reprint"
    REGISTER = "register"
    ORIGINAL = "original"


class FindingSeverity(StrEnum):
    """How much a finding weighs."""

    VETO = "veto"
    """单项否决: one is enough to fail."""
    DEDUCTION = "deduction"
    """扣分."""


class Method(StrEnum):
    """Who can see it."""

    AUTOMATIC = "automatic"
    PERSON = "person"


class Indicator(Value):
    """One thing that accounts are inspected for."""

    id: IndicatorId
    group: IndicatorGroup
    name: str = Field(min_length=1, max_length=80)
    severity: FindingSeverity
    points: int = Field(default=0, ge=0, le=100)
    """What one finding takes away from 100; of a veto it is not counted."""
    method: Method = Method.AUTOMATIC
    check: str = Field(default="", max_length=40)
    """The name of the automatic check (``checks.CHECKS``); empty for what only a person can see."""
    params: dict[str, int] = Field(default_factory=dict)
    """Thresholds of the check, such as ``days`` 14."""
    days: int = Field(default=5, ge=1, le=90)
    """Working days until it has to be put right."""
    basis: str = Field(default="", max_length=200)
    """Where it is demanded."""
    off: bool = False
    """Not inspected. Only a unit without another above it may switch an indicator off."""


class UnitIndicators(Value):
    """One version of what a unit adds to, or changes of, the indicators above it."""

    unit: str
    version: int = 0
    indicators: tuple[Indicator, ...] = Field(default=(), max_length=200)
    """New ones, and inherited ones with what is changed of them."""
    pass_line: int | None = Field(default=None, ge=0, le=100)
    """Points below which an account fails; None: as above."""
    words: tuple[ListedWord, ...] = Field(default=(), max_length=5000)
    """Words and names that count in this unit and below, beside the product's list."""
    by: str = ""
    at: AwareDatetime | None = None
    reason: str = Field(default="", max_length=REASON_CHARS)


class ListedWord(Value):
    """A word that is wrong or not to be used, or the name of a leader with the title that belongs to it."""

    kind: str = Field(default="wrong", pattern="^(wrong|banned|leader|host)$")
    wrong: str = Field(min_length=1, max_length=40)
    """The wrong word; of a leader the name."""
    right: str = Field(default="", max_length=60)
    """The right one; of a leader the title. ``、`` stands between several."""
    note: str = Field(default="", max_length=100)


UnitIndicators.model_rebuild()


class Rules(Value):
    """The indicators that count for a unit: its own and those of all units above, as of one version each."""

    unit: str
    version: str
    """``sheng.3+shi00.1``: the units that have a list of their own, from above, each with its version; ``0`` is the
    product's own."""
    indicators: tuple[Indicator, ...]
    pass_line: int
    words: tuple[ListedWord, ...] = ()

    def of_check(self, check: str) -> tuple[Indicator, ...]:
        """The indicators that an automatic check looks after."""
        return tuple(one for one in self.indicators if one.check == check and not one.off)


class PlaceKind(StrEnum):
    """Where something was found."""

    ARTICLE = "article"
    ATTACHMENT = "attachment"
    MENU = "menu"
    REPLY = "reply"
    FAQ = "faq"
    SERVICE = "service"
    ACCOUNT = "account"
    """The account as a whole: nothing published, no working way to write in."""


class Place(Value):
    """One place at an account."""

    kind: PlaceKind
    id: str = Field(default="", max_length=300)
    """Of an article ``{article_id}:{number}``; of a menu entry its path; of an entry or a service its id."""
    label: str = Field(default="", max_length=200)
    url: str = Field(default="", max_length=2048)

    @property
    def key(self) -> str:
        """What names the place."""
        return f"{self.kind}:{self.id}"


class Fault(Value):
    """What a check found, before it is a finding: all texts are masked already."""

    indicator: str
    place: Place
    what: str = Field(max_length=300)
    """What it is, without its surroundings: with indicator and place it names the finding."""
    said: str = Field(max_length=600)
    """A Chinese sentence for people."""
    around: str = Field(default="", max_length=400)
    """The text around the place, masked."""


class FindingState(StrEnum):
    """The states of a finding."""

    OPEN = "open"
    """待整改."""
    RECTIFIED = "rectified"
    """已整改, with proof; waits for 复查."""
    RETURNED = "returned"
    """退回: still there, or the proof is not enough."""
    APPEALED = "appealed"
    """申诉中."""
    CLOSED = "closed"
    REVOKED = "revoked"
    """The appeal was right: it was no fault."""
    GONE = "gone"
    """已消失: a later check did not find it any more."""


ACTIVE: Final = frozenset(
    {FindingState.OPEN, FindingState.RETURNED, FindingState.RECTIFIED, FindingState.APPEALED}
)
"""States that count against an account."""
TO_DO: Final = frozenset({FindingState.OPEN, FindingState.RETURNED})
"""States in which the unit has something to do."""


class FindingAction(StrEnum):
    """What can be done with a finding."""

    RECTIFY = "rectify"
    CLOSE = "close"
    SEND_BACK = "send_back"
    APPEAL = "appeal"
    UPHOLD = "uphold"
    """The appeal is right: the finding is revoked."""
    REFUSE = "refuse"
    """The appeal is not right."""
    VANISH = "vanish"
    REAPPEAR = "reappear"


class Step(Value):
    """One step of a finding."""

    at: AwareDatetime
    by: str
    what: str
    """``found``, or an action."""
    note: str = ""


class Finding(Value):
    """One thing that is wrong at an account, with its evidence and what became of it."""

    id: str
    account: str
    unit: str
    lineage: tuple[str, ...]
    """The unit of the account and those above it when it was found, nearest first."""
    indicator: str
    indicator_name: str
    group: IndicatorGroup
    severity: FindingSeverity
    points: int
    rules: str
    """The version of the indicators by which it was found (``Rules.version``)."""
    basis: str = ""
    place: Place
    what: str
    said: str
    around: str = ""
    evidence: tuple[str, ...] = ()
    """Addresses or notes that a person gave with it."""
    method: Method
    found_at: AwareDatetime
    found_by: str
    run: str = ""
    owner: str = ""
    """The person in charge; empty where the unit has named none."""
    deadline: AwareDatetime
    days: int = 5
    """Working days that the indicator gives."""
    state: FindingState = FindingState.OPEN
    state_at: AwareDatetime
    proof: str = ""
    proofs: tuple[str, ...] = ()
    appeal: str = ""
    repeat: int = 0
    """How many findings of the same indicator the account had in the months before."""
    seen_at: AwareDatetime
    """When a check last saw it."""
    gone_at: AwareDatetime | None = None
    steps: tuple[Step, ...] = ()
    version: int = 1

    def overdue(self, now: AwareDatetime) -> bool:
        """Whether it should be put right by now and is not."""
        return self.state in TO_DO and now > self.deadline


class OpenFindings(NamedTuple):
    """What counts against one account now."""

    veto: int = 0
    """单项否决."""
    deduction: int = 0
    """扣分."""
    overdue: int = 0
    """Past their deadline."""


class Listed(NamedTuple):
    """A row of a unit's list: what a finding is, without its words."""

    found_at: datetime
    severity: FindingSeverity
    indicator: str
    state: FindingState


class RunKind(StrEnum):
    """How accounts were chosen."""

    NIGHT = "night"
    """All accounts, by itself."""
    FULL = "full"
    """全面: all of a unit and below, or those that were named, by hand."""
    SAMPLE = "sample"
    """抽查: a share of them."""


class Run(Value):
    """One inspection of one or many accounts."""

    id: str
    kind: RunKind
    unit: str
    """Empty of a night: all units."""
    by: str
    begun_at: AwareDatetime
    accounts: int
    existing: int
    """How many accounts there were to choose from."""


class Ended(StrEnum):
    """How far the inspection of an account came."""

    WHOLE = "whole"
    PART = "part"
    """The day's calls were used up, or WeChat did not answer: it goes on the next night."""
    FAILED = "failed"
    """Nothing of it could be looked at."""


class Inspected(Value):
    """What a run did at one account."""

    run: str
    account: str
    unit: str
    at: AwareDatetime
    rules: str
    ended: Ended
    calls: int
    """Calls of WeChat's API."""
    places: int
    """Texts that were looked at."""
    links: int
    """Addresses that were judged."""
    new: int
    again: int
    gone: int
    veto: int
    """Open afterwards."""
    deduction: int
    points: int
    passed: bool
    unread: tuple[str, ...] = ()
    """What could not be read, as Chinese phrases: attachments, pictures, a menu that WeChat did not tell."""
    originals: int = 0
    publications: int = 0
    """In the quarter so far; of them ``originals`` without another's name as source."""
    last_published: AwareDatetime | None = None


class Permitted(Value):
    """Something that a unit may publish although a check finds it: its own credit code, a published mobile."""

    unit: str
    kind: str = Field(pattern="^(number|word|address)$")
    value: str = Field(min_length=2, max_length=300)
    reason: str = Field(min_length=2, max_length=REASON_CHARS)
    by: str = ""
    at: AwareDatetime | None = None
