"""What pages show of takedowns. Values only; ``takedown_page`` makes them."""

from __future__ import annotations

from pydantic import AwareDatetime

from chalicelib import takedown
from chalicelib.application.takedown_forecast import Forecast
from chalicelib.takedown import Match, PlaceState, Remains, SpotKind, TakedownState
from chalicelib.transitions import Deed
from chalicelib.values import Value


class ClueSeen(Value):
    """A clue."""

    kind: takedown.ClueKind
    kind_name: str
    value: str


class TakedownCount(Value):
    """How many places are in a state."""

    state: PlaceState
    name: str
    number: int


class TakedownSeen(Value):
    """One takedown in a list."""

    id: str
    unit: str
    unit_name: str
    title: str
    clues: tuple[ClueSeen, ...]
    reason: str
    order: str
    state: TakedownState
    state_name: str
    by: str
    at: AwareDatetime
    approved_by: str
    approved_at: AwareDatetime | None
    ended_at: AwareDatetime | None
    threshold: int
    accounts: int
    """Accounts that are looked through."""
    searched: int
    """Percent of the present search that is done."""
    places: int
    counts: tuple[TakedownCount, ...]
    version: int


class TakedownPage(Value):
    """The takedowns of a unit."""

    takedowns: tuple[TakedownSeen, ...]
    place: str
    begin: Deed


class TakedownMoment(Value):
    """A line of the history."""

    at: AwareDatetime
    by: str
    state_name: str
    note: str


class RemainsSeen(Value):
    """What WeChat cannot take back, and at how many places."""

    kind: Remains
    text: str
    places: int


class TakedownAccount(Value):
    """How far one account is; an empty account stands for the unit's own articles and services."""

    unit: str
    unit_name: str
    account: str
    account_name: str
    places: int
    goes: int
    done: int
    failed: int
    open: int
    again_at: AwareDatetime | None
    """When it goes on by itself, where it waits for an allowance."""


class NotLooked(Value):
    """An account whose own publications on WeChat could not be looked through, or not all of them."""

    account: str
    account_name: str
    looked_at: AwareDatetime | None
    back_to: AwareDatetime | None
    problem: str


class LookedThrough(Value):
    """How far publications made by hand were looked at."""

    accounts: int
    """Accounts that were looked through whole."""
    earliest: AwareDatetime | None
    """The oldest of these looks: what was published since may be missing."""
    publications: int
    missing: tuple[NotLooked, ...]
    left_out: int


class TakedownDetail(Value):
    """One takedown."""

    takedown: TakedownSeen
    goes: int
    """Places that are ticked, or above the threshold."""
    accounts: tuple[TakedownAccount, ...]
    """Those that ask for somebody first."""
    remains: tuple[RemainsSeen, ...]
    looked: LookedThrough
    history: tuple[TakedownMoment, ...]
    deeds: tuple[Deed, ...]
    forecast: Forecast | None
    """While it is to be approved."""
    approvers: tuple[str, ...]
    """While it is to be approved: who could do so."""


class PlaceSeen(Value):
    """One place."""

    id: str
    unit: str
    unit_name: str
    account: str
    account_name: str
    kind: SpotKind
    kind_name: str
    title: str
    passage: str
    score: int
    match: Match
    match_name: str
    url: str
    page: str
    """Where it stands in the console."""
    action: str
    """What is done there."""
    goes: bool
    ticked: bool | None
    """A person's word; None: the threshold decides."""
    why: str
    ticked_by: str
    remains: tuple[str, ...]
    """What cannot be taken back, as sentences."""
    state: PlaceState
    state_name: str
    round: int
    frozen: str
    """What was held back at once."""
    said: str
    problem: str
    again_at: AwareDatetime | None
    done_at: AwareDatetime | None
    verified: str
    verified_at: AwareDatetime | None
    restorable: bool


class PlacePage(Value):
    """Some places of a takedown."""

    places: tuple[PlaceSeen, ...]
    place: str
    """Where the next page begins; empty: there is none."""
    in_all: int
    version: int


class PlaceFilter(Value):
    """Which places somebody wants; empty: all."""

    unit: str = ""
    account: str = ""
    kind: SpotKind | None = None
    state: PlaceState | None = None
    goes: bool | None = None
    words: str = ""
