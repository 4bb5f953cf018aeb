"""Who puts a finding right: by itself the person in charge of the account, until somebody assigns it to another (分派)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from chalicelib import audit, newsroom, people
from chalicelib.actor import Actor
from chalicelib.clock import SHANGHAI
from chalicelib.errors import Field
from chalicelib.inspection import finding_store as store
from chalicelib.inspection.deeds import RECTIFY
from chalicelib.inspection.errors import BadFinding, WrongState
from chalicelib.inspection.labels import STATES
from chalicelib.inspection.models import ACTIVE, REASON_CHARS, TO_DO, Finding, Step
from chalicelib.roles import Staff

ASSIGN: Final = "inspection:finding:assign"
ASSIGNED: Final = "assign"
"""The step of a finding that was assigned."""


def assignees(finding: Finding) -> list[Staff]:
    """Who may put a finding right: people of the account's unit and of those above it, by nearness, then id."""
    able = people.holders(RECTIFY)
    found = [
        one for one in people.list_staff() if one.unit in finding.lineage and able & set(one.roles)
    ]
    return sorted(found, key=lambda one: (finding.lineage.index(one.unit), one.id))


def not_now(finding: Finding) -> str:
    """Why it can be assigned to nobody, permissions aside: a Chinese phrase; empty where it can."""
    return "" if finding.state in TO_DO else f"这个问题{STATES[finding.state]}，不能分派"


def assign(finding_id: str, person: str, note: str = "", *, by: Actor, now: datetime) -> Finding:
    """Give a finding to a person who may put it right. The same person again is no step.

    Raises ``UnknownFinding``, ``BadFinding``, ``WrongState``, ``FindingChanged`` or ``PermissionDenied``.
    """
    before = store.get(finding_id)
    people.require(by, ASSIGN, before.unit)
    if refused := not_now(before):
        raise WrongState(f"{refused}。", state=before.state)
    if not any(one.id == person for one in assignees(before)):
        raise BadFinding(
            "请选择本单位或上级单位可以报告整改的人员。", fields=[Field("person", "不能报告整改")]
        )
    if before.owner == person:
        return before
    said = newsroom.hide_personal(note.strip()[:REASON_CHARS], now.astimezone(SHANGHAI).date())
    return _given(before, person, said, ASSIGN, by, now)


def owned_by(person: str, accounts: Sequence[str]) -> list[Finding]:
    """What a person has to put right, or waits for a decision, at these accounts."""
    return [
        one
        for account in accounts
        for one in store.of_account(account).values()
        if one.owner == person and one.state in ACTIVE
    ]


def pass_on(
    findings: Sequence[Finding],
    person: str,
    note: str,
    permission: str,
    *,
    by: Actor,
    now: datetime,
) -> int:
    """Give findings to whoever takes over from their owner; returns how many. What was passed on before is left out.

    ``permission`` is what the caller has asked for. Raises ``FindingChanged``.
    """
    left = [one for one in findings if one.owner != person]
    for one in left:
        _given(one, person, note, permission, by, now)
    return len(left)


def _given(
    before: Finding, person: str, note: str, permission: str, by: Actor, now: datetime
) -> Finding:
    told = f"{before.owner or '没有负责人'} → {person}" + (f"：{note}" if note else "")
    step = Step(at=now, by=by.person, what=ASSIGNED, note=told)
    after = before.model_copy(update={"owner": person, "steps": (*before.steps, step)[-60:]})
    entry = audit.entry_of(
        by,
        permission,
        unit=before.unit,
        at=now,
        object=f"finding:{before.id}",
        changes=audit.changes_between({"owner": before.owner}, {"owner": person}),
        note=note or f"{before.indicator_name}：{before.said[:80]}",
    )
    return store.save(before, after, [audit.write_action(entry)])
