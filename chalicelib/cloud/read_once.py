"""What a request has read of the table, so that it reads nothing twice (docs/decisions/0187)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from typing import Any, Final


class _Read:
    """One question to the table: whoever asks it second waits for the answer of the first."""

    __slots__ = ("answer", "lock")

    def __init__(self) -> None:
        self.answer: Any = None
        self.lock = Lock()


_STEADY: Final = (
    "{'S': 'UNITS'}",
    "{'S': 'ACCOUNTS'}",
    "{'S': 'STAFF",
    "{'S': 'WORKFLOWS'}",
    "{'S': 'DRESSINGS'}",
    "'sk': {'S': 'UNIT'}",
)
"""Parts of questions that a worker's message asks once: units, accounts, roles, workflows and dressings are written by
requests of their own, and the unit of an article never changes."""

_SEEN: Final[ContextVar[dict[str, _Read] | None]] = ContextVar("_SEEN", default=None)
_HELD: Final[ContextVar[dict[str, Any] | None]] = ContextVar("_HELD", default=None)


@contextmanager
def reading_once() -> Iterator[None]:
    """Within this, each question is put to the table once; a write of the same request forgets all answers.

    For a request that only reads, and takes no longer than one does: what others write meanwhile it does not see.
    """
    before = _SEEN.set({})
    try:
        yield
    finally:
        _SEEN.reset(before)


@contextmanager
def steady_once() -> Iterator[None]:
    """Within this, questions about what no worker writes are put to the table once, whatever is written meanwhile.

    For one message of a queue. Tokens, allowances and what the message works on are always asked anew.
    """
    before = _HELD.set({})
    try:
        yield
    finally:
        _HELD.reset(before)


@contextmanager
def reading_anew() -> Iterator[None]:
    """Within this the table is asked whatever is known already: for who waits until another writes."""
    before = _SEEN.set(None)
    try:
        yield
    finally:
        _SEEN.reset(before)


def keeps() -> bool:
    """Whether what this request reads is kept for it."""
    return _SEEN.get() is not None


def asked(question: dict[str, Any], ask: Callable[[], Any]) -> Any:
    """The answer that this request had to the same question, else what ``ask`` returns; nobody may change it."""
    seen = _SEEN.get()
    if seen is None:
        return _steady(question, ask)
    read = seen.setdefault(repr(question), _Read())
    with read.lock:
        if read.answer is None:
            read.answer = ask()
        return read.answer


def _steady(question: dict[str, Any], ask: Callable[[], Any]) -> Any:
    held = _HELD.get()
    if held is None or not _is_steady(name := repr(question)):
        return ask()
    if name not in held:
        held[name] = ask()
    return held[name]


def _is_steady(name: str) -> bool:
    return any(part in name for part in _STEADY)


def keep(question: dict[str, Any], answer: Any) -> None:
    """An answer that came with others is kept as if it had been asked for alone."""
    seen, held, name = _SEEN.get(), _HELD.get(), repr(question)
    if seen is not None:
        seen.setdefault(name, _Read()).answer = answer
    elif held is not None and _is_steady(name):
        held[name] = answer


def unasked(questions: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those that this request keeps an answer to and has none yet; none of them where it keeps nothing."""
    seen, held = _SEEN.get(), _HELD.get()
    if seen is not None:
        return [
            one for one in questions if (read := seen.get(repr(one))) is None or read.answer is None
        ]
    if held is None:
        return []
    return [one for one in questions if (name := repr(one)) not in held and _is_steady(name)]


def keep_whole(pk: str, consistent: bool, found: Mapping[str, Any]) -> None:
    """A whole partition was read: what it has by sort key, as the table spelt it, and all that it has not, is known."""
    seen = _SEEN.get()
    if seen is not None:
        read = _Read()
        read.answer = found
        seen[_whole(pk, consistent)] = read


def whole(pk: str, consistent: bool) -> Mapping[str, Any] | None:
    """What a partition has, where this request has read it whole and as consistently as it is asked for now."""
    seen = _SEEN.get()
    if not seen:
        return None
    read = seen.get(_whole(pk, True)) or (None if consistent else seen.get(_whole(pk, False)))
    return read.answer if read else None


def _whole(pk: str, consistent: bool) -> str:
    return f"{consistent} {pk}"


def written() -> None:
    """Forget what was read: this request has just written."""
    seen = _SEEN.get()
    if seen:
        seen.clear()
