"""``./rongmei takedown`` as people type it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from chalicelib import takedown
from chalicelib.takedown import TakedownState
from cli.app import app
from tests.cloud.takedown.conftest import BODY, TITLE, Matrix, Page, replied


def typed(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["takedown", *arguments])


def said(*arguments: str) -> str:
    result = typed(*arguments)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "220")


def test_from_the_clue_to_the_proof(matrix: Matrix, tmp_path: Path) -> None:
    replied(matrix, "county")
    url = "https://mp.weixin.qq.com/s/hand"
    matrix.wechat.publish("county", "hand-1", Page(TITLE, f"<p>{BODY}</p>", url, "", False))
    begun = ("begin", "--unit", "province", "--article", matrix.article.id, "--reason", "税率写错")
    case = json.loads(typed(*begun, "--by", "zong1", "--json").stdout)["id"]
    matrix.work()
    shown = said("show", case, "--by", "zong1")
    for word in ("手工发布", "自动回复", "100%", "收不回", "减免"):
        assert word in shown
    assert typed("approve", case, "--by", "zong1").exit_code != 0
    places = json.loads(typed("show", case, "--by", "zong1", "--json").stdout)["places"]
    rule = next(one["id"] for one in places if one["kind"] == "rule")
    said("tick", case, "--keep", "--place", rule, "--reason", "另有依据", "--by", "zong1")
    said("threshold", case, "70", "--by", "zong1")
    said("approve", case, "--by", "zong2")
    matrix.work()
    assert takedown.store.get(case).state is TakedownState.CLOSED
    assert "已办结" in said("list", "--unit", "province", "--by", "zong1")
    for name in ("证明.xlsx", "证明.json"):
        said("proof", case, "--out", str(tmp_path / name), "--by", "zong1")
    proof = json.loads((tmp_path / "证明.json").read_text())
    assert {one["why"] for one in proof["places"]} == {"", "另有依据"}


def test_a_file_is_a_clue_by_its_hash(matrix: Matrix, tmp_path: Path) -> None:
    from tests.cloud.newsroom.people import PNG

    picture = tmp_path / "封面.png"
    picture.write_bytes(PNG)
    begun = ("begin", "--unit", "province", "--picture", str(picture), "--reason", "图片侵权")
    case = json.loads(typed(*begun, "--by", "zong1", "--json").stdout)["id"]
    matrix.work()
    [place, *_] = matrix.places(takedown.store.get(case))
    assert place.match.value == "picture"


def test_without_clue_or_reason_nothing_begins(matrix: Matrix) -> None:
    assert typed("begin", "--unit", "province", "--reason", "x", "--by", "zong1").exit_code != 0
    text = ("begin", "--unit", "province", "--text", "一二三", "--reason", "x", "--by", "zong1")
    assert "太短" in typed(*text).output
