"""CloudFormation stacks; one is a deployed stage."""

from __future__ import annotations

from botocore.exceptions import ClientError

from chalicelib.cloud.clients import cloudformation
from chalicelib.cloud.errors import CloudNotFound


def outputs(stack: str) -> dict[str, str]:
    """The outputs of a stack by name. Raises ``CloudNotFound``."""
    try:
        found = cloudformation().describe_stacks(StackName=stack)["Stacks"]
    except ClientError as error:
        if error.response["Error"]["Code"] == "ValidationError":
            raise CloudNotFound(f"没有名为 {stack} 的 CloudFormation 栈。") from error
        raise
    return {one["OutputKey"]: one["OutputValue"] for one in found[0].get("Outputs", [])}
