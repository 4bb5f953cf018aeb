"""Templates, purposes, consents and sendings of subscription notices (订阅通知). Values only."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Final

from pydantic import AwareDatetime, Field

from chalicelib.values import Value


class TemplateKind(StrEnum):
    """How long an acceptance of a template holds; unknown numbers of WeChat's count as one-time."""

    ONE_TIME = "one_time"
    """一次性订阅: an acceptance allows one notice."""
    LONG_TERM = "long_term"
    """长期订阅: an acceptance holds until the follower takes it back; open to authorities."""


class TemplateField(Value):
    """One line of a template."""

    name: str
    """As ``data`` calls it: ``thing1``."""
    kind: str
    """What it takes: ``thing``; ``fields.LIMITS`` has the limits."""
    label: str
    """The words before it: 事项名称."""


class Template(Value):
    """A template that an account has, as WeChat told it."""

    id: str
    title: str
    kind: TemplateKind
    fields: tuple[TemplateField, ...]
    content: str = ""
    example: str = ""
    fetched_at: AwareDatetime
    gone: bool = False
    """WeChat does not list it any more."""


class Purpose(StrEnum):
    """What notices are for; an account says which template serves which purpose."""

    ANSWER_READY = "answer_ready"
    POLICY_ALERT = "policy_alert"
    APPOINTMENT_REMINDER = "appointment_reminder"
    APPOINTMENT_CHANGED = "appointment_changed"
    LIVE_REMINDER = "live_reminder"


Line = Annotated[str, Field(max_length=200)]


class Wiring(Value):
    """Which template serves a purpose, and what stands in its fields."""

    purpose: Purpose
    template: str
    lines: dict[str, Line]
    """Field → words with placeholders: ``{hall}{service}``."""
    page: Annotated[str, Field(max_length=1024)] = ""
    """The address that the notice opens; empty: none."""
    by: str = ""
    at: AwareDatetime | None = None


class Consent(Value):
    """What one follower allows of one template."""

    template: str
    left: int = 0
    """Notices that may be sent: of a one-time template as many as were accepted and not used, of a long-term one 1."""
    accepted_at: int = 0
    """Unix seconds, 0 for never."""
    refused_at: int = 0
    """When they took it back, in WeChat's settings or by leaving; Unix seconds."""
    edition: int = 0
    """Counts up with every write; 0: there is no item."""


class SendingState(StrEnum):
    """How far one notice to one follower is."""

    QUEUED = "queued"
    SENDING = "sending"
    """Marked right before the call; without a result the outcome is unknown."""
    SENT = "sent"
    """WeChat took it."""
    DELIVERED = "delivered"
    """WeChat says that it arrived."""
    FAILED = "failed"
    """WeChat took it, and says that it did not arrive."""
    REFUSED = "refused"
    """WeChat surely took nothing."""
    UNKNOWN = "unknown"


OVER: Final = frozenset(SendingState) - {SendingState.QUEUED, SendingState.SENDING}


class Sending(Value):
    """One notice to one follower."""

    id: str
    """Its sort key: ``NOTE#`` and a digest of the key that it was asked for with."""
    account: str
    openid: str
    template: str
    purpose: Purpose | None = None
    data: dict[str, str]
    """Field → words, as WeChat gets them."""
    page: str = ""
    at: AwareDatetime
    until: AwareDatetime | None = None
    """It is not sent after this."""
    list: str = ""
    """The list that it belongs to; empty: none."""
    shard: int = 0
    """Of the list."""
    one_time: bool = True
    """Whether it used up one acceptance."""
    state: SendingState = SendingState.QUEUED
    tried: int = 0
    """When it was marked; Unix seconds."""
    msg_id: str = ""
    """As WeChat answered; some answers have none."""
    problem: str = ""
    code: int = 0
    """WeChat's errcode where it refused."""

    @property
    def tried_at(self) -> datetime | None:
        """When it was marked as being sent."""
        return datetime.fromtimestamp(self.tried, UTC) if self.tried else None


class Told(StrEnum):
    """What came of asking for a notice."""

    QUEUED = "queued"
    BEFORE = "before"
    """The same key was asked for before."""
    NO_CONSENT = "no_consent"
    NOT_SET_UP = "not_set_up"
    """The account has no template for this purpose."""
    UNFIT = "unfit"
    """The words do not fit the template's fields: WeChat would refuse them."""


class ListState(StrEnum):
    """How far a list is."""

    PREPARED = "prepared"
    """Previewed and estimated; nothing is sent before a person confirms it."""
    GOING = "going"
    STOPPED = "stopped"
    DONE = "done"
    DROPPED = "dropped"
    """It was never begun."""


class NoticeList(Value):
    """One notice to everybody who consented to its template, or to the followers of a given list."""

    id: str
    account: str
    template: str
    title: str
    """Of the template."""
    purpose: Purpose | None = None
    data: dict[str, str]
    page: str = ""
    to_all: bool
    """To everybody with a consent; else to a given list."""
    receivers: int
    """How many have a consent, when it was prepared."""
    given: int = 0
    """Openids of the given list."""
    about: str = ""
    """What it tells of, such as a policy document: one list each."""
    note: str = ""
    by: str
    at: AwareDatetime
    confirmed_by: str = ""
    confirmed_at: AwareDatetime | None = None
    state: ListState = ListState.PREPARED
    problem: str = ""
    """Why it stopped by itself."""
    edition: int = 0


class Tally(Value):
    """Outcomes of a list."""

    reached: int = 0
    """Receivers that were gone through."""
    sent: int = 0
    """WeChat took them; those that arrived or failed afterwards are among them."""
    refused: int = 0
    unknown: int = 0
    without: int = 0
    """They had no consent any more."""
    delivered: int = 0
    failed: int = 0

    def plus(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(
            **{name: getattr(self, name) + getattr(other, name) for name in Tally.model_fields}
        )
