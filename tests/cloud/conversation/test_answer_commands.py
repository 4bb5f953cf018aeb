"""./rongmei answer: a text tried out, with the way up the ladder."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from chalicelib import accounts, units
from chalicelib.accounts import AccountKind, OfficialAccount
from chalicelib.actor import local
from chalicelib.conversation.rules import versions
from cli.app import app
from tests.unit.conversation.messages import RULES

pytestmark = pytest.mark.usefixtures("cloud")

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
run = CliRunner().invoke


@pytest.fixture(autouse=True)
def account(cloud: None) -> None:
    units.add_unit("city", name="青溪市税务局", level=units.UnitLevel.CITY)
    accounts.store.add_account(
        OfficialAccount(
            id="city", name="市局", unit="city", kind=AccountKind.SUBSCRIPTION, appid="wx00city"
        )
    )
    versions.import_rules("city", RULES, source="规则.yaml", by=local("小王"), now=NOW)


def test_a_text_may_stand_right_after_the_group() -> None:
    for words in (["answer", "地址"], ["answer", "ask", "地址"]):
        done = run(app, [*words, "--account", "city"])
        assert done.exit_code == 0, done.output
        assert "全匹配" in done.output
        assert "青溪市云山路 1 号" in done.output


def test_explained_every_rung_says_why_it_passed() -> None:
    done = run(app, ["answer", "今天天气", "--account", "city", "--explain"])
    for words in ("没有关键词规则命中", "没有发布过知识库", "没有点名要它", "由它回答", "默认回复"):
        assert words in done.output


def test_for_programs_it_is_one_document() -> None:
    done = run(app, ["answer", "发票代开", "--account", "city", "--json"])
    said = json.loads(done.stdout)
    assert (said["rung"], said["decision"]["book_version"]) == ("service", 1)
    assert said["decision"]["kf_messages"] == 0
    assert [step["rung"] for step in said["steps"] if step["spoke"]] == ["service"]


def test_nothing_is_recorded_by_trying() -> None:
    for _ in range(2):  # a recorded default reply would silence the second
        assert "由谁回答" in run(app, ["answer", "今天天气", "--account", "city"]).output
        assert "默认" in run(app, ["answer", "今天天气", "--account", "city"]).output
