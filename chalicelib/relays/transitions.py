"""The two transition tables: a relay's life, and that of one of its steps.

The guard, the command line and the page read these tables. Whether an article goes out is not decided here: a step that goes
out before its turn is out (docs/decisions/0305).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple

from chalicelib.relays.models import OPEN_STEPS, Relay, RelayStep
from chalicelib.relays.models import RelayAction as A
from chalicelib.relays.models import RelayState as S
from chalicelib.relays.models import StepAction as D
from chalicelib.relays.models import StepState as Q
from chalicelib.transitions import Table, Transition, row


class Who(StrEnum):
    """Who may take an action; the use case says which permission makes somebody that."""

    PLANNER = "planner"
    LEAD = "lead"
    """A person who runs relays of its unit."""
    MAKER = "maker"
    """A person of the step's unit who writes."""
    SYSTEM = "system"
    """The review and the pushes, which the stream tells of."""


class Placed(NamedTuple):
    """A step in its relay."""

    relay: Relay
    step: RelayStep


_RELAY: Final[tuple[Transition[S, A, Who, Relay], ...]] = (
    row(S.DRAFT, A.EDIT, None, Who.PLANNER),
    row(S.DRAFT, A.START, S.RUNNING, Who.LEAD),
    row(S.DRAFT, A.DROP, S.DROPPED, Who.PLANNER),
    row(S.RUNNING, A.PAUSE, S.PAUSED, Who.LEAD),
    row(S.PAUSED, A.RESUME, S.RUNNING, Who.LEAD),
    row([S.RUNNING, S.PAUSED], A.END, S.ENDED, Who.LEAD),
    row(S.ENDED, A.REOPEN, S.RUNNING, Who.LEAD),
    row([S.RUNNING, S.PAUSED], A.FINISH, S.DONE, Who.SYSTEM),
)

RELAY: Final = Table(lambda relay: relay.state, _RELAY)


def _under_way(placed: Placed) -> bool:
    return placed.relay.under_way


def _its_turn(placed: Placed) -> bool:
    current = placed.relay.current
    return placed.relay.state is S.RUNNING and current is not None and current.id == placed.step.id


def _kept(placed: Placed) -> bool:
    """Its steps may be taken up again: the relay was not given up."""
    return placed.relay.under_way or placed.relay.state is S.DONE


def _has_article(placed: Placed) -> bool:
    return bool(placed.step.article)


def _words_in_article(placed: Placed) -> bool:
    return placed.relay.under_way and bool(placed.step.hand_on)


_MADE: Final = (Q.MADE, Q.APPROVED)
_STEP: Final[tuple[Transition[Q, D, Who, Placed], ...]] = (
    row([Q.WAITING, Q.TURN], D.MAKE, Q.MADE, Who.MAKER, _under_way),
    row(_MADE, D.HAND_ON, None, Who.MAKER, _words_in_article),
    row(_MADE, D.DETACH, Q.WAITING, Who.MAKER, _under_way),
    row(OPEN_STEPS, D.REMIND, None, Who.LEAD, _its_turn),
    row(OPEN_STEPS, D.CHANGE, None, Who.LEAD, _under_way),
    row(OPEN_STEPS, D.SKIP, Q.SKIPPED, Who.LEAD, _under_way),
    row(OPEN_STEPS, D.HAND_OVER, Q.WAITING, Who.LEAD, _under_way),
    row([Q.SKIPPED, Q.GONE], D.RESTORE, Q.WAITING, Who.LEAD, _kept),
    row(Q.MADE, D.APPROVE, Q.APPROVED, Who.SYSTEM),
    row(Q.APPROVED, D.UNAPPROVE, Q.MADE, Who.SYSTEM),
    row([*_MADE, Q.SKIPPED], D.PUBLISH, Q.OUT, Who.SYSTEM, _has_article),
    row(Q.OUT, D.TAKE_DOWN, Q.GONE, Who.SYSTEM),
)

STEP: Final = Table(lambda placed: placed.step.state, _STEP)
