"""``./rongmei article``, ``review`` and ``person``, as people type them."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from chalicelib import newsroom
from chalicelib.newsroom import ArticleState
from cli.app import app
from tests.cloud.newsroom.people import PNG, newsroom_of

pytestmark = pytest.mark.usefixtures("cloud")

FIRST = "办税服务厅工作日九点开门。\n\n携带身份证办理。"
SECOND = "办税服务厅工作日八点半开门。\n\n携带身份证办理。"


def run(command: str, *, typed: str = "") -> Result:
    env = {"COLUMNS": "160", "TERM": "dumb"}
    return CliRunner().invoke(app, shlex.split(command), input=typed, env=env)


def ok(command: str) -> Result:
    result = run(command)
    assert result.exit_code == 0, result.output
    return result


def write(folder: Path, name: str, body: str, title: str = "办税服务厅开放时间") -> Path:
    (folder / "cover.png").write_bytes(PNG)
    file = folder / name
    file.write_text(f"---\ntitle: {title}\ncover: cover.png\n---\n{body}\n", encoding="utf-8")
    return file


@pytest.fixture
def first(cloud: None, tmp_path: Path) -> Path:
    newsroom_of()
    return write(tmp_path, "first.md", FIRST)


@pytest.fixture
def second(first: Path) -> Path:
    return write(first.parent, "second.md", SECOND)


@pytest.fixture
def made(first: Path) -> str:
    return ok(f"article new {first} --unit province --by li").stdout.strip()


def test_a_file_becomes_an_article_once(made: str, first: Path) -> None:
    again = ok(f"article new {first} --unit province --by wang")
    assert again.stdout.strip() == made
    assert "已存为稿件" in again.stderr
    [listed] = json.loads(ok("article list --unit province --json").stdout)
    assert (listed["id"], listed["state"]) == (made, "draft")


def test_fields_can_be_given_and_checks_left_out_when_an_article_is_stored(first: Path) -> None:
    file = write(first.parent, "third.md", "请于2020年1月1日前办理。")
    told = "article new {} --unit province --by li --set 标题=新标题 --off dates --json"
    made = json.loads(ok(told.format(file)).stdout)
    assert (made["title"], made["warnings"]) == ("新标题", [])
    edited = ok(f"article edit {made['id']} {file} --by li --set 标题=再改 --json")
    assert json.loads(edited.stdout)["title"] == "再改"
    assert run(f"article new {file} --unit province --off nonsense").exit_code == 2


def test_three_reviewers_release_it(made: str) -> None:
    assert "可以审核的人：chu" in ok(f"article submit {made} --by li").stderr
    for person, stage in (("chu", "初审"), ("fu", "复审"), ("zhong", "终审")):
        assert made in ok(f"review list --by {person}").stdout
        assert f"{stage}通过" in ok(f"review approve {made} --by {person}").stderr
    assert newsroom.released(made).revision == 1
    assert [entry["action"] for entry in json.loads(ok(f"article log {made} --json").stdout)] == [
        "create",
        "submit",
        "approve",
        "approve",
        "approve",
    ]


def test_a_returned_article_says_why_and_what_changed(made: str, second: Path) -> None:
    ok(f"article submit {made} --by li")
    ok(f"review comment {made} 应为八点半 --quote 九点开门 --by chu")
    ok(f"review return {made} --reason 时间写错 --reason 缺依据 --by chu")
    assert "chu：时间写错；缺依据" in ok(f"article show {made} --by li").stdout
    assert "再次送审" in ok(f"article edit {made} {second} --by li").stderr
    shown = ok(f"article diff {made}").stdout
    assert "± 办税服务厅工作日[-九-]{+八+}点{+半+}开门。" in shown
    assert "原文已改" in ok(f"review comments {made}").stdout
    told = json.loads(ok(f"article diff {made} --json").stdout)
    assert (told["from"], told["to"], told["fields"]) == (1, 2, [])
    marks = [part["mark"] for part in told["body"][0]["parts"]]
    assert marks == ["same", "removed", "added", "same", "added", "same"]


def test_an_edit_of_a_released_article_says_that_it_has_to_be_read_again(
    made: str, second: Path
) -> None:
    ok(f"article submit {made} --by li")
    for person in ("chu", "fu", "zhong"):
        ok(f"review approve {made} --by {person}")
    assert "须重新审核" in ok(f"article edit {made} {second} --by li").stderr
    assert newsroom.get_article(made).state is ArticleState.DRAFT
    assert "没有新的一版" in ok(f"article edit {made} {second} --by li").stderr


def test_an_emergency_is_marked_in_the_list(made: str) -> None:
    assert "另一名总编" in ok(f"review emergency {made} --reason 台风 --by zongbian").stderr
    assert "已应急签发" in ok(f"review emergency {made} --reason 台风 --by fuzong").stderr
    assert "已通过【应急】" in ok("article list --unit province").stdout


def test_a_locked_article_names_the_way_out(made: str, second: Path) -> None:
    ok(f"article lock {made} --by li")
    refused = run(f"article edit {made} {second} --by wang")
    assert refused.exit_code == 1
    assert f"article unlock {made}" in refused.stderr
    ok(f"article unlock {made} --by chu --force")
    ok(f"article edit {made} {second} --by wang")


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("article show a-20261123-0000", "没有稿件“a-20261123-0000”"),
        ("article diff {id} --from 7", "没有第 7 版"),
        ("article list --unit nowhere", "没有单位“nowhere”"),
        ("review log --unit nowhere", "没有单位“nowhere”"),
        ("review approve {id} --by chu", "的状态是“草稿”，不能做“通过”"),
        ("review resolve {id} 3 --by li", "没有第 3 条批注"),
        ("person remove nobody --unit province", "没有登记人员“nobody”"),
        ("person add li --unit nowhere --role editor", "没有单位“nowhere”"),
        ("person add 李明 --unit province --role editor", "编号为 1–40 位字母"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(made: str, command: str, sentence: str) -> None:
    result = run(command.replace("{id}", made))
    assert result.exit_code == 1
    assert sentence in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    "command",
    [
        "article preview a-1 --account province",
        "article preview a-1 --wechat-id x --openid y --account province",
        "review workflow set --unit province",
        "review log --unit province --since yesterday",
        "article list --unit province --state nonsense",
    ],
)
def test_wrong_usage_is_exit_code_2(first: Path, command: str) -> None:
    assert run(command).exit_code == 2


def test_the_example_of_a_workflow_can_be_set_and_inherited(first: Path) -> None:
    file = first.parent / "流程.yaml"
    file.write_text(ok("review workflow example").stdout, encoding="utf-8")
    assert "初审 → 复审 → 终审" in ok(f"review workflow set {file} --unit province").stderr
    assert "本单位设定" in ok("review workflow show --unit province").stdout
    ok("review workflow set --unit province --inherit")
    assert "默认流程" in ok("review workflow show --unit province").stdout


def test_who_may_review_is_shown_beside_the_workflow(first: Path) -> None:
    ok("person remove zhong --unit province")
    ok("person remove zongbian --unit province")
    ok("person remove fuzong --unit province")
    assert "（没有人）" in ok("review workflow show --unit province").stdout


def test_a_stage_that_nobody_can_decide_is_warned_about(made: str) -> None:
    ok("person remove chu --unit province")
    assert "没有人可以审核" in ok(f"article submit {made} --by li").stderr


def test_a_units_log_can_be_piped(made: str) -> None:
    told = json.loads(ok("review log --unit province --since 7d --json").stdout)
    assert (told[-1]["action"], told[-1]["article"]) == ("create", made)
    assert ok("review log --unit province --since 2099-01-01").stdout == ""


def test_a_page_is_not_overwritten_unasked(made: str, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    ok(f"article preview {made} --out {page}")
    assert "九点开门" in page.read_text(encoding="utf-8")
    assert run(f"article preview {made} --out {page}", typed="n\n").exit_code == 1
    ok(f"article preview {made} --out {page} --yes")


@pytest.mark.parametrize("group", ["article", "review", "review workflow", "person"])
def test_every_group_explains_itself(group: str) -> None:
    result = run(f"{group} --help")
    assert result.exit_code == 0
    assert "显示帮助并退出" in result.output
