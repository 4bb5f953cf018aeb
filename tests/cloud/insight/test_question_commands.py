"""./rongmei question and answer stats: what followers asked, as operators see it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from chalicelib import accounts, knowledge, units
from chalicelib.accounts import AccountKind, OfficialAccount
from chalicelib.conversation import Decision, RecordedPush, Rung
from chalicelib.insight.questions.open_questions import question_key
from chalicelib.knowledge import FaqEntry, Knowledge
from chalicelib.units import UnitLevel
from cli.app import app
from cli.terminal.period import back
from tests.cloud.insight.asked_questions import learn
from tests.unit.conversation.messages import push

pytestmark = pytest.mark.usefixtures("cloud")


def cli(*args: str, exit_code: int = 0) -> str:
    done = CliRunner().invoke(app, [*args, "--account", "city"], env={"COLUMNS": "200"})
    assert done.exit_code == exit_code, done.output
    return done.stdout if exit_code == 0 else done.output


@pytest.fixture(autouse=True)
def asked(cloud: None) -> None:
    units.add_unit("city", name="市局", level=UnitLevel.CITY)
    accounts.store.add_account(
        OfficialAccount(
            id="city", name="市局", unit="city", kind=AccountKind.SUBSCRIPTION, appid="wx00city"
        )
    )
    now = int(datetime.now(UTC).timestamp())
    for number, (text, decision) in enumerate(
        (
            ("月亮上能开票吗", Decision(rung=Rung.DEFAULT)),
            ("月亮上能开票吗？", Decision(rung=Rung.SILENT)),
            ("地址", Decision(rung=Rung.EXACT, rule="地址")),
            ("怎么退税", Decision(rung=Rung.FAQ, entry="q1", score=0.97)),
        )
    ):
        message = push("text", Content=text, MsgId=str(number), CreateTime=now - 300 + number)
        learn(RecordedPush("city", message.key, message, decision, now, now + 86400))


def test_open_questions_are_listed_with_how_often_they_came() -> None:
    assert "月亮上能开票吗" in cli("question", "list", "--unanswered", "--since", "7d")
    [one] = json.loads(cli("question", "list", "--unanswered", "--json"))
    assert (one["count"], one["key"]) == (2, question_key("月亮上能开票吗"))


def test_without_the_option_the_latest_questions_are_listed_with_their_answers() -> None:
    listed = json.loads(cli("question", "list", "--json"))
    assert [(one["text"], one["rung"]) for one in listed][2:] == [
        ("地址", "exact"),
        ("怎么退税", "faq"),
    ]
    assert "怎么退税" in cli("question", "list")


def test_a_draft_is_made_of_an_open_question() -> None:
    key = question_key("月亮上能开票吗")
    worded = ("question", "draft", key, "--question", "在月亮上怎么开票", "--json")
    made = json.loads(cli(*worded))
    assert made["question"] == "在月亮上怎么开票"
    assert json.loads(cli(*worded)) == made
    refused = cli("question", "draft", key, exit_code=1)
    assert "只有 1 个人这样问过" in refused
    assert f"question draft {key} --account city --question" in refused
    assert "question list" in cli("question", "draft", "00000000", exit_code=1)


def test_stats_count_rungs_and_answers() -> None:
    said = json.loads(cli("answer", "stats", "--json"))
    assert (said["asked"], said["rungs"]["faq"]) == (4, 1)
    assert {one["name"]: one["hits"] for one in said["answers"]} == {"地址": 1, "q1": 1}
    assert "怎么" not in cli("answer", "stats")


def test_a_period_is_days_or_hours() -> None:
    now = datetime(2026, 12, 8, 12, tzinfo=UTC)
    assert back("7d", now) == datetime(2026, 12, 1, 12, tzinfo=UTC)
    assert back("24h", now) == datetime(2026, 12, 7, 12, tzinfo=UTC)
    assert "7d" in cli("question", "list", "--since", "week", exit_code=2)


def test_what_followers_confirmed_is_written_for_faq_eval(tmp_path: Path) -> None:
    entry = FaqEntry(id="q1", question="多缴的税怎么退", answer="申请退税。", variants=("退税",))
    edition = knowledge.versions.Edition(version=None, knowledge=Knowledge(entries=(entry,)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(knowledge.versions, "in_force", lambda _: edition)
        vote(of="q1")
        cli("question", "export", str(tmp_path), "--since", "7d")
    rows = {file.stem: read_rows(file) for file in tmp_path.iterdir()}
    assert rows["kb"] == [{"faq_id": "q1", "question": "多缴的税怎么退", "answer": "申请退税。"}]
    assert rows["similar"] == [{"faq_id": "q1", "question": "退税"}]
    assert rows["dev"] + rows["test"] == [{"query": "怎么退税", "faq_id": "q1"}]
    assert rows["none"] == [{"query": "月亮上能开票吗"}]


def vote(of: str) -> None:
    """The asker calls an entry's answer helpful."""
    now = int(datetime.now(UTC).timestamp())
    message = push(
        "text", Content="有帮助", MsgId="9", CreateTime=now, bizmsgmenuid=f"helpful:{of}:1"
    )
    learn(
        RecordedPush(
            "city", message.key, message, Decision(rung=Rung.FEEDBACK, entry=of), now, now + 86400
        )
    )


def read_rows(file: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in file.read_text().splitlines()]
