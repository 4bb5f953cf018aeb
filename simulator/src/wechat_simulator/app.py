"""The ASGI application: server API, /_sim and the pages."""

import contextlib
import socket
from collections.abc import AsyncIterator

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from wechat_simulator import control
from wechat_simulator.activity import desk, protection
from wechat_simulator.activity.jobs import resume
from wechat_simulator.activity.phone_actions import ImpossibleError
from wechat_simulator.api.server import serve
from wechat_simulator.phone import authorize, pages
from wechat_simulator.settings import Settings
from wechat_simulator.wire.visitors import Visitors
from wechat_simulator.world.platform import Platform, UnknownError

API_METHODS = ["GET", "POST", "PUT", "DELETE"]
# WeChat's own addresses: an account's server calls them by whatever name reaches this machine.
OF_WECHAT = (
    "/cgi-bin/",
    "/customservice/",
    "/datacube/",
    "/wxaapi/",
    "/sns/",
    "/connect/",
    "/open/",
    "/mmbiz/",
    "/s/",
)


class Simulator(Starlette):
    """The application; it passes the connection on, so that a fault can cut it."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = getattr(send, "__self__", None)
        scope["wechat_simulator.transport"] = getattr(exchange, "transport", None)
        await super().__call__(scope, receive, send)


def build(settings: Settings | None = None) -> Starlette:
    """The simulator as an ASGI application with a platform of its own."""
    given = settings or Settings()
    platform = Platform(given)
    platform.on_time = [protection.expire, desk.expire]

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with platform.running():
            resume(platform)
            yield

    app = Simulator(
        routes=[
            Route("/", pages.phone),
            Route("/platform", pages.platform),
            Route("/s/{id}", pages.article),
            Route("/connect/oauth2/authorize", authorize.authorize, methods=["GET", "POST"]),
            Route("/open/js/{name}", pages.script),
            Route("/mmbiz/{appid}/{media_id}", pages.media),
            Route("/cgi-bin/showqrcode", pages.qrcode),
            Route("/favicon.ico", pages.favicon),
            Mount("/static", StaticFiles(directory=pages.STATIC)),
            *control.ROUTES,
            Route("/cgi-bin/{path:path}", serve, methods=API_METHODS),
            Route("/customservice/{path:path}", serve, methods=API_METHODS),
            Route("/datacube/{path:path}", serve, methods=API_METHODS),
            Route("/wxaapi/{path:path}", serve, methods=API_METHODS),
            Route("/sns/{path:path}", serve, methods=API_METHODS),
        ],
        exception_handlers={
            UnknownError: _refuse(404),
            ImpossibleError: _refuse(409),
            control.RefusedError: _refuse(422),
        },
        middleware=[Middleware(Visitors, hosts=given.hosts, open_paths=OF_WECHAT)],
        lifespan=lifespan,
    )
    app.state.platform = platform
    return app


class Server(uvicorn.Server):
    """uvicorn that ends the event streams before it stops: they never end by themselves."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.config.app.state.platform.hang_up()
        await super().shutdown(sockets)


def _refuse(status: int):
    async def handle(_: Request, error: Exception) -> Response:
        return JSONResponse({"error": str(error)}, status_code=status)

    return handle
