"""The life of an account as a table: 开设备案 → 运行 → 变更 → 停更公告 → 注销. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from chalicelib.matrix.models import LifeAction as A
from chalicelib.matrix.models import LifeState as S
from chalicelib.matrix.models import Registration
from chalicelib.transitions import Table, Transition, row


class Who(StrEnum):
    """Who takes a step."""

    KEEPER = "keeper"
    """A person who may set the matrix's accounts."""


def announced(one: Registration) -> bool:
    """Whether people can read that the account closes."""
    return bool(one.announcement)


def harmless(one: Registration) -> bool:
    """Whether the last step may be taken back: nobody outside was told of it yet."""
    return bool(one.steps) and one.steps[-1].action in UNDOABLE


UNDOABLE: Final = frozenset({A.RUN, A.CHANGE, A.CHANGED, A.ANNOUNCE})
"""Steps that a person may take back. What was published stays published, and a closed account is gone."""

_ROWS: Final[tuple[Transition[S, A, Who, Registration], ...]] = (
    row(S.FILING, A.RUN, S.RUNNING, Who.KEEPER),
    row(S.RUNNING, A.CHANGE, S.CHANGING, Who.KEEPER),
    row(S.CHANGING, A.CHANGED, S.RUNNING, Who.KEEPER),
    row([S.RUNNING, S.CHANGING], A.ANNOUNCE, S.CLOSING, Who.KEEPER),
    row(S.CLOSING, A.PUBLISH, None, Who.KEEPER),
    row(S.CLOSING, A.CLOSE, S.CLOSED, Who.KEEPER, announced),
    # The state before the last step: it stands in the step.
    row([S.RUNNING, S.CHANGING, S.CLOSING], A.UNDO, None, Who.KEEPER, harmless),
)

LIFE: Final = Table(lambda one: one.state, _ROWS)
