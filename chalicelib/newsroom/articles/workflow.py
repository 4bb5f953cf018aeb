"""A workflow (审核流程) as a value: the stages that have to agree before an article goes out, and who decides each.

Two rules are no setting, because the whole of a review rests on them: no person approves two stages, and nobody
approves what they wrote a part of.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, Self

from pydantic import ConfigDict, Field, model_validator

from chalicelib.roles import Person, PersonId, Role
from chalicelib.values import Value

EMERGENCY_APPROVALS: Final = 2
"""So many people of the highest role release an article without its stages."""


class AfterReturn(StrEnum):
    """Where the review of a returned article goes on."""

    RESUME = "resume"
    """At the stage that returned it."""
    RESTART = "restart"
    """At the first stage."""


class _Written(Value):
    """A person writes it, so an unknown field is a mistake that must be shown."""

    model_config = ConfigDict(extra="forbid")


class Stage(_Written):
    """One step of a review."""

    name: str = Field(min_length=1, max_length=20)
    roles: tuple[Role, ...] = ()
    people: tuple[PersonId, ...] = ()
    """Allowed by name, whatever their role."""

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if not self.roles and not self.people:
            raise ValueError("每一审都要写明 roles 或 people")
        return self

    def lets(self, person: Person) -> bool:
        """Whether this person may decide here."""
        return person.id in self.people or bool(person.roles.intersection(self.roles))


class Workflow(_Written):
    """The review of a unit's articles."""

    stages: tuple[Stage, ...] = Field(min_length=1, max_length=5)
    after_return: AfterReturn = AfterReturn.RESUME
    after_edit: int = Field(default=1, ge=1, le=5)
    """Stage (from 1) at which the review starts again when an article is edited while in review or approved."""
    emergency: bool = True
    """Whether two people of the highest role may release an article by themselves."""

    @model_validator(mode="after")
    def _sound(self) -> Self:
        names = [stage.name for stage in self.stages]
        if len(set(names)) != len(names):
            raise ValueError("各审的名称不能相同")
        if self.after_edit > len(self.stages):
            raise ValueError("after_edit 超过了审核的级数")
        return self


DEFAULT: Final = Workflow(
    stages=(
        Stage(name="初审", roles=(Role.REVIEWER1,)),
        Stage(name="复审", roles=(Role.REVIEWER2,)),
        Stage(name="终审", roles=(Role.REVIEWER3, Role.CHIEF)),
    )
)
"""Of units that have none, nor any unit above them."""
