"""Killed before or after any call of AWS, an attempt is begun once and counted once by what follows."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.client import BaseClient

from chalicelib import quizzes
from tests.cloud.conversation.test_callback import account
from tests.cloud.quizzes.world import QUIZ, Telephone, attempt_of, fields_for, publish, where

__all__ = ["account"]
pytestmark = pytest.mark.usefixtures("account")


class Killed(BaseException):
    """The function's process is gone."""


def kill_at(number: int, *, after: bool) -> pytest.MonkeyPatch:
    patch, calls = pytest.MonkeyPatch(), [0]
    call = BaseClient._make_api_call  # type: ignore[attr-defined]

    def counted(self: BaseClient, operation: str, arguments: dict[str, Any]) -> Any:
        calls[0] += 1
        if calls[0] == number and not after:
            raise Killed
        said = call(self, operation, arguments)
        if calls[0] == number:
            raise Killed
        return said

    patch.setattr(BaseClient, "_make_api_call", counted)
    return patch


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("number", range(1, 7))
def test_a_start_that_is_killed_begins_one_attempt_with_the_next_try(
    number: int, after: bool
) -> None:
    publish(tries=1)
    one = Telephone()
    key = one.key()
    patch = kill_at(number, after=after)
    try:
        one.start(key)
    except Killed:
        pass  # the browser sends the form again
    finally:
        patch.undo()
    attempt = attempt_of(one.start(key))
    one.hand_in(attempt, {})
    [day] = quizzes.numbers("province", QUIZ).days
    assert (day.started, day.ended) == (1, 1)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("number", range(1, 5))
def test_a_form_that_is_killed_is_counted_once_with_the_next_try(number: int, after: bool) -> None:
    publish()
    one = Telephone()
    attempt = one.begun()
    answers = fields_for(attempt, 5)
    patch = kill_at(number, after=after)
    try:
        one.hand_in(attempt, answers)
    except Killed:
        pass  # the browser sends the form again
    finally:
        patch.undo()
    assert where(one.hand_in(attempt, answers)).startswith("result?")
    found = quizzes.numbers("province", QUIZ)
    assert [(day.started, day.ended, day.passed) for day in found.days] == [(1, 1, 1)]
    assert sum(one.answered for one in found.questions) == 6
    assert sum(one.right for one in found.questions) == 5
