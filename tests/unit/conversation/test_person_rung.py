"""The rungs that end with a person: their limits, and the reasons they give for passing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.accounts import DeskView
from chalicelib.conversation.ladder.context import AccountContext, MessageContext, SkipReason
from chalicelib.conversation.ladder.rungs import person
from chalicelib.conversation.models import Decision, Reason
from chalicelib.followers import FollowerState
from tests.unit.conversation.messages import (
    BOOK,
    CLOSED,
    NOBODY,
    NOW,
    STAFFED,
    first,
    push,
    said,
    text,
)

NO_DESK = DeskView()


def context(
    what: Any = "人工", desk: DeskView = STAFFED, follower: FollowerState = NOBODY
) -> MessageContext:
    message = text(what) if isinstance(what, str) else what
    return MessageContext(message, BOOK, follower, NOW, AccountContext(desk=desk), first)


def handed(one: MessageContext) -> Decision | SkipReason:
    return person.hand_over(one, Reason.ASKED)


@pytest.mark.parametrize(
    ("rung", "what", "desk", "reason"),
    [
        (person.waiting, "人工", STAFFED, SkipReason.NOT_WAITING),
        (person.asked_for, "人工", NO_DESK, SkipReason.NO_AGENTS),
        (person.asked_for, "人工智能", STAFFED, SkipReason.NOT_CALLED),
        (handed, "人工", NO_DESK, SkipReason.NO_AGENTS),
        (person.offered, "怎么退税", NO_DESK, SkipReason.NO_AGENTS),
        (person.offered, push("image", MediaId="M"), STAFFED, SkipReason.NOT_CALLED),
        (person.offered, "？", STAFFED, SkipReason.TOO_LITTLE),
    ],
)
def test_a_rung_says_why_it_passes(
    rung: Callable[[MessageContext], object], what: Any, desk: DeskView, reason: SkipReason
) -> None:
    assert rung(context(what, desk)) is reason


@pytest.mark.parametrize(("marks", "called"), [(8, True), (9, False)])
def test_a_call_is_twice_as_long_as_the_longest_word_for_it_at_most(
    marks: int, called: bool
) -> None:
    came = person.asked_for(context("人工" + "！" * marks))
    assert isinstance(came, Decision) is called


@pytest.mark.parametrize(
    ("desk", "staffed"),
    [
        (DeskView(agents=3), False),
        (DeskView(agents=3, on_duty=1), True),
        (CLOSED._replace(on_duty=2), False),
        (DeskView(agents=3, on_duty=1, opens=1, closes=2**33), True),
        (DeskView(agents=3, opens=1, closes=2**33), False),
    ],
)
def test_a_queue_is_shown_while_somebody_is_there(desk: DeskView, staffed: bool) -> None:
    came = handed(context(desk=desk))
    assert isinstance(came, Decision)
    assert ("排在第 1 位" in said(came) or "排在第 5 位" in said(came)) is staffed


@pytest.mark.parametrize(("hours", "promised"), [(47, True), (48, False)])
def test_an_answer_is_promised_within_the_window_of_wechat(hours: int, promised: bool) -> None:
    opens = int(NOW.timestamp()) + hours * 3600
    desk = DeskView(agents=3, opens=opens, closes=opens + 3600)
    for came in (
        handed(context(desk=desk)),
        person.waiting(context(desk=desk, follower=FollowerState(waiting=7))),
    ):
        assert isinstance(came, Decision)
        assert ("请在坐席上班后再发一条消息" not in said(came)) is promised
