"""One try to tell one webhook of one event."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from chalicelib import foreign_http, telemetry
from chalicelib.clock import utc_now
from chalicelib.cloud.errors import CloudNotFound
from chalicelib.metrics import Metric
from chalicelib.webhooks import store
from chalicelib.webhooks.models import BACKOFF, Sending, SendingState, Webhook
from chalicelib.webhooks.outbox import wake
from chalicelib.webhooks.signing import headers

SECONDS: Final = 10.0
_GONE: Final = 410
"""The other side wants no more of it (Standard Webhooks)."""
_TYPE: Final = "application/cloudevents+json; charset=utf-8"

Call = Callable[..., foreign_http.Response]


def attempt(
    body: str, *, now: Callable[[], datetime] = utc_now, call: Call = foreign_http.call
) -> Sending | None:
    """Make the try that a queue's message names, if it is due; returns what came of it.

    An event is told at least once: where the answer, or the note of it, is lost, it is told again with the same id and
    the same bytes. Only a cloud that does not answer is raised.
    """
    hook_id, _, sending_id = body.partition(" ")
    sending = store.get_sending(hook_id, sending_id)
    at = now()
    if sending is None or sending.state is not SendingState.PENDING:
        return sending
    if sending.due_at is not None and sending.due_at > at:
        return sending  # the message came before its time, or twice
    webhook = store.get(hook_id)
    if webhook is None or not webhook.active:
        return _note(sending, _ended(sending, at, 0, "这个推送已停用或移除"))
    status, problem = _tell(webhook, sending, at, call)
    tries = sending.tries + 1
    if 200 <= status < 300:
        return _note(
            sending,
            sending.model_copy(
                update={
                    "state": SendingState.TAKEN,
                    "tries": tries,
                    "status": status,
                    "problem": "",
                    "tried_at": at,
                    "due_at": None,
                }
            ),
        )
    if status == _GONE or tries > len(BACKOFF):
        telemetry.logger.warning("event given up", extra={"webhook": hook_id, "status": status})
        telemetry.count(Metric.WEBHOOK_GIVEN_UP)
        return _note(sending, _ended(sending, at, status, problem))
    pause = BACKOFF[tries - 1]
    after = _ended(sending, at, status, problem).model_copy(
        update={"state": SendingState.PENDING, "due_at": at + pause}
    )
    noted = _note(sending, after)
    if pause.total_seconds() <= 900:
        wake(sending, int(pause.total_seconds()))
    return noted


def _tell(webhook: Webhook, sending: Sending, at: datetime, call: Call) -> tuple[int, str]:
    """The status of the answer, 0 where none came, and what is wrong in Chinese."""
    said = sending.body.encode()
    try:
        secrets = store.read_secrets(webhook.id)
    except CloudNotFound:
        return 0, "密钥不见了，请更换密钥"
    try:
        answer = call(
            "POST",
            webhook.url,
            said,
            {"Content-Type": _TYPE, **headers(sending.event, said, secrets.valid(at), at)},
            seconds=SECONDS,
        )
    except foreign_http.NoResponse as failure:
        return 0, f"对方{failure}"
    return answer.status, "" if 200 <= answer.status < 300 else f"对方返回 {answer.status}"


def _ended(sending: Sending, at: datetime, status: int, problem: str) -> Sending:
    return sending.model_copy(
        update={
            "state": SendingState.GIVEN_UP,
            "tries": sending.tries + 1,
            "status": status,
            "problem": problem,
            "tried_at": at,
            "due_at": None,
        }
    )


def _note(before: Sending, after: Sending) -> Sending | None:
    if store.note(after, before.tries):
        return after
    return store.get_sending(before.webhook, before.id)  # another try was noted first
