"""DynamoDB stream → here: everything that follows from a recorded push and may be late (docs/architecture.md)."""

from __future__ import annotations

from collections import Counter
from typing import Any

from chalice.app import Blueprint

blueprint = Blueprint(__name__)

# The stream's ARN is known only to CloudFormation; .chalice/resources.json puts it in.
STREAM = "set by .chalice/resources.json"


@blueprint.on_dynamodb_record(stream_arn=STREAM, name="outbox", batch_size=100)
def outbox(event: Any) -> dict[str, Any]:
    """Carry out everything that follows from recorded pushes (``application.incoming``).

    Running it twice is harmless: each part is idempotent by the push's key or time. A record that fails is named, and
    the stream starts again from it.
    """
    from chalicelib import telemetry
    from chalicelib.metrics import Metric

    rungs: Counter[str] = Counter()
    failed: list[dict[str, str]] = []
    for record in event.to_dict()["Records"]:
        try:
            rungs.update(_consume(record))
        except Exception:
            telemetry.logger.exception(
                "outbox record failed", extra={"event_id": record.get("eventID")}
            )
            failed.append({"itemIdentifier": record["dynamodb"]["SequenceNumber"]})
            break
    for rung, number in rungs.items():
        telemetry.count(Metric.PUSHES_ANSWERED, number, Rung=rung)
    return {"batchItemFailures": failed}


def _consume(record: dict[str, Any]) -> list[str]:
    """Follow one stream record; returns the rung of the push that it put on record, if it did."""
    from chalicelib import conversation
    from chalicelib.application import incoming
    from chalicelib.cloud import table

    if record["eventName"] != "INSERT":
        return []
    recorded = conversation.recorded(table.decode(record["dynamodb"]["NewImage"]))
    if recorded is None:
        return []
    incoming.follow(recorded)
    return [recorded.decision.rung.value]
