"""SQS → here: one job, carried out."""

from typing import Any

from chalice.app import Blueprint

from chalicelib.cloud.names import Queue

blueprint = Blueprint(__name__)


@blueprint.on_sqs_message(queue=Queue.JOBS, name="jobs", batch_size=1)
def jobs(event: Any) -> dict[str, Any]:
    """Carry out the job that the message names, or look after the catalogue; a failure brings the message back.

    Running it twice is harmless: a job is claimed by one write, and a claimed one ended by one (``jobs.run``); a
    catalogue is tended by one at a time, and what is done is not done again (``catalogue.tending.tend``).
    """
    from chalicelib import telemetry
    from chalicelib.application import job_kinds

    failed: list[dict[str, str]] = []
    for record in event.to_dict()["Records"]:
        try:
            job_kinds.run(record["body"])
        except Exception:
            telemetry.logger.exception("job not carried out", extra={"job": record["body"]})
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}
