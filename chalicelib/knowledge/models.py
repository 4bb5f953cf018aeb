"""Questions with their answers, policy documents, and versions of both. Values only."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from pydantic import AwareDatetime, ConfigDict, Field

from chalicelib.values import LateValue

MOST_CANDIDATES = 5
"""How many 猜你想问 a follower is offered at most."""
WORTH_OFFERING = 0.05
"""Of the best one's confidence: a line that is twenty times less likely to be meant only makes the menu longer."""


class _Value(LateValue):
    """A value whose misspelt field is an error: what people keep here is never lost silently."""

    model_config = ConfigDict(extra="forbid")


class Link(_Value):
    """Words that lead somewhere. Without an address they are only named (a 文号 whose page is gone)."""

    title: str
    url: str = ""


class Standing(StrEnum):
    """The state of an entry in itself; whether it is in review or released follows from its version."""

    LIVE = "live"
    DRAFT = "draft"
    """Being written: may lack its answer, is never compiled."""
    RETIRED = "retired"
    """停用: kept for its history, answers nobody."""


class FaqStatus(StrEnum):
    """The state of an entry as people call it."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    RELEASED = "released"
    RETIRED = "retired"


class FaqEntry(_Value):
    """问答: one question, how else it is asked, and the answer (docs/glossary.md)."""

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$")
    """Ours, stable over all versions; stands in the links that followers tap."""
    question: str = Field(min_length=1, max_length=200)
    variants: tuple[str, ...] = ()
    """相似问."""
    answer: str = ""
    """Text as WeChat shows it, ``<a href>`` allowed; of any length, the ladder pages it."""
    owner: str = ""
    """The department that answers for it."""
    basis: tuple[Link, ...] = ()
    """政策依据."""
    valid_from: AwareDatetime | None = None
    valid_until: AwareDatetime | None = None
    """The first moment at which it no longer holds."""
    audience: str = ""
    """适用对象: 个人, 小规模纳税人…"""
    region: str = ""
    """适用地区; empty: everywhere the account speaks for."""
    standing: Standing = Standing.LIVE

    def holds(self, now: datetime) -> bool:
        """Whether its time has come and not passed."""
        return (self.valid_from is None or self.valid_from <= now) and (
            self.valid_until is None or now < self.valid_until
        )


class PolicyStatus(StrEnum):
    """效力."""

    EFFECTIVE = "effective"
    LAPSED = "lapsed"
    """失效: its time is over."""
    REPEALED = "repealed"
    """废止: withdrawn, perhaps replaced."""
    PARTLY_LAPSED = "partly_lapsed"
    """部分失效, 条款失效: the time of some of its articles is over; the others hold."""
    PARTLY_REPEALED = "partly_repealed"
    """部分废止, 条款废止: some of its articles are withdrawn; the others hold."""

    @property
    def holds(self) -> bool:
        """Whether the document is in force, if not in all its articles."""
        return self not in (PolicyStatus.LAPSED, PolicyStatus.REPEALED)


class PolicyDocument(_Value):
    """政策文件, with the articles that interpret it."""

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$")
    number: str = ""
    """文号 as it is written officially: ``云税发〔2026〕3号``; older notices may have none."""
    title: str = Field(min_length=1, max_length=300)
    issuer: str = ""
    issued: date | None = None
    status: PolicyStatus = PolicyStatus.EFFECTIVE
    replaced_by: str = ""
    """Number (or title) of the document that holds now."""
    link: str = ""
    interpretations: tuple[Link, ...] = ()
    """解读."""
    topics: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    """How people ask for it."""


class Knowledge(_Value):
    """All that one version holds, in the order in which people keep it."""

    entries: tuple[FaqEntry, ...] = ()
    policies: tuple[PolicyDocument, ...] = ()
    confidence: str = ""
    """The account's fitted ``retrieval.Confidence`` as JSON; empty: the default until it is fitted."""


class VersionState(StrEnum):
    """How far a version of the knowledge is."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    RELEASED = "released"
    """Is or was in force."""
    DROPPED = "dropped"


class KnowledgeVersion(_Value):
    """One version of an account's knowledge, and how it came about."""

    version: int
    base: int
    """The version it was made from; 0 for nothing."""
    at: AwareDatetime
    by: str
    """The person who imported, edited or restored."""
    source: str = ""
    """The file it came from, or what was done."""
    note: str = ""
    entries: int = 0
    policies: int = 0
    restored_from: int | None = None
    state: VersionState = VersionState.DRAFT
    submitted_by: str = ""
    submitted_at: AwareDatetime | None = None
    released_by: str = ""
    released_at: AwareDatetime | None = None
    compiled: str = ""
    """Key of the compiled object; set once it is in force."""
    remark: str = ""
    """The reason of the reviewer who sent it back."""


class Zone(StrEnum):
    """How sure the account is of its best candidate."""

    SURE = "sure"
    """Answer."""
    UNSURE = "unsure"
    """您是不是想问."""
    NONE = "none"
    """A person."""


class Candidate(_Value):
    """An entry that may be meant."""

    id: str
    question: str
    confidence: float
    """0 to 1: the share of such cases in which it is the right one."""


class Consultation(_Value):
    """The answers of the knowledge to a message."""

    zone: Zone = Zone.NONE
    candidates: tuple[Candidate, ...] = ()
    """Best first, at most five, only such as hold now."""
    documents: tuple[PolicyDocument, ...] = ()
    """Policy documents that the message names or asks for, best first."""


class CompiledEntry(_Value):
    """An entry as a warm function reads it: what an answer needs, without how else it is asked."""

    id: str
    question: str
    answer: str
    owner: str = ""
    basis: tuple[Link, ...] = ()
    valid_from: AwareDatetime | None = None
    valid_until: AwareDatetime | None = None
    audience: str = ""
    region: str = ""


class Tally(_Value):
    """The use of one entry over some days."""

    entry: str
    hits: int = 0
    helpful: int = 0
    unhelpful: int = 0

    @property
    def helpful_share(self) -> float | None:
        """Of those who said; None while nobody did."""
        said = self.helpful + self.unhelpful
        return self.helpful / said if said else None
