"""Entries of the audit log. Values only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pydantic import AwareDatetime

from chalicelib.actor import KnownBy
from chalicelib.values import Value


class Change(Value):
    """One field that was changed. Secrets are named, their values left out."""

    field: str
    before: str = ""
    after: str = ""


class AuditEntry(Value):
    """One line of the log."""

    unit: str
    """Id of the unit whose thing was changed; empty for what belongs to no unit."""
    object: str = ""
    """Kind and id of the thing, such as ``account:province``; empty where an article is named."""
    article: str = ""
    """Empty where no article is concerned."""
    revision: int | None = None
    action: str
    """``domain:object:verb`` of the permission table; of an article the action of its transition table."""
    by: str
    """Id of the person."""
    at: AwareDatetime
    known_by: KnownBy = KnownBy.LOCAL
    identity: str = ""
    on_behalf: bool = False
    request: str = ""
    changes: tuple[Change, ...] = ()
    state: str = ""
    """Of the article, afterwards."""
    stage: str = ""
    """Of the review that was decided."""
    emergency: bool = False
    note: str = ""
    previous: str = ""
    """SHA-256 of the article's entry before this one."""


def changes_between(
    before: Mapping[str, object], after: Mapping[str, object], *, secret: Iterable[str] = ()
) -> tuple[Change, ...]:
    """The fields that differ, as texts; of those in ``secret`` the name alone."""
    hidden = frozenset(secret)
    return tuple(
        Change(field=name)
        if name in hidden
        else Change(field=name, before=_text(before.get(name)), after=_text(after.get(name)))
        for name in dict.fromkeys([*before, *after])
        if before.get(name) != after.get(name)
    )


def _text(value: object) -> str:
    return "" if value is None else str(value)
