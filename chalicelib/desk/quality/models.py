"""Scoring sheets and scores. Values only."""

from __future__ import annotations

from typing import Annotated, Final, Self

from pydantic import AwareDatetime, Field, model_validator

from chalicelib.values import SLUG, Value

FULL: Final = 100
"""Points of a whole sheet."""


class Criterion(Value):
    """One thing that a session is judged by."""

    id: Annotated[str, Field(pattern=SLUG)]
    name: str = Field(min_length=1, max_length=20)
    points: int = Field(ge=1, le=FULL)
    """The most that it gives."""
    hint: str = Field(default="", max_length=200)
    """What deserves them."""


class Sheet(Value):
    """What a unit judges sessions by: up to twelve criteria, a hundred points together."""

    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1, max_length=12)]
    version: int = 0
    """0: the one that comes with the product."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if len({one.id for one in self.criteria}) != len(self.criteria):
            raise ValueError("两项不能用同一个编号")
        if (total := sum(one.points for one in self.criteria)) != FULL:
            raise ValueError(f"各项满分之和要等于 {FULL}，现在是 {total}")
        return self


FIRST: Final = Sheet(
    criteria=(
        Criterion(id="correct", name="答复正确", points=40, hint="政策依据准确，没有答错、漏答"),
        Criterion(id="complete", name="解决问题", points=25, hint="对方的问题都答到，说清下一步"),
        Criterion(id="timely", name="及时", points=15, hint="首次答复与后续答复没有让人久等"),
        Criterion(id="manner", name="用语规范", points=15, hint="礼貌、通俗、没有推诿"),
        Criterion(id="privacy", name="保护隐私", points=5, hint="没有索要或泄露不必要的个人信息"),
    )
)
"""The sheet of a unit that has made none."""


class PointsGiven(Value):
    """Points for one criterion, as it was then."""

    id: str
    name: str
    points: int = Field(ge=0)
    most: int


class Score(Value):
    """A supervisor's judgement of one session."""

    session: str
    account: str
    agent: str
    """Who had the session when it was judged."""
    team: str
    by: str
    at: AwareDatetime
    marks: tuple[PointsGiven, ...]
    comment: str = Field(default="", max_length=1000)
    """To the agent."""
    version: int = 1

    @property
    def total(self) -> int:
        """Points of 100."""
        return sum(one.points for one in self.marks)
