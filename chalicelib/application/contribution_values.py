"""What pages show of contributions. Values only; ``contribution_views`` makes them."""

from __future__ import annotations

from pydantic import AwareDatetime

from chalicelib.contributions import CallState, ContributionKind, ContributionState
from chalicelib.transitions import Deed
from chalicelib.values import Value


class ContributionStepSeen(Value):
    """One step of its way."""

    action: str
    name: str
    by: str
    at: AwareDatetime
    note: str


class ContributionAnswerSeen(Value):
    """The receiver's decision."""

    by: str
    at: AwareDatetime
    reason: str
    words: str
    into: str
    into_title: str
    into_state_name: str
    topic: str
    article: str
    undo_until: AwareDatetime


class ContributionPublicationSeen(Value):
    """One publication of what was made of it."""

    account: str
    account_name: str
    delivery: str
    at: AwareDatetime
    headline: bool
    title: str
    url: str
    taken_down: bool


class ContributionRow(Value):
    """A contribution in a list."""

    id: str
    unit: str
    unit_name: str
    level_name: str
    to: str
    to_name: str
    kind: ContributionKind
    kind_name: str
    title: str
    excerpt: str
    matter: str
    state: ContributionState
    state_name: str
    published: bool
    by: str
    sent_at: AwareDatetime | None
    at: AwareDatetime
    answer_by: AwareDatetime | None
    late: bool
    new_answer: bool
    """The sender has not taken note of the answer."""
    said: str
    """DeclineReason and words of an answer, or what is to be added."""
    call: str
    order: str
    version: int


class ContributionSeen(Value):
    """One contribution, whole."""

    row: ContributionRow
    text: str
    when: str
    where: str
    contact_name: str
    contact_phone: str
    article: str
    revision: int
    article_title: str
    newest_revision: int
    """Of the sender's article by now; 0: it is none."""
    order_label: str
    call_title: str
    remark: str
    problem: str
    pending: bool
    answer: ContributionAnswerSeen | None
    publications: tuple[ContributionPublicationSeen, ...]
    points: int | None
    """By now, of all months; None where nothing counts."""
    steps: tuple[ContributionStepSeen, ...]
    merged: tuple[ContributionRow, ...]
    """Others that were merged into it."""
    deeds: tuple[Deed, ...]


class ContributionCallSeen(Value):
    """A call for contributions."""

    id: str
    unit: str
    unit_name: str
    title: str
    text: str
    wants: ContributionKind | None
    wants_name: str
    number: int
    until: AwareDatetime
    levels: tuple[str, ...]
    levels_name: str
    state: CallState
    state_name: str
    ended: bool
    """Closed, or its time is over."""
    by: str
    at: AwareDatetime
    sent: int
    """Contributions that answer it and were not withdrawn."""
    adopted: int
    own: int
    """Of these, of the unit that looks."""
    version: int
    deeds: tuple[Deed, ...] = ()
