"""``./rongmei order``: the life of an order from a shell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from chalicelib import orders
from cli.app import app
from tests.cloud.orders.conftest import Control

RUN = CliRunner()


def said(*words: str, code: int = 0) -> str:
    done = RUN.invoke(app, ["order", *words])
    assert done.exit_code == code, done.output
    return done.output


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RONGMEI_STAGE", "local")


def test_an_order_goes_its_way_by_commands(control: Control, tmp_path: Path) -> None:
    made = json.loads(
        said(
            *("draft", "--unit", "sheng", "--kind", "submission", "--title", "报送值班表"),
            *("--text", "请报送。", "--want", "text", "--to", "bai", "--by", "li", "--json"),
        )
    )
    order = made["id"]
    said("edit", order, "--title", "报送征期值班表", "--by", "li")
    assert "〔" in said("issue", order, "--by", "guan")
    from chalicelib.clock import utc_now

    control.now = utc_now()
    control.work()
    inbox = json.loads(said("inbox", "--unit", "bai", "--by", "guan", "--json"))
    assert [(one["title"], one["state"]) for one in inbox] == [("报送征期值班表", "sent")]
    at = (order, "--unit", "bai", "--by", "guan")
    said("remind", *at, "--note", "请尽快")
    said("sign", *at)
    assert "文字说明" in said("report", *at, "--link", "https://a.example/1", code=1)
    said("report", *at, "--text", "已报送。")
    said("return", *at, "--reason", "不全")
    said("report", *at, "--text", "补全。")
    said("close", *at)
    seen = json.loads(said("show", order, "--by", "guan", "--json"))
    assert (seen["detail"]["order"]["state"], seen["units"][0]["state"]) == ("closed", "done")
    assert order in said("list", "--unit", "sheng", "--by", "guan")
    assert json.loads(said("stats", "--unit", "sheng", "--by", "guan", "--json"))["received"] == 1
    out = tmp_path / "办理.xlsx"
    said("export", "--order", order, "--out", str(out), "--by", "guan")
    assert out.read_bytes().startswith(b"PK")


def test_what_takes_two_people_says_so_and_a_draft_is_dropped(control: Control) -> None:
    order = control.draft(urgency=orders.Urgency.EXTRA).id
    assert "复核" in said("issue", order, "--by", "guan")
    refused = said("approve", order, "--by", "guan", code=1)
    assert "另一人" in refused
    said("withdraw", order, "--reason", "不发了", "--by", "li")
    assert orders.get(order).state is orders.OrderState.DROPPED
