"""The reference hotline: takes conversations over, posts its people's answers, and fails when told to.

PUT  /v1/sessions/{id}                     a conversation
PUT  /v1/sessions/{id}/messages/{key}      what the follower wrote since
PUT  /v1/sessions/{id}/replies/{event}     an answer waits, or can't be sent
PUT  /v1/sessions/{id}/status              it is over on the other side
GET  /_hotline                             all that it knows
POST /_hotline/faults                      {"fault": "down" | "refuse" | "lose_answer" | "garble", "times": n}
POST /_hotline/sessions/{id}/events        say something: {"type": "reply", "text": …}; the id may be given
"""

import itertools
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from wechat_simulator.hotline import signature
from wechat_simulator.wire.visitors import Visitors

FAULTS = ("down", "refuse", "lose_answer", "garble")


@dataclass
class Conversation:
    """One conversation, as the hotline knows it."""

    given: dict[str, Any]
    ticket: str
    messages: dict[str, dict[str, Any]] = field(default_factory=dict)
    fates: dict[str, str] = field(default_factory=dict)
    """Of answers that did not reach the follower, by event: waiting or refused."""
    closed: str | None = None


@dataclass
class Hotline:
    """The hotline's memory; `calls` is every signed call in order, also those that came again."""

    secret: str
    tells: str = ""
    """Where events go: `https://…/hotline/{account}/events`."""
    clock: Callable[[], float] = time.time
    conversations: dict[str, Conversation] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    erased: list[str] = field(default_factory=list)
    """Conversations that were to be erased, known or not."""
    faults: list[str] = field(default_factory=list)
    numbers: itertools.count = field(default_factory=lambda: itertools.count(1))

    def take(self, session: str, given: dict[str, Any]) -> Conversation:
        """Return the conversation of this session; a repeated call makes no second one."""
        if session not in self.conversations:
            number = next(self.numbers)
            self.conversations[session] = Conversation(given, f"12366-{number:06d}")
        return self.conversations[session]

    async def tell(self, session: str, event: dict[str, Any]) -> httpx.Response:
        """Send an event to the account's server, signed."""
        account = self.conversations[session].given["account"]
        path = f"/hotline/{account}/events"
        event = {
            "event_id": f"e{next(self.numbers)}",
            "session_id": session,
            "at": datetime.fromtimestamp(self.clock(), UTC).isoformat(),
        } | event
        body = json.dumps(event, ensure_ascii=False).encode()
        proof = signature.headers(self.secret, "POST", path, body, int(self.clock()))
        proof["Content-Type"] = "application/json; charset=utf-8"
        async with httpx.AsyncClient(trust_env=False, timeout=10) as http:
            return await http.post(
                self.tells.replace("{account}", account), content=body, headers=proof
            )


def build(hotline: Hotline) -> Starlette:
    """The hotline as an ASGI application."""
    app = Starlette(
        routes=[
            Route("/v1/sessions/{session}", _signed(_take), methods=["PUT"]),
            Route("/v1/sessions/{session}/messages/{key}", _signed(_message), methods=["PUT"]),
            Route("/v1/sessions/{session}/replies/{event}", _signed(_fate), methods=["PUT"]),
            Route("/v1/sessions/{session}/status", _signed(_status), methods=["PUT"]),
            Route("/_hotline", _show),
            Route("/_hotline/faults", _fault, methods=["POST"]),
            Route("/_hotline/sessions/{session}/events", _say, methods=["POST"]),
        ],
        # The calls of an account's server are signed.
        middleware=[Middleware(Visitors, hosts=(), open_paths=("/v1/",))],
    )
    app.state.hotline = hotline
    return app


def _signed(handle: Any) -> Any:
    async def checked(request: Request) -> Response:
        hotline: Hotline = request.app.state.hotline
        body = await request.body()
        stamp, proof = (request.headers.get(n, "") for n in (signature.TIME, signature.PROOF))
        path = request.url.path
        if not signature.right(
            hotline.secret, request.method, path, body, stamp, proof, hotline.clock()
        ):
            return JSONResponse({"error": "signature"}, 401)
        hotline.calls.append(path)
        fault = hotline.faults.pop(0) if hotline.faults else ""
        if fault == "down":
            return JSONResponse({"error": "maintenance"}, 503)
        if fault == "refuse":
            return JSONResponse({"error": "不受理此类问题"}, 422)
        answer: Response = handle(hotline, request.path_params, json.loads(body))
        if fault == "lose_answer":
            return JSONResponse({"error": "after the fact"}, 502)
        return Response(b"<html>", 200) if fault == "garble" else answer

    return checked


def _take(hotline: Hotline, path: dict[str, str], given: dict[str, Any]) -> Response:
    known = path["session"] in hotline.conversations
    taken = hotline.take(path["session"], given)
    return JSONResponse({"ticket": taken.ticket, "status": "accepted"}, 200 if known else 201)


def _message(hotline: Hotline, path: dict[str, str], given: dict[str, Any]) -> Response:
    conversation = hotline.conversations.get(path["session"])
    if conversation is None:
        return JSONResponse({"error": "no such session"}, 404)
    conversation.messages.setdefault(path["key"], given)
    return Response(status_code=204)


def _fate(hotline: Hotline, path: dict[str, str], given: dict[str, Any]) -> Response:
    conversation = hotline.conversations.get(path["session"])
    if conversation is None:
        return JSONResponse({"error": "no such session"}, 404)
    conversation.fates[path["event"]] = str(given.get("status", ""))
    return Response(status_code=204)


def _status(hotline: Hotline, path: dict[str, str], given: dict[str, Any]) -> Response:
    if given.get("erase") is True:
        hotline.conversations.pop(path["session"], None)
        hotline.erased.append(path["session"])
        return Response(status_code=204)
    conversation = hotline.conversations.get(path["session"])
    if conversation is None:
        return JSONResponse({"error": "no such session"}, 404)
    conversation.closed = str(given.get("reason", ""))
    return Response(status_code=204)


async def _show(request: Request) -> Response:
    hotline: Hotline = request.app.state.hotline
    shown = {
        session: {
            "ticket": one.ticket,
            "given": one.given,
            "messages": one.messages,
            "fates": one.fates,
            "closed": one.closed,
        }
        for session, one in hotline.conversations.items()
    }
    return JSONResponse(
        {
            "sessions": shown,
            "calls": hotline.calls,
            "erased": hotline.erased,
            "faults": hotline.faults,
        }
    )


async def _fault(request: Request) -> Response:
    hotline: Hotline = request.app.state.hotline
    asked = await request.json()
    if asked.get("fault") not in FAULTS:
        return JSONResponse({"error": f"one of {', '.join(FAULTS)}"}, 422)
    hotline.faults += [asked["fault"]] * int(asked.get("times", 1))
    return JSONResponse({"faults": hotline.faults})


async def _say(request: Request) -> Response:
    hotline: Hotline = request.app.state.hotline
    session = request.path_params["session"]
    if session not in hotline.conversations:
        return JSONResponse({"error": "no such session"}, 404)
    try:
        answer = await hotline.tell(session, await request.json())
    except httpx.HTTPError as error:
        return JSONResponse({"error": type(error).__name__}, 502)
    return JSONResponse({"status": answer.status_code, "answer": answer.text})
