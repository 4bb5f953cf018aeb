"""What the function of a kind of job hands back."""

from __future__ import annotations

from typing import NamedTuple

from chalicelib.audit import AuditEntry


class Made(NamedTuple):
    """A file that a function has made."""

    name: str
    content_type: str
    body: bytes


class Result(NamedTuple):
    """What came of a job."""

    message: str = ""
    file: Made | None = None
    page: str = ""
    entries: tuple[AuditEntry, ...] = ()
    """Written in the transaction that ends the job: once, however often the function ran."""
