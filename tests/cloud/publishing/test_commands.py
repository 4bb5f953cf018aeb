"""``./rongmei push`` as an editor types it."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from chalicelib import publishing
from chalicelib.clock import shown, utc_now
from cli.app import app
from tests.cloud.publishing.conftest import FILES, TEXT, Desk, event


@pytest.fixture
def article(tmp_path: Path) -> Path:
    for name, body in FILES.items():
        (tmp_path / name).write_bytes(body)
    path = tmp_path / "稿件.md"
    path.write_text(TEXT, encoding="utf-8")
    return path


def push(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["push", *arguments])


def planned(article: Path, at: str = "2099-12-01 09:00") -> str:
    result = push("plan", str(article), "--account", "province", "--at", at, "--json")
    assert result.exit_code == 0, result.output
    return str(json.loads(result.stdout)["id"])


def test_a_plan_says_id_time_and_checks(account: str, article: Path) -> None:
    result = push(
        "plan", str(article), "--account", account, "--at", "2099-12-01 09:00", "--by", "王编"
    )
    assert result.exit_code == 0, result.output
    assert "20991201-0900-" in result.stdout
    assert "2099-12-01 09:00" in result.output
    assert "标题" in result.stdout
    [delivery] = publishing.list_deliveries()
    assert delivery.history[0].by == "王编"


def test_a_push_past_the_review_says_so(desk: Desk) -> None:
    assert "未经审核" in push("show", desk.delivery_id).stdout


@pytest.mark.parametrize(
    ("at", "account_id", "sentence"),
    [
        ("2020-01-01 09:00", "province", "2020-01-01 09:00 已经过去"),
        ("明天", "province", "看不懂时间"),
        ("2099-12-01 09:00", "nobody", "没有公众号“nobody”"),
    ],
)
def test_what_cannot_be_planned_is_one_sentence(
    account: str, article: Path, at: str, account_id: str, sentence: str
) -> None:
    result = push("plan", str(article), "--account", account_id, "--at", at)
    assert result.exit_code == 1
    assert sentence in result.stderr
    assert list(publishing.list_deliveries()) == []


def test_a_refused_article_gives_every_reason(account: str, article: Path) -> None:
    article.write_text("---\ntitel: x\n---\n\n![](no.png)\n", encoding="utf-8")
    result = push("plan", str(article), "--account", account, "--at", "2099-12-01 09:00")
    assert result.exit_code == 1
    for reason in (
        "没有用到这些字段：titel（是不是 title？）",
        "title：没有填写",
        "cover：没有填写",
        "第 5 行：找不到图片文件",
    ):
        assert reason in result.stderr


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_read_is_said(
    account: str, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "x.md"
    if content is not None:
        path.write_bytes(content)
    result = push("plan", str(path), "--account", account, "--at", "2099-12-01 09:00")
    assert result.exit_code == 1
    assert "x.md" in result.stderr


def test_the_same_plan_twice_is_refused(account: str, article: Path) -> None:
    first = planned(article)
    result = push("plan", str(article), "--account", account, "--at", "2099-12-01 09:00")
    assert result.exit_code == 1
    assert first in result.stderr


def test_the_list_is_filtered(account: str, article: Path) -> None:
    first, second = planned(article), planned(article, "2099-12-02 09:00")
    push("cancel", first)
    listed = json.loads(push("list", "--json").stdout)
    assert [one["id"] for one in listed] == [second, first]
    listed = json.loads(push("list", "--account", account, "--state", "cancelled", "--json").stdout)
    assert [one["id"] for one in listed] == [first]
    assert push("list").exit_code == 0


def test_an_id_can_be_copied_from_a_narrow_terminal(
    account: str, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    planned_id = planned(article)
    assert planned_id in push("list").stdout


def test_a_list_of_an_unknown_account_is_an_error(account: str) -> None:
    result = push("list", "--account", "nowhere")
    assert result.exit_code == 1
    assert "没有公众号“nowhere”" in result.stderr


def test_a_filter_takes_the_names_that_people_see(account: str, article: Path) -> None:
    first = planned(article)
    listed = json.loads(push("list", "--state", "已排期", "--json").stdout)
    assert [one["id"] for one in listed] == [first]
    assert "没有符合条件的群发" in push("list", "--state", "已取消").stderr
    wrong = push("list", "--state", "睡着")
    assert wrong.exit_code == 2
    assert "草稿已就绪" in wrong.stderr


def test_a_plan_far_ahead_asks_whether_the_year_is_right(account: str, article: Path) -> None:
    far = push("plan", str(article), "--account", account, "--at", "2099-12-01 09:00")
    assert "提醒：2099-12-01 09:00 距今" in far.stderr
    soon = shown(utc_now() + timedelta(days=2))
    near = push("plan", str(article), "--account", account, "--at", soon)
    assert near.exit_code == 0
    assert "提醒" not in near.stderr


def test_show_tells_the_whole_story(desk: Desk) -> None:
    desk.to_slot()
    publishing.confirm("province", event(1000, "err(20013)"), now=desk.clock.now)
    result = push("show", desk.delivery_id)
    assert result.exit_code == 0
    for word in (
        "失败",
        "1000",
        "涉嫌版权",
        "建议",
        "http://mp.weixin.qq.com/s/1",
        desk.delivery.clientmsgid,
    ):
        assert word in result.output
    shown = json.loads(push("show", desk.delivery_id, "--json").stdout)
    assert shown["state"] == "failed"
    assert [line["state"] for line in shown["history"]][-2:] == ["submitted", "failed"]


def test_what_is_submitted_is_not_cancelled(desk: Desk) -> None:
    desk.to_slot()
    result = push("cancel", desk.delivery_id)
    assert result.exit_code == 1
    assert "已提交" in result.stderr


def test_an_account_with_a_push_to_come_is_not_removed(account: str, article: Path) -> None:
    first = planned(article)
    refused = CliRunner().invoke(app, ["account", "remove", account], input=f"{account}\n")
    assert refused.exit_code == 1
    assert first in refused.stderr
    assert publishing.get(first).state == "reserved"
    removed = CliRunner().invoke(app, ["account", "remove", account, "--yes"])
    assert removed.exit_code == 0, removed.output
    assert publishing.get(first).state == "cancelled"
