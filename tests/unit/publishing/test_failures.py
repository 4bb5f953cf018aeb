"""A delivery after an error: what may have happened decides, then what helps (docs/decisions/0040)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.publishing import Delivery, DeliveryState
from chalicelib.publishing.deliveries.models import Material, Problem, Recall
from chalicelib.publishing.sending.failures import TRIES, failed, setback
from chalicelib.publishing.sending.next_step import (
    BACKOFF,
    POLLS,
    TRY_AGAIN,
    AskOutcome,
    LookForDraft,
    MakeDraft,
    Step,
    Submit,
    TakeDown,
    Tidy,
    UploadMaterial,
    UploadPicture,
)
from chalicelib.wechat.errors import TokenUnavailable, UnknownOutcome, Unreachable, refusal
from tests.unit.publishing.test_transitions import AT, delivery

APPID, API = "wx0123456789abcdef", "/cgi-bin/message/mass/sendall"
EARLY = AT - timedelta(minutes=5)
BEFORE_THE_TRY = AT - timedelta(seconds=1)
S = DeliveryState


def refused(code: int) -> Exception:
    return refusal(code, "said by WeChat", appid=APPID, api=API)


UNKNOWN = UnknownOutcome("ReadTimeout", appid=APPID, api=API)
NOT_SENT = Unreachable("no connection", appid=APPID, api=API)
NO_TOKEN = TokenUnavailable(appid=APPID)
SYSTEM_BUSY, TOO_FAST, TOO_SOON = refused(-1), refused(45011), refused(45066)
TOKEN_REFUSED, NO_QUOTA, NOT_LISTED, SECRET_WRONG = map(refused, (40001, 45028, 40164, 40125))

PASSES = [NOT_SENT, NO_TOKEN, TOO_FAST, TOKEN_REFUSED]
"""Nothing was sent, and waiting helps."""
OPEN = [UNKNOWN, SYSTEM_BUSY, TOO_SOON]
"""It may have been sent."""
STAYS = [NO_QUOTA, refused(40007), refused(48001)]
"""Nothing was sent, and waiting does not help."""


def after(
    step: Step, error: Exception, before: Delivery, now: object = AT, **held: object
) -> Delivery:
    """``before`` after a worker who recorded ``held`` ended in ``error``."""
    return setback(before, before.model_copy(update=held), step, error, now)  # type: ignore[arg-type]


def waits(one: Delivery) -> timedelta | None:
    return None if one.due_at is None else one.due_at - AT


def first_try() -> Delivery:
    return delivery(S.PREPARED, draft="m1", due_at=AT)


TRIED = {"tried_at": AT, "first_tried_at": AT, "held_until": AT + timedelta(minutes=2)}
"""What a worker records before it submits."""


@pytest.mark.parametrize("error", OPEN, ids=str)
def test_a_submit_that_may_have_been_sent_keeps_its_try_and_is_asked_again(
    error: Exception,
) -> None:
    one = after(Submit(), error, first_try(), **TRIED)
    assert (one.state, one.first_tried_at, one.tried_at) == (S.PREPARED, AT, AT)
    assert waits(one) == TRY_AGAIN
    assert (one.failures, one.held_until) == (1, None)


@pytest.mark.parametrize("error", PASSES, ids=str)
def test_a_submit_that_certainly_was_not_sent_is_no_try(error: Exception) -> None:
    one = after(Submit(), error, first_try(), **TRIED)
    assert (one.state, one.first_tried_at, one.tried_at) == (S.PREPARED, None, None)
    assert waits(one) == BACKOFF[0]


@pytest.mark.parametrize("error", STAYS, ids=str)
def test_a_first_submit_that_wechat_refuses_ends_the_delivery(error: Exception) -> None:
    one = after(Submit(), error, first_try(), **TRIED)
    assert (one.state, one.first_tried_at, one.tried_at) == (S.FAILED, None, None)
    assert one.problem is not None
    assert one.problem.what == str(error)
    assert one.history[-1].state is S.FAILED


@pytest.mark.parametrize("error", STAYS, ids=str)
def test_a_refusal_after_a_try_of_unknown_outcome_proves_nothing(error: Exception) -> None:
    before = delivery(S.PREPARED, draft="m1", tried_at=EARLY, first_tried_at=EARLY)
    one = after(Submit(), error, before, tried_at=AT)
    assert (one.state, one.submitted_at, one.due_at, one.held_until) == (S.SUBMITTED, AT, AT, None)
    assert one.problem is not None
    assert "发表记录" in one.problem.advice
    assert one.problem.what == str(error)


@pytest.mark.parametrize("error", PASSES, ids=str)
def test_an_earlier_try_stands_when_a_later_one_was_not_sent(error: Exception) -> None:
    before = delivery(S.PREPARED, draft="m1", tried_at=EARLY, first_tried_at=EARLY)
    one = after(Submit(), error, before, tried_at=AT)
    assert (one.tried_at, one.first_tried_at) == (EARLY, EARLY)
    assert waits(one) == TRY_AGAIN


@pytest.mark.parametrize(("failures", "wait"), [*enumerate(BACKOFF), (5, BACKOFF[-1])])
def test_each_transient_error_waits_longer(failures: int, wait: timedelta) -> None:
    one = after(Submit(), NOT_SENT, first_try(), failures=failures, **TRIED)
    assert (waits(one), one.failures) == (wait, failures + 1)


def test_a_long_wait_is_not_cut_short_by_an_earlier_try() -> None:
    before = delivery(S.PREPARED, draft="m1", tried_at=EARLY, first_tried_at=EARLY)
    assert waits(after(Submit(), UNKNOWN, before, failures=4)) == BACKOFF[4]


@pytest.mark.parametrize("error", [*PASSES, *OPEN], ids=str)
@pytest.mark.parametrize(
    "step", [UploadPicture("p.png"), UploadMaterial(Material(key="c.png")), MakeDraft()], ids=str
)
def test_preparing_is_repeated_whatever_became_of_it(step: Step, error: Exception) -> None:
    one = after(step, error, delivery(S.RESERVED))
    assert (one.state, waits(one), one.failures) == (S.RESERVED, BACKOFF[0], 1)


@pytest.mark.parametrize("error", STAYS, ids=str)
def test_preparing_that_wechat_refuses_ends_the_delivery(error: Exception) -> None:
    one = after(MakeDraft(), error, delivery(S.RESERVED), now=BEFORE_THE_TRY)
    assert (one.state, one.due_at, one.held_until) == (S.FAILED, None, None)


@pytest.mark.parametrize(
    ("error", "begun"), [(UNKNOWN, 1), (SYSTEM_BUSY, 1), (NOT_SENT, 0), (NO_QUOTA, 0)], ids=str
)
def test_a_draft_counts_as_begun_only_where_it_may_exist(error: Exception, begun: int) -> None:
    one = after(MakeDraft(), error, delivery(S.RESERVED), drafts_begun=1)
    assert one.drafts_begun == begun


def test_a_draft_made_earlier_still_counts_when_a_picture_fails() -> None:
    before = delivery(S.RESERVED)
    assert after(UploadPicture("p.png"), NOT_SENT, before, drafts_begun=1).drafts_begun == 1


@pytest.mark.parametrize("error", [NOT_LISTED, SECRET_WRONG], ids=str)
def test_what_a_person_can_mend_before_the_slot_waits_until_then(error: Exception) -> None:
    soon = AT - timedelta(seconds=10)
    one = after(MakeDraft(), error, delivery(S.RESERVED), now=soon)
    assert (one.state, one.due_at) == (S.RESERVED, AT)
    early = after(MakeDraft(), error, delivery(S.RESERVED), now=EARLY)
    assert early.due_at == EARLY + BACKOFF[0]


@pytest.mark.parametrize("error", [NOT_LISTED, SECRET_WRONG], ids=str)
def test_at_the_slot_nobody_mends_it_any_more(error: Exception) -> None:
    assert after(MakeDraft(), error, delivery(S.RESERVED), now=AT).state is S.FAILED


def recalled(failures: int) -> Delivery:
    orders = (
        Recall(at=EARLY, by="wang", reason="错字", refused="先前的"),
        Recall(at=EARLY, by="li", reason="错字"),
    )
    return delivery(S.CONFIRMED, msg_id=1, recalls=orders, failures=failures)


@pytest.mark.parametrize("error", [*PASSES, *OPEN], ids=str)
def test_a_recall_is_tried_four_times(error: Exception) -> None:
    again = after(TakeDown(0), error, recalled(3))
    assert (again.failures, waits(again)) == (4, BACKOFF[3])
    assert [one.open for one in again.recalls] == [False, True]
    last = after(TakeDown(0), error, recalled(4))
    assert (last.due_at, last.held_until) == (None, None)
    assert [one.refused for one in last.recalls] == ["先前的", str(error)]
    assert last.problem is not None


@pytest.mark.parametrize("error", STAYS, ids=str)
def test_a_recall_that_wechat_refuses_is_over_at_once(error: Exception) -> None:
    one = after(TakeDown(0), error, recalled(0))
    assert [order.open for order in one.recalls] == [False, False]
    assert one.due_at is None


@pytest.mark.parametrize("error", [NOT_SENT, UNKNOWN, NO_QUOTA], ids=str)
def test_drafts_left_behind_are_given_up_after_four_tries(error: Exception) -> None:
    ended = Problem(at=EARLY, what="没有发送")
    before = delivery(S.FAILED, drafts_begun=1, problem=ended, failures=3)
    again = after(Tidy(), error, before)
    assert (again.failures, again.problem, again.tidied) == (4, ended, False)
    assert waits(again) == BACKOFF[3]
    left = after(Tidy(), error, before.model_copy(update={"failures": 4}))
    assert (left.tidied, left.failures, left.due_at, left.held_until) == (True, 0, None, None)
    assert left.state is S.FAILED
    assert "没能删除" in left.history[-1].note


def test_four_tries_are_left_to_machines() -> None:
    assert TRIES == 4


@pytest.mark.parametrize("error", [NOT_SENT, UNKNOWN, NO_QUOTA], ids=str)
def test_a_question_without_answer_is_asked_at_the_next_poll(error: Exception) -> None:
    before = delivery(S.SUBMITTED, msg_id=1, submitted_at=EARLY, polls=1)
    one = after(AskOutcome(), error, before)
    assert (one.state, one.polls, one.failures) == (S.SUBMITTED, 2, 0)
    assert waits(one) == POLLS[before.way][1]
    assert one.problem is not None


@pytest.mark.parametrize("error", [NOT_SENT, UNKNOWN, NO_QUOTA], ids=str)
def test_a_look_into_the_draft_box_is_repeated(error: Exception) -> None:
    before = delivery(S.PREPARED, draft="m1", tried_at=EARLY, first_tried_at=EARLY)
    one = after(LookForDraft(), error, before)
    assert (one.state, one.tried_at, waits(one)) == (S.PREPARED, EARLY, TRY_AGAIN)


def test_wechats_advice_comes_along_where_wechat_has_refused() -> None:
    told = after(Submit(), NO_QUOTA, first_try(), **TRIED).problem
    silent = after(Submit(), NOT_SENT, first_try(), **TRIED).problem
    assert told is not None
    assert silent is not None
    assert told.advice
    assert silent.advice == ""


def test_a_failure_has_its_reason_in_the_history() -> None:
    one = failed(delivery(S.PREPARED, due_at=AT), Problem(at=AT, what="被拒绝"))
    assert (one.state, one.due_at, one.history[-1].note) == (S.FAILED, None, "被拒绝")
