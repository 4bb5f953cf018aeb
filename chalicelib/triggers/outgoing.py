"""SQS → here: a message to a follower, something due at the desk or the hotline, a question to look at again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from chalice.app import Blueprint

from chalicelib.cloud.names import Queue

if TYPE_CHECKING:
    from chalicelib.conversation.second_look import Chosen, Released

blueprint = Blueprint(__name__)


@blueprint.on_sqs_message(queue=Queue.OUTGOING, name="outgoing", batch_size=1)
def outgoing(event: Any) -> dict[str, Any]:
    """Do the task that the message describes; a failure brings the message back.

    Running it twice is harmless: a message to a follower is marked before it is sent, and sent by who marked it
    only; the rest are conditional writes (``desk.work``, ``hotline.work``, ``second_look.look_again``).
    """
    from chalicelib import desk, hotline, telemetry
    from chalicelib.conversation import second_look

    failed: list[dict[str, str]] = []
    for record in event.to_dict()["Records"]:
        try:
            if second_look.is_task(record["body"]):
                second_look.look_again(record["body"], _choose)
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


def _choose(
    account_id: str, question: str, released: Sequence[Released], now: datetime
) -> Chosen | None:
    """Ask the account's language model which released answer fits; None where it has none, or none fits."""
    from chalicelib import assistant
    from chalicelib.conversation.second_look import Chosen

    sources = [
        assistant.Source(id=one.id, question=one.question, answer=one.answer) for one in released
    ]
    opinion = assistant.opinion(account_id, question, sources, now)
    if opinion is None:
        return None
    return Chosen(opinion.source, opinion.text if opinion.rephrased else "")
