"""``./rongmei service``: a catalogue from a file to followers, its versions, and services as they run."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from chalicelib import catalogue
from chalicelib.catalogue import ServiceState, tending
from chalicelib.clock import shown, utc_now
from chalicelib.foreign_http import Page
from cli.app import app
from tests.cloud.catalogue.made import HOUSE, drafted, handed_in, released, service, told

HEAD = "编号,服务名称,分类,网页地址,咨询电话,复核日期\n"
NOW = utc_now()


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")


def run(command: str, *args: str, by: str = "小王", exit_code: int = 0) -> Result:
    """A command at the province."""
    unit = [] if command == "template" else ["--unit", "province", "--by", by]
    result = CliRunner().invoke(app, ["service", *command.split(), *args, *unit])
    assert result.exit_code == exit_code, result.output
    return result


def data(command: str, *args: str, **how: Any) -> Any:
    return json.loads(run(command, *args, "--json", **how).stdout)


def sheet(at: Path, *rows: str) -> str:
    at.write_text(HEAD + "".join(f"{one}\n" for one in rows))
    return str(at)


def operation(service_id: str = "deed-tax") -> ServiceState:
    return catalogue.operation.state(catalogue.operations("province").get(service_id), utc_now())


# Content: list, show, import, export, template, edit


def test_a_file_becomes_a_draft_and_after_two_people_what_followers_get(tmp_path: Path) -> None:
    file = sheet(tmp_path / "服务.csv", "deed-tax,契税申报缴纳,我要报税,,12366,")
    assert "新增 1，修改 0，移除 0" in run("import", file, "--dry-run").stdout
    assert catalogue.versions.head("province").working == 0
    done = run("import", file, "--note", "第一批")
    assert "已存为草稿版本 1" in done.stderr
    assert "service release 1 --unit province" in run("submit 1", "--note", "请看").stderr
    assert "不能自己发布" in run("release 1", exit_code=1).stderr
    assert "版本 1（1 项服务）已发布" in run("release 1", by="老李").stderr
    assert "契税申报缴纳" in told("county", "deed-tax")
    assert "没有新建版本" in run("import", file).stderr


def test_a_file_with_faults_is_not_taken_and_each_is_told_at_its_cell(tmp_path: Path) -> None:
    file = sheet(tmp_path / "服务.csv", "a,甲,我要报税,,,2026-13-01", "b,,我要报税,,12366,")
    refused = run("import", file, exit_code=1)
    assert "没有导入任何服务" in refused.stderr
    found = data("import", file, exit_code=1)
    assert (found["version"], found["fits"]) == (None, False)
    assert {(one["row"], one["column"]) for one in found["problems"]} >= {
        (2, "复核日期"),
        (3, "服务名称"),
    }
    assert catalogue.versions.head("province").working == 0
    assert "没有这个文件" in run("import", str(tmp_path / "无.csv"), exit_code=1).stderr


def test_with_replace_the_file_is_all_there_is(tmp_path: Path) -> None:
    released(service(), HOUSE)
    file = sheet(tmp_path / "服务.csv", "deed-tax,契税申报,我要报税,,12366,")
    kept = data("import", file, "--dry-run")["changes"]
    assert [(one["kind"], one["id"]) for one in kept] == [("changed", "deed-tax")]
    gone = data("import", file, "--dry-run", "--replace")["changes"]
    assert {(one["kind"], one["id"]) for one in gone} == {
        ("changed", "deed-tax"),
        ("removed", "house"),
    }


def test_what_is_exported_is_the_same_when_it_comes_back(tmp_path: Path) -> None:
    released(service(), HOUSE)
    for name in ("服务.xlsx", "服务.csv"):
        file = str(tmp_path / name)
        run("export", file)
        assert "没有新建版本" in run("import", file, "--replace").stderr
    assert "已存在" in run("export", file, exit_code=1).stderr, "nothing is written over unasked"
    run("export", file, "--yes")
    assert run("export", str(tmp_path / "服务.txt"), exit_code=1).stderr


def test_a_template_is_a_workbook(tmp_path: Path) -> None:
    file = tmp_path / "模板.xlsx"
    run("template", str(file))
    assert file.read_bytes().startswith(b"PK")
    empty = run("import", str(file), exit_code=1)
    assert "没有导入任何服务" in empty.stderr
    assert ".xlsx" in run("template", str(tmp_path / "模板.csv"), exit_code=2).output


def test_services_are_listed_by_category_audience_state_and_words() -> None:
    released(
        service(audience=("个人",)),
        service("invoice", name="代开发票", category="我要开票", web="", phone="12366"),
    )
    run("maintain invoice", "--notice", "停机")
    assert "代开发票" in run("list").stdout
    picked = {
        ("--category", "我要开票"): ["invoice"],
        ("--audience", "个人"): ["deed-tax"],
        ("--state", "维护"): ["invoice"],
        ("--state", "running"): ["deed-tax"],
        ("--find", "契税"): ["deed-tax"],
        ("--find", "没有这样的"): [],
    }
    found = {key: [one["id"] for one in data("list", *key)] for key in picked}
    assert found == picked
    assert [one["state"] for one in data("list")] == ["running", "maintenance"]
    assert "没有“坏了”这种状态" in run("list", "--state", "坏了", exit_code=2).output
    assert "没有符合条件的服务" in run("list", "--find", "没有这样的").output


def test_one_service_is_shown_as_followers_read_it() -> None:
    released(service(materials=("合同",), basis=("财税〔2021〕1号",)))
    page = run("show deed-tax").stdout
    for part in ("契税申报缴纳", "办理依据", "财税〔2021〕1号", "粉丝看到", "【契税申报缴纳】"):
        assert part in page
    found = data("show deed-tax")
    assert (found["id"], found["state"], found["operation"]) == ("deed-tax", "running", None)
    assert "材料" in found["text"]
    assert "没有编号为“nothing”的服务" in run("show nothing", exit_code=1).stderr


def test_a_column_is_edited_and_becomes_a_draft() -> None:
    released(service())
    done = run("edit deed-tax", "--set", "费用=不收费", "--set", "办理步骤=先登录\\n再缴款")
    assert "已存为草稿版本 2" in done.stderr
    [changed] = data("diff")["changes"]
    assert {(one["label"], one["after"]) for one in changed["fields"]} == {
        ("费用", "不收费"),
        ("办理步骤", "先登录\n再缴款"),
    }
    assert "没有新建版本" in run("edit deed-tax", "--set", "费用=不收费").stderr
    for wrong in ("不收费", "没有的列=1", "编号=x"):
        assert "要写成 列=值" in run("edit deed-tax", "--set", wrong, exit_code=2).output
    assert "没有编号为“nothing”的服务" in run("edit nothing", "--set", "费用=1", exit_code=1).stderr
    assert run("edit deed-tax", "--set", "复核日期=明天", exit_code=1).stderr


# Versions: submit, reject, release, restore, diff, history


def test_what_is_sent_back_says_why_and_is_handed_in_again() -> None:
    number = str(handed_in(service()))
    assert "已退回" in run(f"reject {number}", "--reason", "网址不对", by="老李").stderr
    assert "退回：老李：网址不对" in run("history").stdout
    assert "要先提交审核" in run(f"release {number}", by="老李", exit_code=1).stderr
    run(f"submit {number}")
    run(f"release {number}", by="老李")
    assert "契税申报缴纳" in told("city", "deed-tax")
    assert run("submit 9", exit_code=1).stderr


def test_programs_read_what_came_of_each_step() -> None:
    drafted(service())
    steps = [
        data("submit 1"),
        data("reject 1", "--reason", "网址不对", by="老李"),
        data("submit 1"),
        data("release 1", by="老李"),
        data("edit deed-tax", "--set", "费用=不收费"),
        data("restore 1"),
    ]
    assert [(one["version"], one["state"]) for one in steps] == [
        (1, "in_review"),
        (1, "draft"),
        (1, "in_review"),
        (1, "released"),
        (2, "draft"),
        (3, "draft"),
    ]
    assert data("restore 1") is None, "nothing has changed"


def test_an_older_version_comes_back_as_a_draft() -> None:
    released(service())
    released(service(fees="不收费"), at=NOW)
    assert "已存为草稿版本 3" in run("restore 1").stderr
    assert "恢复自版本 1" in run("history").stdout
    assert "版本 3 与版本 2 比较" in run("diff").stdout
    assert "费用：不收费 → —" in run("diff").stdout
    assert data("diff", "--version", "2", "--against", "1")["changes"][0]["kind"] == "changed"
    assert run("restore 9", exit_code=1).stderr
    assert run("diff", "--version", "9", exit_code=1).stderr


def test_the_history_names_who_did_what() -> None:
    assert "还没有导入过服务" in run("history").output
    released(service())
    drafted(service(fees="不收费"), at=NOW)
    newest, first = data("history")
    assert (newest["version"], newest["in_force"], newest["state"]) == (2, False, "draft")
    assert (first["in_force"], first["by"], first["released_by"]) == (True, "小王", "老李")
    assert "发布 老李" in run("history").stdout


# Running: maintain, resume, retire, check-links, due


def test_maintenance_begins_and_ends_by_itself_or_by_hand() -> None:
    released(service(), HOUSE)
    soon, later = (shown(utc_now() + timedelta(hours=n)) for n in (1, 3))
    plan = ("--notice", "系统升级", "--from", soon, "--until", later, "--instead", "house")
    planned = data("maintain deed-tax", *plan)
    outage = planned["outage"]
    assert (planned["service"], outage["notice"], outage["instead"]) == (
        "deed-tax",
        "系统升级",
        "house",
    )
    assert operation() is ServiceState.RUNNING, "it begins later"
    assert "10 秒后生效" in run("maintain deed-tax", "--notice", "停电").stderr
    assert operation() is ServiceState.MAINTENANCE
    assert "停电" in told("county", "deed-tax", utc_now())
    assert "恢复运行" in run("resume deed-tax", "--note", "修好了").stderr
    assert operation() is ServiceState.RUNNING


@pytest.mark.parametrize(
    ("command", "args", "exit_code", "said"),
    [
        ("maintain deed-tax", ("--notice", "停", "--until", "昨天"), 2, "--until"),
        ("maintain deed-tax", ("--notice", "停", "--until", "2020-01-01 08:00"), 1, ""),
        ("maintain deed-tax", ("--notice", " "), 1, ""),
        ("maintain deed-tax", ("--notice", "停", "--instead", "nothing"), 1, "nothing"),
        ("maintain nothing", ("--notice", "停"), 1, "nothing"),
        ("retire nothing", ("--notice", "停"), 1, "nothing"),
        ("resume nothing", (), 1, ""),
        ("resume deed-tax", (), 1, ""),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    command: str, args: tuple[str, ...], exit_code: int, said: str
) -> None:
    released(service())
    refused = run(command, *args, exit_code=exit_code)
    assert said in refused.output
    assert refused.output.strip()
    assert "Traceback" not in refused.output
    assert operation() is ServiceState.RUNNING


def test_a_service_is_taken_out_of_service_and_brought_back() -> None:
    released(service(), HOUSE)
    found = data("retire deed-tax", "--notice", "已并入二手房交易缴税", "--instead", "house")
    assert (found["service"], found["retirement"]["instead"]) == ("deed-tax", "house")
    assert operation() is ServiceState.RETIRED
    assert "可以改用：二手房交易缴税" in told("city", "deed-tax", utc_now())
    assert data("resume deed-tax")["service"] == "deed-tax"
    assert operation() is ServiceState.RUNNING


def test_links_are_looked_at_and_what_is_wrong_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    released(service(web="https://tax.gov.cn/gone"), HOUSE)
    pages = {"https://tax.gov.cn/gone": Page(404, "https://tax.gov.cn/gone", "")}

    def look(address: str, seconds: float) -> Page:
        return pages.get(address, Page(200, address, "<p>办理</p>"))

    monkeypatch.setattr(tending, "check_links", partial(tending.check_links, look=look))
    table = run("check-links").stdout
    assert "检查了 2 个网页" in table
    assert "https://tax.gov.cn/gone" in table
    assert "house" not in table, "what opens is not spoken of"
    found = data("check-links")
    assert [(one["service"], one["good"]) for one in found] == [
        ("deed-tax", False),
        ("house", True),
    ]
    assert [one["why"] for one in data("due")] == ["link"]


def test_what_is_due_is_listed_with_its_department() -> None:
    released(service(owner="财产处", review_on="2020-01-01"), HOUSE)
    assert "财产处" in run("due").stdout
    [found] = data("due")
    assert (found["service"], found["why"]) == ("deed-tax", "expired")
    run("edit deed-tax", "--set", "复核日期=2090-01-01")
    run("submit 2")
    run("release 2", by="老李")
    assert "没有。" in run("due").output


# All of them


COMMANDS = {
    "list": (),
    "show": ("deed-tax",),
    "edit": ("deed-tax", "--set", "费用=1"),
    "submit": ("1",),
    "reject": ("1", "--reason", "x"),
    "release": ("1",),
    "restore": ("1",),
    "diff": (),
    "history": (),
    "maintain": ("deed-tax", "--notice", "x"),
    "retire": ("deed-tax", "--notice", "x"),
    "resume": ("deed-tax",),
    "check-links": (),
    "due": (),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_unit_that_is_none_is_told(command: str) -> None:
    released(service())
    unknown = CliRunner().invoke(app, ["service", command, *COMMANDS[command], "--unit", "nowhere"])
    assert unknown.exit_code == 1, unknown.output
    assert "nowhere" in unknown.stderr
    assert "Traceback" not in unknown.output


def test_every_command_is_tested_here() -> None:
    found = CliRunner().invoke(app, ["service", "--help"], env={"NO_COLOR": "1"}).stdout
    listed = set(re.findall(r"^│ ([a-z][a-z-]*) ", found, re.MULTILINE))
    assert listed == {*COMMANDS, "import", "export", "template"}
