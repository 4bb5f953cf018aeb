"""The commands of the inspection."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.app import app
from tests.cloud.inspection.test_findings import LEAK, look, only


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "240")
    monkeypatch.setenv("RONGMEI_STAGE", "local")


def run(*words: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["inspect", *words])
    assert done.exit_code == code, done.output
    return done.output


def test_a_finding_is_listed_shown_put_right_and_closed(matrix: None) -> None:
    look(LEAK)
    (listed,) = json.loads(run("findings", "--unit", "sheng", "--json", "--by", "guan"))
    assert listed["state"] == "open"
    assert "110***********002X" in run("show", listed["id"], "--by", "guan")
    run("rectify", listed["id"], "--text", "已修改", "--proof", "截图", "--by", "wang")
    run("recheck", listed["id"], "--close", "--by", "zong")
    assert only().state == "closed"
    assert "没有问题" in run("findings", "--unit", "sheng", "--state", "open", "--by", "guan")


def test_indicators_are_set_compared_and_restored(matrix: None, tmp_path: Path) -> None:
    seen = json.loads(run("indicators", "list", "--unit", "xian", "--json", "--by", "wang"))
    silent = next(
        one["indicator"] for one in seen["indicators"] if one["indicator"]["id"] == "silent"
    )
    file = tmp_path / "week.json"
    file.write_text(json.dumps({"indicators": [{**silent, "params": {"days": 7}}]}), "utf-8")
    run("indicators", "set", str(file), "--unit", "xian", "--reason", "加严", "--by", "wang")
    assert "days 7" in run("indicators", "compare", "0", "1", "--unit", "xian", "--by", "wang")
    run("indicators", "restore", "0", "--unit", "xian", "--reason", "结束", "--by", "wang")
    file.write_text(json.dumps({"indicators": [{**silent, "params": {"days": 30}}]}), "utf-8")
    told = run(
        "indicators", "set", str(file), "--unit", "xian", "--reason", "放宽", "--by", "wang", code=1
    )
    assert "不能比上级的 14 宽" in told


def test_a_number_is_allowed_with_a_reason(matrix: None) -> None:
    run("allow", "--unit", "xian", "--number", "138 0013 8000", "--by", "wang", code=2)
    run("allow", "--unit", "xian", "--number", "138 0013 8000", "--reason", "公开", "--by", "wang")
    assert "13800138000" in run("allow", "--unit", "xian", "--by", "wang")


def test_a_sample_is_drawn_and_the_accounts_are_shown(matrix: None) -> None:
    made = json.loads(run("run", "--unit", "sheng", "--share", "34", "--json", "--by", "guan"))
    assert (made["accounts"], made["existing"], made["kind"]) == (1, 3, "sample")
    assert "还没有检查" in run("status", "--unit", "sheng", "--by", "guan")
