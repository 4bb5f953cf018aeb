"""Athena: SQL over objects of the bucket. A query is begun, looked at until it has ended, and read page by page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from chalicelib.cloud.clients import athena
from chalicelib.settings import settings

_PAGE: Final = 1000


class Execution(NamedTuple):
    """How far a query is."""

    id: str
    state: str
    """QUEUED, RUNNING, SUCCEEDED, FAILED, CANCELLED."""
    scanned: int
    """Bytes that were read so far."""
    milliseconds: int
    """That it has taken so far, waiting included."""
    reason: str
    """Why it failed, in Athena's words."""

    @property
    def ended(self) -> bool:
        """Whether nothing more comes of it."""
        return self.state in ("SUCCEEDED", "FAILED", "CANCELLED")


def begin(sql: str, literals: Sequence[str], answers: str, token: str) -> str:
    """Begin a query; returns its id. The same ``token`` (32 to 128 characters) begins it once.

    ``literals`` stand for the placeholders; ``answers`` is the place in the bucket for what comes of it.
    """
    request: dict[str, Any] = {"ExecutionParameters": list(literals)} if literals else {}
    begun = athena().start_query_execution(
        QueryString=sql,
        ClientRequestToken=token,
        QueryExecutionContext={"Database": settings().athena_database},
        WorkGroup=settings().athena_workgroup,
        # The work group says the same; the local cloud forgets it when it is started anew.
        ResultConfiguration={"OutputLocation": f"s3://{settings().bucket}/{answers}"},
        **request,
    )
    return str(begun["QueryExecutionId"])


def look(execution_id: str) -> Execution:
    """How far a query is."""
    found = athena().get_query_execution(QueryExecutionId=execution_id)["QueryExecution"]
    status, statistics = found["Status"], found.get("Statistics", {})
    return Execution(
        id=execution_id,
        state=str(status["State"]),
        scanned=int(statistics.get("DataScannedInBytes", 0)),
        milliseconds=int(statistics.get("TotalExecutionTimeInMillis", 0)),
        reason=str(status.get("StateChangeReason", "")),
    )


def stop(execution_id: str) -> None:
    """Cancel a query; one that has ended is left as it is."""
    athena().stop_query_execution(QueryExecutionId=execution_id)


def rows(execution_id: str) -> Iterator[Mapping[str, str | None]]:
    """The rows of a query that succeeded, by column; every value is a text, or None where it is NULL."""
    request: dict[str, Any] = {"QueryExecutionId": execution_id, "MaxResults": _PAGE}
    header = True
    while True:
        page = athena().get_query_results(**request)
        names = [str(one["Name"]) for one in page["ResultSet"]["ResultSetMetadata"]["ColumnInfo"]]
        for row in page["ResultSet"]["Rows"]:
            values = [one.get("VarCharValue") for one in row["Data"]]
            if header:  # the first row of the first page names the columns
                header = False
                continue
            yield dict(zip(names, values, strict=True))
        if "NextToken" not in page:
            return
        request["NextToken"] = page["NextToken"]
