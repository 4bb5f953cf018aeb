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
    "'sk': {'S': 'UNIT'}",
)
"""Parts of questions whose answers outlive a write: units, accounts, roles and workflows are written by requests of
their own, and the unit of an article never changes."""

_SEEN: Final[ContextVar[dict[str, _Read] | None]] = ContextVar("_SEEN", default=None)


@contextmanager
def reading_once() -> Iterator[None]:
    """Within this, each question is put to the table once; a write of the same request forgets all answers.

    For a request that only reads, or a worker's message, and takes no longer than these do: what others write meanwhile
    it does not see. Answers about units, accounts, roles and workflows, which no worker writes, outlive its writes.
    """
    before = _SEEN.set({})
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
        return ask()
    read = seen.setdefault(repr(question), _Read())
    with read.lock:
        if read.answer is None:
            read.answer = ask()
        return read.answer


def keep(question: dict[str, Any], answer: Any) -> None:
    """An answer that came with others is kept as if it had been asked for alone."""
    seen = _SEEN.get()
    if seen is not None:
        seen.setdefault(repr(question), _Read()).answer = answer


def unasked(questions: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those that this request has no answer to; none of them where it keeps nothing."""
    seen = _SEEN.get()
    if seen is None:
        return []
    return [
        one for one in questions if (read := seen.get(repr(one))) is None or read.answer is None
    ]


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
        for question in [one for one in seen if not any(part in one for part in _STEADY)]:
            del seen[question]
