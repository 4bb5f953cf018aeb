"""SQS → here: one event to one webhook."""

from typing import Any

from chalice.app import Blueprint

from chalicelib.cloud.names import Queue

blueprint = Blueprint(__name__)


@blueprint.on_sqs_message(queue=Queue.WEBHOOKS, name="webhooks", batch_size=1)
def webhooks(event: Any) -> dict[str, Any]:
    """Make the try that the message names; a failure brings the message back.

    Running it twice is harmless: the other side is told twice with one id, which the contract allows
    (``webhooks.attempt``).
    """
    from chalicelib import telemetry
    from chalicelib import webhooks as hooks

    failed: list[dict[str, str]] = []
    for record in event.to_dict()["Records"]:
        try:
            hooks.attempt(record["body"])
        except Exception:
            telemetry.logger.exception("event not told", extra={"event": record["body"]})
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}
