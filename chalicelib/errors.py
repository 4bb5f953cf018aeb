"""Errors of a use case: five kinds that every way in can tell apart, and one for what is down.

::

    DomainError
    ├── NotFound        no such thing                              HTTP 404
    ├── Invalid         the input cannot be so; names its fields   HTTP 422
    ├── NotPermitted    this person lacks a permission             HTTP 403
    ├── IllegalNow      not in the present state                   HTTP 409
    ├── Conflict        somebody else was first                    HTTP 409
    └── Unavailable     a service behind this one does not answer  HTTP 503

A package derives its errors from its own base and from one kind: ``class UnknownUnit(UnitError, NotFound)``. The
sentence says what happened, in Chinese and without a command. A remedy says what the person can do, as data: the
command line renders it as a command, a page as a button.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Final, NamedTuple


class Remedy(NamedTuple):
    """One thing that the person can do about an error."""

    action: str
    """Name of a use case, such as ``article.diff``; ``cli/terminal/remedies.py`` has the command of each."""
    label: str
    """The reason to do it, as a Chinese phrase for a button: ``查看已有的公众号``."""
    arguments: tuple[tuple[str, str], ...] = ()
    """Name and value of each argument."""


def remedy(action: str, label: str, **arguments: object) -> Remedy:
    """A remedy; the values of its arguments become texts."""
    return Remedy(action, label, tuple((name, str(value)) for name, value in arguments.items()))


class Field(NamedTuple):
    """One field that cannot be as it is."""

    name: str
    """As the model of the input spells it; dots lead into parts, such as ``slots.0``."""
    problem: str
    """A Chinese phrase."""


class DomainError(Exception):
    """The base of all errors that a person can do something about."""

    kind: ClassVar[str] = "error"

    def __init__(self, sentence: str, *, remedies: Iterable[Remedy] = ()) -> None:
        super().__init__(sentence)
        self.remedies: Final = tuple(remedies)
        """What the person can do, the likeliest first."""


class NotFound(DomainError):
    """No such thing, or none that this person may see."""

    kind = "not_found"


class Invalid(DomainError):
    """The input cannot be so."""

    kind = "invalid"

    def __init__(
        self, sentence: str, *, fields: Iterable[Field] = (), remedies: Iterable[Remedy] = ()
    ) -> None:
        super().__init__(sentence, remedies=remedies)
        self.fields: Final = tuple(fields)


class NotPermitted(DomainError):
    """This person lacks a permission."""

    kind = "not_permitted"

    def __init__(
        self, sentence: str, *, permission: str = "", remedies: Iterable[Remedy] = ()
    ) -> None:
        super().__init__(sentence, remedies=remedies)
        self.permission: Final = permission
        """``domain:object:verb``; empty where a rule other than the table forbids it."""


class IllegalNow(DomainError):
    """The thing is in a state that does not allow this."""

    kind = "illegal_now"

    def __init__(
        self,
        sentence: str,
        *,
        state: str = "",
        possible: Iterable[str] = (),
        remedies: Iterable[Remedy] = (),
    ) -> None:
        super().__init__(sentence, remedies=remedies)
        self.state: Final = state
        """The present state, as the transition table spells it."""
        self.possible: Final = tuple(possible)
        """The actions that the present state allows."""


class Conflict(DomainError):
    """Somebody else was first."""

    kind = "conflict"

    def __init__(self, sentence: str, *, by: str = "", remedies: Iterable[Remedy] = ()) -> None:
        super().__init__(sentence, remedies=remedies)
        self.by: Final = by
        """Who was first, where that is known."""


class Unavailable(DomainError):
    """A service behind this one does not answer; the same again may work later."""

    kind = "unavailable"


KINDS: Final = (NotFound, Invalid, NotPermitted, IllegalNow, Conflict, Unavailable)
