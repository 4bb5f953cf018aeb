"""``./rongmei contribution``: the life of a contribution from a shell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from chalicelib import contributions
from chalicelib.contributions import ContributionState
from cli.app import app
from tests.cloud.contributions.conftest import World

RUN = CliRunner()
NEW = (
    *("new", "--unit", "qing", "--to", "sheng", "--title", "自助机进社区"),
    *("--text", "三天两百件。", "--contact", "秦某", "--by", "qin", "--json"),
)


def said(*words: str, code: int = 0) -> str:
    done = RUN.invoke(app, ["contribution", *words])
    assert done.exit_code == code, done.output
    return done.output


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RONGMEI_STAGE", "local")


def test_a_contribution_goes_its_way_by_commands(world: World, tmp_path: Path) -> None:
    one = json.loads(said(*NEW))["id"]
    said("edit", one, "--where", "青溪社区", "--by", "qin")
    said("send", one, "--by", "qin")
    said("receive", one, "--by", "li")
    said("return", one, "--words", "请补数据", "--by", "li")
    said("acknowledge", one, "--by", "qin")
    said("edit", one, "--text", "三天 213 件。", "--by", "qin")
    said("send", one, "--by", "qin")
    inbox = json.loads(said("inbox", "--unit", "sheng", "--open", "--by", "li", "--json"))
    assert [each["title"] for each in inbox] == ["自助机进社区"]
    assert "已采用" in said("adopt", one, "--words", "很好", "--by", "li")
    assert "三天 213 件" in said("show", one, "--by", "qin")
    assert one in said("list", "--unit", "qing", "--by", "qin")
    assert json.loads(said("rank", "--unit", "sheng", "--by", "li", "--json"))["points"] == 2
    out = tmp_path / "排行.xlsx"
    said("export", "--unit", "sheng", "--out", str(out), "--reason", "通报", "--by", "zong")
    assert out.read_bytes().startswith(b"PK")
    said("undo", one, "--reason", "点错", "--by", "li")
    said("decline", one, "--reason", "选题重复", "--words", "已有", "--by", "li")
    assert contributions.get(one).state is ContributionState.DECLINED


def test_two_are_merged_and_one_is_withdrawn(world: World) -> None:
    first, second, third = (json.loads(said(*NEW, "--send"))["id"] for _ in range(3))
    assert "已并入" in said("merge", second, "--into", first, "--by", "li")
    assert "已撤回" in said("withdraw", third, "--reason", "有误", "--by", "qin")
    refused = said("adopt", third, "--by", "li", code=1)
    assert "已撤回" in refused


def test_a_call_and_the_settings(world: World) -> None:
    made = json.loads(
        said(
            *("call", "--unit", "sheng", "--title", "征期", "--until", "2036-12-01T18:00"),
            *("--number", "3", "--by", "li", "--json"),
        )
    )
    assert made["id"] in said("calls", "--unit", "qing", "--by", "qin")
    assert "已结束" in said("close-call", made["id"], "--by", "li")
    assert "5 个工作日" in said("settings", "--unit", "sheng", "--days", "5", "--by", "zong")
    set_points = ("points", "--unit", "sheng", "--since", "2036-01", "--headline", "20")
    told = json.loads(said(*set_points, "--by", "zong", "--json"))
    assert [(one["since"], one["headline"]) for one in told["settings"]["points"]] == [
        ("2000-01", 15),
        ("2036-01", 20),
    ]
