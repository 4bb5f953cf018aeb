"""SQS → here: what is due for followers, the desk, the hotline, menus and answers: a task or a message each."""

from __future__ import annotations

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
    ``follow_ups.work``, ``appointments.tending.work``, ``appointment_tellings.work``, ``tell_askers.work``,
    ``topic_events.work``), erase what is left (``erase_follower.do_task``), or bring a menu to what is wanted
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
    """Do the task of one message, each kind by the package whose it is."""
    from chalicelib import accounts, appointments, conversation, desk, hotline, menus
    from chalicelib.application import (
        appointment_tellings,
        erase_follower,
        tell_askers,
        topic_events,
    )

    if conversation.second_look.is_task(body):
        from chalicelib.application.second_look import look_again

        look_again(body)
    elif erase_follower.is_task(body):
        erase_follower.do_task(body, utc_now())
    elif tell_askers.is_task(body):
        tell_askers.work(body, utc_now())
    elif appointments.tending.is_task(body):
        appointments.tending.work(body, utc_now())
    elif appointment_tellings.is_task(body):
        appointment_tellings.work(utc_now())
    elif topic_events.is_task(body):
        topic_events.work(body, utc_now())
    elif conversation.follow_ups.is_task(body):
        conversation.follow_ups.work(body, accounts.kf_sender)
    elif menus.is_task(body):
        menus.work(body, utc_now())
    elif hotline.is_task(body):
        hotline.work(body)
    else:
        desk.work(body)
