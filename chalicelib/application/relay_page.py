"""Relays as pages show them: the list of a unit, one relay with its track, what a unit has to make, what there is to choose."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import islice
from typing import Final

from chalicelib import accounts, people, relays, units
from chalicelib.actor import Actor
from chalicelib.application.deeds import deed, denied
from chalicelib.application.relay_article import page_address
from chalicelib.application.relay_values import (
    RelayAccount,
    RelayChoices,
    RelayLevel,
    RelayMomentSeen,
    RelayRow,
    RelaySeen,
    RelayStepSeen,
    UnitStepSeen,
)
from chalicelib.cloud.read_once import reading_once
from chalicelib.relays import (
    Relay,
    RelayAction,
    RelayLine,
    RelayState,
    RelayStep,
    StepAction,
    StepState,
    UnitStep,
    Who,
)
from chalicelib.transitions import Deed
from chalicelib.units import OrgUnit, UnitLevel
from chalicelib.values import Value

READ: Final = "relays:relay:read"
EDIT: Final = "relays:relay:edit"
RUN: Final = "relays:relay:run"
MAKE: Final = "relays:step:make"
_LOOKED_AT: Final = 200
_MOMENTS: Final = 60
_UNSEEN: Final = frozenset({RelayState.DRAFT, RelayState.DROPPED})
_RELAY_DEEDS: Final = {
    RelayAction.EDIT: (EDIT, Who.PLANNER),
    RelayAction.START: (RUN, Who.LEAD),
    RelayAction.DROP: (EDIT, Who.PLANNER),
    RelayAction.PAUSE: (RUN, Who.LEAD),
    RelayAction.RESUME: (RUN, Who.LEAD),
    RelayAction.END: (RUN, Who.LEAD),
    RelayAction.REOPEN: (RUN, Who.LEAD),
}
_STEP_DEEDS: Final = {
    StepAction.MAKE: (MAKE, Who.MAKER),
    StepAction.HAND_ON: (MAKE, Who.MAKER),
    StepAction.DETACH: (MAKE, Who.MAKER),
    StepAction.REMIND: (RUN, Who.LEAD),
    StepAction.CHANGE: (RUN, Who.LEAD),
    StepAction.SKIP: (RUN, Who.LEAD),
    StepAction.HAND_OVER: (RUN, Who.LEAD),
    StepAction.RESTORE: (RUN, Who.LEAD),
}


class RelayPage(Value):
    """Some relays of a unit, the newest first."""

    relays: tuple[RelayRow, ...]
    place: str
    """The list goes on after this one; empty at its end."""
    new: Deed


def relay_list(
    by: Actor,
    unit: str,
    now: datetime,
    *,
    states: frozenset[RelayState] = frozenset(),
    words: str = "",
    after: str = "",
    limit: int = 20,
) -> RelayPage:
    """The relays of a unit. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, READ, unit)
    found: list[RelayLine] = []
    place, more = "", False
    for number, line in enumerate(relays.of_unit(unit, after)):
        if len(found) == limit or number == _LOOKED_AT:
            more = True
            break
        place = line.id
        if (not states or line.state in states) and words.strip() in line.title:
            found.append(line)
    names = _unit_names()
    return RelayPage(
        relays=tuple(_row(one, names, now) for one in found),
        place=place if more else "",
        new=deed("new", "新建接龙", denied(by, EDIT, unit)),
    )


def relay_detail(by: Actor, relay_id: str, now: datetime) -> RelaySeen:
    """One relay with all its steps. Raises ``UnknownRelay`` or ``PermissionDenied``.

    Four reads whatever its size, also where it is what a write answers with.
    """
    with reading_once():
        return _detail(by, relay_id, now)


def _detail(by: Actor, relay_id: str, now: datetime) -> RelaySeen:
    # Units and roles are read whole: what the person may do at each step costs no further call.
    people.reach(by)
    relay = relays.get(relay_id)
    relays.logged.require_reader(by, relay)
    names = _unit_names()
    return RelaySeen(
        **relay.model_dump(
            include={
                "id",
                "unit",
                "title",
                "intro",
                "account",
                "template",
                "remind_hours",
                "state",
                "made_by",
                "made_at",
                "started_at",
                "paused_at",
                "ended_at",
                "end_reason",
                "version",
            }
        ),
        unit_name=_name(names, relay.unit),
        state_name=relays.labels.STATES[relay.state],
        out=sum(one.state is StepState.OUT for one in relay.steps),
        page="" if relay.state in _UNSEEN else page_address(relay),
        steps=_steps(by, relay, now),
        moments=tuple(
            RelayMomentSeen(
                at=one.at,
                name=relays.labels.MOMENTS.get(one.what, one.what),
                by=one.by,
                step=one.step,
                note=one.note,
            )
            for one in reversed(relay.moments[-_MOMENTS:])
        ),
        deeds=_relay_deeds(by, relay, now),
    )


def unit_steps(by: Actor, unit: str, now: datetime, *, done: bool = False) -> list[UnitStepSeen]:
    """What a unit has to make of relays, what has its turn first; with ``done`` also what is over.

    Raises ``PermissionDenied`` or ``UnknownUnit``.
    """
    people.require(by, READ, unit)
    names, refused = _unit_names(), denied(by, MAKE, unit)
    found = [
        _unit_step(one, names, refused, now)
        for one in islice(relays.steps_of(unit), _LOOKED_AT)
        if done or (one.state in relays.OPEN_STEPS and one.relay_state in _GOING_ON)
    ]
    return sorted(found, key=lambda one: (not one.its_turn, one.due_at or now))


_GOING_ON: Final = frozenset({RelayState.RUNNING, RelayState.PAUSED})


def choices(by: Actor, unit: str) -> RelayChoices:
    """Accounts and levels of a unit and below. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, READ, unit)
    names = _unit_names()
    every = [state.account.id for state in accounts.states()]
    places = relays.planning.places(unit, every)
    called = tuple(
        RelayAccount(
            id=account,
            name=place.account_name,
            unit=place.unit,
            unit_name=place.unit_name,
            level=names[place.unit].level,
        )
        for account, place in sorted(places.items(), key=lambda one: (one[1].unit != unit, one[0]))
    )
    return RelayChoices(
        accounts=called,
        levels=tuple(
            RelayLevel(level=level, name=units.LEVELS[level], accounts=number)
            for level in UnitLevel
            if (number := len({one.unit for one in called if one.level is level}))
        ),
        most=relays.MOST_STEPS,
        skeleton=relays.texts.SKELETON,
        fields=relays.texts.FIELDS,
    )


def _row(line: RelayLine, names: Mapping[str, OrgUnit], now: datetime) -> RelayRow:
    return RelayRow(
        **line.model_dump(exclude={"account"}),
        unit_name=_name(names, line.unit),
        state_name=relays.labels.STATES[line.state],
        late=line.state is RelayState.RUNNING and line.due_at is not None and line.due_at < now,
    )


def _steps(by: Actor, relay: Relay, now: datetime) -> tuple[RelayStepSeen, ...]:
    run = denied(by, RUN, relay.unit)
    make = {unit: denied(by, MAKE, unit) for unit in {one.unit for one in relay.steps}}
    return tuple(_step(relay, one, run, make[one.unit], now) for one in relay.steps)


def _step(relay: Relay, step: RelayStep, run: str, make: str, now: datetime) -> RelayStepSeen:
    current = relay.current
    return RelayStepSeen(
        **{
            name: value
            for name, value in step.model_dump().items()
            if name in RelayStepSeen.model_fields and name not in ("owner", "hand_on")
        },
        owner=step.owner or "",
        state_name=relays.labels.STEPS[step.state],
        its_turn=relay.under_way and current is not None and current.id == step.id,
        late=relays.rules.late(relay, step, now),
        hand_on=relays.texts.hand_on(relay, step.number),
        hand_on_old=relays.texts.hand_on_old(relay, step),
        mine=not make,
        deeds=tuple(
            deed(
                action.value,
                relays.labels.STEP_ACTIONS[action],
                make if permission == MAKE else run,
                relays.rules.step_refusal(relay, step, action, who),
            )
            for action, (permission, who) in _STEP_DEEDS.items()
        ),
    )


def _relay_deeds(by: Actor, relay: Relay, now: datetime) -> tuple[Deed, ...]:
    return tuple(
        deed(
            action.value,
            relays.labels.ACTIONS[action],
            denied(by, permission, relay.unit),
            _refusal(relay, action, who, now),
        )
        for action, (permission, who) in _RELAY_DEEDS.items()
    )


def _refusal(relay: Relay, action: RelayAction, who: Who, now: datetime) -> str:
    if relays.RELAY.find(relay, action, [who]) is None:
        return f"接龙{relays.labels.STATES[relay.state]}，不能{relays.labels.ACTIONS[action]}。"
    if action is RelayAction.START:
        try:
            relays.rules.check_complete(relay, now)
        except relays.BadRelay as error:
            return str(error)
    return ""


def _unit_step(
    one: UnitStep, names: Mapping[str, OrgUnit], refused: str, now: datetime
) -> UnitStepSeen:
    its_turn = one.turn_at is not None and one.state in relays.OPEN_STEPS
    # Who has begun an article goes on with it: the step keeps it.
    over = "" if one.state in relays.OPEN_STEPS else f"这一棒{relays.labels.STEPS[one.state]}。"
    return UnitStepSeen(
        **{
            name: value
            for name, value in one.model_dump().items()
            if name in UnitStepSeen.model_fields and name != "owner"
        },
        owner=one.owner or "",
        relay_state_name=relays.labels.STATES[one.relay_state],
        by_unit_name=_name(names, one.by_unit),
        state_name=relays.labels.STEPS[one.state],
        its_turn=its_turn,
        late=its_turn and one.due_at is not None and one.due_at < now,
        write=deed(
            StepAction.MAKE.value, relays.labels.STEP_ACTIONS[StepAction.MAKE], refused, over
        ),
    )


def _unit_names() -> dict[str, OrgUnit]:
    return {one.id: one for one in units.units()}


def _name(names: Mapping[str, OrgUnit], unit: str) -> str:
    return names[unit].name if unit in names else unit
