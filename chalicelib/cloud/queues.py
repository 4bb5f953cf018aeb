"""Queues: one message, one step of work."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple

from chalicelib.cloud.afterwards import afterwards
from chalicelib.cloud.clients import sqs

_BATCH: Final = 10
"""Messages in one call, at most."""
_LOOKED_AT: Final = 60
"""Seconds."""
LONGEST_DELAY: Final = 900
"""Seconds that SQS keeps a message back at most."""


def send(queue_url: str, body: str, *, delay_seconds: int = 0) -> None:
    """Put one message on a queue, to be seen after ``delay_seconds`` (0 to 900)."""
    sqs().send_message(QueueUrl=queue_url, MessageBody=body, DelaySeconds=delay_seconds)


class Depth(NamedTuple):
    """How many messages a queue has, about."""

    waiting: int
    """Those that can be taken now."""
    in_work: int
    later: int
    """Those that are kept back for a while."""
    given_up: int | None
    """Those in its dead-letter queue; None where it has none."""


def depth(queue_url: str) -> Depth:
    """How many messages a queue and its dead-letter queue have."""
    told = _told(queue_url)
    dead = _dead_letters_of(told)
    given_up = sum(_numbers(_told(dead))) if dead else None
    waiting, in_work, later = _numbers(told)
    return Depth(waiting, in_work, later, given_up)


_NUMBERS: Final = ("", "NotVisible", "Delayed")


def _told(queue_url: str) -> dict[str, str]:
    """What a queue says of itself: numbers of messages, and where it gives up to."""
    names = ["RedrivePolicy", *(f"ApproximateNumberOfMessages{name}" for name in _NUMBERS)]
    answered = sqs().get_queue_attributes(QueueUrl=queue_url, AttributeNames=names)  # type: ignore[arg-type]
    return {str(name): value for name, value in answered.get("Attributes", {}).items()}


def _numbers(told: Mapping[str, str]) -> tuple[int, int, int]:
    waiting, in_work, later = (
        int(told.get(f"ApproximateNumberOfMessages{name}", 0)) for name in _NUMBERS
    )
    return waiting, in_work, later


def wake(queue_url: str, body: str, *, delay_seconds: int = 0) -> None:
    """Put a message on a queue that makes something happen sooner which the minute's sweep finds anyway.

    For whoever has just written what the message is about: it fails quietly (``afterwards``).
    """
    with afterwards("wake-up"):
        send(queue_url, body, delay_seconds=delay_seconds)


def bring_back(queue_url: str, first: Callable[[list[str]], None]) -> list[str]:
    """Put the messages that were given up back on their queue; returns their bodies, each once.

    ``first`` gets the bodies of some messages before these are put back. A message is put back before it is taken away: stopped half-way, one may be on both, so whoever reads the
    queue has to bear it twice.
    """
    dead = _dead_letters(queue_url)
    bodies: list[str] = []
    while dead and (found := sqs().receive_message(QueueUrl=dead, MaxNumberOfMessages=10)):
        messages = found.get("Messages", [])
        if not messages:
            break
        first([message["Body"] for message in messages])
        for message in messages:
            send(queue_url, message["Body"])
            sqs().delete_message(QueueUrl=dead, ReceiptHandle=message["ReceiptHandle"])
            bodies.append(message["Body"])
    return list(dict.fromkeys(bodies))


def drop_given_up(queue_url: str, named: str) -> int:
    """Delete the messages that were given up and name something; returns how many.

    What else was given up stays, unseen by others for a minute. One that somebody else looks at is passed over.
    """
    dead, number = _dead_letters(queue_url), 0
    while dead:
        found = sqs().receive_message(
            QueueUrl=dead, MaxNumberOfMessages=_BATCH, VisibilityTimeout=_LOOKED_AT
        )
        messages = found.get("Messages", [])
        if not messages:
            break
        for message in messages:
            if named in message["Body"]:
                sqs().delete_message(QueueUrl=dead, ReceiptHandle=message["ReceiptHandle"])
                number += 1
    return number


def _dead_letters(queue_url: str) -> str | None:
    """The queue to which a queue gives up; None if it has none."""
    return _dead_letters_of(_told(queue_url))


def _dead_letters_of(told: Mapping[str, str]) -> str | None:
    policy = told.get("RedrivePolicy")
    if policy is None:
        return None
    name = str(json.loads(policy)["deadLetterTargetArn"]).rsplit(":", 1)[1]
    return str(sqs().get_queue_url(QueueName=name)["QueueUrl"])


def send_all(queue_url: str, bodies: Sequence[str]) -> None:
    """Put many messages on a queue, ten a call. Those that SQS does not take are sent again, one by one."""
    send_later(queue_url, [(body, 0) for body in bodies])


def send_later(queue_url: str, messages: Iterable[tuple[str, int]]) -> int:
    """The same for bodies that are to be seen after so many seconds each (0 to 900); returns how many there were.

    Ten are sent as soon as they are there, so that what fails later holds up none of them.
    """
    coming, number = iter(messages), 0
    while batch := list(islice(coming, _BATCH)):
        number += len(batch)
        answer = sqs().send_message_batch(
            QueueUrl=queue_url,
            Entries=[
                {"Id": str(n), "MessageBody": body, "DelaySeconds": seconds}
                for n, (body, seconds) in enumerate(batch)
            ],
        )
        for failed in answer.get("Failed", []):
            body, seconds = batch[int(failed["Id"])]
            send(queue_url, body, delay_seconds=seconds)
    return number
