"""The transition table of a contribution. The guard, the command line and the page read it."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from chalicelib.contributions.models import Contribution
from chalicelib.contributions.models import ContributionAction as A
from chalicelib.contributions.models import ContributionState as S
from chalicelib.transitions import Table, Transition, row


class Who(StrEnum):
    """Who may take an action; the use case says which permission makes somebody that."""

    SENDER = "sender"
    RECEIVER = "receiver"


_DECIDED: Final = (S.ADOPTED, S.MERGED, S.DECLINED)

_ROWS: Final[tuple[Transition[S, A, Who, Contribution], ...]] = (
    row([S.DRAFT, S.RETURNED], A.EDIT, None, Who.SENDER),
    row([S.DRAFT, S.RETURNED], A.SEND, S.SENT, Who.SENDER),
    row([S.DRAFT, S.SENT, S.RECEIVED, S.RETURNED], A.WITHDRAW, S.WITHDRAWN, Who.SENDER),
    row(S.SENT, A.RECEIVE, S.RECEIVED, Who.RECEIVER),
    row([S.SENT, S.RECEIVED], A.ADOPT, S.ADOPTED, Who.RECEIVER),
    row([S.SENT, S.RECEIVED], A.MERGE, S.MERGED, Who.RECEIVER),
    row([S.SENT, S.RECEIVED], A.RETURN, S.RETURNED, Who.RECEIVER),
    row([S.SENT, S.RECEIVED], A.DECLINE, S.DECLINED, Who.RECEIVER),
    row(_DECIDED, A.UNDO, S.RECEIVED, Who.RECEIVER),
    row([*_DECIDED, S.RETURNED], A.ACKNOWLEDGE, None, Who.SENDER, lambda one: not one.known),
)

CONTRIBUTION: Final = Table(lambda one: one.state, _ROWS)
