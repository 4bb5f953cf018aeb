"""The effect of faults on an API call, before it is executed and after."""

import asyncio
from typing import Any

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from wechat_simulator.api import tokens
from wechat_simulator.api.protocol import ApiError, Call, Endpoint, File
from wechat_simulator.world.faults import KINDS
from wechat_simulator.world.state import Fault

BUSY = (-1, "system error, try again later")
NOT_LATEST = (40001, "invalid credential, access_token is invalid or not latest")


class DroppedError(Exception):
    """No answer is sent: the connection ends."""


class HangUp(Response):
    """The end of a connection on which no byte of an answer was sent."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        transport = scope.get("wechat_simulator.transport")
        if transport is None:
            raise RuntimeError("this server does not let go of its connections")
        transport.abort()
        # Wait until the server notices; otherwise it writes an answer of its own to the closed connection.
        while (await receive())["type"] != "http.disconnect":
            pass


def possible(endpoint: Endpoint) -> list[str]:
    """The kinds that can strike this endpoint; a call without a token has no token faults."""
    of_tokens = ("token_invalid", "token_elsewhere")
    return [name for name in KINDS if endpoint.needs_token or name not in of_tokens]


async def before(struck: list[Fault], call: Call) -> None:
    """Apply the faults that act before the call is executed.

    Raises:
        DroppedError, ApiError: the call is not executed.
    """
    for fault in struck:
        match fault.kind:
            case "slow":
                await asyncio.sleep(fault.options["seconds"])
            case "drop_before":
                raise DroppedError
            case "busy_before":
                raise ApiError(*BUSY)
            case "error":
                raise ApiError(int(fault.options["code"]), str(fault.options["text"]))
            case "token_invalid":
                raise ApiError(*NOT_LATEST)
            case "token_elsewhere":
                tokens.replace(call.account, call.query["access_token"], call.platform.now())
                raise ApiError(*NOT_LATEST)


def after(struck: list[Fault], answer: dict[str, Any] | File) -> dict[str, Any] | File:
    """Return the answer of an executed call as the faults leave it.

    Raises:
        DroppedError, ApiError: the call was executed, and the caller can't tell.
    """
    for fault in struck:
        match fault.kind:
            case "drop_after":
                raise DroppedError
            case "busy_after":
                raise ApiError(*BUSY)
            case "clientmsgid_exists" if isinstance(answer, dict) and "msg_id" in answer:
                raise ApiError(45065, "clientmsgid exist", msg_id=answer["msg_id"])
            case "clientmsgid_too_fast" if isinstance(answer, dict) and "msg_id" in answer:
                raise ApiError(45066, "same clientmsgid retry too fast")
    return answer
