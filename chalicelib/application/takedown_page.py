"""Takedowns as pages show them: the list, one with its progress, and its places with what can be done at each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Final

from chalicelib import accounts, people, takedown, units
from chalicelib.actor import Actor
from chalicelib.application.deeds import deed, denied
from chalicelib.application.second_person import holders
from chalicelib.application.takedown_forecast import forecast
from chalicelib.application.takedown_values import (
    ClueSeen,
    LookedThrough,
    NotLooked,
    PlaceFilter,
    PlacePage,
    PlaceSeen,
    RemainsSeen,
    TakedownAccount,
    TakedownCount,
    TakedownDetail,
    TakedownMoment,
    TakedownPage,
    TakedownSeen,
)
from chalicelib.application.takedowns import APPROVE, BEGIN, READ, hands
from chalicelib.clock import utc_now
from chalicelib.takedown import (
    UNDONE,
    Action,
    Checklist,
    Counts,
    Place,
    PlaceState,
    Remains,
    Takedown,
    TakedownState,
    Who,
)
from chalicelib.transitions import Deed

MOST_NOT_LOOKED: Final = 50
_LATER: Final = (PlaceState.AWAITING, PlaceState.BEGUN, PlaceState.WAITING)


def takedowns(by: Actor, unit: str, *, after: str, limit: int) -> TakedownPage:
    """The takedowns of a unit, the newest day first. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, READ, unit)
    ids = list(islice(takedown.store.of_unit(unit, after), limit + 1))
    found = takedown.store.read_each(ids[:limit]) if ids else []
    names = _unit_names()
    return TakedownPage(
        takedowns=tuple(_seen(one, counts, names) for one, counts in found),
        place=ids[limit - 1] if len(ids) > limit else "",
        begin=deed("begin", "一键撤稿", denied(by, BEGIN, unit)),
    )


def takedown_detail(by: Actor, takedown_id: str, now: datetime | None = None) -> TakedownDetail:
    """One takedown with how far each account is: three reads and the list of accounts, however many there are.

    Raises ``UnknownTakedown`` or ``PermissionDenied``.
    """
    case = _case_for(by, takedown_id)
    checklists = takedown.store.checklists(case.id)
    places = [place for one in checklists for place in one.places]
    unit_names, account_names = _unit_names(), _account_names()
    return TakedownDetail(
        takedown=_seen(case, takedown.store.counts(case.id), unit_names),
        goes=sum(one.goes(case.threshold) for one in places),
        accounts=_accounts(case, checklists, unit_names, account_names),
        remains=_remains(one for one in places if one.goes(case.threshold)),
        looked=_looked(checklists, account_names),
        history=tuple(
            TakedownMoment(
                at=one.at, by=one.by, state_name=takedown.labels.STATES[one.state], note=one.note
            )
            for one in case.history
        ),
        deeds=_deeds(by, case, places),
        forecast=forecast(case, checklists, account_names, now or utc_now())
        if case.state is TakedownState.PREVIEW
        else None,
        approvers=holders(APPROVE, case.unit, hands(case))
        if case.state is TakedownState.PREVIEW
        else (),
    )


def takedown_places(
    by: Actor, takedown_id: str, wanted: PlaceFilter, *, after: str, limit: int
) -> PlacePage:
    """Places of a takedown, unit by unit, the likest first. Raises like ``takedown_detail``."""
    case = _case_for(by, takedown_id)
    found = [
        (one.unit, place)
        for one in takedown.store.checklists(case.id)
        for place in sorted(one.places, key=lambda p: (p.account, -p.score, p.id))
        if _fits(case, one.unit, place, wanted)
    ]
    begin = next(
        (at + 1 for at, (unit, place) in enumerate(found) if f"{unit} {place.id}" == after), 0
    )
    shown = found[begin : begin + limit]
    unit_names, account_names = _unit_names(), _account_names()
    last = f"{shown[-1][0]} {shown[-1][1].id}" if shown else ""
    return PlacePage(
        places=tuple(_place(case, unit, place, unit_names, account_names) for unit, place in shown),
        place=last if begin + limit < len(found) else "",
        in_all=len(found),
        version=case.version,
    )


def _case_for(by: Actor, takedown_id: str) -> Takedown:
    case = takedown.store.get(takedown_id)
    people.require(by, READ, case.unit)
    return case


def _fits(case: Takedown, unit: str, place: Place, wanted: PlaceFilter) -> bool:
    words = wanted.words.strip().casefold()
    return (
        (not wanted.unit or unit == wanted.unit)
        and (not wanted.account or place.account == wanted.account)
        and (wanted.kind is None or place.kind is wanted.kind)
        and (wanted.state is None or place.state is wanted.state)
        and (wanted.goes is None or place.goes(case.threshold) is wanted.goes)
        and (not words or words in f"{place.title}\n{place.passage}".casefold())
    )


def _seen(case: Takedown, counts: Counts, names: Mapping[str, str]) -> TakedownSeen:
    done = counts.parts.get(case.round, 0)
    return TakedownSeen(
        **{
            name: getattr(case, name)
            for name in (
                *("id", "unit", "title", "reason", "order", "state", "by", "at", "approved_by"),
                *("approved_at", "ended_at", "threshold", "accounts", "version"),
            )
        },
        unit_name=names.get(case.unit, case.unit),
        clues=tuple(
            ClueSeen(kind=one.kind, kind_name=takedown.labels.CLUES[one.kind], value=one.value)
            for one in case.clues
        ),
        state_name=takedown.labels.STATES[case.state],
        searched=100 if not case.parts else min(100, 100 * done // case.parts),
        places=counts.all,
        counts=tuple(
            TakedownCount(
                state=state, name=takedown.labels.PLACE_STATES[state], number=counts.places[state]
            )
            for state in PlaceState
            if counts.places.get(state)
        ),
    )


def _accounts(
    case: Takedown,
    checklists: Sequence[Checklist],
    unit_names: Mapping[str, str],
    account_names: Mapping[str, str],
) -> tuple[TakedownAccount, ...]:
    found = []
    for one in checklists:
        for account in dict.fromkeys(place.account for place in one.places):
            mine = [place for place in one.places if place.account == account]
            waits = [p.again_at for p in mine if p.state in _LATER and p.again_at]
            found.append(
                TakedownAccount(
                    unit=one.unit,
                    unit_name=unit_names.get(one.unit, one.unit),
                    account=account,
                    account_name=account_names.get(account, account),
                    places=len(mine),
                    goes=sum(p.goes(case.threshold) for p in mine),
                    done=sum(p.state is PlaceState.DONE for p in mine),
                    failed=sum(p.state in (PlaceState.FAILED, PlaceState.BY_PERSON) for p in mine),
                    open=sum(p.state in UNDONE for p in mine),
                    again_at=min(waits, default=None),
                )
            )
    found.sort(key=lambda one: (-one.failed, -one.open, one.unit, one.account))
    return tuple(found)


def _remains(places: Iterable[Place]) -> tuple[RemainsSeen, ...]:
    numbers = dict.fromkeys(Remains, 0)
    for place in places:
        for one in place.remains:
            numbers[one] += 1
    # A mass send made by hand is told by no call: it is said always.
    return tuple(
        RemainsSeen(kind=one, text=takedown.labels.REMAINS[one], places=number)
        for one, number in numbers.items()
        if number or one is Remains.BY_HAND_MASS
    )


def _looked(checklists: Sequence[Checklist], names: Mapping[str, str]) -> LookedThrough:
    every = [(account, one) for c in checklists for account, one in c.looked.items()]
    whole = [one for _, one in every if one.at and not one.problem and one.back_to is None]
    missing = [
        NotLooked(
            account=account,
            account_name=names.get(account, account),
            looked_at=one.at,
            back_to=one.back_to,
            problem=one.problem,
        )
        for account, one in every
        if one.problem or one.back_to is not None
    ]
    return LookedThrough(
        accounts=len(whole),
        earliest=min((one.at for one in whole if one.at), default=None),
        publications=sum(one.number for _, one in every),
        missing=tuple(missing[:MOST_NOT_LOOKED]),
        left_out=max(0, len(missing) - MOST_NOT_LOOKED),
    )


def _place(
    case: Takedown,
    unit: str,
    place: Place,
    unit_names: Mapping[str, str],
    account_names: Mapping[str, str],
) -> PlaceSeen:
    same = ("id", "account", "kind", "title", "passage", "score", "match", "url", "page", "ticked")
    more = ("why", "ticked_by", "state", "round", "frozen", "said", "problem", "again_at")
    last = ("done_at", "verified", "verified_at")
    return PlaceSeen(
        **{name: getattr(place, name) for name in (*same, *more, *last)},
        unit=unit,
        unit_name=unit_names.get(unit, unit),
        account_name=account_names.get(place.account, place.account),
        kind_name=takedown.labels.PLACES[place.kind],
        match_name=takedown.labels.MATCHES[place.match],
        action=takedown.labels.ACTIONS[place.kind],
        goes=place.goes(case.threshold),
        remains=tuple(takedown.labels.REMAINS[one] for one in place.remains),
        state_name=takedown.labels.PLACE_STATES[place.state],
        restorable=place.kind in takedown.labels.REVERSIBLE and place.state is PlaceState.DONE,
    )


def _deeds(by: Actor, case: Takedown, places: Sequence[Place]) -> tuple[Deed, ...]:
    begin, second = denied(by, BEGIN, case.unit), denied(by, APPROVE, case.unit)
    mine = by.person in hands(case)
    same = "撤稿须两人办理：您发起或勾选过，请由另一人批准" if mine else ""
    none = "" if any(one.goes(case.threshold) for one in places) else "没有勾选任何位置"
    failed = any(one.state is PlaceState.FAILED for one in places)
    back = any(
        one.state is PlaceState.DONE and one.kind in takedown.labels.REVERSIBLE for one in places
    )
    return (
        deed("tick", "勾选", begin, _not_now(case, Action.TICK)),
        deed("approve", "批准撤稿", second, _not_now(case, Action.APPROVE), same, none),
        deed("reject", "不予撤稿", begin, _not_now(case, Action.REJECT)),
        deed(
            "retry",
            "重试未成功的",
            begin,
            _not_now(case, Action.RETRY),
            "" if failed else "没有未成功的位置",
        ),
        deed(
            "restore",
            "恢复",
            second,
            _not_now(case, Action.RESTORE),
            "" if back else "没有可以恢复的位置",
        ),
        deed("proof", "下载证明材料", denied(by, READ, case.unit)),
    )


def _not_now(case: Takedown, action: Action) -> str:
    if takedown.states.TABLE.find(case, action, Who) is not None:
        return ""
    return f"现在是“{takedown.labels.STATES[case.state]}”，不能{takedown.states.NAMES[action]}"


def _unit_names() -> dict[str, str]:
    return {one.id: one.name for one in units.units()}


def _account_names() -> dict[str, str]:
    return {one.account.id: one.account.name for one in accounts.states()}
