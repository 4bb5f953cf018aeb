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
    outcome: str = ""
    """What that page shows, as JSON: of work that ends in an answer rather than a file."""
    entries: tuple[AuditEntry, ...] = ()
    """Written in the transaction that ends the job: once, however often the function ran."""
