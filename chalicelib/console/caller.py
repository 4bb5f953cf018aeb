"""Who makes the request that this process works on."""

from __future__ import annotations

from contextvars import ContextVar
from typing import NamedTuple

from chalicelib.actor import Actor
from chalicelib.sign_in import Session


class Caller(NamedTuple):
    """A signed-in person and their session."""

    actor: Actor
    session: Session
    session_id: str


_CALLER: ContextVar[Caller] = ContextVar("caller")


def caller() -> Caller:
    """The caller of this request; every route below the API has one."""
    return _CALLER.get()


def actor() -> Actor:
    """The caller as use cases take them."""
    return _CALLER.get().actor


def set_caller(one: Caller) -> None:
    """Say who makes the request that is worked on now."""
    _CALLER.set(one)
