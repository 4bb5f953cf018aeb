"""SQS → here: one step of one delivery."""

from typing import Any

from chalice.app import Blueprint

from chalicelib.cloud.names import Queue

blueprint = Blueprint(__name__)


@blueprint.on_sqs_message(queue=Queue.DELIVERIES, name="deliver", batch_size=1)
def deliver(event: Any) -> dict[str, Any]:
    return {"batchItemFailures": []}
