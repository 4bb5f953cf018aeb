"""./rongmei topic: listing, showing, and putting topics in order; each deed can be taken back."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from typer.testing import CliRunner

from chalicelib import accounts, units
from chalicelib.accounts import AccountKind, OfficialAccount
from chalicelib.clock import SHANGHAI
from chalicelib.insight import topics
from chalicelib.units import UnitLevel
from cli.app import app
from tests.cloud.insight.topics.made import two_topics

pytestmark = pytest.mark.usefixtures("cloud")


def today() -> datetime:
    """The beginning of today: its questions are of today, whenever this runs."""
    return datetime.now(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)


def cli(*args: str, exit_code: int = 0) -> str:
    done = CliRunner().invoke(app, [*args, "--account", "city"], env={"COLUMNS": "200"})
    assert done.exit_code == exit_code, done.output
    return done.stdout if exit_code == 0 else done.output


@pytest.fixture
def made(cloud: None) -> dict[str, str]:
    units.add_unit("city", name="青溪市税务局", level=UnitLevel.CITY)
    accounts.store.add_account(
        OfficialAccount(
            id="city", name="市局", unit="city", kind=AccountKind.SUBSCRIPTION, appid="wx00city"
        )
    )
    return two_topics("city", today())


def listed(*args: str) -> dict[str, dict[str, object]]:
    cli("topic", "run")
    return {one["id"]: one for one in json.loads(cli("topic", "list", "--json", *args))}


def test_topics_are_listed_and_shown(made: dict[str, str]) -> None:
    assert set(listed()) == {made["topic"], made["other_topic"]}
    assert "青溪市 3" in cli("topic", "show", made["topic"])
    assert made["topic"] in cli("topic", "list", "--only", "new")
    assert made["topic"] not in cli("topic", "list", "--only", "spiking")


def test_a_name_is_given_and_taken_away(made: dict[str, str]) -> None:
    cli("topic", "rename", made["topic"], "育儿补贴")
    assert listed()[made["topic"]]["name"] == "育儿补贴"
    cli("topic", "rename", made["topic"], "")
    assert listed()[made["topic"]]["named_by_hand"] is False
    assert "最多 40 个字" in cli("topic", "rename", made["topic"], "长" * 41, exit_code=1)


def test_a_merge_is_made_and_taken_back(made: dict[str, str]) -> None:
    one, other = made["topic"], made["other_topic"]
    cli("topic", "merge", one, "--into", other)
    assert {name: found["asked_today"] for name, found in listed().items()} == {other: 6}
    assert "不能并入自己" in cli("topic", "merge", other, "--into", one, exit_code=1)
    cli("topic", "part", one)
    assert {name: found["asked_today"] for name, found in listed().items()} == {one: 3, other: 3}


def test_a_split_is_made_and_taken_back(made: dict[str, str]) -> None:
    one, question = made["topic"], made["topic_question"]
    cli("topic", "split", one, "--question", question, "--name", "一条")
    cli("topic", "run")
    day = today().date()
    places = {
        name: [topics.place_of(asked) for asked in topics.questions_of("city", name, day)]
        for name in topics.decisions("city")
    }
    [new] = [name for name, found in places.items() if found == [question]]
    assert question not in [
        topics.place_of(asked) for asked in topics.questions_of("city", one, day)
    ]
    cli("topic", "merge", new, "--into", one)
    assert listed()[one]["asked_today"] == 3


def test_not_everything_can_be_split_off(made: dict[str, str]) -> None:
    asked = topics.questions_of("city", made["topic"], today().date())
    every = [part for one in asked for part in ("--question", topics.place_of(one))]
    assert "不能把全部提问都拆出去" in cli("topic", "split", made["topic"], *every, exit_code=1)


def test_a_topic_is_ignored_and_taken_back(made: dict[str, str]) -> None:
    cli("topic", "ignore", made["topic"])
    assert made["topic"] not in listed()
    assert made["topic"] in listed("--ignored")
    cli("topic", "unignore", made["topic"])
    assert made["topic"] in listed()


def test_a_topic_that_is_not_there_is_named_with_what_helps(made: dict[str, str]) -> None:
    assert "topic list --account city" in cli("topic", "show", "t9", exit_code=1)
