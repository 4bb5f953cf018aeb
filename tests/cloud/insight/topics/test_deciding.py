"""Editors who decide on topics at the same moment: nobody's word is lost, and no two topics swallow each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pytest

from chalicelib import accounts, people, topics, units
from chalicelib.accounts import AccountKind, OfficialAccount
from chalicelib.actor import Actor, KnownBy, local
from chalicelib.application import board, question_topics
from chalicelib.application import topic_decisions as decide
from chalicelib.cloud import table
from chalicelib.insight.topics import BadDecision, DecidedMeanwhile, decisions
from chalicelib.people import Role
from chalicelib.topics import BoardAction, Origin, TopicText
from chalicelib.units import UnitLevel
from tests.cloud.insight.topics.made import two_topics

pytestmark = pytest.mark.usefixtures("cloud")

NOW = datetime(2026, 12, 1, 4, tzinfo=UTC)
BY = local("zong")
LI = Actor(person="li", known_by=KnownBy.SIGN_IN)


@pytest.fixture
def made(cloud: None) -> dict[str, str]:
    units.add_unit("city", name="青溪市税务局", level=UnitLevel.CITY)
    accounts.store.add_account(
        OfficialAccount(
            id="city", name="市局", unit="city", kind=AccountKind.SUBSCRIPTION, appid="wx00city"
        )
    )
    people.add_staff("li", "city", [Role.EDITOR], by=BY, now=NOW)
    return two_topics("city", NOW)


def before_the_next_write(monkeypatch: pytest.MonkeyPatch, *deeds: Callable[[], object]) -> None:
    """Have one of these done by somebody else before each of the next writes."""
    real, left = table.transact, list(deeds)

    def slow(actions: Sequence[table.Action]) -> None:
        if left:
            deed = left.pop(0)
            with monkeypatch.context() as others:
                others.setattr(table, "transact", real)
                deed()
        real(actions)

    monkeypatch.setattr(table, "transact", slow)


def test_what_two_decide_of_one_topic_at_once_is_both_kept(
    made: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    topic = made["topic"]
    before_the_next_write(
        monkeypatch, lambda: decide.ignore("city", topic, ignored=True, by=BY, now=NOW)
    )
    decide.rename("city", topic, "育儿补贴", by=BY, now=NOW)
    said = decisions("city")[topic]
    assert (said.name, said.ignored) == ("育儿补贴", True)


def test_two_topics_that_are_put_into_each_other_at_once_are_not_both_gone(
    made: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = made["topic"], made["other_topic"]
    before_the_next_write(monkeypatch, lambda: decide.merge("city", other, one, by=BY, now=NOW))
    with pytest.raises(BadDecision, match="不能并入自己"):
        decide.merge("city", one, other, by=BY, now=NOW)
    assert [name for name, said in decisions("city").items() if said.into] == [other]


def test_who_is_always_overtaken_is_told_so(
    made: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    topic = made["topic"]
    names = [f"第{n}个名称" for n in range(20)]
    before_the_next_write(
        monkeypatch,
        *(lambda name=name: decide.rename("city", topic, name, by=BY, now=NOW) for name in names),
    )
    with pytest.raises(DecidedMeanwhile, match="请稍后重试"):
        decide.rename("city", topic, "我的名称", by=BY, now=NOW)
    assert decisions("city")[topic].name in names


def listed(topic: str) -> str:
    text = TopicText(title="育儿补贴", origin=Origin.QUESTIONS, of=topic, account="city")
    return board.new_topic("city", text, by=LI, now=NOW).id


def became(topic: str, by: Actor = LI) -> str:
    found = question_topics.topic_for("city", topic, by=by, now=NOW)
    can = {one.name: one.allowed for one in found.deeds}
    assert can["list"] is (found.on_board is None)
    return found.on_board.id if found.on_board else ""


def test_a_topic_knows_what_it_became_on_the_board(made: dict[str, str]) -> None:
    topic = made["topic"]
    assert became(topic) == ""
    there = listed(topic)
    assert became(topic) == there
    found = question_topics.topics_for("city", by=LI, now=NOW)
    assert {one: it.id for one, it in found.on_board.items()} == {topic: there}
    topics.move(there, BoardAction.DROP, by=LI, now=NOW, reason="重复")
    assert became(topic) == ""
    again = listed(topic)
    assert became(topic) == again


def test_what_a_merged_topic_became_is_the_others(made: dict[str, str]) -> None:
    there = listed(made["topic"])
    decide.merge("city", made["topic"], made["other_topic"], by=LI, now=NOW)
    assert became(made["topic"]) == there
