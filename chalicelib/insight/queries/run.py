"""Questions put to Athena: begun, looked at, read, cancelled; with what each scanned and cost.

A page begins a question, looks at it until it has ended, and reads it: no request waits for Athena. ``answer`` does all
of it for whoever may wait.

| key | body |
|---|---|
| ``archive/answers/{id}.csv`` | what a query of the archive answered, written by Athena; deleted after a day |
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from typing import Any, Final, Generic, NamedTuple, TypeVar

from chalicelib.cloud import athena
from chalicelib.insight.queries.errors import (
    ArchiveNotThere,
    QueryFailed,
    StillRunning,
    TooMuchScanned,
)
from chalicelib.insight.queries.query import Query
from chalicelib.settings import settings
from chalicelib.values import LateValue

Row = TypeVar("Row", bound=LateValue)

ANSWERS: Final = "archive/answers/"
PRICE: Final = 5.0
"""US dollars for 10¹² bytes scanned, as AWS asks for in most regions; China's are in yuan."""
LEAST_PAID: Final = 10_000_000
"""Bytes that every query pays for."""
_PAUSE: Final = 0.25
_EXHAUSTED: Final = "bytes scanned limit"


class Progress(NamedTuple):
    """How far a question is."""

    id: str
    done: bool
    scanned: int
    """Bytes."""
    seconds: float
    """That it has taken so far."""

    @property
    def dollars(self) -> float:
        """What it has cost."""
        return price(self.scanned)


class Answer(NamedTuple, Generic[Row]):
    """The rows of a question, and what they took."""

    rows: list[Row]
    progress: Progress


def price(scanned: int) -> float:
    """US dollars for so many bytes."""
    return max(scanned, LEAST_PAID) * PRICE / 1e12


def begin(query: Query[Any], parameters: LateValue, *, token: str) -> str:
    """Put a question; returns the id by which it is looked at. The same question with the same ``token`` is put once.

    Raises ``ArchiveNotThere``.
    """
    if not settings().athena_workgroup:
        raise ArchiveNotThere
    asked = query.asked(parameters)
    once = hashlib.sha256("\n".join([token, asked.sql, *asked.literals]).encode()).hexdigest()
    return athena.begin(asked.sql, asked.literals, ANSWERS, once)


def look(execution_id: str) -> Progress:
    """How far a question is. Raises ``QueryFailed`` or ``TooMuchScanned`` where nothing comes of it."""
    found = athena.look(execution_id)
    if found.ended and found.state != "SUCCEEDED":
        if _EXHAUSTED in found.reason.lower():
            raise TooMuchScanned
        raise QueryFailed(execution_id, found.reason)
    return Progress(execution_id, found.ended, found.scanned, found.milliseconds / 1000)


def read(query: Query[Row], execution_id: str) -> list[Row]:
    """The rows of a question that is done."""
    return list(read_each(query, execution_id))


def read_each(query: Query[Row], execution_id: str) -> Iterator[Row]:
    """The same, one after the other, for whoever does not want all of them."""
    return (query.read(row) for row in athena.rows(execution_id))


def cancel(execution_id: str) -> None:
    """Give a question up; what it has scanned is paid for."""
    athena.stop(execution_id)


def answer(
    query: Query[Row],
    parameters: LateValue,
    *,
    token: str,
    patience: float = 60,
    on_progress: Callable[[Progress], None] = lambda _: None,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> Answer[Row]:
    """Put a question and wait for its rows, ``patience`` seconds at most.

    Raises ``StillRunning`` (and cancels it), ``QueryFailed``, ``TooMuchScanned``, ``ArchiveNotThere``.
    """
    execution_id = begin(query, parameters, token=token)
    end = clock() + patience
    while not (progress := look(execution_id)).done:
        on_progress(progress)
        if clock() > end:
            cancel(execution_id)
            raise StillRunning
        sleep(_PAUSE)
    return Answer(read(query, execution_id), progress)
