"""SQS → here: an offer to be spread, or brought to one account."""

from typing import Any

from chalice.app import Blueprint

from chalicelib.cloud.names import Queue

blueprint = Blueprint(__name__)


@blueprint.on_sqs_message(queue=Queue.DISTRIBUTION, name="distribute", batch_size=1)
def distribute(event: Any) -> dict[str, Any]:
    """Do what the message says; a failure brings it back, and holds up no other account.

    Running it twice is harmless: receipts and copies are made once, tasks are done once (``distribution.spread``).
    """
    from chalicelib import distribution, telemetry
    from chalicelib.clock import utc_now

    failed: list[dict[str, str]] = []
    for record in event.to_dict()["Records"]:
        try:
            distribution.carry_out(record["body"], utc_now())
        except Exception:
            telemetry.logger.exception("offer not brought", extra={"offer": record["body"]})
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}
