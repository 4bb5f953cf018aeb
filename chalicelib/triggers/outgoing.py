"""SQS → here: what is due for followers, the desk, the hotline, menus and answers: a task or a message each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chalice.app import Blueprint

from chalicelib.clock import utc_now
from chalicelib.cloud.names import Queue

blueprint = Blueprint(__name__)


@blueprint.on_sqs_message(queue=Queue.OUTGOING, name="outgoing", batch_size=1)
def outgoing(event: Any) -> dict[str, Any]:
    """Do the task that the message describes; a failure brings the message back.

    Running it twice is harmless: a message to a follower is marked before it is sent, and sent by who marked it
    only; the rest are conditional writes (``desk.work``, ``hotline.work``, ``second_look.look_again``,
    ``follow_ups.work``, ``appointments.tending.work``, ``appointment_tellings.work``, ``broadcast_tellings.work``, ``tell_askers.work``,
    ``topic_events.work``, ``notices.work``), erase what is left (``erase_follower.do_task``), or bring a menu to what is wanted
    (``menus.work``).
    """
    from chalicelib import desk, telemetry

    failed: list[dict[str, str]] = []
    for record in event.to_dict()["Records"]:
        try:
            _work(record["body"])
        except desk.TryLater:
            failed.append({"itemIdentifier": record["messageId"]})
        except Exception:
            telemetry.logger.exception("outgoing task failed")
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}


def _work(body: str) -> None:
    """Do the task of one message: each package knows its own, the desk has the rest."""
    from chalicelib import accounts, appointments, conversation, desk, hotline, menus, notices
    from chalicelib.application import (
        appointment_tellings,
        broadcast_tellings,
        erase_follower,
        second_look,
        tell_askers,
        topic_events,
    )

    now = utc_now()
    kinds: tuple[tuple[Callable[[str], bool], Callable[[], object]], ...] = (
        (conversation.second_look.is_task, lambda: second_look.look_again(body)),
        (erase_follower.is_task, lambda: erase_follower.do_task(body, now)),
        (tell_askers.is_task, lambda: tell_askers.work(body, now)),
        (appointments.tending.is_task, lambda: appointments.tending.work(body, now)),
        (appointment_tellings.is_task, lambda: appointment_tellings.work(now)),
        (broadcast_tellings.is_task, lambda: broadcast_tellings.work(body, now)),
        (topic_events.is_task, lambda: topic_events.work(body, now)),
        (
            conversation.follow_ups.is_task,
            lambda: conversation.follow_ups.work(body, accounts.kf_sender),
        ),
        (menus.is_task, lambda: menus.work(body, now)),
        (notices.is_task, lambda: notices.work(body, utc_now)),
        (hotline.is_task, lambda: hotline.work(body)),
    )
    next((work for is_task, work in kinds if is_task(body)), lambda: desk.work(body))()
