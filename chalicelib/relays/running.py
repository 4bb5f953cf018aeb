"""What people who run a relay do once it has started: pause, resume, end; skip a step, hand it over, change it, take it up again.

Each is one transaction with its entry in the audit log, and bounded by the tables of ``transitions.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from pydantic import ValidationError

from chalicelib import people
from chalicelib.actor import Actor
from chalicelib.clock import shown
from chalicelib.errors import Field
from chalicelib.relays import logged, planning, rules, store
from chalicelib.relays.errors import BadRelay
from chalicelib.relays.models import (
    PlannedStep,
    Relay,
    RelayAction,
    RelayStep,
    RelayUrged,
    StepAction,
    StepState,
)
from chalicelib.relays.transitions import Who
from chalicelib.values import Value

_CLEARED: Final[dict[str, Any]] = {
    "article": "",
    "hand_on": "",
    "made_at": None,
    "approved_at": None,
    "out_at": None,
    "gone_at": None,
    "delivery": "",
    "early": False,
    "turn_at": None,
    "urged": RelayUrged.NOT_YET,
}


class StepChange(Value):
    """What is changed of a step after the start; None: it stays."""

    title: str | None = None
    owner: str | None = None
    """Empty: anybody of the unit."""
    due_at: datetime | None = None
    text: str | None = None
    note: str | None = None


def pause(relay_id: str, reason: str, *, by: Actor, now: datetime) -> Relay:
    """Pause a relay: nobody is reminded, and no turn is handed on. Raises as ``resume``, and ``BadRelay``."""
    why = logged.reason_of(reason)
    return _relay(relay_id, RelayAction.PAUSE, by, now, why, lambda one: {"paused_at": now})


def resume(relay_id: str, *, shift: bool = True, by: Actor, now: datetime) -> Relay:
    """Let a relay go on; with ``shift`` what is still to go out has as much more time as the pause took.

    Raises ``UnknownRelay``, ``RelayNotNow`` or ``PermissionDenied``.
    """

    def moved(relay: Relay) -> dict[str, Any]:
        paused = now - relay.paused_at if shift and relay.paused_at else None
        steps = rules.shifted(relay, paused).steps if paused else relay.steps
        return {"steps": steps, "paused_at": None}

    note = "时限顺延" if shift else "时限不变"
    return _relay(relay_id, RelayAction.RESUME, by, now, note, moved)


def end(relay_id: str, reason: str, *, by: Actor, now: datetime) -> Relay:
    """End a relay early: what is out stays on its page. Raises as ``resume``, and ``BadRelay``."""
    why = logged.reason_of(reason)
    changes = {"ended_at": now, "end_reason": why}
    return _relay(relay_id, RelayAction.END, by, now, why, lambda one: changes)


def reopen(relay_id: str, *, by: Actor, now: datetime) -> Relay:
    """Take an ended relay up again where it was. Raises as ``resume``."""
    changes = {"ended_at": None, "end_reason": "", "paused_at": None}
    return _relay(relay_id, RelayAction.REOPEN, by, now, "", lambda one: changes)


def skip(relay_id: str, step_id: str, reason: str, *, by: Actor, now: datetime) -> Relay:
    """Leave a step out: the one before leads to the next but one. Raises as ``change``."""
    why = logged.reason_of(reason)
    return _step(relay_id, step_id, StepAction.SKIP, by, now, why, lambda *_: {"reason": why})


def hand_over(
    relay_id: str,
    step_id: str,
    account: str,
    reason: str,
    *,
    owner: str | None = None,
    by: Actor,
    now: datetime,
) -> Relay:
    """Give a step to another account; what the one before wrote stays its own article. Raises as ``change``."""
    why = logged.reason_of(reason)

    def given(relay: Relay, step: RelayStep) -> dict[str, Any]:
        if account == step.account:
            raise BadRelay(
                "这一棒已经是这个公众号的了。", fields=[Field("account", "请另选公众号")]
            )
        place = planning.place_of(relay.unit, account)
        planning.check_owner(owner, place.unit)
        nth = step.nth + 1 if step.article else step.nth
        kept = {"account": account, "owner": owner or None, "reason": why, "nth": nth}
        return {**_CLEARED, **kept, **place._asdict()}

    return _step(relay_id, step_id, StepAction.HAND_OVER, by, now, why, given)


def restore(relay_id: str, step_id: str, *, by: Actor, now: datetime) -> Relay:
    """Take up a step again that was skipped, or whose article was taken down. Raises as ``change``."""

    def again(relay: Relay, step: RelayStep) -> dict[str, Any]:
        if step.state is StepState.GONE:
            return {**_CLEARED, "nth": step.nth + 1, "reason": ""}
        # A skipped step keeps what was made of it.
        state = {"state": StepState.MADE, "approved_at": None} if step.article else {}
        return {**state, "reason": "", "turn_at": None, "urged": RelayUrged.NOT_YET}

    return _step(relay_id, step_id, StepAction.RESTORE, by, now, "", again)


def change(relay_id: str, step_id: str, changes: StepChange, *, by: Actor, now: datetime) -> Relay:
    """Change words, person or due time of a step that is still to go out.

    Raises ``UnknownRelay``, ``RelayNotNow``, ``BadRelay`` or ``PermissionDenied``.
    """
    given = changes.model_dump(exclude_none=True)

    def changed(relay: Relay, step: RelayStep) -> dict[str, Any]:
        new = {**given, **({"owner": given["owner"] or None} if "owner" in given else {})}
        planning.check_owner(new.get("owner"), step.unit)
        new |= _due(relay, step, given.get("due_at"), now)
        try:
            PlannedStep.model_validate({**step.model_dump(), **new})
        except ValidationError as error:
            raise planning.bad(error) from None
        if "title" in new:
            new["title"] = str(new["title"]).strip()
        return new

    return _step(relay_id, step_id, StepAction.CHANGE, by, now, _said(given), changed)


def remind(relay_id: str, step_id: str, *, by: Actor, now: datetime) -> Relay:
    """Remind the unit whose turn it is, whatever the time. Raises as ``change``."""

    def told(relay: Relay, step: RelayStep) -> dict[str, Any]:
        late = step.urged is RelayUrged.LATE
        return {"urged": RelayUrged.LATE if late else RelayUrged.REMINDED}

    return _step(relay_id, step_id, StepAction.REMIND, by, now, "", told)


def _due(relay: Relay, step: RelayStep, due_at: datetime | None, now: datetime) -> dict[str, Any]:
    """A new due time: it lies ahead, and the sweep reminds of it again."""
    if due_at is None:
        return {}
    if due_at <= now:
        raise BadRelay("时限已经过去。", fields=[Field("due_at", "时限已经过去")])
    return {"due_at": due_at, "urged": RelayUrged.NOT_YET}


def _said(given: Mapping[str, Any]) -> str:
    names = {"title": "标题", "owner": "负责人", "due_at": "时限", "text": "要点", "note": "备注"}
    return "、".join(
        f"{names[one]}改为 {shown(value)}" if one == "due_at" else names[one]
        for one, value in given.items()
    )


def _relay(
    relay_id: str,
    action: RelayAction,
    by: Actor,
    now: datetime,
    note: str,
    changes: Callable[[Relay], dict[str, Any]],
) -> Relay:
    def decide(before: Relay) -> planning.Decided:
        people.require(by, logged.RUN, before.unit)
        after = rules.relay_after(before, action, Who.LEAD, by=by.person, at=now, note=note)
        after = rules.turned(after.model_copy(update=changes(before)), now)
        entry = logged.entry_action(
            by,
            logged.RUN,
            before.unit,
            before.id,
            at=now,
            before={"state": before.state.value},
            after={"state": after.state.value},
            note=note,
        )
        return after, [entry]

    return store.change(relay_id, decide, now)


def _step(
    relay_id: str,
    step_id: str,
    action: StepAction,
    by: Actor,
    now: datetime,
    note: str,
    changes: Callable[[Relay, RelayStep], dict[str, Any]],
) -> Relay:
    def decide(before: Relay) -> planning.Decided:
        people.require(by, logged.RUN, before.unit)
        step = rules.step_of(before, step_id)
        made = changes(before, step) if not _refused(before, step, action) else {}
        after = rules.step_after(
            before, step_id, action, Who.LEAD, by=by.person, at=now, said=note, **made
        )
        entry = logged.entry_action(
            by,
            logged.RUN,
            before.unit,
            before.id,
            at=now,
            before=facts(step),
            after=facts(rules.step_of(after, step_id)),
            note=f"第 {step.number} 棒 {note}".strip(),
        )
        return after, [entry]

    return store.change(relay_id, decide, now)


def _refused(relay: Relay, step: RelayStep, action: StepAction) -> bool:
    return bool(rules.step_refusal(relay, step, action, Who.LEAD))


def facts(step: RelayStep) -> Mapping[str, Any]:
    """What the log compares of a step."""
    return {
        "step": step.number,
        "state": step.state.value,
        "title": step.title,
        "account": step.account,
        "owner": step.owner or "",
        "due_at": shown(step.due_at) if step.due_at else "",
        "article": step.article,
    }
