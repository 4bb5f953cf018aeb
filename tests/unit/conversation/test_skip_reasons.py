"""The reasons of the rungs that pass, as ``answer --explain`` shows them."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.accounts import Agents
from chalicelib.conversation.ladder.context import AccountContext, MessageContext, SkipReason
from chalicelib.conversation.ladder.decide import LADDER, Skipped, climb
from chalicelib.conversation.models import ReplyRules, Rung
from chalicelib.conversation.rules.reply_book import ReplyBook
from chalicelib.followers import FollowerState
from tests.unit.conversation.messages import (
    BOOK,
    KNOWN,
    NOBODY,
    NOW,
    STAFFED,
    Known,
    ask,
    first,
    push,
    text,
)

WITH_ALL = AccountContext(desk=STAFFED, knowledge=Known(KNOWN))
EMPTY_BOOK = ReplyBook(ReplyRules(), 0)

OF_NOTHING = (
    "appointment not_tapped, owned nobody_owns, tapped not_tapped, exact no_rule, appointment not_called, person no_agents, service not_called, calm no_knowledge, "
    "faq no_knowledge, waiting not_waiting, clarify no_knowledge, service not_called, service nothing_near, calm not_rude, "
    "deferred no_second_look, person no_agents, type has_text"
)
OF_A_PICTURE = (
    "appointment not_tapped, owned nobody_owns, tapped not_tapped, exact no_text, appointment not_called, person not_called, service not_called, calm not_rude, "
    "faq no_text, waiting not_waiting, clarify no_text, service not_called, service no_text, calm not_rude, deferred no_second_look, "
    "person not_called"
)
OF_A_QUESTION = (
    "appointment not_tapped, owned nobody_owns, tapped not_tapped, exact no_rule, appointment not_called, person not_called, service not_called, calm not_rude, "
    "faq nothing_near, waiting not_waiting, clarify nothing_near, service not_called, service nothing_near, calm not_rude, "
    "deferred no_second_look"
)


def climbed(
    what: Any, account: AccountContext, book: ReplyBook = BOOK, follower: FollowerState = NOBODY
) -> tuple[Rung, list[Skipped]]:
    skipped: list[Skipped] = []
    came = climb(MessageContext(what, book, follower, NOW, account, first), LADDER, skipped)
    return came.rung, skipped


@pytest.mark.parametrize(
    ("what", "account", "rung", "told"),
    [
        (text("天气怎么样"), AccountContext(), Rung.DEFAULT, OF_NOTHING),
        (push("image", MediaId="M"), WITH_ALL, Rung.TYPE, OF_A_PICTURE),
        (text("天气怎么样"), WITH_ALL, Rung.PERSON, OF_A_QUESTION),
    ],
)
def test_every_rung_before_the_answer_says_why_it_passes(
    what: Any, account: AccountContext, rung: Rung, told: str
) -> None:
    came, skipped = climbed(what, account)
    assert came is rung
    assert ", ".join(f"{one.rung} {one.reason}" for one in skipped) == told


@pytest.mark.parametrize(
    ("what", "book", "follower", "reason"),
    [
        (push("image", MediaId="M"), EMPTY_BOOK, NOBODY, SkipReason.NO_WORDS),
        (text("天气"), EMPTY_BOOK, NOBODY, SkipReason.NO_WORDS),
        (text("天气"), BOOK, FollowerState(last_default_at=2**33), SkipReason.WITHIN_THE_HOUR),
    ],
)
def test_silence_has_a_reason(
    what: Any, book: ReplyBook, follower: FollowerState, reason: SkipReason
) -> None:
    rung, skipped = climbed(what, AccountContext(), book, follower)
    assert rung is Rung.SILENT
    assert reason in {one.reason for one in skipped}
    assert skipped[-1] == Skipped(Rung.DEFAULT, skipped[-1].reason)


def test_a_picture_in_an_empty_book_finds_no_words() -> None:
    _, skipped = climbed(push("image", MediaId="M"), AccountContext(), EMPTY_BOOK)
    assert skipped[-2:] == [
        Skipped(Rung.TYPE, SkipReason.NO_WORDS),
        Skipped(Rung.DEFAULT, SkipReason.NO_WORDS),
    ]


def test_anger_around_a_known_question_is_not_mostly_anger() -> None:
    _, skipped = climbed(text("他妈的印花税怎么申报啊到底"), WITH_ALL)
    assert Skipped(Rung.CALM, SkipReason.NOT_RUDE) in skipped


def test_a_rule_that_hands_over_is_a_rule_where_wechats_own_agents_answer() -> None:
    decision = ask("找坐席", desk=STAFFED, agents=Agents.WECHAT)
    assert (decision.rung, decision.rule, decision.keyword) == (Rung.EXACT, "转", "找坐席")
