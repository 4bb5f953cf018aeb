"""Errors of this package."""

from __future__ import annotations

from collections.abc import Iterable

from chalicelib.errors import (
    Conflict,
    DomainError,
    IllegalNow,
    Invalid,
    NotFound,
    NotPermitted,
    Remedy,
)


class PeopleError(DomainError):
    """The base of this package's errors."""


class BadStaff(PeopleError, Invalid):
    """A person or role that cannot be so."""


class UnknownPerson(PeopleError, NotFound):
    """Nobody of that id is registered there."""


class StaffChanged(PeopleError, Conflict):
    """Somebody else changed the roles meanwhile."""


class LoginTaken(PeopleError, Conflict):
    """A login name that belongs to somebody else."""


class AlreadyAccepted(PeopleError, Conflict):
    """An invitation was used by another sign-in."""


class RolesExclude(PeopleError, IllegalNow):
    """One of 三员 would be two of them, or the last of them would go."""


class NotSeparable(PeopleError, IllegalNow):
    """三员 cannot be separated yet."""


class PermissionDenied(PeopleError, NotPermitted):
    """The person holds no role with this permission, in the unit or above it."""

    def __init__(self, sentence: str, permission: str, remedies: Iterable[Remedy] = ()) -> None:
        super().__init__(sentence, permission=permission, remedies=remedies)
