"""DynamoDB stream → here: everything that follows from a recorded push and may be late (docs/architecture.md)."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any

from chalice.app import Blueprint

from chalicelib.clock import utc_now

blueprint = Blueprint(__name__)

# The stream's ARN is known only to CloudFormation; .chalice/resources.json puts it in.
STREAM = "set by .chalice/resources.json"


@blueprint.on_dynamodb_record(stream_arn=STREAM, name="outbox", batch_size=100)
def outbox(event: Any) -> dict[str, Any]:
    """Carry out everything that follows from recorded pushes (``application.incoming``), and tell other systems of what
    happened (``application.happenings``).

    Running it twice is harmless: each part is idempotent by the push's key or time, or by the event's id. A record that
    fails is named, and the stream starts again from it.
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


def _at(images: dict[str, Any]) -> datetime:
    """When the stream noted a change: the same at every try."""
    noted = images.get("ApproximateCreationDateTime")
    return datetime.fromtimestamp(float(noted), UTC) if noted else utc_now()


def _consume(record: dict[str, Any]) -> list[str]:
    """Follow one stream record; returns the rung of the push that it put on record, if it did."""
    from chalicelib import conversation
    from chalicelib.application import incoming
    from chalicelib.cloud import table

    images = record["dynamodb"]
    if "NewImage" not in images:
        return []
    new = table.decode(images["NewImage"])
    recorded = conversation.recorded(new) if record["eventName"] == "INSERT" else None
    if recorded is None:
        from chalicelib.application import happenings

        old = table.decode(images["OldImage"]) if "OldImage" in images else None
        happenings.announce(old, new, _at(images), utc_now())
        return []
    incoming.follow(recorded)
    return [recorded.decision.rung.value]
