"""``./rongmei audit``: what people at a shell see of the log and its chain."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from chalicelib import audit
from chalicelib.actor import local
from chalicelib.clock import utc_now
from cli.app import app
from tests.cloud.audit.stream import Stream, every_item
from tests.cloud.audit.test_chain import put


@pytest.fixture(autouse=True)
def chained(stream: Stream, monkeypatch: pytest.MonkeyPatch) -> Stream:
    monkeypatch.setenv("RONGMEI_STAGE", "local")
    for number in range(3):
        made = audit.entry_of(
            local("li"),
            "accounts:account:set",
            unit="city",
            at=utc_now(),
            object=f"account:a{number}",
        )
        audit.record(made)
    stream.play(utc_now())
    audit.chain.append(utc_now())
    audit.chain.anchor(utc_now() + timedelta(seconds=1))
    return stream


def run(*words: str, exits: int = 0) -> str:
    done = CliRunner().invoke(app, ["audit", *words])
    assert done.exit_code == exits, done.output
    return done.output


def test_an_honest_log_passes_and_says_how_much_was_looked_at() -> None:
    assert "核对 3 条、1 个链环、1 个锚点，没有发现改动。" in run("verify")
    assert json.loads(run("verify", "--unit", "city", "--json"))["passed"] is True


def test_a_changed_entry_is_named_and_the_command_fails() -> None:
    [item] = [
        one for one in every_item() if "a1" in one["doc"]["S"] and one["pk"]["S"] == "AUDIT#city"
    ]
    put({**item, "doc": {"S": item["doc"]["S"].replace("a1", "b1")}})
    found = json.loads(run("verify", "--json", exits=1))
    assert [(one["kind"], one["what"]) for one in found["findings"]] == [
        ("entry_changed", f"AUDIT#city {item['sk']['S']}")
    ]
    assert "account:b1" in found["findings"][0]["detail"]
    assert "条目被改动" in run("verify", "--since", "1d", exits=1)


def test_status_and_anchors_say_where_the_chain_ends() -> None:
    assert "SHA-256" in run("status")
    assert json.loads(run("status", "--json"))["head"]["count"] == 3
    [anchor] = json.loads(run("anchors", "--json"))
    assert (anchor["number"], anchor["mode"]) == (1, "COMPLIANCE")


def test_the_log_is_listed_and_exported_with_a_reason(tmp_path: Path) -> None:
    listed = json.loads(run("list", "--unit", "city", "--json"))
    assert {one["object"] for one in listed} == {"a0", "a1", "a2"}
    file = tmp_path / "log.csv"
    run("export", str(file), "--unit", "city", "--reason", "季度检查", "--by", "li")
    assert file.read_text("utf-8-sig").count("修改公众号") == 3
    entry = json.loads(run("list", "--unit", "city", "--json"))[0]
    assert (entry["action"], entry["note"]) == ("audit:log:export", "季度检查")


def test_older_entries_are_taken_in() -> None:
    assert "已收入 0 条" in run("take-in", "--by", "yun")
