"""SQS → here: a step of the control centre (管控)."""

from typing import Any

from chalice.app import Blueprint

from chalicelib.clock import utc_now
from chalicelib.cloud.names import Queue

blueprint = Blueprint(__name__)


@blueprint.on_sqs_message(queue=Queue.CONTROL, name="control", batch_size=1)
def control(event: Any) -> dict[str, Any]:
    """Carry out the step that the message names (``control_tasks.KINDS``); a failure brings it back.

    Running it twice is harmless: whoever carries a step out claims it, or brings it to the same state again.
    """
    from chalicelib import telemetry
    from chalicelib.application import control_tasks

    failed: list[dict[str, str]] = []
    for record in event.to_dict()["Records"]:
        try:
            control_tasks.carry_out(record["body"], clock=utc_now)
        except Exception:
            telemetry.logger.exception("step of control failed", extra={"step": record["body"]})
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}
