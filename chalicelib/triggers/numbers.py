"""SQS → here: WeChat's statistics of one account, a round through all of them, and the days of units added up."""

from typing import Any

from chalice.app import Blueprint

from chalicelib.cloud.names import Queue

blueprint = Blueprint(__name__)


@blueprint.on_sqs_message(queue=Queue.NUMBERS, name="numbers", batch_size=1)
def numbers(event: Any) -> dict[str, Any]:
    """Fetch the account that the message names for a while, begin a round, or add up days; a failure brings it back.

    Running it twice is harmless: an account is claimed, a day that was seen is not asked for
    (``insight.wechat_numbers.fetch``), and a day that is added up again is the same (``application.count_days``).
    """
    from chalicelib import insight, telemetry
    from chalicelib.application import count_days

    failed: list[dict[str, str]] = []
    for record in event.to_dict()["Records"]:
        try:
            if record["body"] == count_days.ORDER:
                count_days.carry_out()
            else:
                insight.wechat_numbers.carry_out(record["body"])
        except Exception:
            telemetry.logger.exception("statistics not fetched", extra={"order": record["body"]})
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}
