"""SQS → here: the topics of one account's questions, or a round through all accounts."""

from typing import Any

from chalice.app import Blueprint

from chalicelib.clock import utc_now
from chalicelib.cloud.names import Queue

blueprint = Blueprint(__name__)


@blueprint.on_sqs_message(queue=Queue.TOPICS, name="topics", batch_size=1)
def topics(event: Any) -> dict[str, Any]:
    """Count the account that the message names, or begin a round; a failure brings the message back.

    Running it twice is harmless: the same questions give the same topics, and a spike is told once
    (``insight.topics.run``).
    """
    from chalicelib import insight, telemetry

    failed: list[dict[str, str]] = []
    for record in event.to_dict()["Records"]:
        try:
            insight.topics.carry_out(record["body"], utc_now())
        except Exception:
            telemetry.logger.exception("topics not counted", extra={"order": record["body"]})
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}
