"""People with phones, and their actions there."""

import secrets
from collections.abc import Awaitable
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from wechat_simulator.activity import phone_actions
from wechat_simulator.api import material
from wechat_simulator.control.request import (
    RefusedError,
    account_of,
    base_url_of,
    body_of,
    follower_of,
    platform_of,
)
from wechat_simulator.world import qrcodes
from wechat_simulator.world.platform import UnknownError
from wechat_simulator.world.state import User

NAMES = (
    "陈晓",
    "李静",
    "王磊",
    "赵敏",
    "周洋",
    "吴桐",
    "郑爽",
    "孙悦",
    "马超",
    "何苗",
    "林深",
    "高远",
)


async def add_user(request: Request) -> Response:
    platform, body = platform_of(request), await body_of(request)
    number = len(platform.state.users)
    user = User(
        id="u" + secrets.token_hex(8),
        nickname=str(body.get("nickname") or NAMES[number % len(NAMES)]),
        colour=number,
    )
    platform.state.users[user.id] = user
    platform.tell("changed", {})
    return JSONResponse({"id": user.id, "nickname": user.nickname})


async def list_users(request: Request) -> Response:
    users = platform_of(request).state.users.values()
    return JSONResponse([{"id": u.id, "nickname": u.nickname} for u in users])


async def follow(request: Request) -> Response:
    body = await body_of(request)
    how = {name: str(body.get(name) or "") for name in ("scene", "paid")}
    return await _done(
        phone_actions.follow(platform_of(request), account_of(request), follower_of(request), **how)
    )


async def unfollow(request: Request) -> Response:
    return await _done(
        phone_actions.unfollow(platform_of(request), account_of(request), follower_of(request))
    )


async def scan(request: Request) -> Response:
    """`{"scene"}`, or `{"code"}`: the ticket of a code, or the address that its picture holds."""
    body, account = await body_of(request), account_of(request)
    scene = str(body.get("scene") or "")
    if content := str(body.get("code") or ""):
        code = qrcodes.scanned(account, content)
        if code is None:
            raise UnknownError("no such code")
        if code.expired(platform_of(request).now()):
            raise phone_actions.ImpossibleError("the code has expired (二维码已过期)")
        scene = code.scene
    if not scene:
        raise RefusedError("scene or code is missing")
    return await _done(
        phone_actions.scan(platform_of(request), account_of(request), follower_of(request), scene)
    )


async def send(request: Request) -> Response:
    message = await body_of(request)
    platform, account = platform_of(request), account_of(request)
    media_id = message.get("media_id")
    if message.get("type") == "image" and media_id and "pic_url" not in message:
        message["pic_url"] = f"{base_url_of(request)}/mmbiz/{account.appid}/{media_id}"
    return await _done(phone_actions.send(platform, account, follower_of(request), message))


async def click(request: Request) -> Response:
    key = str((await body_of(request)).get("key") or "")
    return await _done(
        phone_actions.click(platform_of(request), account_of(request), follower_of(request), key)
    )


async def view(request: Request) -> Response:
    url = str((await body_of(request)).get("url") or "")
    return await _done(
        phone_actions.view(platform_of(request), account_of(request), follower_of(request), url)
    )


async def location(request: Request) -> Response:
    where, platform = await body_of(request), platform_of(request)
    return await _done(
        phone_actions.report_location(platform, account_of(request), follower_of(request), where)
    )


async def read(request: Request) -> Response:
    """Mark the chat as read: the badge goes."""
    follower = follower_of(request)
    follower.read_to = follower.chat[-1]["id"] if follower.chat else 0
    platform_of(request).touch()
    return JSONResponse({"ok": True})


async def upload(request: Request) -> Response:
    """A picture or a voice from the phone; WeChat keeps it for three days."""
    kind = request.query_params.get("type", "image")
    async with request.form() as form:
        part = form.get("media")
        if not isinstance(part, UploadFile):
            raise RefusedError("the part `media` is missing")
        content, name = await part.read(), part.filename or "photo.png"
    stored = material.store_bytes(platform_of(request), account_of(request), kind, name, content)
    url = f"{base_url_of(request)}/mmbiz/{request.path_params['appid']}/{stored.media_id}"
    return JSONResponse({"media_id": stored.media_id, "pic_url": url})


async def _done(action: Awaitable[dict[str, Any]]) -> Response:
    return JSONResponse(await action)
