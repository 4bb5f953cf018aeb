"""A quiz as followers play it: the questions, the result, and what no visitor gets."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest

from chalicelib import quizzes, works
from chalicelib.cloud import table
from chalicelib.quizzes import limits, store
from chalicelib.works import WorkKind
from tests.cloud.conversation.test_callback import account
from tests.cloud.quizzes.world import (
    NOW,
    QUIZ,
    Telephone,
    attempt_of,
    fields_for,
    publish,
    question,
    where,
)

__all__ = ["account"]
pytestmark = pytest.mark.usefixtures("account")


def counted() -> tuple[int, int, int]:
    days = quizzes.numbers("province", QUIZ).days
    return sum(d.started for d in days), sum(d.ended for d in days), sum(d.passed for d in days)


def test_a_quiz_is_begun_answered_and_marked() -> None:
    publish()
    one = Telephone()
    attempt = one.begun()
    assert one.ask(f"play?attempt={attempt}")["body"].count("<fieldset") == 6
    said = one.hand_in(attempt, fields_for(attempt, 4))
    assert where(said) == f"result?attempt={attempt}"
    result = one.ask(f"result?attempt={attempt}")["body"]
    assert ">40<" in result
    assert "及格了" in result
    assert result.count("答对了") == 4
    assert result.count("解析") >= 6
    assert counted() == (1, 1, 1)


def test_nothing_of_what_is_right_leaves_before_it_is_handed_in() -> None:
    publish()
    one = Telephone()
    first = one.ask()
    attempt = one.begun()
    shown = one.ask(f"play?attempt={attempt}")
    item = works.get("province", WorkKind.QUIZ, QUIZ)
    for said in (first["body"], shown["body"], item.model_dump_json()):
        assert not re.search(r"解析\d|q-\d{8}|\"right\"", said)
    early = one.ask(f"result?attempt={attempt}")
    assert where(early) == f"play?attempt={attempt}"


def test_options_and_questions_come_in_another_order_for_each_attempt() -> None:
    publish()
    one = Telephone()
    seen = {re.sub(r"attempt=\w+|data-\w+=\S+|value=\"\w{32}\"", "", one.ask(f"play?attempt={one.begun()}")["body"]) for _ in range(3)}  # fmt: skip
    assert len(seen) == 3
    attempt = Telephone().begun
    assert attempt() != attempt()


def test_a_fixed_quiz_asks_everybody_the_same() -> None:
    publish(fixed=True)
    for _ in range(2):
        one = Telephone()
        body = one.ask(f"play?attempt={one.begun()}")["body"]
        assert re.findall(r"第 (\d+) 道题", body) == ["0", "1", "2", "3", "4", "5"]


def test_an_attempt_handed_in_twice_counts_once_and_as_it_was_first() -> None:
    publish()
    one = Telephone()
    attempt = one.begun()
    right, wrong = fields_for(attempt, 6), fields_for(attempt, 0)
    one.hand_in(attempt, wrong)
    assert where(one.hand_in(attempt, right)) == f"result?attempt={attempt}"
    assert ">0<" in one.ask(f"result?attempt={attempt}")["body"]
    assert counted() == (1, 1, 0)


def test_a_form_that_begins_is_sent_twice_and_begins_one_attempt() -> None:
    publish(tries=1)
    one = Telephone()
    key = one.key()
    first, second = one.start(key), one.start(key)
    assert where(first) == where(second)
    one.hand_in(attempt_of(first), {})
    assert where(one.start(key)).startswith("result?")
    assert counted()[0] == 1


def test_a_browser_has_its_tries_of_the_day_and_new_ones_the_next_day() -> None:
    publish(tries=2)
    one = Telephone()
    for _ in range(2):
        one.begun()
    said = one.start()
    assert (said["statusCode"], "今天的次数用完了" in said["body"]) == (409, True)
    assert one.start(at=NOW + timedelta(days=1))["statusCode"] == 303


def test_unanswered_questions_are_marked_and_nothing_is_lost_before_it_is_handed_in() -> None:
    publish()
    one = Telephone()
    attempt = one.begun()
    some = dict(list(fields_for(attempt, 6).items())[:2])
    said = one.hand_in(attempt, some, whole=False)
    assert said["statusCode"] == 422
    assert "题没有答" in said["body"]
    assert said["body"].count(" checked") == len(some)
    assert counted() == (1, 0, 0)
    assert where(one.hand_in(attempt, some)).startswith("result?")


def test_an_attempt_of_another_browser_is_nobodys() -> None:
    publish()
    mine = Telephone().begun()
    other = Telephone()
    other.ask()
    for said in (
        other.ask(f"play?attempt={mine}"),
        other.ask(f"result?attempt={mine}"),
        other.hand_in(mine, {}),
        Telephone().hand_in(mine, {}),
    ):
        assert (said["statusCode"], "没有找到这份答卷" in said["body"]) == (409, True)
    assert counted() == (1, 0, 0)


def test_what_comes_after_the_time_is_not_counted_and_says_so() -> None:
    publish(minutes=5)
    one = Telephone()
    attempt = one.begun()
    answers = fields_for(attempt, 6)
    just = one.begun()
    late = NOW + timedelta(minutes=5, seconds=16)
    for said in (one.hand_in(attempt, answers, at=late), one.ask(f"play?attempt={attempt}", at=late)):  # fmt: skip
        assert (said["statusCode"], "时间到了" in said["body"]) == (409, True)
    assert where(one.hand_in(just, {}, at=NOW + timedelta(minutes=5, seconds=15)))
    assert counted() == (2, 1, 0)


def test_it_opens_and_closes() -> None:
    publish(opens="2026-12-01T03:00:00Z", closes="2026-12-02T03:00:00Z")
    one = Telephone()
    assert "还没有开始，2026-12-01 11:00 开始" in one.ask()["body"]
    refused = one.ask("start", {"key": "k" * 16})
    assert (refused["statusCode"], "现在不能答题" in refused["body"]) == (409, True)
    inside = NOW + timedelta(hours=2)
    attempt = one.begun(at=inside)
    after = one.start("k" * 16, at=NOW + timedelta(days=2))
    assert "已经在 2026-12-02 11:00 结束" in after["body"]
    assert where(one.hand_in(attempt, {}, at=inside))


def test_a_running_attempt_keeps_the_questions_with_which_it_began() -> None:
    publish()
    one = Telephone()
    attempt = one.begun()
    before = re.findall(r"第 (\d+) 道题", one.ask(f"play?attempt={attempt}")["body"])
    work = works.get("province", WorkKind.QUIZ, QUIZ)
    table.transact([works.publish_action(work.model_copy(update={"key": "works/other.json"}))])
    assert re.findall(r"第 (\d+) 道题", one.ask(f"play?attempt={attempt}")["body"]) == before


def test_a_quiz_taken_down_takes_no_answers() -> None:
    publish()
    one = Telephone()
    attempt = one.begun()
    work = works.get("province", WorkKind.QUIZ, QUIZ)
    table.transact([works.withdraw_action(work, NOW)])
    assert one.hand_in(attempt, {})["statusCode"] == 410


def test_programs_of_one_network_are_stopped_and_others_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "NETWORK_STARTS", 3)
    publish()
    said = [Telephone("198.51.100.9").start()["statusCode"] for _ in range(5)]
    assert said == [303, 303, 303, 429, 429]
    assert Telephone("198.51.100.10").start()["statusCode"] == 303
    six = [Telephone(f"2001:db8:1:2::{number}").start()["statusCode"] for number in range(5)]
    assert six == [303, 303, 303, 429, 429]
    later = Telephone("198.51.100.9").start(at=NOW + timedelta(minutes=1))
    assert later["statusCode"] == 303


def test_one_quiz_takes_no_more_than_its_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SHARDS", 1)
    monkeypatch.setattr(limits, "QUIZ_STARTS", 2)
    publish()
    said = [Telephone(f"198.51.100.{number}").start()["statusCode"] for number in range(3)]
    assert said == [303, 303, 429]


def test_no_address_and_no_cookie_is_kept_anywhere() -> None:
    publish()
    one = Telephone("203.0.113.99")
    attempt = one.begun()
    one.hand_in(attempt, {})
    from moto.core import DEFAULT_ACCOUNT_ID
    from moto.dynamodb.models import dynamodb_backends

    backend = dynamodb_backends[DEFAULT_ACCOUNT_ID]["us-east-1"]
    kept = json.dumps(
        [str(item.to_json()) for kind in backend.tables.values() for item in kind.all_items()]
    )
    assert "QUIZATTEMPT" in kept
    assert "203.0.113" not in kept
    assert one.cookie not in kept


def test_a_browser_without_cookies_is_told_why() -> None:
    publish()
    one = Telephone()
    key = one.key()
    one.cookie = ""
    said = one.start(key)
    assert "Cookie" in said["body"]
    assert counted() == (0, 0, 0)


def test_pages_are_kept_nowhere_and_other_pages_are_none() -> None:
    publish()
    one = Telephone()
    assert one.ask()["multiValueHeaders"]["Cache-Control"] == ["no-store"]
    for page in ("other", "start", "hand-in", "play/x"):
        assert one.ask(page)["statusCode"] == 404
    for page in ("", "play", "result", "other"):
        assert one.ask(page, {})["statusCode"] == 404


def test_questions_most_got_wrong_stand_first() -> None:
    publish(fixed=True)
    for right in (6, 5, 1):
        one = Telephone()
        attempt = one.begun()
        one.hand_in(attempt, fields_for(attempt, right))
    found = quizzes.numbers("province", QUIZ)
    worst = found.questions[0]
    assert (worst.id, worst.answered, worst.right) == (question(5).id, 3, 1)
    assert [one.right for one in found.questions] == [1, 2, 2, 2, 2, 3]
    [day] = found.days
    assert day.scores == (0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 1)
    assert store.SHARDS > 1
