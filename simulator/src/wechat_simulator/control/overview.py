"""The whole platform at a glance: health, phones, chats, ledger, calls; settle and reset."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from wechat_simulator import __version__
from wechat_simulator.api.conditional_menus import menu_of
from wechat_simulator.control import notices
from wechat_simulator.control.request import follower_of, platform_of
from wechat_simulator.world import qrcodes
from wechat_simulator.world.followers import count
from wechat_simulator.world.platform import Platform, UnknownError
from wechat_simulator.world.state import Account

CODES_SHOWN = 30


async def health(_: Request) -> Response:
    return JSONResponse({"ok": True, "version": __version__})


async def chat(request: Request) -> Response:
    return JSONResponse(follower_of(request).chat)


async def phone(request: Request) -> Response:
    """Everything that one user's phone shows, in one answer."""
    platform, user = platform_of(request), request.path_params["user"]
    if user not in platform.state.users:
        raise UnknownError(f"no user {user}")
    return JSONResponse([_on_phone(platform, a, user) for a in platform.state.accounts.values()])


async def ledger(request: Request) -> Response:
    """The external effects, oldest first; `?appid=&kind=&openid=&call=` narrow it down."""
    names = ("appid", "kind", "openid", "call")
    wanted = {n: v for n, v in request.query_params.items() if n in names and v}
    entries = platform_of(request).state.ledger
    return JSONResponse([e for e in entries if all(e.get(n) == v for n, v in wanted.items())])


async def calls(request: Request) -> Response:
    appid = request.query_params.get("appid")
    entries = platform_of(request).calls
    return JSONResponse([e for e in entries if not appid or e["appid"] == appid])


async def reset(request: Request) -> Response:
    platform_of(request).reset()
    return JSONResponse({"ok": True})


async def settle(request: Request) -> Response:
    """Let accepted mass sends and publications finish now; answers when they have."""
    return JSONResponse({"ok": True, "finished": await platform_of(request).settle()})


def _on_phone(platform: Platform, account: Account, user: str) -> dict[str, Any]:
    follower = platform.follower(account, user)
    seen, buttons = follower.read_to, menu_of(account, follower)
    articles = [a for a in platform.state.articles.values() if a.appid == account.appid]
    return {
        "appid": account.appid,
        "name": account.name,
        "kind": account.kind,
        "description": account.description,
        "avatar": account.avatar,
        "following": follower.subscribed,
        "followers": count(account),
        "menu": {"button": buttons} if buttons else None,
        "unread": sum(e["direction"] != "out" and e["id"] > seen for e in follower.chat),
        "last": follower.chat[-1] if follower.chat else None,
        "qrcodes": [
            {"scene": code.scene, "ticket": code.ticket}
            for code in qrcodes.newest(account, CODES_SHOWN, platform.now())
        ],
        "notices": notices.shown(account, follower),
        "articles": [
            {"id": a.id, "title": a.title, "cover": a.cover, "at": a.published_at}
            for a in sorted(articles, key=lambda a: -a.published_at)
            if not a.deleted
        ][:20],
    }
