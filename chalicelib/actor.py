"""The person, or the part of the system, in whose name something is changed."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from chalicelib.values import Value


class KnownBy(StrEnum):
    """How the system knows who acts."""

    LOCAL = "local"
    """A name given at the command line of stage ``local``."""
    AWS = "aws"
    """The AWS identity of a shell."""
    SIGN_IN = "sign_in"
    """A session of the console."""
    TOKEN = "token"  # noqa: S105 - a word, not a secret
    """A service token of another system."""
    SYSTEM = "system"
    """A worker of the bundle."""


SHELL: Final = frozenset({KnownBy.LOCAL, KnownBy.AWS})
"""Who comes this way holds cloud credentials for the table itself: permissions of an operator add nothing to them."""


class Scope(Value):
    """What a service token may do: these permissions, in one unit and all below it, as long as its maker has them."""

    unit: str
    permissions: frozenset[str]
    maker: str
    """The person whose own permissions bound it, at every call."""


class Actor(Value):
    """Who acts. Every use case that changes something takes one."""

    person: str
    """Id of the person whose permissions count; ``system`` names a worker."""
    known_by: KnownBy = KnownBy.LOCAL
    identity: str = ""
    """What proved it: the ARN of an AWS identity, the subject of a sign-in, the name of a token; empty for a local name."""
    on_behalf: bool = False
    """Whether ``identity`` belongs to somebody else, who acts for ``person``."""
    request: str = ""
    """Id of the request, as the log of the function has it."""
    scope: Scope | None = None
    """Of a service token, whose ``person`` is ``token:`` and its id; nobody else has one."""

    def __str__(self) -> str:
        return self.person

    @property
    def at_shell(self) -> bool:
        """Whether this actor works at a shell with cloud credentials."""
        return self.known_by in SHELL


def local(person: str) -> Actor:
    """A person who is known by a name given on this machine."""
    return Actor(person=person)


SYSTEM: Final = Actor(person="system", known_by=KnownBy.SYSTEM)
