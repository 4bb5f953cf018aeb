"""The delivery after an error: pure (sheet §3; docs/decisions/0040).

Three questions decide. May the call have taken effect? May an *earlier* try have? Will it help to wait?
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from chalicelib.publishing.deliveries.models import Delivery, Moment, Problem
from chalicelib.publishing.deliveries.transitions import Action, Who, move
from chalicelib.publishing.sending.next_step import (
    TRY_AGAIN,
    AskOutcome,
    LookForDraft,
    MakeDraft,
    Step,
    Submit,
    TakeDown,
    Tidy,
    asked_later,
    wait_after,
)
from chalicelib.wechat.error_codes import SAME_JOB_TOO_SOON
from chalicelib.wechat.errors import (
    ApiRefused,
    Busy,
    IpNotAllowed,
    TokenRejected,
    TokenUnavailable,
    UnknownOutcome,
    Unreachable,
    WrongCredentials,
)

TRIES: Final = 4
"""Of a recall or of tidying up, after which it is left to people."""

_MAYBE_SENT: Final = (
    "前一次提交没有得到结果，微信可能已经群发。请登录微信公众平台的“发表记录”核对，不要直接重发。"
)


def setback(
    before: Delivery, held: Delivery, step: Step, error: Exception, now: datetime
) -> Delivery:
    """The delivery after ``step`` ended in ``error``.

    ``before`` is what it was before the step, ``held`` what the worker recorded when it began.
    """
    problem = Problem(at=now, what=str(error), advice=_advice(error))
    if isinstance(step, AskOutcome):
        return asked_later(held, now, problem)
    if isinstance(step, Submit):
        return _submit(before, held, error, problem, now)
    if isinstance(step, LookForDraft):
        return _again(held, problem, now)
    if isinstance(step, TakeDown):
        return _not_taken_down(held, error, problem, now)
    if isinstance(step, Tidy):
        return _left_with_drafts(held, problem, now)
    return _unprepared(before, held, step, error, problem, now)


def failed(held: Delivery, problem: Problem) -> Delivery:
    """It ends here, with the reason."""
    return move(
        held,
        Action.FAIL,
        Who.WORKER,
        at=problem.at,
        by="worker",
        note=problem.what,
        problem=problem,
        due_at=None,
        held_until=None,
    )


def _unprepared(
    before: Delivery, held: Delivery, step: Step, error: Exception, problem: Problem, now: datetime
) -> Delivery:
    if isinstance(step, MakeDraft) and not _may_have_happened(error):
        held = held.model_copy(update={"drafts_begun": before.drafts_begun})
    if _passes(error) or isinstance(error, UnknownOutcome):
        # A picture or draft made twice costs a little room at WeChat; nobody receives anything.
        return _again(held, problem, now)
    if isinstance(error, (IpNotAllowed, WrongCredentials)) and now < held.at:
        # Somebody can put that right before the slot: the last look is at its very second.
        waiting = _again(held, problem, now)
        return waiting.model_copy(update={"due_at": min(waiting.due_at or held.at, held.at)})
    return failed(held, problem)


def _not_taken_down(held: Delivery, error: Exception, problem: Problem, now: datetime) -> Delivery:
    # Deleting twice is deleting once, so an unknown outcome is simply asked for again.
    if (_passes(error) or isinstance(error, UnknownOutcome)) and held.failures < TRIES:
        return _again(held, problem, now)
    recalls = tuple(
        one.model_copy(update={"refused": problem.what}) if one.open else one
        for one in held.recalls
    )
    changes = {"recalls": recalls, "problem": problem, "due_at": None, "held_until": None}
    return held.model_copy(update=changes)


def _left_with_drafts(held: Delivery, problem: Problem, now: datetime) -> Delivery:
    """A draft too many does no harm: after some tries it is left to people, and said."""
    if held.failures < TRIES:
        again = _again(held, problem, now)
        # What ended the delivery matters more than a draft.
        return again.model_copy(update={"problem": held.problem})
    note = Moment(
        at=now, state=held.state, by="worker", note="草稿箱里可能留有未用的草稿，没能删除"
    )
    changes = {
        "tidied": True,
        "history": (*held.history, note),
        "failures": 0,
        "due_at": None,
        "held_until": None,
    }
    return held.model_copy(update=changes)


def _submit(
    before: Delivery, held: Delivery, error: Exception, problem: Problem, now: datetime
) -> Delivery:
    if _may_have_happened(error):
        return _again(held, problem, now)
    # Certainly not sent by this try: what is known of earlier tries stands, be it "none".
    known = {"tried_at": before.tried_at, "first_tried_at": before.first_tried_at}
    if _passes(error):
        return _again(held.model_copy(update=known), problem, now)
    if before.first_tried_at is None:
        return failed(held.model_copy(update=known), problem)
    # "No mass quota" or "no such draft" may be so *because* the earlier try was executed.
    return move(
        held,
        Action.SUBMIT,
        Who.WORKER,
        at=now,
        by="worker",
        note="前一次提交的结果未知；再次提交被拒绝",
        problem=Problem(at=now, what=problem.what, advice=_MAYBE_SENT),
        submitted_at=now,
        due_at=now,
        held_until=None,
    )


def _again(held: Delivery, problem: Problem, now: datetime) -> Delivery:
    failures = held.failures + 1
    wait = wait_after(failures)
    if held.first_tried_at is not None:
        wait = max(wait, TRY_AGAIN)
    changes = {"failures": failures, "problem": problem, "due_at": now + wait, "held_until": None}
    return held.model_copy(update=changes)


def _may_have_happened(error: Exception) -> bool:
    if isinstance(error, Busy):
        # 45066 is also seen on a first call whose push went out all the same, so it proves nothing (sheet §2.5).
        return error.errcode == SAME_JOB_TOO_SOON or not error.treatment.proves_nothing_done
    return isinstance(error, UnknownOutcome)


def _passes(error: Exception) -> bool:
    # A token that was refused twice is refused before anything is done, and may be renewed by force in 30 seconds.
    return isinstance(error, (Busy, Unreachable, TokenUnavailable, TokenRejected))


def _advice(error: Exception) -> str:
    return error.treatment.advice if isinstance(error, ApiRefused) else ""
