"""``./rongmei rule``: what an operator types, and what comes back."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from chalicelib import accounts, knowledge, public_connection, units
from chalicelib.accounts import AccountKind, OfficialAccount
from chalicelib.actor import local
from chalicelib.cloud import objects
from chalicelib.conversation.inbox.store import RecordedPush
from chalicelib.conversation.models import Decision, Rung
from chalicelib.conversation.rules.versions import put_knowledge_in_force
from chalicelib.knowledge import FaqEntry
from chalicelib.units import UnitLevel
from cli.app import app
from tests.cloud.insight.asked_questions import learn
from tests.unit.conversation.messages import push

pytestmark = pytest.mark.usefixtures("cloud")

RULES = """
rules:
  - name: 发票
    contains: [发票]
    text: 请登录电子税务局
  - name: 夜间
    contains: [发票]
    priority: 5
    hours: 22:00-06:00
    text: 明天再来
default: 没听懂
"""


@pytest.fixture(autouse=True)
def account(cloud: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    units.add_unit("city", name="市局", level=UnitLevel.CITY)
    accounts.store.add_account(
        OfficialAccount(
            id="city", name="市局", unit="city", kind=AccountKind.SUBSCRIPTION, appid="wx00city"
        )
    )


def rule(*args: str | Path, exit_code: int = 0, input_: str | None = None) -> Result:
    result = CliRunner().invoke(app, ["rule", *map(str, args)], input=input_)
    assert result.exit_code == exit_code, result.output
    return result


def asked(*args: str | Path) -> Any:
    return json.loads(rule(*args, "--json").stdout)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "规则.yaml"
    path.write_text(RULES)
    return path


def test_import_list_and_test(file: Path) -> None:
    assert "版本 1" in rule("import", file, "--account", "city").stderr
    assert "夜间" in rule("list", "--account", "city").stdout
    said = rule("test", "开发票", "--account", "city", "--at", "2026-03-01 12:00").stdout
    assert "规则“发票”" in said
    assert "此刻不在生效时间内" in said
    night = asked("test", "开发票", "--account", "city", "--at", "2026-03-01 23:00")
    assert [one["rule"] for one in night["called"]] == ["夜间", "发票"]
    assert "默认回复" in rule("test", "别的", "--account", "city").stdout


def test_a_dry_run_imports_nothing(file: Path) -> None:
    rule("import", file, "--account", "city", "--dry-run")
    assert asked("history", "--account", "city") == []


def test_bad_rows_are_a_table_and_nothing_is_imported(tmp_path: Path) -> None:
    path = tmp_path / "坏.csv"
    path.write_text("关键词,回复内容,优先级\n发票,,\n社保,好,高\n")
    result = rule("import", path, "--account", "city", exit_code=1)
    assert "缺少回复内容" in result.stdout
    assert "不是整数" in result.stdout
    assert "没有导入任何规则" in result.stderr
    told = json.loads(rule("import", path, "--account", "city", "--json", exit_code=1).stdout)
    assert (told["imported"], told["version"]) == (False, None)
    problems = told["problems"]
    assert [(one["row"], one["column"]) for one in problems] == [(2, "回复内容"), (3, "优先级")]
    assert asked("history", "--account", "city") == []


def test_an_import_tells_programs_the_same_shape_whatever_came_of_it(
    file: Path, tmp_path: Path
) -> None:
    def told(path: Path, *options: str, exit_code: int = 0) -> Any:
        said = rule("import", path, "--account", "city", "--json", *options, exit_code=exit_code)
        return json.loads(said.stdout)

    clean: dict[str, Any] = {"problems": []}
    assert told(file, "--dry-run") == clean | {"imported": False, "version": None}
    assert told(file) == clean | {"imported": True, "version": 1}
    assert told(file) == clean | {"imported": False, "version": 1}
    [unread] = told(tmp_path / "无.csv", exit_code=1)["problems"]
    assert "无法读取" in unread["reason"]
    file.write_text("""rules:
  - {name: 甲, exact: [发票], text: 一}
  - {name: 乙, exact: [发票], text: 二}
""")
    [twice] = told(file)["problems"]
    assert twice["severity"] == "warning"
    assert "优先级也相同" in twice["reason"]


def test_history_and_restore(file: Path) -> None:
    rule("import", file, "--account", "city", "--by", "小王", "--note", "第一版")
    file.write_text("default: 换了")
    rule("import", file, "--account", "city")
    assert "相同" in rule("import", file, "--account", "city").stderr
    rule("restore", "1", "--account", "city")
    found = asked("history", "--account", "city")
    assert [(one["version"], one["in_force"], one["restored_from"]) for one in found] == [
        (3, True, 1),
        (2, False, None),
        (1, False, None),
    ]
    assert "第一版" in rule("history", "--account", "city").stdout
    assert "版本 9" in rule_says("restore", "9", "--account", "city")


def test_a_version_is_one_line_in_a_narrow_terminal(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    rule("import", file, "--account", "city", "--by", "王")
    [version] = asked("history", "--account", "city")
    day = version["at"][:4]
    [row] = [
        line for line in rule("history", "--account", "city").stdout.splitlines() if day in line
    ]
    assert "1（现行）" in row
    assert "2 / 2" in row


def test_a_link_is_shown_by_its_words(file: Path) -> None:
    file.write_text("""default: '请到 <a href="https://etax.test/">电子税务局</a>办理'""")
    rule("import", file, "--account", "city")
    assert "请到 电子税务局办理" in rule("list", "--account", "city").stdout
    said = rule("test", "别的", "--account", "city").stdout
    assert "电子税务局（https://etax.test/）办理" in said


def rule_says(*args: str) -> str:
    return rule(*args, exit_code=1).stderr


@pytest.mark.parametrize("name", ["出.xlsx", "出.csv", "出.yaml"])
def test_what_is_exported_can_be_imported_again(file: Path, tmp_path: Path, name: str) -> None:
    rule("import", file, "--account", "city")
    rule("export", tmp_path / name, "--account", "city")
    assert "相同" in rule("import", tmp_path / name, "--account", "city").stderr
    rule("export", tmp_path / name, "--account", "city", exit_code=1, input_="n\n")
    rule("export", tmp_path / name, "--account", "city", "--yes")


def test_the_template_is_a_workbook(tmp_path: Path) -> None:
    rule("template", tmp_path / "模板.xlsx")
    empty = rule("import", tmp_path / "模板.xlsx", "--account", "city", exit_code=1).stdout
    assert "没有规则" in empty
    rule("template", tmp_path / "模板.csv", exit_code=2)
    rule("template", tmp_path / "模板.xlsx", "--force")


def test_what_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    assert "无法读取" in rule_says("import", str(tmp_path / "无.csv"), "--account", "city")
    assert "没有公众号" in rule_says("list", "--account", "nobody")
    rule("test", "x", "--account", "city", "--at", "明天", exit_code=2)


def test_lint_names_what_is_wrong_and_says_so_by_its_exit_code(tmp_path: Path) -> None:
    path = tmp_path / "规则.yaml"
    path.write_text(
        "rules:\n"
        "  - {name: 甲, contains: [发票], text: 一}\n"
        "  - {name: 乙, contains: [发票, 税], text: 二}\n"
    )
    rule("import", path, "--account", "city")
    found = json.loads(rule("lint", "--account", "city", "--json", exit_code=1).stdout)
    assert [(one["kind"], one["rule"], one["keyword"]) for one in found] == [
        ("conflict", "乙", "发票"),
        ("broad", "乙", "税"),
    ]
    assert "规则“甲”有同样的关键词" in rule("lint", "--account", "city", exit_code=1).stdout


def test_lint_of_clean_rules_succeeds(file: Path) -> None:
    rule("lint", "--account", "city", "--file", file)


class Pages(BaseHTTPRequestHandler):
    """One page that is there; every other is gone."""

    def do_HEAD(self) -> None:
        self.send_response(200 if self.path == "/here" else 404)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A page on this machine that the network shows as a public one."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        public = public_connection.Network(
            resolve=lambda host, port: ["203.0.114.7"],
            dial=lambda address, seconds: socket.create_connection(("127.0.0.1", address[1])),
        )
        monkeypatch.setattr(public_connection, "NETWORK", public)
        yield f"http://pages.example:{server.server_port}"
        server.shutdown()


def test_lint_opens_addresses_only_when_asked(tmp_path: Path, site: str) -> None:
    path = tmp_path / "规则.yaml"
    path.write_text(f'default: <a href="{site}/here">一</a><a href="{site}/gone">二</a>\n')
    rule("lint", "--account", "city", "--file", path)
    found = rule(
        "lint", "--account", "city", "--file", path, "--check-links", "--json", exit_code=1
    )
    assert [one["detail"] for one in json.loads(found.stdout)] == [f"{site}/gone"]


def test_a_dry_run_over_real_messages_says_which_answers_would_change(
    file: Path, tmp_path: Path
) -> None:
    rule("import", file, "--account", "city")
    now = int(time.time())
    for number, words in enumerate(("开发票", "开发票", "社保")):
        message = push("text", Content=words, MsgId=str(number), CreateTime=now - 60)
        decision = Decision(rung=Rung.DEFAULT)
        learn(RecordedPush("city", message.key, message, decision, now, now + 86400))
    edited = tmp_path / "改.yaml"
    edited.write_text("rules:\n  - {name: 社保, contains: [社保], text: 看这里}\ndefault: 没听懂\n")
    found = asked("dry-run", edited, "--account", "city", "--days", "7")
    assert (found["messages"], found["changed"]) == (3, 3)
    assert [(one["count"], one["examples"]) for one in found["changes"]] == [
        (2, ["开发票"]),
        (1, ["社保"]),
    ]
    assert "答复会变的有 3 条" in rule("dry-run", edited, "--account", "city").stdout
    assert versions_in_force() == 1


STORY = "我去年在两个公司上班，年度汇算要补税好几千，能不能申请分期缴税啊"
"""The entry below answers it; the rule's keyword is a sixth of it."""


def knows_instalments(tmp_path: Path, **marked: bool) -> None:
    path = tmp_path / "汇算.yaml"
    path.write_text(
        json.dumps({"rules": [{"name": "汇算", "contains": ["年度汇算"], "text": "三步"} | marked]})
    )
    rule("import", path, "--account", "city")
    entries = (
        FaqEntry(
            id="q1", question="年度汇算补税能不能申请分期缴税", variants=(STORY,), answer="可以。"
        ),
        FaqEntry(id="q2", question="契税可以网上交吗", answer="可以。"),
    )
    key = "reply-books/city/knowledge/q"
    objects.write(key, knowledge.compiled.build(knowledge.Knowledge(entries=entries)), "")
    put_knowledge_in_force("city", key, "小王", datetime.now(UTC))


def test_the_explanation_names_the_rule_that_left_the_word_and_the_entry(tmp_path: Path) -> None:
    knows_instalments(tmp_path)
    said = CliRunner().invoke(app, ["answer", STORY, "--account", "city", "--explain"]).output
    assert "消息比关键词长得多，知识库对整句有把握，让它回答：q1" in said
    assert "由谁回答" in said
    assert "三步" not in said


def test_lint_names_rules_that_hid_sure_answers(tmp_path: Path) -> None:
    knows_instalments(tmp_path, must_answer=True)
    now = int(time.time())
    for number in range(3):
        message = push("text", Content=STORY, MsgId=str(number), CreateTime=now - 60)
        decision = Decision(rung=Rung.CONTAINS, rule="汇算")
        learn(RecordedPush("city", message.key, message, decision, now, now + 86400))
    found = json.loads(rule("lint", "--account", "city", "--json", exit_code=1).stdout)
    assert [(one["kind"], one["rule"], one["other"], one["detail"]) for one in found] == [
        ("hides", "汇算", "q1", "3")
    ]
    assert "近期 3 条消息由它回答" in rule("lint", "--account", "city", exit_code=1).stdout
    assert "必答" in rule("list", "--account", "city").stdout
    knows_instalments(tmp_path)
    rule("lint", "--account", "city")


def versions_in_force() -> int:
    return accounts.store.state("city", consistent=True).book_version


def test_a_draft_of_the_knowledge_is_tried_on_real_messages_too(file: Path) -> None:
    rule("import", file, "--account", "city")
    knowledge.versions.edit(
        "city",
        lambda known: known.model_copy(
            update={
                "entries": (
                    FaqEntry(id="q1", question="社保断缴怎么补", answer="到窗口补。"),
                    FaqEntry(id="q2", question="契税可以网上交吗", answer="可以。"),
                )
            }
        ),
        by=local("小王"),
        source="faq add",
        now=datetime.now(UTC),
    )
    now = int(time.time())
    message = push("text", Content="社保断缴怎么补", CreateTime=now - 60)
    learn(RecordedPush("city", message.key, message, Decision(rung=Rung.DEFAULT), now, now + 86400))
    found = asked("dry-run", "--knowledge-draft", "--account", "city")
    [change] = found["changes"]
    assert (change["before"]["rung"], change["after"]["rung"], change["after"]["by"]) == (
        "default",
        "faq",
        "q1",
    )
    assert "改过的规则文件" in rule("dry-run", "--account", "city", exit_code=2).output
