"""``./rongmei relay``: the life of a relay from a shell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.app import app
from tests.cloud.relays.conftest import Track

RUN = CliRunner()


def said(*words: str, code: int = 0) -> str:
    done = RUN.invoke(app, ["relay", *words])
    assert done.exit_code == code, done.output
    return done.output


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RONGMEI_STAGE", "local")


def test_a_relay_goes_its_way_by_commands(track: Track, tmp_path: Path) -> None:
    file = tmp_path / "编排.csv"
    rows = [
        "标题,公众号,时限,要点",
        *(
            f"第{n}计,{a},2030-01-0{n} 18:00,要点"
            for n, a in enumerate(("qing", "bai", "zhiping"), 1)
        ),
    ]
    file.write_text("\n".join(rows))
    plan = ("--unit", "province", "--account", "province", "--by", "li", "--json")
    made = json.loads(said("new", "--title", "36计", "--file", str(file), *plan))
    relay = made["id"]
    said("edit", relay, "--intro", "一天一计", "--by", "li")
    said("start", relay, "--by", "li", code=1)
    assert "第 1 棒" in said("start", relay, "--by", "zongbian")
    [step] = json.loads(said("steps", "--unit", "qing", "--by", "li", "--json"))
    assert (step["step"], step["its_turn"]) == ("s01", True)
    article = json.loads(said("write", relay, "s01", "--by", "li", "--json"))["article"]
    said("detach", relay, "s01", "--by", "li")
    said("attach", relay, "s01", article, "--by", "li")
    by = ("--by", "zongbian")
    said("remind", relay, "s01", *by)
    said("skip", relay, "s02", "--reason", "人手不够", *by)
    said("restore", relay, "s02", *by)
    said("hand-over", relay, "s02", "--account", "yunshan", "--reason", "由云山接手", *by)
    said("change", relay, "s03", "--title", "第三计 新题", "--due", "2030-02-01T18:00", *by)
    said("pause", relay, "--reason", "等口径", *by)
    said("resume", relay, "--no-shift", *by)
    shown = json.loads(said("show", relay, "--by", "li", "--json"))
    assert [one["account"] for one in shown["steps"]] == ["qing", "yunshan", "zhiping"]
    assert shown["steps"][2]["title"] == "第三计 新题"
    [line] = json.loads(said("list", "--unit", "province", "--by", "li", "--json"))
    assert (line["id"], line["skipped"]) == (relay, 0)
    out = tmp_path / "进度.csv"
    said("export", relay, "--out", str(out), "--by", "li")
    assert "第三计 新题" in out.read_text("utf-8-sig")
    said("end", relay, "--reason", "政策调整", *by)
    said("reopen", relay, *by)


def test_a_plan_that_was_exported_is_read_again(track: Track, tmp_path: Path) -> None:
    relay = track.started()
    out = tmp_path / "编排.xlsx"
    said("export", relay.id, "--out", str(out), "--plan", "--by", "li")
    plan = ("--unit", "province", "--account", "province", "--by", "li", "--json")
    again = json.loads(said("new", "--title", "再来一次", "--file", str(out), *plan))
    assert [one["title"] for one in again["steps"]] == [one.title for one in relay.steps]


def test_every_fault_of_a_table_is_told_at_once(track: Track, tmp_path: Path) -> None:
    file = tmp_path / "坏.csv"
    file.write_text("标题,公众号\n,qing\n第二计,没有的号\n")
    plan = ("--unit", "province", "--account", "province", "--by", "li")
    told = said("new", "--title", "36计", "--file", str(file), *plan, code=1)
    assert "2 处错误" in told
    assert "第 2 行" in told
    assert "第 3 行" in told


def test_steps_are_spread_over_a_level(track: Track) -> None:
    plan = ("--unit", "province", "--account", "province", "--by", "li", "--json")
    words = ("--level", "city", "--count", "3", "--first-due", "2030-01-01T18:00")
    made = json.loads(said("new", "--title", "各市接龙", *words, *plan))
    assert [one["account"] for one in made["steps"]] == ["bai", "qing", "bai"]
    assert made["steps"][0]["title"] == "第一棒"
