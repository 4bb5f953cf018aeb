"""``./rongmei product``: from a file to a page that followers open."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from chalicelib import products
from cli.app import app

pytestmark = pytest.mark.usefixtures("house", "with_fonts")


@pytest.fixture(autouse=True)
def local(monkeypatch: pytest.MonkeyPatch) -> None:
    from chalicelib.settings import settings

    monkeypatch.setenv("RONGMEI_STAGE", "local")
    settings.cache_clear()


def run(*command: str, fails: bool = False) -> str:
    done = CliRunner().invoke(app, ["product", *command])
    assert (done.exit_code != 0) is fails, done.output
    return done.output


def made(tmp_path: Path) -> str:
    file = tmp_path / "导图.yaml"
    file.write_text("root: 减免\nbranches:\n- text: 谁能享受\n- text: 怎么办理\n", "utf-8")
    given = ("--unit", "province", "--form", "mindmap", "--title", "减免导图", "--file", str(file))
    answer: dict[str, Any] = json.loads(run("new", *given, "--by", "li", "--json"))
    return str(answer["id"])


def test_a_map_goes_from_a_file_to_its_page_and_away(tmp_path: Path) -> None:
    product = made(tmp_path)
    run("files", product, "--by", "li")
    run("submit", product, "--by", "li")
    for person in ("chu", "fu", "zhong"):
        run("approve", product, "--by", person)
    assert "第 1 版已经上线" in run("publish", product, "--by", "zong")
    shown = run("show", product, "--by", "li")
    assert "mindmap.png" in shown
    assert "终审" not in shown
    assert product in run("list", "--unit", "province", "--published", "--by", "li")
    run("take-down", product, "--reason", "数字有误", "--by", "zong")
    assert products.get(product).published_revision is None


def test_a_returned_one_is_edited_from_what_it_shows(tmp_path: Path) -> None:
    product = made(tmp_path)
    run("submit", product, "--by", "li")
    run("return", product, "--reason", "写全", "--by", "chu")
    content = json.loads(run("show", product, "--json", "--by", "li"))["content"]
    content["root"] = "增值税减免"
    file = tmp_path / "content.json"
    file.write_text(json.dumps(content), "utf-8")
    run("edit", product, "--file", str(file), "--note", "写全了", "--by", "li")
    assert products.content_of(products.get(product)).root == "增值税减免"


def test_a_file_that_is_none_and_a_product_that_is_none_are_told(tmp_path: Path) -> None:
    given = ("--unit", "province", "--form", "mindmap", "--title", "导图")
    bad = tmp_path / "x.yaml"
    bad.write_text("- 一\n", "utf-8")
    assert "字段" in run("new", *given, "--file", str(bad), "--by", "li", fails=True)
    assert "没有产品" in run("show", "p-20261130-000000", "--by", "li", fails=True)
