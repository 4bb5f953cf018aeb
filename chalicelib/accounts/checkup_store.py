"""What the last check-up of each account found, for those who look later.

| pk | sk | attributes |
|---|---|---|
| ``CHECKUPS`` | account id | ``doc`` (Checked): when, by whom, what was found |
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from pydantic import AwareDatetime

from chalicelib.accounts.checkup import Finding, Health
from chalicelib.cloud import table
from chalicelib.values import Value

CHECKUPS: Final = "CHECKUPS"


class Help(Value):
    """A remedy of a finding, as data."""

    action: str
    label: str
    arguments: dict[str, str]


class Found(Value):
    """One thing that was looked at."""

    name: str
    state: Health
    seen: str
    advice: str
    remedies: tuple[Help, ...]


class Checked(Value):
    """One check-up."""

    account: str
    at: AwareDatetime
    by: str
    findings: tuple[Found, ...]

    @property
    def worst(self) -> Health:
        """Of all findings."""
        return max((one.state for one in self.findings), key=list(Health).index, default=Health.OK)


def keep_checkup(account_id: str, findings: Iterable[Finding], *, by: str, at: datetime) -> Checked:
    """Keep what a check-up found in the place of the one before; returns it."""
    checked = Checked(account=account_id, at=at, by=by, findings=tuple(map(_found, findings)))
    table.put({"pk": CHECKUPS, "sk": account_id, "doc": checked.model_dump_json()})
    return checked


def last_checkup(account_id: str) -> Checked | None:
    """The last check-up of an account; None where there was none."""
    item = table.get(CHECKUPS, account_id, consistent=True)
    return Checked.model_validate_json(str(item["doc"])) if item else None


def last_checkups() -> Iterator[Checked]:
    """The last check-up of every account that had one."""
    for item in table.query(CHECKUPS):
        yield Checked.model_validate_json(str(item["doc"]))


def forget_checkup(account_id: str) -> None:
    """Forget the check-up of an account that is removed."""
    table.delete(CHECKUPS, account_id)


def _found(finding: Finding) -> Found:
    return Found(
        name=finding.name,
        state=finding.state,
        seen=finding.seen,
        advice=finding.advice,
        remedies=tuple(
            Help(action=one.action, label=one.label, arguments=dict(one.arguments))
            for one in finding.remedies
        ),
    )
