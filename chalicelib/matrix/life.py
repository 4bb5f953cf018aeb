"""Steps of an account's life, as values. Pure."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from chalicelib.errors import Field
from chalicelib.matrix.errors import BadRegistration, WrongLifeState
from chalicelib.matrix.labels import ACTIONS, STATES
from chalicelib.matrix.models import (
    MOST_STEPS,
    LifeAction,
    LifeState,
    LifeStep,
    Registration,
)
from chalicelib.matrix.transitions import LIFE, Who
from chalicelib.values import Value


class StepInput(Value):
    """What a person enters with a step."""

    action: LifeAction
    on: date
    filing_number: str = ""
    reason: str = ""
    evidence: str = ""


_NEEDS: Final[dict[LifeAction, tuple[str, ...]]] = {
    LifeAction.RUN: ("filing_number",),
    LifeAction.CHANGE: ("reason",),
    LifeAction.CHANGED: ("filing_number",),
    LifeAction.ANNOUNCE: ("reason",),
    LifeAction.PUBLISH: ("evidence",),
    LifeAction.CLOSE: ("filing_number",),
    LifeAction.UNDO: ("reason",),
}
"""What has to be entered with each step."""
_FIELDS: Final = {"filing_number": "备案号或文号", "reason": "原因", "evidence": "公告的网址"}


def opened(
    account: str, on: date, *, running: bool, number: str, by: str, now: datetime
) -> Registration:
    """The first registration of an account; one that has long been running is entered as such."""
    state = LifeState.RUNNING if running else LifeState.FILING
    step = LifeStep(
        action="open", before=state, after=state, on=on, filing_number=number, by=by, at=now
    )
    return Registration(account=account, state=state, filing_number=number, steps=(step,))


def stepped(one: Registration, given: StepInput, *, by: str, now: datetime) -> Registration:
    """A registration after a step. Raises ``WrongLifeState``, or ``BadRegistration`` where something is missing."""
    found = LIFE.find(one, given.action, [Who.KEEPER])
    if found is None:
        raise WrongLifeState(
            refusal(one, given.action), state=one.state, possible=LIFE.possible(one, [Who.KEEPER])
        )
    missing = [name for name in _NEEDS[given.action] if not getattr(given, name).strip()]
    if missing:
        names = "、".join(_FIELDS[name] for name in missing)
        raise BadRegistration(
            f"{ACTIONS[given.action]}要写明{names}。",
            fields=[Field(name, "没有填写") for name in missing],
        )
    after = one.steps[-1].before if given.action is LifeAction.UNDO else found.target or one.state
    step = LifeStep(
        action=given.action,
        before=one.state,
        after=after,
        on=given.on,
        filing_number=given.filing_number.strip(),
        reason=given.reason.strip(),
        evidence=given.evidence.strip(),
        by=by,
        at=now,
    )
    changed: dict[str, object] = {"state": after, "steps": (*one.steps, step)[-MOST_STEPS:]}
    if given.action in (LifeAction.RUN, LifeAction.CHANGED):
        changed["filing_number"] = step.filing_number
    if given.action is LifeAction.PUBLISH:
        changed["announcement"] = step.evidence
    return one.model_copy(update=changed)


def refusal(one: Registration, action: LifeAction) -> str:
    """Why a step is not possible now, as a sentence; empty where it is."""
    if LIFE.find(one, action, [Who.KEEPER]) is not None:
        return ""
    if action is LifeAction.CLOSE and one.state is LifeState.CLOSING:
        return "停更公告还没有发布，先登记公告的网址，再注销。"
    if action is LifeAction.UNDO and one.state is not LifeState.CLOSED:
        return "上一步已对外公布或已撤销，不能再撤销。"
    return f"账号处于“{STATES[one.state]}”，不能{ACTIONS[action]}。"
