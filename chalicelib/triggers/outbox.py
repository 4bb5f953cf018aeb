"""DynamoDB stream → here: everything that follows from a recorded push and may be late (docs/architecture.md)."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from chalice.app import Blueprint

from chalicelib.clock import utc_now

if TYPE_CHECKING:
    from chalicelib import insight
    from chalicelib.cloud import table

blueprint = Blueprint(__name__)

# The stream's ARN is known only to CloudFormation; .chalice/resources.json puts it in.
STREAM = "set by .chalice/resources.json"


@blueprint.on_dynamodb_record(stream_arn=STREAM, name="outbox", batch_size=100)
def outbox(event: Any) -> dict[str, Any]:
    """Carry out everything that follows from recorded pushes (``application.incoming``), tell other systems of what
    happened (``application.happenings``), note what walls show (``application.wall_log``), hand on what can be counted
    (``insight.facts_of``), and seal the entries of the audit log (``audit.chain.hear``).

    Running it twice is harmless: each part is idempotent by the push's key or time, by the event's id or the fact's. A
    record that fails is named, and the stream starts again from it.
    """
    from chalicelib import insight, telemetry
    from chalicelib.metrics import Metric

    rungs: Counter[str] = Counter()
    failed: list[dict[str, str]] = []
    told: list[insight.Told] = []
    for record in event.to_dict()["Records"]:
        try:
            new = _new(record)
            if _audited(record, new) or new is None:
                continue
            rungs.update(_consume(record, new))
            told += _facts(record, new)
        except Exception:
            telemetry.logger.exception(
                "outbox record failed", extra={"event_id": record.get("eventID")}
            )
            failed.append({"itemIdentifier": record["dynamodb"]["SequenceNumber"]})
            break
    if told:
        insight.hand_on(told)
    for rung, number in rungs.items():
        telemetry.count(Metric.PUSHES_ANSWERED, number, Rung=rung)
    return {"batchItemFailures": failed}


def _audited(record: dict[str, Any], new: table.Item | None) -> bool:
    """Tell the audit log's chain of what happened to an entry or to a link; whether the record was of one."""
    from chalicelib import audit
    from chalicelib.cloud import table

    images = record["dynamodb"]
    keys = {name: str(one) for name, one in table.decode(images.get("Keys", {})).items()}
    if not keys.get("pk", "").startswith(audit.HEARD) or not keys["sk"].startswith(audit.SORT):
        return False
    old = table.decode(images["OldImage"]) if "OldImage" in images else None
    audit.chain.hear(keys, old, new, _at(images), record["eventID"])
    return True


def _at(images: dict[str, Any]) -> datetime:
    """When the stream noted a change: the same at every try."""
    noted = images.get("ApproximateCreationDateTime")
    return datetime.fromtimestamp(float(noted), UTC) if noted else utc_now()


def _new(record: dict[str, Any]) -> table.Item | None:
    """The item as the record left it; None where it was removed."""
    from chalicelib.cloud import table

    images = record["dynamodb"]
    return table.decode(images["NewImage"]) if "NewImage" in images else None


def _consume(record: dict[str, Any], new: table.Item) -> list[str]:
    """Follow one stream record; returns the rung of the push that it put on record, if it did."""
    from chalicelib import conversation
    from chalicelib.application import incoming
    from chalicelib.cloud import table

    images = record["dynamodb"]
    recorded = conversation.recorded(new) if record["eventName"] == "INSERT" else None
    if recorded is None:
        from chalicelib.application import (
            column_events,
            contribution_events,
            happenings,
            order_follow,
            relay_follow,
            topic_events,
            wall_log,
        )

        old = table.decode(images["OldImage"]) if "OldImage" in images else None
        happenings.announce(old, new, _at(images), utc_now())
        wall_log.follow(old, new, _at(images))
        topic_events.follow(new, _at(images))
        order_follow.follow(new, _at(images))
        relay_follow.follow(old, new, _at(images))
        contribution_events.follow(new)
        column_events.follow(new, _at(images))
        return []
    incoming.follow(recorded)
    return [recorded.decision.rung.value]


def _facts(record: dict[str, Any], new: table.Item) -> list[insight.Told]:
    """What the archive counts of one stream record. One that cannot be read rings, and holds up nothing else."""
    from chalicelib import insight, telemetry
    from chalicelib.metrics import Metric

    try:
        return list(insight.facts_of(new))
    except Exception:
        telemetry.logger.exception("no fact", extra={"event_id": record.get("eventID")})
        telemetry.count(Metric.FACT_UNREADABLE)
        return []
