"""Errors of this package."""

from __future__ import annotations

from chalicelib.errors import Conflict, DomainError, IllegalNow, Invalid, NotFound


class MatrixError(DomainError):
    """The base of this package's errors."""


class BadRegistration(MatrixError, Invalid):
    """What was entered of an account cannot be so."""


class BadThreshold(MatrixError, Invalid):
    """A threshold that cannot be so."""


class NotRegistered(MatrixError, NotFound):
    """Nothing is on file of this account yet."""


class WrongLifeState(MatrixError, IllegalNow):
    """The account's life does not allow this step now."""


class RegistrationChanged(MatrixError, Conflict):
    """Somebody else changed it meanwhile."""
