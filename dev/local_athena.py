"""MiniStack's Athena with the archive's SQL; imported by ``local_cloud.py``, so it imports nothing of ours.

There a query goes to DuckDB as it is. Here it is read as Athena's and written as DuckDB's, with its execution
parameters in their places; whole numbers divide as whole numbers, and the zone is UTC, as on Athena; and what came of it
lies where ``OutputLocation`` says. Only queries run: anything else would seem to succeed and do nothing.

Who looks at a query needs the permission for its work group, as on AWS, not for everything.
"""

from __future__ import annotations

import json
from typing import Any

import duckdb
import sqlglot
from ministack.core import iam_actions
from ministack.services import athena
from sqlglot import exp
from sqlglot.tokens import TokenType

_run = athena._run_duckdb
_start = athena._start_query_execution
_save = athena._save_query_results
_connect = duckdb.connect
_resource = iam_actions.extract_resource_arn


def install() -> None:
    """Put all of it in the place of MiniStack's own."""
    athena._run_duckdb = run
    athena._start_query_execution = started
    athena._save_query_results = saved
    duckdb.connect = connected
    iam_actions.extract_resource_arn = resource


def resource(service: str, method: str, path: str, headers: Any, body: bytes, *more: Any) -> str:
    """What a call is about: a query's work group, where the call names the query alone."""
    if service == "athena" and b"QueryExecutionId" in body:
        known = athena._executions.get(json.loads(body).get("QueryExecutionId")) or {}
        body = json.dumps({"WorkGroup": known.get("WorkGroup")}).encode()
    return str(_resource(service, method, path, headers, body, *more))


def connected(*arguments: Any, **more: Any) -> Any:
    """DuckDB that divides and tells time as Athena does."""
    made = _connect(*arguments, **more)
    made.execute("SET integer_division = true")
    made.execute("SET TimeZone = 'UTC'")
    return made


async def run(query: str, database: str, catalog: str | None = None) -> Any:
    """Run one query of Athena's. Raises ``ValueError`` for any other statement."""
    return await _run(translated(query), database, catalog)


def translated(query: str) -> str:
    """Athena's SQL as DuckDB's. Raises ``ValueError`` for what is no query."""
    tree = sqlglot.parse_one(query, read="athena")
    if not isinstance(tree, exp.Query):
        raise ValueError("Only queries run here")  # noqa: TRY004 - of the statement, not of a type
    return tree.sql("duckdb")


def started(data: dict[str, Any]) -> Any:
    """Begin a query with its parameters in it."""
    values = data.get("ExecutionParameters")
    return _start(data | {"QueryString": filled(data["QueryString"], values)} if values else data)


def filled(query: str, values: list[str]) -> str:
    """The query with literals for its placeholders, in the order of the text. Raises ``ValueError``."""
    tokens = sqlglot.tokenize(query, read="athena")
    places = [one for one in tokens if one.token_type is TokenType.PLACEHOLDER]
    if len(places) != len(values):
        raise ValueError(f"{len(places)} placeholders, {len(values)} values")
    for place, value in reversed(list(zip(places, values, strict=True))):
        query = query[: place.start] + value + query[place.end + 1 :]
    return query


async def saved(query_id: str) -> None:
    """Keep the result where the query says, not one folder deeper."""
    where = athena._executions[query_id]["ResultConfiguration"]
    kept = where["OutputLocation"]
    where["OutputLocation"] = kept.rsplit("/", 1)[0] + "/"
    try:
        await _save(query_id)
    finally:
        where["OutputLocation"] = kept
