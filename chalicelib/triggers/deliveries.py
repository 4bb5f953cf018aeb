"""SQS → here: one delivery, advanced as far as it goes now."""

from typing import Any

from chalice.app import Blueprint

from chalicelib.cloud.names import Queue

blueprint = Blueprint(__name__)


@blueprint.on_sqs_message(queue=Queue.DELIVERIES, name="deliver", batch_size=1)
def deliver(event: Any) -> dict[str, Any]:
    """Advance the delivery that the message names; a failure brings the message back.

    Running it twice is harmless: every step is taken by a conditional write (``publishing.sending.worker``).
    """
    from chalicelib import publishing, telemetry
    from chalicelib.application.series_links import around

    failed: list[dict[str, str]] = []
    for record in event.to_dict()["Records"]:
        delivery_id = record["body"]
        try:
            if publishing.deliver(delivery_id, around=around):
                publishing.enqueue(delivery_id)
        except Exception:
            telemetry.logger.exception("delivery step failed", extra={"delivery": delivery_id})
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}
