"""WeChat → API Gateway → here: one follower's message in, one reply out."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Final

from chalice.app import Blueprint, Request, Response

from chalicelib import conversation
from chalicelib.accounts import AccountError, UnknownAccount
from chalicelib.cloud import clients, deadline, snapshot
from chalicelib.wechat.callback_errors import (
    ForeignApp,
    Forged,
    Malformed,
    Refused,
    Stale,
    TooLarge,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from chalicelib.accounts import LiveAccount
    from chalicelib.conversation import Decision
    from chalicelib.wechat.push import Push
    from chalicelib.wechat.replies import Reply

blueprint = Blueprint(__name__)

if os.environ.get("_HANDLER") == "app.app":
    # Lambda starts the function that answers WeChat: it does so with a full processor, and before a follower waits.
    clients.warm()
    snapshot.prepare()

_ANSWER_WITHIN: Final = 4.0
"""Seconds from the push's arrival to the answer; the rest of WeChat's five is the network's (sheet §1.3)."""
_MOST_LOST: Final = 2.0
"""Seconds that a cold start may have taken away. Where a clock says more, an answer is tried for all the same."""
_TEXT = {"Content-Type": "text/plain; charset=utf-8"}
_STATUS: dict[type[Exception], int] = {
    Forged: 403,
    Stale: 403,
    ForeignApp: 403,
    Malformed: 400,
    TooLarge: 413,
    UnknownAccount: 404,
}


@blueprint.route("/wechat/{account}", methods=["GET"], content_types=["*/*"])
def verify(account: str) -> Response:
    """WeChat asks whether this address is ours (sheet §1.1)."""
    request = blueprint.current_request
    now = time.time()
    try:
        with deadline.within(_left(request, now)):
            echo = conversation.verify(account, _query(request), now)
    except (Refused, AccountError) as refusal:
        return _refuse(account, refusal)
    return Response(body=echo, headers=_TEXT)


@blueprint.route("/wechat/{account}", methods=["POST"], content_types=["*/*"])
def receive(account: str) -> Response:
    """A follower wrote, tapped, followed or left.

    What goes wrong before the push is on record is a 5xx, at the deadline at the latest: WeChat then tries again.
    """
    request = blueprint.current_request
    now = time.time()
    try:
        with deadline.within(_left(request, now)):
            answer = conversation.answer(
                account, _query(request), request.raw_body, now, _counter(request)
            )
    except (Refused, AccountError) as refusal:
        return _refuse(account, refusal)
    return Response(body=answer.body, headers={"Content-Type": answer.content_type})


def _counter(request: Request) -> conversation.Counter:
    """The counter of appointments, opened when the first follower comes to it."""

    def ask(account: LiveAccount, push: Push, decision: Decision, now: datetime) -> Reply | None:
        from chalicelib.application import appointment_chat

        return appointment_chat.answer(account, push, decision, now, pages=_pages(request))

    return ask


def _pages(request: Request) -> str:
    """Where followers open pages: at their own domain, else beside this callback, which cannot be told its own address.

    WeChat has signed what came to this host, so it is the one that the account's owner has entered.
    """
    from chalicelib.gateway import origin_of
    from chalicelib.settings import settings

    host = request.headers.get("host", "")
    origin = origin_of(request.context, host, "/wechat/", local=settings().stage == "local")
    return settings().h5_url or (f"{origin}/h5/" if host else "")


def _left(request: Request, now: float) -> float:
    """Seconds for the answer, of the four that WeChat's five leave to us: API Gateway says when they began."""
    began: int | None = request.context.get("requestTimeEpoch")
    lost = now - began / 1000 if began else 0.0
    return _ANSWER_WITHIN - min(max(lost, 0.0), _MOST_LOST)


def _query(request: Request) -> Mapping[str, str]:
    query: Mapping[str, str] | None = request.query_params
    return query or {}


def _refuse(account: str, refusal: Exception) -> Response:
    """4xx for what is not WeChat's, 5xx for what is our fault, so that WeChat tries again; a metric for both."""
    from chalicelib.telemetry import count_refusal

    status = _STATUS.get(type(refusal), 500)
    count_refusal(account, refusal, status)
    return Response(body="", status_code=status, headers=_TEXT)
