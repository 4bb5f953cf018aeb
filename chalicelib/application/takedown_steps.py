"""The steps of a takedown at one unit: one place after the other, each marked before anything is called.

A step looks first: what is gone already is done. Then the place is marked (``begun``) by a conditional write, then the
call is made, then it is read again and recorded. Who dies in between leaves a mark; whoever comes after looks again
before anything is called, and repeats nothing that was done. A second worker at the same unit is refused by the
checklist's version, or finds it held.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from chalicelib import accounts, audit, takedown
from chalicelib.application.takedown_acts import ACTS, Act, Hand, tomorrow
from chalicelib.application.takedown_search import on_behalf
from chalicelib.application.takedown_texts import RESTORES, TEXTS
from chalicelib.application.takedowns import APPROVE, wake
from chalicelib.cloud import table
from chalicelib.errors import Conflict, DomainError
from chalicelib.takedown import (
    UNDONE,
    Checklist,
    Place,
    PlaceState,
    Platform,
    Takedown,
    TakedownState,
    platform_of,
)
from chalicelib.wechat.errors import (
    Busy,
    QuotaUsedUp,
    TokenRejected,
    TokenUnavailable,
    UnknownOutcome,
    Unreachable,
    WeChatError,
)

Clock = Callable[[], datetime]

HOLD: Final = timedelta(seconds=120)
"""How long a worker has a unit to itself; longer than any step takes."""
BUDGET: Final = timedelta(seconds=150)
"""No new step is begun after this: the longest one still ends inside the function's 300 s."""
TRIES: Final = 5
"""After so many transient errors it is left to a person."""
BACKOFF: Final = tuple(timedelta(seconds=one) for one in (15, 30, 60, 120, 300))
ASK_AGAIN: Final = timedelta(seconds=65)
"""After a call whose outcome is unknown, WeChat is asked what became of it."""
_PASSES: Final = (Busy, Unreachable, TokenUnavailable, TokenRejected)
_ENDED: Final = frozenset(
    {PlaceState.DONE, PlaceState.FAILED, PlaceState.BY_PERSON, PlaceState.RESTORED}
)


class Made(NamedTuple):
    """What one round at a unit left."""

    checklist: Checklist
    stepped: bool


def steps(about: str, clock: Clock, platform_for: Callable[[str], Platform] = platform_of) -> None:
    """The step ``takedown_steps`` (``id unit``): carry out what is due at one unit until it rests or time is up."""
    takedown_id, unit = about.split(" ")
    case = takedown.store.get(takedown_id)
    started = clock()
    hand = Hand(case, on_behalf(case), on_behalf(case, case.approved_by), platform_for, clock)
    try:
        while clock() - started < BUDGET and advance(hand, unit):
            pass
    except takedown.TakedownChanged:
        return  # another worker is at it
    if not takedown.store.counts(case.id).undone:
        wake(case.id)


def advance(hand: Hand, unit: str) -> bool:
    """Make the next step at a unit; False where nothing is due. Raises ``TakedownChanged`` if another worker has it."""
    case, now = hand.case, hand.clock()
    before = takedown.store.checklist(case.id, unit)
    if before is None or (before.held_until is not None and before.held_until > now):
        return False
    if case.state is TakedownState.RUNNING and any(
        one.state is PlaceState.FOUND for one in before.places
    ):
        _save(case, before, _decided(case, before))
        return True
    place = _next(before, now)
    if place is None:
        return False
    act = _act(place)
    settled = _tried(lambda: act.look(place, hand), place, now)
    if settled is not None:
        _record(hand, before, place, settled)
        return True
    failure = _tried(lambda: act.ready(place, hand), place, now)
    if failure is not None:
        _record(hand, before, place, failure)
        return True
    now = hand.clock()
    # Written before the call: whoever comes after a crash knows that it may have been made.
    begun = place.model_copy(
        update={
            "state": PlaceState.RESTORING
            if place.state is PlaceState.RESTORING
            else PlaceState.BEGUN,
            "begun_at": place.begun_at or now,
            "again_at": now + HOLD,
            **act.snapshot(place, hand),
        }
    )
    held = _save(case, before, _with(before, begun, held_until=now + HOLD))
    made = _tried(lambda: act.act(begun, hand), begun, hand.clock())
    _record(hand, held, begun, made or begun)
    return True


def _act(place: Place) -> Act:
    if place.state is PlaceState.RESTORING:
        return RESTORES[place.kind]
    return ACTS.get(place.kind) or TEXTS[place.kind]


def _decided(case: Takedown, before: Checklist) -> Checklist:
    """What is ticked waits for its step; the rest stays."""
    return before.model_copy(
        update={
            "places": tuple(
                one.model_copy(
                    update={
                        "state": PlaceState.WAITING if one.goes(case.threshold) else PlaceState.KEPT
                    }
                )
                if one.state is PlaceState.FOUND
                else one
                for one in before.places
            )
        }
    )


def _next(one: Checklist, now: datetime) -> Place | None:
    due = [
        place
        for place in one.places
        if place.state in UNDONE
        and place.state is not PlaceState.FOUND
        and (place.again_at is None or place.again_at <= now)
    ]
    return min(due, key=lambda place: (place.tries, _ORDER.index(place.kind)), default=None)


_ORDER: Final = (
    # First what may still go out, then what is out, then what answers; offers end the way by which copies come.
    takedown.SpotKind.SCHEDULED,
    takedown.SpotKind.OFFER,
    takedown.SpotKind.ARTICLE,
    takedown.SpotKind.DRAFT,
    takedown.SpotKind.MASS,
    takedown.SpotKind.PUBLICATION,
    takedown.SpotKind.BY_HAND,
    takedown.SpotKind.MENU,
    takedown.SpotKind.RULE,
    takedown.SpotKind.FAQ,
    takedown.SpotKind.POLICY,
    takedown.SpotKind.SERVICE,
)


def _tried(step: Callable[[], Place | None], place: Place, now: datetime) -> Place | None:
    """What ``step`` makes of a place, be it an error."""
    try:
        return step()
    except (accounts.AllowanceUsedUp, QuotaUsedUp):
        said = "今天的次数已用完，明天自动继续"
        return place.model_copy(
            update={"state": _back(place), "again_at": tomorrow(now), "problem": said}
        )
    except UnknownOutcome as error:
        return place.model_copy(
            update={
                "again_at": now + ASK_AGAIN,
                "problem": f"结果未知，将向微信核实：{error}"[:500],
            }
        )
    except (*_PASSES, Conflict) as error:
        return _later(place, str(error), now)
    except (DomainError, WeChatError) as error:
        return place.model_copy(
            update={"state": PlaceState.FAILED, "problem": str(error)[:500], "again_at": None}
        )


def _later(place: Place, problem: str, now: datetime) -> Place:
    if place.tries + 1 >= TRIES:
        return place.model_copy(
            update={"state": PlaceState.FAILED, "problem": problem[:500], "again_at": None}
        )
    wait = BACKOFF[min(place.tries, len(BACKOFF) - 1)]
    return place.model_copy(
        update={
            "state": _back(place),
            "tries": place.tries + 1,
            "again_at": now + wait,
            "problem": problem[:500],
        }
    )


def _back(place: Place) -> PlaceState:
    """A call that certainly did nothing leaves a place waiting as before."""
    return PlaceState.WAITING if place.state is PlaceState.BEGUN else place.state


def _with(one: Checklist, place: Place, held_until: datetime | None) -> Checklist:
    places = tuple(place if other.id == place.id else other for other in one.places)
    return one.model_copy(update={"places": places, "held_until": held_until})


def _record(hand: Hand, before: Checklist, old: Place, new: Place) -> None:
    """Write what became of a place, with its entry in the log where it is at an end."""
    now = hand.clock()
    also: list[table.Action] = []
    if new.state in _ENDED:
        new = new.model_copy(update={"done_at": new.done_at or now, "again_at": None})
        also.append(audit.write_action(_entry(hand, before.unit, old, new, now)))
    _save(hand.case, before, _with(before, new, held_until=None), also)


def _entry(hand: Hand, unit: str, old: Place, new: Place, now: datetime) -> audit.AuditEntry:
    names = takedown.labels.PLACE_STATES
    return audit.entry_of(
        hand.second,
        APPROVE,
        unit=unit,
        at=now,
        object=f"takedown:{hand.case.id}",
        changes=audit.changes_between(
            {"place": names[old.state]},
            {"place": f"{takedown.labels.PLACES[new.kind]}“{new.title}”{names[new.state]}"},
        ),
        note=new.problem or new.said,
    )


def _save(
    case: Takedown, before: Checklist, after: Checklist, also: list[table.Action] | None = None
) -> Checklist:
    [saved] = takedown.store.save_checklists(case.id, [(before, after)], also or [])
    return saved
