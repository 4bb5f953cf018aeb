"""SQS → here: WeChat's statistics of one account, or a round through all of them."""

from typing import Any

from chalice.app import Blueprint

from chalicelib.cloud.names import Queue

blueprint = Blueprint(__name__)


@blueprint.on_sqs_message(queue=Queue.NUMBERS, name="numbers", batch_size=1)
def numbers(event: Any) -> dict[str, Any]:
    """Fetch the account that the message names for a while, or begin a round; a failure brings the message back.

    Running it twice is harmless: an account is claimed, and a day that was seen is not asked for
    (``insight.wechat_numbers.fetch``).
    """
    from chalicelib import insight, telemetry

    failed: list[dict[str, str]] = []
    for record in event.to_dict()["Records"]:
        try:
            insight.wechat_numbers.carry_out(record["body"])
        except Exception:
            telemetry.logger.exception("statistics not fetched", extra={"order": record["body"]})
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}
