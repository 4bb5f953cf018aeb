"""What persons do with findings: add, report as put right, re-check, appeal, decide."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from chalicelib import accounts, audit, newsroom, people, topics, units
from chalicelib.accounts import OfficialAccount
from chalicelib.actor import Actor
from chalicelib.audit import AuditEntry
from chalicelib.clock import SHANGHAI
from chalicelib.errors import Field
from chalicelib.inspection import finding_store as store
from chalicelib.inspection.errors import BadFinding, UnknownIndicator, WrongState
from chalicelib.inspection.labels import ACTIONS, STATES
from chalicelib.inspection.lists import rules_of
from chalicelib.inspection.models import (
    MOST_PROOFS,
    REASON_CHARS,
    TEXT_CHARS,
    TO_DO,
    Fault,
    Finding,
    FindingAction,
    FindingState,
    Indicator,
    Method,
    Place,
    PlaceKind,
    Rules,
    Step,
)
from chalicelib.inspection.transitions import FINDING, Who

READ: Final = "inspection:finding:read"
ADD: Final = "inspection:finding:add"
RECTIFY: Final = "inspection:finding:rectify"
APPEAL: Final = "inspection:finding:appeal"
DECIDE: Final = "inspection:finding:decide"

PERMISSION: Final = {
    FindingAction.RECTIFY: RECTIFY,
    FindingAction.APPEAL: APPEAL,
    FindingAction.CLOSE: DECIDE,
    FindingAction.SEND_BACK: DECIDE,
    FindingAction.UPHOLD: DECIDE,
    FindingAction.REFUSE: DECIDE,
}
"""The actions of persons, with the permission that each needs in the account's unit."""
_OF_UNIT: Final = frozenset({FindingAction.RECTIFY, FindingAction.APPEAL})
_ID_CHARS: Final = 300
_NEEDS_TEXT: Final = frozenset(PERMISSION) - {FindingAction.CLOSE}


def who_takes(action: FindingAction) -> Who:
    """Whose action it is."""
    return Who.UNIT if action in _OF_UNIT else Who.CONTROLLER


def made(
    account: OfficialAccount,
    lineage: Sequence[str],
    rules: Rules,
    indicator: Indicator,
    fault: Fault,
    *,
    by: str,
    now: datetime,
    run: str = "",
    owner: str = "",
    repeat: int = 0,
    evidence: Sequence[str] = (),
) -> Finding:
    """A new finding as a value. No number of a person stands in it, whatever the fault brought."""
    today = now.astimezone(SHANGHAI).date()

    def safe(text: str) -> str:
        return newsroom.hide_personal(text, today)

    place = fault.place
    shown = place.model_copy(
        update={"label": safe(place.label), "url": safe(place.url), "id": safe(place.id)}
    )
    what = safe(fault.what)
    return Finding(
        id=store.id_of(account.id, indicator.id, shown, what),
        account=account.id,
        unit=account.unit,
        lineage=tuple(lineage),
        indicator=indicator.id,
        indicator_name=indicator.name,
        group=indicator.group,
        severity=indicator.severity,
        points=indicator.points,
        rules=rules.version,
        basis=indicator.basis,
        place=shown,
        what=what,
        said=safe(fault.said),
        around=safe(fault.around),
        evidence=tuple(safe(one) for one in evidence),
        method=indicator.method,
        found_at=now,
        found_by=by,
        run=run,
        owner=owner,
        deadline=topics.working_days.after(now, indicator.days),
        days=indicator.days,
        state_at=now,
        repeat=repeat,
        seen_at=now,
        steps=(Step(at=now, by=by, what="found"),),
    )


def place_told(kind: PlaceKind, label: str, url: str) -> Place:
    """Where a person found something: its address, or else what they call it, names the place."""
    told = url or label
    if len(told) > _ID_CHARS:
        told = f"{told[:200]}#{hashlib.sha256(told.encode(errors='replace')).hexdigest()}"
    return Place(kind=kind, id=told, label=label, url=url)


def add_finding(
    account_id: str,
    indicator_id: str,
    place: Place,
    said: str,
    *,
    by: Actor,
    now: datetime,
    evidence: Sequence[str] = (),
    owner: str = "",
) -> Finding:
    """Add what a person found, with evidence: addresses, or where a screenshot lies. The same twice is once.

    Raises ``BadFinding``, ``UnknownIndicator``, ``UnknownAccount`` or ``PermissionDenied``.
    """
    account = accounts.state(account_id).account
    people.require(by, ADD, account.unit)
    said, given = said.strip(), [one.strip() for one in evidence if one.strip()]
    _check_text(said, "said", "请写明问题是什么。")
    _check_proofs(given, "evidence")
    if not given:
        raise BadFinding("请附上证据：网址，或截图的说明。", fields=[Field("evidence", "没有填写")])
    rules = rules_of(account.unit)
    indicator = next((one for one in rules.indicators if one.id == indicator_id), None)
    if indicator is None or indicator.off:
        raise UnknownIndicator(f"单位“{account.unit}”没有指标“{indicator_id}”。")
    lineage = [one.id for one in units.lineage(account.unit)]
    fault = Fault(indicator=indicator.id, place=place, what=said[:300], said=said[:600])
    # A person has seen it: no check looks again, whatever the indicator's own way is.
    by_hand = indicator.model_copy(update={"method": Method.PERSON})
    finding = made(
        account, lineage, rules, by_hand, fault, by=by.person, now=now, owner=owner, evidence=given
    )
    store.add(finding, [audit.write_action(entry_of(None, finding, ADD, by, now))])
    return store.get(finding.id)


def act(
    finding_id: str,
    action: FindingAction,
    text: str = "",
    *,
    by: Actor,
    now: datetime,
    proofs: Sequence[str] = (),
) -> Finding:
    """Take an action of ``PERMISSION``; ``text`` is what was done, or why. ``proofs`` are addresses or notes.

    Raises ``UnknownFinding``, ``WrongState``, ``BadFinding``, ``FindingChanged`` or ``PermissionDenied``.
    """
    before = store.get(finding_id)
    people.require(by, PERMISSION.get(action, READ), before.unit)
    if action not in PERMISSION:
        raise BadFinding(
            f"“{ACTIONS[action]}”由自动检查来做，不能由人来做。",
            fields=[Field("action", "不是可选的值")],
        )
    said, given = text.strip(), [one.strip() for one in proofs if one.strip()]
    if action in _NEEDS_TEXT:
        _check_text(said, "text", "请写明做了什么，或者原因。")
    _check_proofs(given, "proofs")
    if action is FindingAction.RECTIFY and not given:
        raise BadFinding(
            "请附上整改的证明：网址，或截图的说明。", fields=[Field("proofs", "没有填写")]
        )
    today = now.astimezone(SHANGHAI).date()
    said = newsroom.hide_personal(said, today)
    given = [newsroom.hide_personal(one, today) for one in given]
    refused = refusal(before, action, by.person)
    if refused:
        possible = FINDING.possible(before, list(Who))
        raise WrongState(f"{refused}。", state=before.state, possible=possible)
    after = moved(before, action, who_takes(action), by.person, now, said, proofs=given)
    entry = entry_of(before, after, PERMISSION[action], by, now, said)
    return store.save(before, after, [audit.write_action(entry)])


def moved(
    before: Finding,
    action: FindingAction,
    who: Who,
    by: str,
    now: datetime,
    note: str = "",
    *,
    proofs: Sequence[str] = (),
) -> Finding:
    """The finding after an action. Raises ``WrongState``."""
    row = FINDING.find(before, action, [who])
    if row is None or row.target is None:
        raise WrongState(
            f"这个问题{STATES[before.state]}，不能{ACTIONS[action]}。", state=before.state
        )
    steps = (*before.steps, Step(at=now, by=by, what=action, note=note))[-60:]
    changes: dict[str, object] = {"state": row.target, "state_at": now, "steps": steps}
    if action is FindingAction.RECTIFY:
        changes |= {"proof": note, "proofs": tuple(proofs)}
    if action is FindingAction.APPEAL:
        changes |= {"appeal": note, "evidence": (*before.evidence, *proofs)[:MOST_PROOFS]}
    if row.target is FindingState.GONE:
        changes["gone_at"] = now
    if row.target in TO_DO:
        changes["deadline"] = topics.working_days.after(now, before.days)
    if action is FindingAction.REAPPEAR:
        changes |= {"gone_at": None, "seen_at": now, "repeat": before.repeat + 1}
    return before.model_copy(update=changes)


def refusal(finding: Finding, action: FindingAction, person: str) -> str:
    """Why a person cannot take an action now, permissions aside: a Chinese phrase, empty where they can."""
    if FINDING.find(finding, action, [who_takes(action)]) is None:
        return f"这个问题{STATES[finding.state]}，不能{ACTIONS[action]}"
    last = finding.steps[-1] if finding.steps else None
    if who_takes(action) is Who.CONTROLLER and last is not None and last.by == person:
        return "报告整改或申诉的人不能自己复查、裁定，要由另一人来做"
    return ""


def entry_of(
    before: Finding | None,
    after: Finding,
    permission: str,
    by: Actor,
    now: datetime,
    note: str = "",
) -> AuditEntry:
    """The entry of a step, with the state before and after."""
    old = {} if before is None else _logged(before)
    return audit.entry_of(
        by,
        permission,
        unit=after.unit,
        at=now,
        object=f"finding:{after.id}",
        changes=audit.changes_between(old, _logged(after)),
        note=note or f"{after.indicator_name}：{after.said[:80]}",
    )


def _logged(finding: Finding) -> dict[str, object]:
    return {
        "account": finding.account,
        "indicator": finding.indicator,
        "state": STATES[finding.state],
        "deadline": finding.deadline.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M"),
    }


def _check_text(text: str, field: str, sentence: str) -> None:
    if not text:
        raise BadFinding(sentence, fields=[Field(field, "没有填写")])
    if len(text) > REASON_CHARS:
        raise BadFinding(
            f"说明太长，最多 {REASON_CHARS} 个字。",
            fields=[Field(field, f"最多 {REASON_CHARS} 个字")],
        )


def _check_proofs(given: Sequence[str], field: str) -> None:
    if len(given) > MOST_PROOFS or any(len(one) > TEXT_CHARS for one in given):
        raise BadFinding(
            f"证明最多 {MOST_PROOFS} 条，每条最多 {TEXT_CHARS} 个字。",
            fields=[Field(field, "太多或太长")],
        )
