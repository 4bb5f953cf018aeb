"""SQS → here: a turn at the roll of one account, or at its tags."""

from typing import Any

from chalice.app import Blueprint

from chalicelib.clock import utc_now
from chalicelib.cloud.names import Queue

blueprint = Blueprint(__name__)


@blueprint.on_sqs_message(queue=Queue.FOLLOWERS, name="followers", batch_size=1)
def followers(event: Any) -> dict[str, Any]:
    """Go on with the sync of the account that the message names, or tag its followers; a failure brings it back.

    Running it twice is harmless: one function at a time has a sync (``followers.roll.work``) or an account's tags
    (``followers.tags.work``), and each step is written down before the next.
    """
    from chalicelib import telemetry
    from chalicelib.application import follower_orders

    failed: list[dict[str, str]] = []
    for record in event.to_dict()["Records"]:
        try:
            follower_orders.carry_out(record["body"], clock=utc_now)
        except Exception:
            telemetry.logger.exception(
                "followers not looked after", extra={"order": record["body"]}
            )
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}
