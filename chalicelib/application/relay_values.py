"""What pages show of relays. Values only; ``relay_page`` makes them."""

from __future__ import annotations

from pydantic import AwareDatetime

from chalicelib.relays import RelayState, RelayUrged, StepState
from chalicelib.transitions import Deed
from chalicelib.units import UnitLevel
from chalicelib.values import Value


class RelayRow(Value):
    """A relay in a list."""

    id: str
    unit: str
    unit_name: str
    title: str
    state: RelayState
    state_name: str
    steps: int
    out: int
    skipped: int
    current: int
    """Number of the step that the others wait for; 0: none."""
    current_title: str
    current_account: str
    due_at: AwareDatetime | None
    """Of that step."""
    late: bool
    last_due: AwareDatetime | None
    made_by: str
    at: AwareDatetime


class RelayStepSeen(Value):
    """A step in its relay."""

    id: str
    number: int
    title: str
    account: str
    account_name: str
    unit: str
    unit_name: str
    owner: str
    due_at: AwareDatetime | None
    text: str
    note: str
    state: StepState
    state_name: str
    its_turn: bool
    """The others wait for it."""
    late: bool
    early: bool
    """It was out before its turn."""
    urged: RelayUrged
    article: str
    url: str
    hand_on: str
    """The words that lead to the next step, as they should be."""
    hand_on_old: bool
    """The words in its article lead elsewhere."""
    reason: str
    turn_at: AwareDatetime | None
    made_at: AwareDatetime | None
    approved_at: AwareDatetime | None
    out_at: AwareDatetime | None
    gone_at: AwareDatetime | None
    mine: bool
    """The person may write it."""
    deeds: tuple[Deed, ...]


class RelayMomentSeen(Value):
    """One line of a relay's history."""

    at: AwareDatetime
    name: str
    by: str
    step: int
    note: str


class RelaySeen(Value):
    """One relay, whole."""

    id: str
    unit: str
    unit_name: str
    title: str
    intro: str
    account: str
    template: str
    remind_hours: int
    state: RelayState
    state_name: str
    made_by: str
    made_at: AwareDatetime
    started_at: AwareDatetime | None
    paused_at: AwareDatetime | None
    ended_at: AwareDatetime | None
    end_reason: str
    out: int
    page: str
    """Where followers open its page; empty before the start, or where followers' pages have no address."""
    version: int
    steps: tuple[RelayStepSeen, ...]
    moments: tuple[RelayMomentSeen, ...]
    """The newest first."""
    deeds: tuple[Deed, ...]


class UnitStepSeen(Value):
    """A step in the list of what a unit has to make."""

    relay: str
    relay_title: str
    relay_state: RelayState
    relay_state_name: str
    by_unit_name: str
    step: str
    number: int
    steps: int
    title: str
    account_name: str
    owner: str
    state: StepState
    state_name: str
    its_turn: bool
    late: bool
    due_at: AwareDatetime | None
    article: str
    url: str
    hand_on_old: bool
    write: Deed
    """写这一棒, or going on with it."""


class RelayAccount(Value):
    """An account that a step may be given to."""

    id: str
    name: str
    unit: str
    unit_name: str
    level: UnitLevel


class RelayLevel(Value):
    """A level with accounts below a unit."""

    level: UnitLevel
    name: str
    accounts: int
    """Units of the level that have one."""


class RelayChoices(Value):
    """What there is to choose from when a relay is planned."""

    accounts: tuple[RelayAccount, ...]
    levels: tuple[RelayLevel, ...]
    most: int
    """Steps of a relay at most."""
    skeleton: str
    """The house's own."""
    fields: tuple[str, ...]
    """What a skeleton may name in braces."""
