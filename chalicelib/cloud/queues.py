"""Queues: one message, one step of work."""

from __future__ import annotations

from typing import Final

from chalicelib.cloud.clients import sqs

LONGEST_DELAY: Final = 900
"""Seconds that SQS keeps a message back at most."""


def send(queue_url: str, body: str, *, delay_seconds: int = 0) -> None:
    """Put one message on a queue, to be seen after ``delay_seconds`` (0 to 900)."""
    sqs().send_message(QueueUrl=queue_url, MessageBody=body, DelaySeconds=delay_seconds)
