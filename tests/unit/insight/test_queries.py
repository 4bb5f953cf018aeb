"""Every query of the archive: parsed as Athena's SQL, run on DuckDB, and compared with a count in plain Python."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlglot
from sqlglot import exp

from chalicelib.clock import SHANGHAI
from chalicelib.insight.facts.models import Told
from chalicelib.insight.facts.schema import COLUMNS, PARTITIONS
from chalicelib.insight.queries.catalogue import QUERIES
from chalicelib.insight.queries.local import ask, connect, show
from chalicelib.insight.queries.query import Period, PeriodFrom, Query, RowsOf, Seen, Until, literal
from chalicelib.insight.queries.rows import FACT_ROWS
from chalicelib.values import LateValue
from tests.unit.insight.by_hand import BY_HAND, in_order
from tests.unit.insight.small_archive import invented, written

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

COMMON = {
    "Avg", "Cast", "Case", "Coalesce", "Count", "TimestampTrunc", "DateTrunc", "Max", "ArgMax", "Min", "Round",
    "RowNumber", "Sum", "If", "And", "Or", "Date",
}  # fmt: skip
"""Functions that mean the same on Athena and, translated, on DuckDB. What is not here has not been tried on both; ``count_if``, for one, is NULL on DuckDB where nothing is counted."""

SINCE, UNTIL = date(2026, 8, 10), date(2026, 10, 31)
NOW = int(datetime(2026, 11, 5, tzinfo=SHANGHAI).timestamp())
GIVEN: dict[type[LateValue], LateValue] = {
    Period: Period(account="province", since=SINCE, until=UNTIL),
    PeriodFrom: PeriodFrom(account="province", since=SINCE, until=UNTIL, start=1000),
    Seen: Seen(account="province", since=SINCE, until=UNTIL, seen=UNTIL + timedelta(days=4), now=NOW),
    Until: Until(account="province", until=UNTIL, now=NOW),
    RowsOf: RowsOf(account="province", day=date(2026, 9, 28), kind="message"),
}  # fmt: skip


@pytest.fixture(scope="module")
def told() -> list[Told]:
    return invented(1)


@pytest.fixture(scope="module")
def engine(
    told: list[Told], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DuckDBPyConnection]:
    files = written(told, tmp_path_factory.mktemp("archive"))
    with connect() as made:
        show(made, files)
        # Read once: two hundred files opened for each query are most of its time.
        made.execute("CREATE TABLE kept AS SELECT * FROM facts")
        made.execute("CREATE OR REPLACE VIEW facts AS SELECT * FROM kept")
        yield made


def plain(rows: list[Any]) -> list[dict[str, Any]]:
    return in_order(one.model_dump() for one in rows)


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_it_answers_what_is_counted_by_hand(
    engine: DuckDBPyConnection, told: list[Told], query: Query[Any]
) -> None:
    given = GIVEN[query.takes]
    wanted = in_order(BY_HAND[query.name](told, given))
    assert len(wanted) > 0
    found = plain(ask(engine, query, given))
    assert len(found) == len(wanted)
    for one, other in zip(found, wanted, strict=True):
        assert one == pytest.approx(other, abs=0.051)


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_its_sql_is_athenas_within_what_both_know(query: Query[Any]) -> None:
    [tree] = sqlglot.parse(query.sql, read="athena", error_level=sqlglot.ErrorLevel.RAISE)
    assert isinstance(tree, exp.Query)
    used = {type(one).__name__ for one in tree.find_all(exp.Func)}
    assert used <= COMMON
    names = {one.name for one in (*COLUMNS, *PARTITIONS)}
    own = {one.alias for one in tree.find_all(exp.Alias)} | {"came", "went"}
    assert {one.name for one in tree.find_all(exp.Column)} <= names | own
    tables = {one.name for one in tree.find_all(exp.Table)}
    assert tables - {one.alias for one in tree.find_all(exp.CTE)} == {"facts"}
    # Every look at the table names the account, and bounds the day: else it would pay for all of them.
    for select in tree.find_all(exp.Select):
        if any(
            one.name == "facts" for one in select.find_all(exp.Table) if one.parent_select is select
        ):
            said = select.args["where"].sql()
            assert "account = ?" in said and "day" in said


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_values_never_enter_its_text(query: Query[Any]) -> None:
    evil = "x' OR '1' = '1"
    given = GIVEN[query.takes].model_copy(update={"account": evil})
    asked = query.asked(given)
    assert evil not in asked.sql and asked.sql.count("?") == len(asked.values)
    assert set(query.takes.model_fields) >= set(query._named)
    assert [sqlglot.parse_one(one, read="athena").name for one in asked.literals] == [
        str(one) for one in asked.values
    ]


def test_an_account_that_is_not_there_has_no_rows(engine: DuckDBPyConnection) -> None:
    for query in QUERIES.values():
        given = GIVEN[query.takes].model_copy(update={"account": "nobody' OR true --"})
        assert not any(value for row in ask(engine, query, given) for _, value in row), query.name


def test_a_text_is_spelled_as_a_literal() -> None:
    assert [literal("a'b"), literal(7), literal(-1)] == ["'a''b'", "7", "-1"]


def test_every_query_is_counted_by_hand_and_has_a_title() -> None:
    assert set(BY_HAND) == set(QUERIES)
    assert all(not query.title.isascii() for query in QUERIES.values())


def test_rows_are_read_from_the_texts_of_athena() -> None:
    row = QUERIES["sessions_by_day"].read(
        {"day": "2026-11-28", "sessions": "3", "resolved": "1", "served": "1", "replied": "0", "escalated": "0",
         "wait_seconds": "40.5", "first_reply_seconds": None, "resolve_seconds": None, "rated": "0", "stars": None, "satisfied": "0"}
    )  # fmt: skip
    assert (row.sessions, row.wait_seconds, row.stars) == (3, 40.5, None)


def test_rows_are_read_page_by_page_and_name_nobody(
    engine: DuckDBPyConnection, told: list[Told]
) -> None:
    every = [one for one in told if one.account == "province" and one.fact.kind == "message"]
    day = max((one.day for one in every), key=[one.day for one in every].count)
    wanted = sorted(
        (one.fact for one in every if one.day == day),
        key=lambda one: (one.moment, one.id),
        reverse=True,
    )
    assert len(wanted) > 3
    given, found = RowsOf(account="province", day=date.fromisoformat(day), kind="message"), []
    while rows := ask(engine, FACT_ROWS, given)[:2]:  # pages of two
        found += rows
        given = given.model_copy(update={"moment": rows[-1].moment, "id": rows[-1].id})
    assert [one.id for one in found] == [one.id for one in wanted]
    assert not {"follower", "latitude", "longitude"} & set(FACT_ROWS.row.model_fields)


@pytest.mark.parametrize(
    ("name", "value"), [("outcome", "answered"), ("rung", "faq"), ("rung", ""), ("type", "text")]
)
def test_rows_are_those_that_are_asked_for(
    engine: DuckDBPyConnection, told: list[Told], name: str, value: str
) -> None:
    for day in {one.day for one in told}:
        given = RowsOf.model_validate(
            {"account": "province", "day": day, "kind": "message", name: value}
        )
        found = [one.model_dump() for one in ask(engine, FACT_ROWS, given)]
        assert found == BY_HAND["fact_rows"](told, given)
