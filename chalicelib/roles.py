"""Persons (人员), the roles they hold in units, and what a person is for one unit. Values only."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field, StringConstraints

from chalicelib.values import Value

PersonId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]
"""How a person is called on the command line and in the log; the operator gives it."""


class Role(StrEnum):
    """What a person may do in a unit, and in all units below it; the permissions of each stand in ``permissions``."""

    EDITOR = "editor"
    REVIEWER1 = "reviewer1"
    REVIEWER2 = "reviewer2"
    REVIEWER3 = "reviewer3"
    REVIEWER4 = "reviewer4"
    REVIEWER5 = "reviewer5"
    CHIEF = "chief"
    AGENT = "agent"
    KNOWLEDGE_EDITOR = "knowledge_editor"
    SERVICE_MANAGER = "service_manager"
    DEPARTMENT = "department"
    """业务处室: answers what its department is asked, and nothing else."""
    CONTROLLER = "controller"
    OPERATOR = "operator"
    """系统管理员: accounts, keys, health."""
    SECURITY = "security"
    """安全管理员: people, roles, sign-in, tokens."""
    AUDITOR = "auditor"
    """审计员: reads, verifies and exports the log, and changes nothing."""


SYSTEM_ROLES: Final = frozenset({Role.OPERATOR, Role.SECURITY, Role.AUDITOR})
"""三员. Where they are separated nobody holds two of them (docs/decisions/0281)."""
REVIEWERS: Final = (
    Role.REVIEWER1,
    Role.REVIEWER2,
    Role.REVIEWER3,
    Role.REVIEWER4,
    Role.REVIEWER5,
)
NEWSROOM: Final = (Role.EDITOR, *REVIEWERS, Role.CHIEF)
"""Roles of the newsroom, the lowest first."""
HIGHEST: Final = Role.CHIEF
RANK: Final = {role: rank for rank, role in enumerate(NEWSROOM)}
"""A person of higher rank may take a lock from one of lower rank."""


class Staff(Value):
    """A person's roles in one unit."""

    id: PersonId
    unit: str
    name: str = Field(default="", max_length=40)
    roles: Annotated[tuple[Role, ...], Field(min_length=1)]


class Person(Value):
    """A person with the roles that count for one unit: those held there and in all units above."""

    id: str
    roles: frozenset[Role] = frozenset()

    @property
    def rank(self) -> int:
        """Rank of the highest role in the newsroom; -1 for none."""
        return max((RANK.get(role, -1) for role in self.roles), default=-1)
