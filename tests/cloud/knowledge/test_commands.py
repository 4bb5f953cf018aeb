"""``./rongmei faq`` and ``./rongmei policy``: what an editor types, and what comes back."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from chalicelib.clock import SHANGHAI
from chalicelib.knowledge import count_feedback, keep_hits
from chalicelib.knowledge.retrieval import DEFAULT_CONFIDENCE
from cli.app import app

DEMO = Path(__file__).parents[3] / "demo/province"


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")


def run(*args: str | Path, exit_code: int = 0) -> Result:
    result = CliRunner().invoke(app, [*map(str, args), "--account", "city"])
    assert result.exit_code == exit_code, result.output
    return result


def asked(*args: str | Path, exit_code: int = 0) -> Any:
    return json.loads(run(*args, "--json", exit_code=exit_code).stdout)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "问答.csv"
    path.write_text(
        "编号,问题,答案,有效期至,责任部门\nF1,怎么开发票,登录,2020-01-01,征管处\nF2,怎么交医保,手机,,社保处\n"
    )
    return path


def test_from_a_file_to_the_followers_takes_two_persons(file: Path) -> None:
    assert "草稿版本 1" in run("faq", "import", file, "--by", "小王").stderr
    run("faq", "submit", "1", "--by", "小王")
    assert "不能自己发布" in run("faq", "release", "1", "--by", "小王", exit_code=1).stderr
    assert "已发布（回复簿版本 1）" in run("faq", "release", "1", "--by", "老李").stderr
    [one] = asked("faq", "history")
    assert (one["in_force"], one["submitted_by"], one["released_by"]) == (True, "小王", "老李")
    assert {entry["status"] for entry in asked("faq", "list")} == {"released"}


def test_an_import_tells_programs_what_came_of_it(file: Path) -> None:
    dry = asked("faq", "import", file, "--dry-run")
    assert (dry["version"], len(dry["changes"]["new"])) == (None, 2)
    assert asked("faq", "history") == []
    assert asked("faq", "import", file)["version"] == 1
    again = asked("faq", "import", file)
    assert (again["version"], again["changes"]["unchanged"]) == (None, 2)


def test_bad_rows_stop_an_import_unless_they_are_left_out(file: Path) -> None:
    file.write_text("问题,答案\n甲,好\n乙,\n,丙\n")
    shown = run("faq", "import", file, exit_code=1)
    assert "缺少答案" in shown.stdout
    assert "缺少问题" in shown.stdout
    assert "--skip-bad" in shown.stderr
    told = asked("faq", "import", file, exit_code=1)
    assert [one["row"] for one in told["problems"]] == [3, 4]
    left = asked("faq", "import", file, "--skip-bad")
    assert (left["version"], left["skipped"]) == (1, 2)


def test_near_duplicates_are_told_with_both_ids(file: Path) -> None:
    run("faq", "import", file)
    file.write_text("编号,问题,答案\nX1,怎么开发票呢,去大厅\n")
    [near] = asked("faq", "import", file)["duplicates"]
    assert (near["first"], near["second"]) == ("X1", "F1")
    assert 0.7 <= near["similarity"] <= 1.0
    assert "F1" in run("faq", "duplicates").stdout


def test_one_entry_is_added_edited_and_retired(file: Path) -> None:
    run("faq", "import", file)
    answer = file.with_name("答案.txt")
    answer.write_text("第一段\n第二段")
    added = run(
        "faq",
        "add",
        "--question",
        "怎么打印证明",
        "--answer",
        f"@{answer}",
        "--variant",
        "打印证明",
    )
    entry_id = added.stdout.strip()
    run(
        "faq",
        "edit",
        entry_id,
        "--variant",
        "证明打印",
        "--drop-variant",
        "打印证明",
        "--valid-until",
        "2030-06-30",
    )
    shown = asked("faq", "show", entry_id)
    assert shown["answer"] == "第一段\n第二段"
    assert shown["variants"] == ["证明打印"]
    assert shown["valid_until"] == "2030-06-30T16:00:00Z"
    run("faq", "edit", entry_id, "--valid-until", "")
    assert asked("faq", "show", entry_id)["valid_until"] is None
    run("faq", "retire", entry_id)
    assert asked("faq", "show", entry_id)["status"] == "retired"
    assert "没有编号" in run("faq", "show", "nosuch", exit_code=1).stderr
    assert "不是日期" in run("faq", "edit", "F1", "--valid-until", "明天", exit_code=1).stderr


def test_a_draft_that_gets_its_answer_is_meant_to_be_given(file: Path) -> None:
    run("faq", "import", file)
    draft = run("faq", "add", "--question", "怎么打印证明", "--draft").stdout.strip()
    run("faq", "edit", draft, "--owner", "纳税服务处")
    assert asked("faq", "show", draft)["standing"] == "draft"
    run("faq", "edit", draft, "--answer", "在自助终端打印。", "--status", "草稿")
    assert asked("faq", "show", draft)["standing"] == "draft"
    run("faq", "edit", draft, "--answer", "在自助终端或 App 打印。")
    assert asked("faq", "show", draft)["standing"] == "live"


def test_a_diff_says_which_fields_changed_in_words(file: Path) -> None:
    run("faq", "import", file, "--by", "小王")
    run("faq", "submit", "1", "--by", "小王")
    run("faq", "release", "1", "--by", "老李")
    run(
        "faq",
        "edit",
        "F2",
        "--variant",
        "医保缴费",
        "--status",
        "停用",
        "--valid-until",
        "2030-06-30",
    )
    said = run("faq", "diff").stdout
    for words in ("相似问增加：医保缴费", "失效时间：（空） → 2030-06-30", "状态：启用 → 停用"):
        assert words in said
    assert asked("faq", "diff")["entries"]["changed"][0]["id"] == "F2"


def test_sent_back_dropped_and_restored(file: Path) -> None:
    run("faq", "import", file, "--by", "小王")
    run("faq", "submit", "1", "--by", "小王")
    run("faq", "reject", "1", "--reason", "依据不对", "--by", "老李")
    assert "退回：老李：依据不对" in run("faq", "history").stdout
    run("faq", "drop")
    assert asked("faq", "list") == []
    assert "草稿版本 2" in run("faq", "restore", "1").stderr
    assert len(asked("faq", "list")) == 2


def test_what_is_due_stands_on_its_owner_s_list(file: Path) -> None:
    run("faq", "import", file)
    assert [(one["id"], one["expired"]) for one in asked("faq", "due")] == [("F1", True)]
    assert asked("faq", "due", "--owner", "社保处") == []
    assert "已到期" in run("faq", "due", "--owner", "征管处").stdout
    run("faq", "due", "--within", "一个月", exit_code=2)


def test_stats_show_hits_and_the_helpful_share(file: Path) -> None:
    run("faq", "import", file)
    now = datetime.now(UTC)
    keep_hits("city", now.astimezone(SHANGHAI).date(), {"F2": 2}, generation=1)
    count_feedback("city", "F2", True, "o1", now)
    [one] = asked("faq", "stats", "--since", "7d")
    assert (one["entry"], one["hits"], one["helpful_share"]) == ("F2", 2, 1.0)
    assert "100%" in run("faq", "stats").stdout


@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".jsonl"])
def test_an_export_is_imported_without_a_change(suffix: str, tmp_path: Path) -> None:
    run("faq", "import", DEMO / "faq.yaml", "--no-duplicates")
    run("policy", "import", DEMO / "policies.yaml")
    for group in ("faq", "policy"):
        out = tmp_path / f"{group}{suffix}"
        run(group, "export", out)
        assert asked(group, "import", out)["version"] is None


def test_templates_can_be_read_and_are_not_overwritten_unasked(tmp_path: Path) -> None:
    for group in ("faq", "policy"):
        path = tmp_path / f"{group}.xlsx"
        assert CliRunner().invoke(app, [group, "template", str(path)]).exit_code == 0
        assert CliRunner().invoke(app, [group, "template", str(path)], input="n\n").exit_code == 1
        assert "没有可以导入的内容" in run(group, "import", path, exit_code=1).stdout


def test_policies_are_found_by_number_title_and_question() -> None:
    run("policy", "import", DEMO / "policies.yaml")
    for text, number in (
        ("请问云税发[2025]11号还有效吗", "云税发〔2025〕11号"),
        ("《关于契税具体适用税率和减免税办法的通知》", "云财税〔2026〕4号"),
        ("小规模免税有什么文件", "云税发〔2026〕6号"),
    ):
        assert asked("policy", "find", text)[0]["number"] == number


def test_a_policy_is_retired_and_says_so() -> None:
    run("policy", "import", DEMO / "policies.yaml")
    run("policy", "retire", "云税发[2026]5号", "--replaced-by", "云税发〔2027〕1号")
    text = asked("policy", "show", "云税发〔2026〕5号")["text"]
    assert text.startswith("【注意】这份文件已废止，请以云税发〔2027〕1号为准。")
    assert len(asked("policy", "list", "--status", "废止")) == 2
    assert "没有文号" in run("policy", "show", "云税发〔1999〕1号", exit_code=1).stderr
    run("policy", "list", "--status", "好", exit_code=2)


def test_a_fitted_confidence_is_released_like_everything_else(tmp_path: Path, file: Path) -> None:
    run("faq", "import", file)
    path = tmp_path / "把握.json"
    path.write_text(DEFAULT_CONFIDENCE.model_dump_json(indent=1))
    assert "草稿版本 2" in run("faq", "confidence", path).stderr
    assert asked("faq", "diff")["confidence_changed"] is True
    assert "没有变化" in run("faq", "confidence", path).stderr
    path.write_text('{"x": 1}')
    refused = run("faq", "confidence", path, exit_code=1).stderr
    assert "不是检验知识库时写出的" in refused
    assert "`./rongmei faq eval` 重新拟合" in refused
