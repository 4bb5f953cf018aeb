"""The course of a takedown: what is due is queued, a search that is whole becomes a preview, what is done is checked again.

Running any of it twice is harmless: each change of the takedown is one conditional write, each piece and each place
is claimed by its own.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from chalicelib import audit, takedown
from chalicelib.actor import SYSTEM
from chalicelib.application import control_tasks
from chalicelib.application.takedown_links import learnt
from chalicelib.application.takedown_search import freeze_all
from chalicelib.application.takedowns import APPROVE, AT_LATEST
from chalicelib.takedown import UNDONE, Action, Takedown, TakedownState, moved

Clock = Callable[[], datetime]


def sweep(now: datetime) -> int:
    """Queue every takedown at which somebody has to look; returns how many. Twice is harmless."""
    found = list(takedown.store.due(now))
    control_tasks.send("takedown", found)
    return len(found)


def tend(about: str, clock: Clock) -> None:
    """The step ``takedown``: queue what is to be done next, or go on to the next state."""
    case = takedown.store.get(about)
    with suppress(takedown.TakedownChanged):  # whoever was faster goes on
        if case.state in (TakedownState.SEARCHING, TakedownState.CHECKING):
            _searching(case, clock())
        elif case.state is TakedownState.RUNNING or case.due_at is not None:
            _running(case, clock())


def _searching(case: Takedown, now: datetime) -> None:
    done = takedown.store.parts_done(case.id, case.round)
    missing = [one for one in range(case.parts) if one not in done]
    if missing:
        takedown.store.save(case, case.model_copy(update={"due_at": now + AT_LATEST}))
        abouts = [f"{case.id} {case.round} {one}" for one in missing]
        control_tasks.send("takedown_search", abouts)
        return
    freeze_all(case, now)
    counts = takedown.store.counts(case.id)
    if case.state is TakedownState.SEARCHING and _learns(case, now):
        return
    if case.state is TakedownState.SEARCHING:
        note = f"找到 {counts.all} 处"
        after = moved(case, Action.FOUND, by=SYSTEM.person, at=now, note=note, due_at=None)
        takedown.store.save(case, after)
        return
    new = counts.places.get(takedown.PlaceState.FOUND, 0)
    if new:
        note = f"复查又发现 {new} 处，待批准"
        after = moved(case, Action.MORE, by=SYSTEM.person, at=now, note=note, due_at=None)
        takedown.store.save(case, after)
        return
    note = "复查没有发现新的位置"
    changes = {"due_at": None, "ended_at": now}
    after = moved(case, Action.CHECKED, by=SYSTEM.person, at=now, note=note, **changes)
    _logged(case, after, now, note)


def _learns(case: Takedown, now: datetime) -> bool:
    """Whether links of the clues led to words that are not looked for yet: then all is looked through once more."""
    known = learnt(case, takedown.store.checklists(case.id))
    new = len(known) - len(case.learnt)
    if new <= 0:
        return False
    note = f"链接指向 {new} 篇文章，按其文字再查一遍"
    changes = {"round": case.round + 1, "learnt": known, "due_at": now}
    after = moved(case, Action.LEARN, by=SYSTEM.person, at=now, note=note, **changes)
    _searching(takedown.store.save(case, after), now)
    return True


def _running(case: Takedown, now: datetime) -> None:
    counts = takedown.store.counts(case.id)
    if case.state is TakedownState.RUNNING and not counts.undone:
        note = "已逐处办理，开始复查"
        changes = {"round": case.round + 1, "due_at": now}
        after = moved(case, Action.CHECK, by=SYSTEM.person, at=now, note=note, **changes)
        _searching(takedown.store.save(case, after), now)
        return
    checklists = [
        one
        for one in takedown.store.checklists(case.id)
        if any(p.state in UNDONE for p in one.places)
    ]
    if not checklists:
        takedown.store.save(case, case.model_copy(update={"due_at": None}))
        return
    times = [p.again_at for one in checklists for p in one.places if p.state in UNDONE]
    later = [one for one in times if one is not None and one > now]
    # Only where everything waits for another day nobody has to look before.
    due_at = min(later) if len(later) == len(times) else now + AT_LATEST
    takedown.store.save(
        case, case.model_copy(update={"due_at": max(due_at, now + timedelta(seconds=1))})
    )
    due = [
        one.unit
        for one in checklists
        if any(p.state in UNDONE and (p.again_at is None or p.again_at <= now) for p in one.places)
    ]
    control_tasks.send("takedown_steps", [f"{case.id} {unit}" for unit in due])


def _logged(case: Takedown, after: Takedown, now: datetime, note: str) -> None:
    names = takedown.labels.STATES
    entry = audit.entry_of(
        SYSTEM,
        APPROVE,
        unit=case.unit,
        at=now,
        object=f"takedown:{case.id}",
        changes=audit.changes_between({"state": names[case.state]}, {"state": names[after.state]}),
        note=note,
    )
    takedown.store.save(case, after, [audit.write_action(entry)])
