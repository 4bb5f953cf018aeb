"""SQS → here: a message to a follower, or something at the desk that is due."""

from typing import Any

from chalice.app import Blueprint

from chalicelib.cloud.names import Queue

blueprint = Blueprint(__name__)


@blueprint.on_sqs_message(queue=Queue.OUTGOING, name="outgoing", batch_size=1)
def outgoing(event: Any) -> dict[str, Any]:
    """Do the task that the message describes; a failure brings the message back.

    Running it twice is harmless: a message to a follower is marked before it is sent, and sent by who marked it
    only; the rest are conditional writes (``desk.work``).
    """
    from chalicelib import desk, telemetry

    failed: list[dict[str, str]] = []
    for record in event.to_dict()["Records"]:
        try:
            desk.work(record["body"])
        except desk.TryLater:
            failed.append({"itemIdentifier": record["messageId"]})
        except Exception:
            telemetry.logger.exception("outgoing task failed")
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}
