"""./rongmei numbers ask, rows and recount, as operators type them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from chalicelib import accounts, units
from chalicelib.actor import SYSTEM
from chalicelib.insight import unit_days
from chalicelib.insight.archive import numbers
from chalicelib.settings import settings
from chalicelib.units import UnitLevel
from cli.app import app
from tests.cloud import snapshot
from tests.cloud.accounts.made import SECRETS, account
from tests.cloud.insight import counted
from tests.cloud.insight.asked_archive import Asked, connected
from tests.unit.insight.small_archive import invented

DAYS = ("--since", "2026-08-10", "--until", "2026-10-31")


def cli(*args: str, exit_code: int = 0) -> str:
    done = CliRunner().invoke(app, ["numbers", *args], env={"COLUMNS": "200"})
    assert done.exit_code == exit_code, done.output
    return done.output


def two_accounts() -> dict[str, str]:
    units.add_unit("province", name="省局", level=UnitLevel.PROVINCE)
    for one in ("province", "city"):
        made = account(id=one, name=one, unit="province", appid=f"wx{one:0<10}")
        accounts.add_account(made, SECRETS, by=SYSTEM, now=datetime(2026, 11, 1, tzinfo=UTC))
    return {}


@pytest.fixture(autouse=True)
def archive(cloud: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Asked]:
    snapshot.world("inquiry commands", two_accounts)
    yield connected(invented(1), tmp_path, monkeypatch)
    settings.cache_clear()


def test_what_can_be_asked_is_listed() -> None:
    said = cli("ask")
    assert "retention" in said and "粉丝留存" in said and "fact_rows" not in said


def test_the_price_is_told_before_and_the_answer_after(archive: Asked) -> None:
    priced = json.loads(cli("ask", "retention", "--account", "province", *DAYS, "--cost", "--json"))
    assert priced["files"] > 50 and not archive.begun
    said = cli("ask", "retention", "--account", "province", *DAYS)
    assert "最多花 0.00005 美元" in said and "7 天留存率" in said and "%" in said
    again = cli("ask", "retention", "--account", "province", *DAYS)
    assert "不再花钱" in again and len(archive.begun) == 1
    told = CliRunner().invoke(
        app,
        [
            "numbers",
            "ask",
            "menu_use",
            "--account",
            "province",
            "--account",
            "city",
            *DAYS,
            "--json",
        ],
    )
    found = json.loads(told.stdout)
    assert {row["account"] for row in found["rows"]} == {"province", "city"}


def test_a_dear_question_wants_a_word_first(
    archive: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cli.numbers.inquiry._ASKED_ABOVE", 0)
    done = CliRunner().invoke(
        app, ["numbers", "ask", "menu_use", "--account", "city", *DAYS], input="n\n"
    )
    assert done.exit_code == 1 and not archive.begun
    cli("ask", "menu_use", "--account", "city", *DAYS, "--yes")
    assert len(archive.begun) == 1


def test_a_failure_is_told_and_ends_with_a_one(archive: Asked) -> None:
    archive.state, archive.reason = "FAILED", "bytes scanned limit was exceeded"
    assert "缩短时间范围" in cli("ask", "menu_use", "--account", "city", *DAYS, exit_code=1)


def test_rows_stand_behind_a_day() -> None:
    told = invented(1)
    messages = [one.day for one in told if one.account == "city" and one.fact.kind == "message"]
    day = max(messages, key=messages.count)
    found = json.loads(cli("rows", "message", "--account", "city", "--day", day, "--json"))
    assert len(found["rows"]) == messages.count(day) and found["next"] == ""
    cli("rows", "message", "--account", "city", "--day", day, "--only", "follower=x", exit_code=2)


def test_sums_of_units_are_counted_anew() -> None:
    day = datetime(2026, 11, 2, tzinfo=UTC).date()
    numbers.keep(counted._archived("city", day, 70), 1)
    assert list(unit_days("province", day, day)) == []
    said = cli("recount", "--unit", "province", "--since", "2026-11-01", "--until", "2026-11-03")
    assert "3 个单位日" in said
    [found] = unit_days("province", day, day)
    assert found.messages.messages == 70
