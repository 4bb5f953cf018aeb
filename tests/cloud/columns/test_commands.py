"""``./rongmei column`` and ``./rongmei series``: the life of both from a shell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from chalicelib import columns
from chalicelib.columns import Column, Series, Standing
from cli.app import app
from tests.cloud.columns.world import ACCOUNT, UNIT, Room

RUN = CliRunner()


def said(*words: str, code: int = 0) -> str:
    done = RUN.invoke(app, list(words))
    assert done.exit_code == code, done.output
    return done.output


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RONGMEI_STAGE", "local")


def test_a_column_goes_its_way_by_commands(room: Room, tmp_path: Path) -> None:
    file = tmp_path / "栏目.json"
    settings = {
        "name": "你问我答",
        "template": "## 问：",
        "schedule": {"rhythm": "weekly", "weekdays": [2], "at": "10:00"},
    }
    file.write_text(json.dumps(settings), "utf-8")
    made = json.loads(
        said("column", "new", str(file), "--unit", UNIT, "--by", "zongbian", "--json")
    )
    column = made["id"]
    file.write_text(json.dumps({**settings, "about": "有问必答"}), "utf-8")
    assert "第 2 版" in said("column", "edit", column, str(file), "--by", "zongbian")
    draft = json.loads(said("column", "write", column, "--by", "li", "--json"))["draft"]
    assert draft.startswith("new-")
    listed = json.loads(said("column", "list", "--unit", UNIT, "--by", "li", "--json"))
    assert [one["name"] for one in listed["columns"]] == ["你问我答"]
    said("column", "list", "--unit", UNIT, "--by", "li")
    assert "每周二 10:00" in said("column", "show", column, "--by", "li")
    said("column", "retire", column, "--by", "zongbian")
    assert columns.store.get(column, Column).state is Standing.RETIRED
    assert "已停用" in said("column", "write", column, "--by", "li", code=1)
    said("column", "restore", column, "--by", "zongbian")


def test_a_file_that_is_no_column_says_what_is_wrong(room: Room, tmp_path: Path) -> None:
    file = tmp_path / "栏目.json"
    for written, why in (
        ("{", "JSON"),
        ("[]", "一组设置"),
        ('{"name": "微课", "schedule": {"rhythm": "weekly", "at": "10:00"}}', "请选择星期几"),
    ):
        file.write_text(written, "utf-8")
        assert why in said("column", "new", str(file), "--unit", UNIT, "--by", "zongbian", code=1)


def test_a_series_goes_its_way_by_commands(room: Room) -> None:
    a, b = (room.article(title).id for title in ("第一讲", "第二讲"))
    new = ("series", "new", "--unit", UNIT, "--account", ACCOUNT, "--name", "电子烟", "--by", "li")
    series = json.loads(said(*new, "--json"))["id"]
    for one in (a, b):
        said("series", "join", series, one, "--by", "li")
    said("series", "order", series, b, a, "--by", "li")
    assert [one.article for one in columns.store.get(series, Series).entries] == [b, a]
    room.out(b)
    assert "第二讲" in said("series", "order", series, a, b, "--by", "li", code=1)
    said("series", "order", series, a, b, "--renumber", "--by", "li")
    shown = said("series", "show", series, "--by", "li")
    assert "第1期" in shown
    said("series", "leave", series, a, "--renumber", "--by", "li")
    said("series", "retire", series, "--by", "li")
    said("series", "restore", series, "--by", "li")
    assert [one.article for one in columns.store.get(series, Series).entries] == [b]


def test_a_collection_is_made_of_a_file_and_picked_by_commands(room: Room, tmp_path: Path) -> None:
    file = tmp_path / "合集.json"
    rule = {"columns": ["微课"], "tags": ["契税"]}
    file.write_text(json.dumps({"name": "买房", "account": ACCOUNT, "rule": rule}), "utf-8")
    made = json.loads(said("series", "collect", str(file), "--unit", UNIT, "--by", "li", "--json"))
    article = room.article("手选的").id
    said("series", "pick", made["id"], article, "--by", "li")
    room.out(article)
    shown = json.loads(said("series", "collection", made["id"], "--by", "li", "--json"))
    assert [(one["title"], one["picked"]) for one in shown["entries"]] == [("手选的", True)]
