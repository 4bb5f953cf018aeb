"""Who makes the request that this process works on."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from typing import NamedTuple

from chalicelib.actor import Actor


class Caller(NamedTuple):
    """A signed-in person, or a service with a token."""

    actor: Actor
    name: str
    """As the provider or the token says it."""
    session_id: str
    """Empty for a service."""
    headers: Mapping[str, str]
    """Of the request, names in lower case."""


_CALLER: ContextVar[Caller] = ContextVar("caller")


def caller() -> Caller:
    """The caller of this request; every route below the API has one."""
    return _CALLER.get()


def actor() -> Actor:
    """The caller as use cases take them."""
    return _CALLER.get().actor


def header(name: str) -> str:
    """A header of this request; empty where it has none."""
    return _CALLER.get().headers.get(name.lower(), "")


def set_caller(one: Caller) -> None:
    """Say who makes the request that is worked on now."""
    _CALLER.set(one)
