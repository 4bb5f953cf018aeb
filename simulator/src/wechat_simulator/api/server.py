"""The server API's way from request to answer; like WeChat, it answers errors with HTTP 200."""

import json
import re
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from wechat_simulator.api import ENDPOINTS, fault_effects, quota, tokens
from wechat_simulator.api.fault_effects import DroppedError, HangUp
from wechat_simulator.api.protocol import ApiError, Call, Endpoint, File
from wechat_simulator.world.faults import striking
from wechat_simulator.world.platform import Platform, current_call, new_call_id
from wechat_simulator.world.state import Account

SHOWN = 4000
# Calls that an account loses with its verification (sheet §2.4, §2.9).
VERIFIED_ONLY = ("/cgi-bin/draft/", "/cgi-bin/freepublish/", "/cgi-bin/comment/")
SECRETS = re.compile(r'("?(?:secret|access_token|refresh_token)"?\s*[:=]\s*"?)([^"&,}\s]+)')
# \u00e4 and the like. An escaped backslash before it and ASCII escapes are allowed.
ESCAPED = re.compile(rb"(?<!\\)(?:\\\\)*\\u(?!00[0-7])[0-9a-fA-F]{4}")
NOBODY = Account("", "", "subscription", "", "", "", "", "plain", "xml", "")


async def serve(request: Request) -> Response:
    """Answer one API call and write it down for the developer's panel."""
    platform: Platform = request.app.state.platform
    seen = Seen(call=new_call_id())
    current_call.set(seen.call)
    try:
        answer = await _answer(request, platform, seen)
    except ApiError as error:
        seen.rid = _rid()
        answer = {"errcode": error.code, "errmsg": f"{error.text} rid: {seen.rid}"} | error.extra
    except DroppedError:
        answer = None
    finally:
        await request.close()
    platform.touch()
    _log(platform, request, seen, answer)
    return HangUp() if answer is None else _response(answer)


@dataclass
class Seen:
    """Facts about a call, collected for the log."""

    call: str
    raw: bytes = b""
    appid: str = ""
    rid: str = ""
    faults: list[str] = field(default_factory=list)
    started: float = field(default_factory=time.perf_counter)


async def _answer(request: Request, platform: Platform, seen: Seen) -> dict[str, Any] | File:
    """The endpoint's answer, or the effect of a fault on it."""
    endpoint = _endpoint(request)
    if not endpoint.upload:
        seen.raw = await request.body()
    call = await _call(request, endpoint, seen.raw, platform)
    account = _asking(call, endpoint)
    seen.appid = account.appid
    if not account.verified and endpoint.path.startswith(VERIFIED_ONLY):
        raise ApiError(48001, "api unauthorized")
    if account is not NOBODY:
        quota.spend(account, endpoint, platform.now())
    struck = striking(account, "call", endpoint.path, *fault_effects.possible(endpoint))
    seen.faults = [fault.kind for fault in struck]
    await fault_effects.before(struck, call)
    try:
        answer = await endpoint.handle(call)
    except ApiError as refused:
        # A refusal is an answer as well, so a fault can lose it.
        fault_effects.after(struck, {"errcode": refused.code})
        raise
    return fault_effects.after(struck, answer)


def _endpoint(request: Request) -> Endpoint:
    endpoint = ENDPOINTS.get(request.url.path)
    if endpoint is None:
        raise ApiError(40066, "invalid url")
    if request.method not in (endpoint.method, endpoint.also):
        wanted = endpoint.method
        raise ApiError(43001 if wanted == "GET" else 43002, f"require {wanted} method")
    return endpoint


async def _call(request: Request, endpoint: Endpoint, raw: bytes, platform: Platform) -> Call:
    query = dict(request.query_params)
    account = NOBODY
    if endpoint.needs_token:
        known, now = platform.state.accounts, platform.now()
        account = tokens.authenticate(query.get("access_token"), known, now)
    files: dict[str, UploadFile] = {}
    form: dict[str, str] = {}
    body: dict[str, Any] = {}
    if endpoint.upload:
        for name, part in (await request.form()).items():
            if isinstance(part, UploadFile):
                files[name] = part
            else:
                form[name] = part
    elif request.method == "POST" and (raw.strip() or endpoint.method == "POST"):
        body = _json(raw)
    ip = request.client.host if request.client else ""
    base_url = str(request.base_url).rstrip("/")
    return Call(platform, account, query, body, files, form, ip, base_url)


def _json(raw: bytes) -> dict[str, Any]:
    if not raw.strip():
        raise ApiError(44002, "empty post data")
    if ESCAPED.search(raw):
        raise ApiError(40033, "invalid charset. please check your request, if include \\uxxxx")
    try:
        body = json.loads(raw)
    except (ValueError, UnicodeDecodeError):
        raise ApiError(47001, "data format error") from None
    if not isinstance(body, dict):
        raise ApiError(47001, "data format error")
    return body


def _asking(call: Call, endpoint: Endpoint) -> Account:
    """The account that calls; a request for a token names it by appid."""
    if endpoint.needs_token:
        return call.account
    given = call.body.get("appid") or call.query.get("appid")
    return call.platform.state.accounts.get(str(given), NOBODY)


def _rid() -> str:
    return "-".join(secrets.token_hex(4) for _ in range(3))


def _response(answer: dict[str, Any] | File) -> Response:
    if isinstance(answer, File):
        quoted = answer.name.encode("ascii", "replace").decode().replace('"', "'")
        headers = {"Content-Disposition": f'attachment; filename="{quoted}"'}
        return Response(answer.content, media_type=answer.mime, headers=headers)
    content = json.dumps(answer, ensure_ascii=False).encode()
    return Response(content, headers={"Content-Type": "application/json; encoding=utf-8"})


def _log(
    platform: Platform, request: Request, seen: Seen, answer: dict[str, Any] | File | None
) -> None:
    shown = "(file)" if isinstance(answer, File) else json.dumps(answer, ensure_ascii=False)
    platform.log_call(
        id=seen.call,
        kind="api",
        appid=seen.appid,
        method=request.method,
        what=request.url.path,
        errcode=answer.get("errcode", 0) if isinstance(answer, dict) else 0,
        status=0 if answer is None else 200,
        error="the connection was dropped" if answer is None else None,
        faults=seen.faults,
        rid=seen.rid,
        ms=round((time.perf_counter() - seen.started) * 1000),
        request=SECRETS.sub(r"\1***", seen.raw.decode(errors="replace"))[:SHOWN],
        response="" if answer is None else SECRETS.sub(r"\1***", shown)[:SHOWN],
    )
