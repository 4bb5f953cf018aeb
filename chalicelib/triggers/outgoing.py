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
    ``follow_ups.work``, ``appointments.tending.work``, ``tell_askers.work``, ``topic_events.work``), erase what is left (``erase_follower.do_task``),
    or bring a menu to what is wanted (``menus.work``).
    """
    from chalicelib import accounts, appointments, conversation, desk, hotline, menus, telemetry
    from chalicelib.application import erase_follower, tell_askers, topic_events

    failed: list[dict[str, str]] = []
    for record in event.to_dict()["Records"]:
        try:
            if conversation.second_look.is_task(record["body"]):
                from chalicelib.application.second_look import look_again

                look_again(record["body"])
            elif erase_follower.is_task(record["body"]):
                erase_follower.do_task(record["body"], utc_now())
            elif tell_askers.is_task(record["body"]):
                tell_askers.work(record["body"], utc_now())
            elif appointments.tending.is_task(record["body"]):
                appointments.tending.work(record["body"], utc_now())
            elif topic_events.is_task(record["body"]):
                topic_events.work(record["body"], utc_now())
            elif conversation.follow_ups.is_task(record["body"]):
                conversation.follow_ups.work(record["body"], accounts.kf_sender)
            elif menus.is_task(record["body"]):
                menus.work(record["body"], utc_now())
            elif hotline.is_task(record["body"]):
                hotline.work(record["body"])
            else:
                desk.work(record["body"])
        except desk.TryLater:
            failed.append({"itemIdentifier": record["messageId"]})
        except Exception:
            telemetry.logger.exception("outgoing task failed")
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}
