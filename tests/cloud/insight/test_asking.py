"""Questions to Athena: begun once, waited for, given up, read; errors say what a person can do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from chalicelib import insight
from chalicelib.cloud import athena
from chalicelib.cloud.clients import athena as client
from chalicelib.insight.queries.query import Period
from chalicelib.settings import settings

pytestmark = pytest.mark.usefixtures("cloud")

GIVEN = Period(account="province", since=date(2026, 11, 1), until=date(2026, 11, 28))


@pytest.fixture(autouse=True)
def connected(cloud: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("RONGMEI_ATHENA_DATABASE", "rongmei_test")
    monkeypatch.setenv("RONGMEI_ATHENA_WORKGROUP", "rongmei-test")
    settings.cache_clear()
    client().create_work_group(Name="rongmei-test")
    yield
    settings.cache_clear()


def stands(monkeypatch: pytest.MonkeyPatch, *states: tuple[str, str]) -> None:
    """What Athena says of a query, one look after the other; the last stays."""
    left = list(states)

    def look(execution_id: str) -> athena.Execution:
        state, reason = left.pop(0) if len(left) > 1 else left[0]
        return athena.Execution(execution_id, state, 3_000_000_000, 1500, reason)

    monkeypatch.setattr(athena, "look", look)


def test_a_question_is_sent_with_its_values_beside_its_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sent: dict[str, Any] = {}

    class Watched:
        def start_query_execution(self, **request: Any) -> dict[str, str]:
            sent.update(request)
            return {"QueryExecutionId": "1"}

    monkeypatch.setattr(athena, "athena", Watched)
    evil = GIVEN.model_copy(update={"account": "x' OR 1=1"})
    assert insight.begin(insight.MENU_USE, evil, token="a") == "1"
    once = sent["ClientRequestToken"]
    assert "1=1" not in sent["QueryString"] and sent["WorkGroup"] == "rongmei-test"
    assert sent["ExecutionParameters"] == ["'x'' OR 1=1'", "'2026-11-01'", "'2026-11-28'"]
    insight.begin(insight.MENU_USE, evil, token="a")
    assert sent["ClientRequestToken"] == once and 32 <= len(once) <= 128
    insight.begin(insight.MENU_USE, evil, token="b")
    assert sent["ClientRequestToken"] != once


def test_it_is_waited_for_and_costs_what_it_scanned(monkeypatch: pytest.MonkeyPatch) -> None:
    stands(monkeypatch, ("QUEUED", ""), ("RUNNING", ""), ("SUCCEEDED", ""))
    row = {"menu_key": "a", "type": "click", "taps": "3", "followers": "2"}
    monkeypatch.setattr(athena, "rows", lambda _: iter([row]))
    seen: list[insight.Progress] = []
    answer = insight.answer(
        insight.MENU_USE, GIVEN, token="a", on_progress=seen.append, sleep=lambda _: None
    )
    assert [one.model_dump() for one in answer.rows] == [
        {"menu_key": "a", "type": "click", "taps": 3, "followers": 2}
    ]
    assert len(seen) == 2 and answer.progress.dollars == pytest.approx(0.015)
    assert insight.price(1) == pytest.approx(0.00005)  # ten megabytes at least


def test_who_waits_too_long_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    stands(monkeypatch, ("RUNNING", ""))
    stopped: list[str] = []
    monkeypatch.setattr(athena, "stop", stopped.append)
    clock = iter(range(0, 1000, 20))
    with pytest.raises(insight.StillRunning):
        insight.answer(
            insight.MENU_USE,
            GIVEN,
            token="a",
            sleep=lambda _: None,
            clock=lambda: float(next(clock)),
        )
    assert len(stopped) == 1


@pytest.mark.parametrize(
    ("state", "reason", "error"),
    [
        ("FAILED", "Bytes scanned limit was exceeded", insight.TooMuchScanned),
        ("FAILED", "COLUMN_NOT_FOUND: line 1", insight.QueryFailed),
        ("CANCELLED", "", insight.QueryFailed),
    ],
)
def test_an_error_says_what_to_do_in_chinese(
    monkeypatch: pytest.MonkeyPatch, state: str, reason: str, error: type[Exception]
) -> None:
    stands(monkeypatch, (state, reason))
    with pytest.raises(error) as told:
        insight.look("1")
    assert "请" in str(told.value) and "COLUMN" not in str(told.value)


def test_without_an_archive_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RONGMEI_ATHENA_WORKGROUP")
    settings.cache_clear()
    with pytest.raises(insight.ArchiveNotThere):
        insight.begin(insight.MENU_USE, GIVEN, token="a")


def test_rows_are_read_page_by_page_without_the_header(monkeypatch: pytest.MonkeyPatch) -> None:
    columns = [{"Name": "a"}, {"Name": "b"}]

    def page(*rows: list[dict[str, str]], more: bool = False) -> dict[str, Any]:
        data = [{"Data": row} for row in rows]
        found = {"ResultSet": {"ResultSetMetadata": {"ColumnInfo": columns}, "Rows": data}}
        return found | ({"NextToken": "t"} if more else {})

    class Pages:
        def get_query_results(self, **request: Any) -> dict[str, Any]:
            if "NextToken" in request:
                return page([{"VarCharValue": "3"}, {"VarCharValue": "4"}])
            return page(
                [{"VarCharValue": "a"}, {"VarCharValue": "b"}],
                [{"VarCharValue": "1"}, {}],
                more=True,
            )

    monkeypatch.setattr(athena, "athena", Pages)
    assert list(athena.rows("1")) == [{"a": "1", "b": None}, {"a": "3", "b": "4"}]
