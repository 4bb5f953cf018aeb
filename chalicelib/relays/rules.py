"""Rules of relays: whose turn it is, what a step becomes, when somebody looks next. Pure."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from chalicelib.clock import SHANGHAI
from chalicelib.errors import Field
from chalicelib.relays import labels, texts
from chalicelib.relays.errors import BadRelay, RelayNotNow, UnknownRelay
from chalicelib.relays.models import (
    PlannedStep,
    Relay,
    RelayAction,
    RelayLine,
    RelayState,
    RelayStep,
    RelayUrged,
    StepAction,
    StepState,
    UnitStep,
)
from chalicelib.relays.transitions import RELAY, STEP, Placed, Who

LOOK_AGAIN: Final = timedelta(minutes=10)
"""How often articles are looked for of which nobody told."""
LOOKED_AT_AFTER: Final = timedelta(days=30)
"""So long after its end a relay is looked at for articles that were taken down."""
SYSTEM: Final = "system"
_LETTERS: Final = "0123456789abcdefghjkmnpqrstvwxyz"


class Place(NamedTuple):
    """Where an account stands: what a step keeps of it."""

    unit: str
    unit_name: str
    account_name: str


def new_id(at: datetime) -> str:
    """An id that sorts by time."""
    mark = "".join(secrets.choice(_LETTERS) for _ in range(4))
    return f"jl-{at.astimezone(SHANGHAI):%Y%m%d%H%M%S}-{mark}"


def step_of(relay: Relay, step_id: str) -> RelayStep:
    """A step. Raises ``UnknownRelay``."""
    found = relay.step(step_id)
    if found is None:
        raise UnknownRelay(relay.id, step_id)
    return found


def planned(
    steps: Sequence[PlannedStep], places: Mapping[str, Place], before: Sequence[RelayStep] = ()
) -> tuple[RelayStep, ...]:
    """Planned steps as steps: numbered in order, an id for each that has none, the unit of its account."""
    known = {one.id for one in before}
    taken = {one.id for one in steps if one.id in known}
    made, count = [], 0
    for number, one in enumerate(steps, 1):
        step_id = one.id if one.id in taken else ""
        taken.discard(one.id)  # the same id twice is a new step
        while not step_id:
            count += 1
            step_id = f"s{count:02d}" if f"s{count:02d}" not in known else ""
        known.add(step_id)
        place = places[one.account]
        made.append(
            RelayStep(**{**one.model_dump(), "id": step_id}, number=number, **place._asdict())
        )
    return tuple(made)


def check_complete(relay: Relay, now: datetime) -> None:
    """Raises ``BadRelay`` with a field for each row where a relay is not ready to start."""
    wrong: list[Field] = []
    if not relay.steps:
        wrong.append(Field("steps", "还没有编排任何一棒"))
    last: datetime | None = None
    for place, one in enumerate(relay.steps):
        name, called = f"steps.{place}.due_at", f"第 {one.number} 棒"
        if one.due_at is None:
            wrong.append(Field(name, f"{called}没有填写时限"))
            continue
        if one.due_at <= now:
            wrong.append(Field(name, f"{called}的时限已经过去"))
        elif last is not None and one.due_at < last:
            wrong.append(Field(name, f"{called}的时限早于前一棒"))
        last = max(last, one.due_at) if last else one.due_at
    if wrong:
        said = "；".join(one.problem for one in wrong[:5])
        more = f"等 {len(wrong)} 处" if len(wrong) > 5 else ""
        raise BadRelay(f"接龙还不能开始：{said}{more}。", fields=wrong)


def check_template(template: str) -> None:
    """Raises ``BadRelay`` where a skeleton names what nobody fills in."""
    unknown = texts.unknown_fields(template)
    if unknown:
        known = "、".join(f"{{{one}}}" for one in texts.FIELDS)
        said = "、".join(f"{{{one}}}" for one in unknown)
        raise BadRelay(
            f"稿件模板里的 {said} 不会被填写，可用的有 {known}。",
            fields=[Field("template", f"没有 {said}")],
        )


def relay_after(
    relay: Relay, action: RelayAction, who: Who, *, by: str, at: datetime, note: str = ""
) -> Relay:
    """The relay after an action. Raises ``RelayNotNow``."""
    found = RELAY.find(relay, action, [who])
    if found is None:
        possible = "、".join(labels.ACTIONS[one] for one in RELAY.possible(relay, [who]))
        raise RelayNotNow(
            f"接龙“{relay.title}”{labels.STATES[relay.state]}，不能{labels.ACTIONS[action]}。"
            + (f"现在可以：{possible}。" if possible else ""),
            state=relay.state.value,
        )
    changes: dict[str, Any] = {"state": found.target or relay.state}
    return relay.model_copy(update=changes).noted(at, action.value, by, note=note)


def step_refusal(relay: Relay, step: RelayStep, action: StepAction, who: Who) -> str:
    """Why an action can't be taken on a step now; empty where it can."""
    if STEP.find(Placed(relay, step), action, [who]) is not None:
        return ""
    called, named = f"第 {step.number} 棒“{step.title}”", labels.STEP_ACTIONS[action]
    if not relay.under_way:
        return f"接龙{labels.STATES[relay.state]}，不能{named}。"
    if action is StepAction.REMIND and step.open:
        return f"还没有轮到{called}，不用催办。"
    if action is StepAction.HAND_ON:
        return f"{called}的稿件没有由模板写下的交棒文字。"
    return f"{called}{labels.STEPS[step.state]}，不能{named}。"


def step_after(
    relay: Relay,
    step_id: str,
    action: StepAction,
    who: Who,
    *,
    by: str,
    at: datetime,
    said: str = "",
    **changes: Any,
) -> Relay:
    """The relay after an action on one of its steps, with the turn where it now belongs. Raises ``RelayNotNow``."""
    step = step_of(relay, step_id)
    found = STEP.find(Placed(relay, step), action, [who])
    if found is None:
        raise RelayNotNow(step_refusal(relay, step, action, who), state=step.state.value)
    after = step.model_copy(update={"state": found.target or step.state, **changes})
    return turned(relay.with_step(after).noted(at, action.value, by, step.number, said), at)


def turned(relay: Relay, at: datetime) -> Relay:
    """The relay with the turn at the first step that is still to go out; done where none is left, running where one is again.

    A paused relay hands no turn on.
    """
    current = relay.current
    if relay.under_way and current is None:
        done = relay_after(relay, RelayAction.FINISH, Who.SYSTEM, by=SYSTEM, at=at)
        return done.model_copy(update={"ended_at": at})
    if relay.state is RelayState.DONE and current is not None:
        relay = relay.model_copy(update={"state": RelayState.RUNNING, "ended_at": None})
    if relay.state is not RelayState.RUNNING or current is None:
        return relay
    for one in relay.steps:
        if one.id != current.id and one.open and (one.turn_at or one.state is StepState.TURN):
            relay = relay.with_step(_put_back(one))
    if current.turn_at is not None:
        state = StepState.TURN if current.state is StepState.WAITING else current.state
        return relay.with_step(current.model_copy(update={"state": state}))
    state = StepState.TURN if current.state is StepState.WAITING else current.state
    fresh = {"state": state, "turn_at": at, "urged": RelayUrged.NOT_YET}
    relay = relay.with_step(current.model_copy(update=fresh))
    return relay.noted(at, "turn", SYSTEM, current.number)


def _put_back(step: RelayStep) -> RelayStep:
    """A step whose turn it was, and is not any more: one before it was taken up again."""
    state = StepState.WAITING if step.state is StepState.TURN else step.state
    return step.model_copy(update={"state": state, "turn_at": None, "urged": RelayUrged.NOT_YET})


def published(
    relay: Relay, step_id: str, article: str, *, delivery: str, url: str, at: datetime
) -> Relay | None:
    """The relay with a step out; None where that is known. A step counts as out once, whatever is told again."""
    step = step_of(relay, step_id)
    if step.article != article:
        return None
    if step.state is StepState.OUT and step.delivery == delivery and url and not step.url:
        return relay.with_step(step.model_copy(update={"url": url}))
    if STEP.find(Placed(relay, step), StepAction.PUBLISH, [Who.SYSTEM]) is None:
        return None
    early = any(one.open and one.number < step.number for one in relay.steps)
    return step_after(
        relay,
        step_id,
        StepAction.PUBLISH,
        Who.SYSTEM,
        by=SYSTEM,
        at=at,
        said="没轮到就发布了" if early else "",
        out_at=at,
        url=url,
        delivery=delivery,
        early=early,
    )


def taken_down(relay: Relay, step_id: str, delivery: str, at: datetime) -> Relay | None:
    """The relay with a step's article gone; None where that is known, or another push is meant."""
    step = step_of(relay, step_id)
    if step.state is not StepState.OUT or step.delivery != delivery:
        return None
    return step_after(
        relay,
        step_id,
        StepAction.TAKE_DOWN,
        Who.SYSTEM,
        by=SYSTEM,
        at=at,
        gone_at=at,
        url="",
    )


def urge(relay: Relay, now: datetime) -> Relay | None:
    """The relay with the reminder or the lateness of its current step noted, each once; None where nothing is due."""
    current = relay.current
    if relay.state is not RelayState.RUNNING or current is None or current.due_at is None:
        return None
    if now >= current.due_at:
        level, what = RelayUrged.LATE, "late"
    elif relay.remind_hours and now >= current.due_at - timedelta(hours=relay.remind_hours):
        level, what = RelayUrged.REMINDED, "reminded"
    else:
        return None
    if current.urged in (level, RelayUrged.LATE):
        return None
    after = relay.with_step(current.model_copy(update={"urged": level}))
    return after.noted(now, what, SYSTEM, current.number)


def look_at(relay: Relay, now: datetime) -> datetime | None:
    """When the sweep looks at a relay next; None: never. What is over is looked at daily for a while: articles go."""
    if relay.state in (RelayState.DONE, RelayState.ENDED):
        lately = relay.ended_at is not None and now - relay.ended_at < LOOKED_AT_AFTER
        return now + timedelta(days=1) if lately else None
    if not relay.under_way:
        return None
    times = [now + LOOK_AGAIN]
    current = relay.current
    if relay.state is RelayState.RUNNING and current is not None and current.due_at is not None:
        times += [current.due_at, current.due_at - timedelta(hours=relay.remind_hours)]
    return min(one for one in times if one > now)


def late(relay: Relay, step: RelayStep, now: datetime) -> bool:
    """Whether a step that others wait for is past its time."""
    current = relay.current
    its_turn = current is not None and current.id == step.id and relay.under_way
    return its_turn and step.due_at is not None and step.due_at < now


def shifted(relay: Relay, by: timedelta) -> Relay:
    """The relay with the due times of what is still to go out moved."""
    steps = tuple(
        one.model_copy(update={"due_at": one.due_at + by}) if one.open and one.due_at else one
        for one in relay.steps
    )
    return relay.model_copy(update={"steps": steps})


def line_of(relay: Relay) -> RelayLine:
    """The relay as its unit's list has it."""
    current = relay.current if relay.under_way else None
    times = [one.due_at for one in relay.steps if one.due_at]
    return RelayLine(
        id=relay.id,
        unit=relay.unit,
        account=relay.account,
        title=relay.title,
        state=relay.state,
        steps=len(relay.steps),
        out=sum(one.state is StepState.OUT for one in relay.steps),
        skipped=sum(one.state in (StepState.SKIPPED, StepState.GONE) for one in relay.steps),
        current=current.number if current else 0,
        current_title=current.title if current else "",
        current_account=current.account_name if current else "",
        due_at=current.due_at if current else None,
        last_due=max(times, default=None),
        made_by=relay.made_by,
        lead=relay.started_by,
        at=relay.started_at or relay.made_at,
    )


def unit_step(relay: Relay, step: RelayStep) -> UnitStep:
    """A step as its unit's list has it."""
    kept = UnitStep.model_fields
    return UnitStep(
        **{name: value for name, value in step.model_dump().items() if name in kept},
        relay=relay.id,
        relay_title=relay.title,
        relay_state=relay.state,
        by_unit=relay.unit,
        step=step.id,
        steps=len(relay.steps),
        hand_on_old=texts.hand_on_old(relay, step),
    )


def page_of(relay: Relay) -> dict[str, Any]:
    """What the relay's public page shows: what is out with its link, and what is still to come. Nothing of who works."""
    ended = relay.state in (RelayState.DONE, RelayState.ENDED)
    shown = [one for one in relay.steps if one.state is StepState.OUT or (one.open and not ended)]
    return {
        "intro": relay.intro,
        "total": len(shown),
        "ended": ended,
        "steps": [
            {
                "number": one.number,
                "title": one.title,
                "account": one.account_name,
                "unit": one.unit_name,
                "out": one.state is StepState.OUT,
                "url": one.url if one.state is StepState.OUT else "",
                "at": one.out_at.isoformat() if one.state is StepState.OUT and one.out_at else "",
            }
            for one in shown
        ],
    }
