"""Errors of this package."""

from __future__ import annotations

from collections.abc import Iterable

from chalicelib.errors import (
    Conflict,
    DomainError,
    Field,
    IllegalNow,
    Invalid,
    NotFound,
    NotPermitted,
    remedy,
)


class TakedownError(DomainError):
    """The base of this package's errors."""


class UnknownTakedown(TakedownError, NotFound):
    """No takedown of that id."""

    def __init__(self, takedown_id: str) -> None:
        super().__init__(
            f"没有编号为“{takedown_id}”的撤稿。",
            remedies=[remedy("takedown.list", "查看已有的撤稿")],
        )


class UnknownPlace(TakedownError, NotFound):
    """The takedown has no such place."""

    def __init__(self, place_ids: Iterable[str]) -> None:
        super().__init__(f"这次撤稿没有这些位置：{'、'.join(place_ids)}。")


class BadClue(TakedownError, Invalid):
    """A clue that nothing can be found by."""

    def __init__(self, number: int, problem: str) -> None:
        super().__init__(
            f"第 {number} 条线索{problem}。", fields=[Field(f"clues.{number - 1}.value", problem)]
        )


class TakedownReasonMissing(TakedownError, Invalid):
    """Whoever takes something down, or lets it stand, says why."""

    def __init__(self, what: str) -> None:
        super().__init__(f"请写明{what}的原因。", fields=[Field("reason", "没有填写")])


class TakedownChanged(TakedownError, Conflict):
    """Somebody else, or a worker, was faster."""

    def __init__(self, takedown_id: str) -> None:
        super().__init__(f"撤稿 {takedown_id} 刚刚有变化，请刷新后再试。")


class NotInThisState(TakedownError, IllegalNow):
    """Not in the present state."""


class SameHand(TakedownError, NotPermitted):
    """Whoever began it, or ticked a place, does not approve it."""

    def __init__(self, person: str) -> None:
        super().__init__(f"撤稿须两人办理：{person} 发起或勾选过，不能由同一人批准。")
