"""DynamoDB stream → here: everything that follows from a recorded message and may be late."""

from typing import Any

from chalice.app import Blueprint

blueprint = Blueprint(__name__)

# The stream's ARN is known only to CloudFormation; .chalice/resources.json puts it in.
STREAM = "arn:aws:dynamodb:us-east-1:000000000000:table/State/stream/0"


@blueprint.on_dynamodb_record(stream_arn=STREAM, name="outbox", batch_size=100)
def outbox(event: Any) -> dict[str, Any]:
    return {"batchItemFailures": []}
