"""An account's server that answers every question with one sentence, for a crowd without an account to test."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from wechat_simulator.wire.xml import parse, render


async def _answer(request: Request) -> Response:
    asked = parse((await request.body()).decode())
    if asked["MsgType"] == "event" and asked["Event"] != "subscribe":
        return PlainTextResponse("success")
    said = f"您问的是：{asked['Content']}" if "Content" in asked else "欢迎关注"
    head = {"ToUserName": asked["FromUserName"], "FromUserName": asked["ToUserName"]}
    reply = head | {"CreateTime": int(asked["CreateTime"]), "MsgType": "text", "Content": said}
    return Response(render(reply), media_type="application/xml")


@contextlib.asynccontextmanager
async def answering() -> AsyncIterator[str]:
    """Serve on a free port; yields the callback URL."""
    app = Starlette(routes=[Route("/callback", _answer, methods=["POST"])])
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}/callback"
    finally:
        server.should_exit = True
        await task
