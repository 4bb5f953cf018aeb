"""/_sim: what scripts, tests and the phone page use to play everybody's part but the account's."""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from simulator import __version__, inbound
from simulator.api import material
from simulator.callbacks import verify
from simulator.platform import Platform, UnknownError
from simulator.state import Account, Follower, User

KINDS, MODES, FORMATS = (
    ("subscription", "service"),
    ("plain", "compatible", "safe"),
    ("xml", "json"),
)
SETTABLE = [
    "name",
    "kind",
    "original_id",
    "secret",
    "token",
    "aes_key",
    "mode",
    "format",
    "callback_url",
    "ip_allowlist",
    "mass_daily",
    "description",
    "avatar",
]
DEFAULTS = {"kind": "subscription", "mode": "safe", "format": "xml", "aes_key": "A" * 43}
KEEP_ALIVE = 15
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


class RefusedError(ValueError):
    """A body that does not say what it should; becomes 422."""


def _platform(request: Request) -> Platform:
    return request.app.state.platform


def _account(request: Request) -> Account:
    return _platform(request).account(request.path_params["appid"])


def _follower(request: Request) -> Follower:
    user = request.path_params["user"]
    return _platform(request).follower(_account(request), user)


async def _body(request: Request) -> dict[str, Any]:
    raw = await request.body()
    try:
        body = json.loads(raw) if raw.strip() else {}
    except ValueError:
        raise RefusedError("the body is not JSON") from None
    if not isinstance(body, dict):
        raise RefusedError("the body is not a JSON object")
    return body


async def health(_: Request) -> Response:
    return JSONResponse({"ok": True, "version": __version__})


async def put_account(request: Request) -> Response:
    """Make or change an account; followers, menu and tokens stay."""
    platform, appid = _platform(request), request.path_params["appid"]
    body = await _body(request)
    known = platform.state.accounts.get(appid)
    for name, allowed in (("kind", KINDS), ("mode", MODES), ("format", FORMATS)):
        if name in body and body[name] not in allowed:
            raise RefusedError(f"{name} is one of {', '.join(allowed)}")
    given = {name: body[name] for name in SETTABLE if name in body}
    if known is None:
        empty = dict.fromkeys(("name", "secret", "token", "callback_url"), "")
        made = {"original_id": "gh_" + secrets.token_hex(6)} | empty | DEFAULTS | given
        known = platform.state.accounts[appid] = Account(appid=appid, **made)
    for name, value in given.items():
        setattr(known, name, value)
    platform.tell("changed", {})
    return JSONResponse(_shown(known))


async def list_accounts(request: Request) -> Response:
    return JSONResponse([_shown(a) for a in _platform(request).state.accounts.values()])


async def delete_account(request: Request) -> Response:
    platform, account = _platform(request), _account(request)
    del platform.state.accounts[account.appid]
    platform.tell("changed", {})
    return JSONResponse({"ok": True})


async def verify_account(request: Request) -> Response:
    return JSONResponse(await verify(_account(request), _platform(request).settings))


async def add_user(request: Request) -> Response:
    platform, body = _platform(request), await _body(request)
    number = len(platform.state.users)
    user = User(
        id="u" + secrets.token_hex(4),
        nickname=str(body.get("nickname") or NAMES[number % len(NAMES)]),
        colour=number,
    )
    platform.state.users[user.id] = user
    platform.tell("changed", {})
    return JSONResponse({"id": user.id, "nickname": user.nickname})


async def list_users(request: Request) -> Response:
    users = _platform(request).state.users.values()
    return JSONResponse([{"id": u.id, "nickname": u.nickname} for u in users])


async def follow(request: Request) -> Response:
    scene = str((await _body(request)).get("scene") or "")
    return await _done(
        inbound.follow(_platform(request), _account(request), _follower(request), scene)
    )


async def unfollow(request: Request) -> Response:
    return await _done(inbound.unfollow(_platform(request), _account(request), _follower(request)))


async def scan(request: Request) -> Response:
    scene = str((await _body(request)).get("scene") or "")
    if not scene:
        raise RefusedError("scene is missing")
    return await _done(
        inbound.scan(_platform(request), _account(request), _follower(request), scene)
    )


async def send(request: Request) -> Response:
    message = await _body(request)
    platform, account = _platform(request), _account(request)
    media_id = message.get("media_id")
    if message.get("type") == "image" and media_id and "pic_url" not in message:
        message["pic_url"] = f"{_base(request)}/mmbiz/{account.appid}/{media_id}"
    return await _done(inbound.send(platform, account, _follower(request), message))


async def click(request: Request) -> Response:
    key = str((await _body(request)).get("key") or "")
    return await _done(
        inbound.click(_platform(request), _account(request), _follower(request), key)
    )


async def view(request: Request) -> Response:
    url = str((await _body(request)).get("url") or "")
    return await _done(inbound.view(_platform(request), _account(request), _follower(request), url))


async def location(request: Request) -> Response:
    where, platform = await _body(request), _platform(request)
    return await _done(
        inbound.report_location(platform, _account(request), _follower(request), where)
    )


async def upload(request: Request) -> Response:
    """A picture or a voice from the phone; WeChat keeps it for three days."""
    kind = request.query_params.get("type", "image")
    async with request.form() as form:
        part = form.get("media")
        if not isinstance(part, UploadFile):
            raise RefusedError("the part `media` is missing")
        content, name = await part.read(), part.filename or "photo.png"
    stored = material.store_bytes(_platform(request), _account(request), kind, name, content)
    url = f"{_base(request)}/mmbiz/{request.path_params['appid']}/{stored.media_id}"
    return JSONResponse({"media_id": stored.media_id, "pic_url": url})


async def chat(request: Request) -> Response:
    return JSONResponse(_follower(request).chat)


async def read(request: Request) -> Response:
    """The user has seen the chat: no badge any more."""
    follower = _follower(request)
    follower.read_to = follower.chat[-1]["id"] if follower.chat else 0
    _platform(request).touch()
    return JSONResponse({"ok": True})


async def phone(request: Request) -> Response:
    """All that one user's phone shows, in one answer."""
    platform, user = _platform(request), request.path_params["user"]
    if user not in platform.state.users:
        raise UnknownError(f"no user {user}")
    return JSONResponse([_on_phone(platform, a, user) for a in platform.state.accounts.values()])


async def ledger(request: Request) -> Response:
    appid = request.query_params.get("appid")
    entries = _platform(request).state.ledger
    return JSONResponse([e for e in entries if not appid or e["appid"] == appid])


async def calls(request: Request) -> Response:
    appid = request.query_params.get("appid")
    entries = _platform(request).calls
    return JSONResponse([e for e in entries if not appid or e["appid"] == appid])


async def reset(request: Request) -> Response:
    _platform(request).reset()
    return JSONResponse({"ok": True})


async def settle(request: Request) -> Response:
    """Let accepted mass sends and publications finish now; answers when they have."""
    return JSONResponse({"ok": True, "finished": await _platform(request).settle()})


async def stream(request: Request) -> Response:
    return StreamingResponse(_events(_platform(request)), media_type="text/event-stream")


async def _events(platform: Platform) -> AsyncIterator[str]:
    with platform.listening() as queue:
        yield ": hello\n\n"
        while True:
            try:
                item = await asyncio.wait_for(queue.get(), KEEP_ALIVE)
            except TimeoutError:
                yield ": still here\n\n"
                continue
            if item is None:
                return
            content = json.dumps(item["data"], ensure_ascii=False)
            yield f"event: {item['event']}\ndata: {content}\n\n"


async def _done(deed: Awaitable[dict[str, Any]]) -> Response:
    return JSONResponse(await deed)


def _base(request: Request) -> str:
    return str(request.base_url).rstrip("/")


def _shown(account: Account) -> dict[str, Any]:
    """The account without anything that could be used against it."""
    public = "appid name kind original_id mode format callback_url mass_daily description avatar"
    followers = sum(f.subscribed for f in account.followers.values())
    shown = {name: getattr(account, name) for name in public.split()}
    return shown | {"ip_allowlist": account.ip_allowlist, "followers": followers}


def _on_phone(platform: Platform, account: Account, user: str) -> dict[str, Any]:
    follower = platform.follower(account, user)
    seen = follower.read_to
    articles = [a for a in platform.state.articles.values() if a.appid == account.appid]
    return {
        "appid": account.appid,
        "name": account.name,
        "kind": account.kind,
        "description": account.description,
        "avatar": account.avatar,
        "following": follower.subscribed,
        "followers": sum(f.subscribed for f in account.followers.values()),
        "menu": account.menu,
        "unread": sum(e["direction"] != "out" and e["id"] > seen for e in follower.chat),
        "last": follower.chat[-1] if follower.chat else None,
        "qrcodes": [
            {"scene": code.scene, "ticket": code.ticket}
            for code in account.qrcodes.values()
            if code.expires_at is None or code.expires_at > platform.now()
        ],
        "articles": [
            {"id": a.id, "title": a.title, "cover": a.cover, "at": a.published_at}
            for a in sorted(articles, key=lambda a: -a.published_at)
            if not a.deleted
        ][:20],
    }


def _route(path: str, handle: Callable[[Request], Awaitable[Response]], *methods: str) -> Route:
    return Route("/_sim" + path, handle, methods=list(methods))


ROUTES = [
    _route("/health", health, "GET"),
    _route("/accounts", list_accounts, "GET"),
    _route("/accounts/{appid}", put_account, "PUT"),
    _route("/accounts/{appid}", delete_account, "DELETE"),
    _route("/accounts/{appid}/verify", verify_account, "POST"),
    _route("/users", list_users, "GET"),
    _route("/users", add_user, "POST"),
    _route("/users/{user}/phone", phone, "GET"),
    *(
        _route(f"/accounts/{{appid}}/users/{{user}}/{deed.__name__}", deed, "POST")
        for deed in (follow, unfollow, scan, send, click, view, location, read)
    ),
    _route("/accounts/{appid}/users/{user}/media", upload, "POST"),
    _route("/accounts/{appid}/users/{user}/chat", chat, "GET"),
    _route("/ledger", ledger, "GET"),
    _route("/calls", calls, "GET"),
    _route("/reset", reset, "POST"),
    _route("/settle", settle, "POST"),
    _route("/stream", stream, "GET"),
]
