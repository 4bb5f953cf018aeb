"""Items and objects of this package.

| pk | sk | attributes |
|---|---|---|
| ``INQUIRY#{id}`` | ``STATE`` | ``doc`` (Standing: what was asked of the archive, by whom, and how far it is), ``state``, ``attempt``; ``expires_at`` |

| key | body |
|---|---|
| ``archive/inquiries/{id}/{attempt}.json`` | the rows that an inquiry was answered with; deleted after thirty days |
"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import TypeAdapter

from chalicelib.cloud import objects, table
from chalicelib.cloud.errors import CloudNotFound, ConditionFailed
from chalicelib.insight.inquiries.errors import NoSuchInquiry
from chalicelib.insight.inquiries.models import KEPT, Answered, InquiryState, Standing

_STATE = "STATE"
_ANSWER: TypeAdapter[list[Answered]] = TypeAdapter(list[Answered])


def find(inquiry_id: str) -> Standing | None:
    """An inquiry; None where there is none."""
    item = table.get(_pk(inquiry_id), _STATE, consistent=True)
    return Standing.model_validate_json(str(item["doc"])) if item else None


def begin(standing: Standing) -> Standing:
    """Write a new attempt, unless somebody else began one meanwhile; returns the one that stands."""
    item = _item(standing)
    try:
        table.update(
            str(item["pk"]),
            _STATE,
            "SET doc = :doc, #state = :state, attempt = :attempt, expires_at = :expires",
            {
                ":doc": item["doc"],
                ":state": item["state"],
                ":attempt": item["attempt"],
                ":expires": item["expires_at"],
            },
            condition="attribute_not_exists(pk) OR attempt < :attempt",
            names={"#state": "state"},
        )
    except ConditionFailed:
        return find(standing.inquiry.id) or standing
    return standing


def keep(standing: Standing) -> Standing:
    """Write how far an attempt is, unless it has ended; returns what stands."""
    item = _item(standing)
    try:
        table.update(
            str(item["pk"]),
            _STATE,
            "SET doc = :doc, #state = :state",
            {
                ":doc": item["doc"],
                ":state": item["state"],
                ":attempt": item["attempt"],
                ":running": InquiryState.RUNNING,
            },
            condition="attempt = :attempt AND #state = :running",
            names={"#state": "state"},
        )
    except ConditionFailed:
        return find(standing.inquiry.id) or standing
    return standing


def put_answer(standing: Standing, answered: Sequence[Answered]) -> None:
    """Keep the rows of an attempt; the same again lies in the same place."""
    body = _ANSWER.dump_json(list(answered))
    objects.write(_object(standing), body, "application/json")


def answer(standing: Standing) -> list[Answered]:
    """The rows of an inquiry that is done. Raises ``NoSuchInquiry`` where they are gone."""
    try:
        return _ANSWER.validate_json(objects.read(_object(standing)))
    except CloudNotFound:
        raise NoSuchInquiry from None


def _item(standing: Standing) -> table.Item:
    return {
        "pk": _pk(standing.inquiry.id),
        "doc": standing.model_dump_json(),
        "state": standing.state,
        "attempt": standing.attempt,
        "expires_at": int((standing.inquiry.at + KEPT).timestamp()),
    }


def _object(standing: Standing) -> str:
    return f"archive/inquiries/{standing.inquiry.id}/{standing.attempt}.json"


def _pk(inquiry_id: str) -> str:
    return f"INQUIRY#{inquiry_id}"
