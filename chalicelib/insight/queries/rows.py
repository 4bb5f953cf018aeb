"""The rows behind a number: facts as they stand, without a follower's pseudonym, a page at a time."""

from __future__ import annotations

from typing import Final

from chalicelib.insight.queries.query import Query, RowsOf
from chalicelib.values import LateValue

ROWS: Final = 50
"""Of one page; one more is read, so that it is known whether there is another."""


class FactRow(LateValue):
    """One fact, without its follower."""

    moment: int
    id: str
    kind: str
    type: str
    outcome: str
    rung: str
    rule: str
    entry: str
    score: float
    department: str
    service: str
    vote: int
    menu_key: str
    scene: str
    came_by: str
    session: str
    state: str
    reason: str
    team: str
    agent: str
    ending: str
    wait_seconds: int
    first_reply_seconds: int
    resolve_seconds: int
    rating: int
    way: str
    articles: int
    audience: int
    sent: int
    failed: int


FACT_ROWS: Final = Query(
    "fact_rows",
    "明细",
    RowsOf,
    FactRow,
    f"""
    SELECT {", ".join(FactRow.model_fields)}
    FROM facts
    WHERE account = :account AND day = :day AND kind = :kind
        AND (:outcome = '*' OR outcome = :outcome) AND (:rung = '*' OR rung = :rung)
        AND (:type = '*' OR type = :type) AND (:came_by = '*' OR came_by = :came_by)
        AND (:menu_key = '*' OR menu_key = :menu_key)
        AND (moment < :moment OR moment = :moment AND id < :id)
    ORDER BY moment DESC, id DESC
    LIMIT {ROWS + 1}
    """,  # noqa: S608 - parts of one text, no values
)
