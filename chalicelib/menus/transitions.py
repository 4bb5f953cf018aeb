"""The states of a publication and the ways between them, as data: the guard, the command line and the page read this."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from chalicelib.menus.errors import MenuWrongState
from chalicelib.menus.labels import STATES
from chalicelib.menus.models import Moment, Period, Publication
from chalicelib.menus.models import PublicationState as S
from chalicelib.transitions import Table, row


class Action(StrEnum):
    """An action on a publication."""

    APPROVE = "approve"
    REJECT = "reject"
    CANCEL = "cancel"
    START = "start"
    CONFIRM = "confirm"
    FAIL = "fail"
    END = "end"
    SUSPEND = "suspend"
    REPLACE = "replace"


class Who(StrEnum):
    """The parties that act on a publication."""

    PERSON = "person"
    WORKER = "worker"


UNSENT: Final = frozenset({S.WAITING, S.PLANNED})
CLOSED: Final = frozenset({S.ENDED, S.REPLACED, S.FAILED, S.CANCELLED, S.REJECTED})
"""Ends."""

TABLE: Final = Table[S, Action, Who, Publication](
    lambda publication: publication.state,
    [
        row(S.WAITING, Action.APPROVE, S.PLANNED, Who.PERSON),
        row(S.WAITING, Action.REJECT, S.REJECTED, Who.PERSON),
        # What WeChat may have been told of already is brought to its end, and replaced by another one.
        row(UNSENT, Action.CANCEL, S.CANCELLED, Who.PERSON),
        row(S.PLANNED, Action.START, S.SENDING, Who.WORKER),
        row({S.PLANNED, S.SENDING}, Action.FAIL, S.FAILED, Who.WORKER),
        row({S.SENDING, S.SUSPENDED, S.IN_FORCE}, Action.CONFIRM, S.IN_FORCE, Who.WORKER),
        # Only a campaign ends; what stays is replaced.
        row({S.IN_FORCE, S.SUSPENDED}, Action.END, S.ENDED, {Who.PERSON, Who.WORKER}, lambda one: one.until is not None),
        row(S.IN_FORCE, Action.SUSPEND, S.SUSPENDED, Who.WORKER),
        row({S.IN_FORCE, S.SUSPENDED}, Action.REPLACE, S.REPLACED, Who.WORKER),
    ],
)  # fmt: skip


def possible(publication: Publication, who: Who) -> list[Action]:
    """The actions that ``who`` may take on this publication now."""
    return TABLE.possible(publication, [who])


def move(
    publication: Publication,
    action: Action,
    who: Who,
    *,
    at: datetime,
    by: str,
    note: str = "",
    **changes: Any,
) -> Publication:
    """The publication after ``action``, with ``changes`` to its fields and a line in its history.

    The times in which it is in force follow from its states. Raises ``MenuWrongState``.
    """
    found = TABLE.find(publication, action, [who])
    if found is None or found.target is None:
        raise MenuWrongState(
            f"第 {int(publication.id)} 次菜单发布的状态是“{STATES[publication.state]}”，不能这样做。",
            state=publication.state.value,
            possible=[one.value for one in possible(publication, who)],
        )
    periods = publication.periods
    if found.target is S.IN_FORCE and publication.state is not S.IN_FORCE:
        periods = (*periods, Period(since=at))
    elif publication.state is S.IN_FORCE and found.target is not S.IN_FORCE:
        periods = (*periods[:-1], Period(since=periods[-1].since, until=at))
    moment = Moment(at=at, state=found.target, by=by, note=note)
    return publication.model_copy(
        update={
            "state": found.target,
            "periods": periods,
            "history": (*publication.history, moment),
            **changes,
        }
    )
