"""What an automatic look at an account found becomes findings; what it found no more is marked as gone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from chalicelib import audit
from chalicelib.accounts import OfficialAccount
from chalicelib.actor import SYSTEM
from chalicelib.inspection import finding_store as store
from chalicelib.inspection.deeds import entry_of, made, moved
from chalicelib.inspection.errors import FindingChanged
from chalicelib.inspection.models import (
    ACTIVE,
    Fault,
    Finding,
    FindingAction,
    FindingState,
    Indicator,
    Method,
    Rules,
)
from chalicelib.inspection.transitions import FINDING, Who

CHECK: Final = "finding_check"
"""The action of the log for what a check does."""
REPEATED_WITHIN: Final = timedelta(days=183)
MOST_NEW: Final = 300
"""New findings of one look at an account; an account that is wholly wrong is told of its first ones."""


class Recorded(NamedTuple):
    """What became of the faults."""

    new: int = 0
    again: int = 0
    gone: int = 0


def record(
    account: OfficialAccount,
    lineage: Sequence[str],
    rules: Rules,
    faults: Iterable[Fault],
    covered: Collection[tuple[str, str]],
    *,
    run: str,
    began: datetime,
    now: datetime,
    owner: str = "",
) -> Recorded:
    """Store what was found, and what was not found where it was looked for.

    ``covered`` are indicator and place (``Place.key``) of all that was looked at: only there a finding can be gone.
    ``began`` is when the look began: what a unit reported as put right later is judged the next time. Running it twice
    adds nothing, because a finding's id is made of what it is.
    """
    known = store.of_account(account.id)
    indicators = {one.id: one for one in rules.indicators}
    seen: dict[str, Fault] = {}
    new = again = 0
    for fault in faults:
        finding = _of(account, lineage, rules, indicators, fault, known, run, now, owner)
        if finding is None or finding.id in seen:
            continue
        seen[finding.id] = fault
        if finding.id in known:
            again += _seen_again(known[finding.id], began, now)
        elif new < MOST_NEW:
            entry = entry_of(None, finding, CHECK, SYSTEM, now)
            new += store.add(finding, [audit.write_action(entry)])
    gone = sum(
        _not_seen(one, began, now)
        for one in known.values()
        if one.id not in seen
        and one.method is Method.AUTOMATIC
        and (one.indicator, one.place.key) in covered
    )
    return Recorded(new, again, gone)


def _of(
    account: OfficialAccount,
    lineage: Sequence[str],
    rules: Rules,
    indicators: Mapping[str, Indicator],
    fault: Fault,
    known: Mapping[str, Finding],
    run: str,
    now: datetime,
    owner: str,
) -> Finding | None:
    indicator = indicators.get(fault.indicator)
    if indicator is None or indicator.off:
        return None
    repeat = sum(
        one.indicator == indicator.id
        and one.state is not FindingState.REVOKED
        and now - one.found_at < REPEATED_WITHIN
        and one.state not in ACTIVE
        for one in known.values()
    )
    return made(
        account,
        lineage,
        rules,
        indicator,
        fault,
        by=SYSTEM.person,
        now=now,
        run=run,
        owner=owner,
        repeat=repeat,
    )


def _seen_again(finding: Finding, began: datetime, now: datetime) -> int:
    """A finding that is still there, or there again."""
    if finding.state is FindingState.RECTIFIED and finding.state_at < began:
        _move(finding, FindingAction.SEND_BACK, now, "机器复查：问题仍在")
    elif finding.state in (FindingState.GONE, FindingState.CLOSED):
        _move(finding, FindingAction.REAPPEAR, now, "机器检查：问题再次出现")
    elif now - finding.seen_at > timedelta(hours=12):
        store.touch(finding, now)
    return 1


def _not_seen(finding: Finding, began: datetime, now: datetime) -> int:
    """A finding that was looked for and is not there any more."""
    if finding.state is FindingState.RECTIFIED and finding.state_at < began:
        return _move(finding, FindingAction.CLOSE, now, "机器复查：已不再发现")
    if FINDING.find(finding, FindingAction.VANISH, [Who.CHECK]) is not None:
        return _move(finding, FindingAction.VANISH, now, "机器检查：已不再发现")
    return 0


def _move(before: Finding, action: FindingAction, now: datetime, note: str) -> int:
    after = moved(before, action, Who.CHECK, SYSTEM.person, now, note)
    entry = entry_of(before, after, CHECK, SYSTEM, now, note)
    try:
        store.save(before, after, [audit.write_action(entry)])
    except FindingChanged:
        return 0  # a person was faster; the next look judges what they made of it
    return 1
