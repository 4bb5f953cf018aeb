"""From an HTTP request to an endpoint and back, as WeChat does it: HTTP 200, whatever happens."""

import json
import re
import secrets
import time
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from simulator.api import ENDPOINTS, quota, tokens
from simulator.api.protocol import ApiError, Call, Endpoint, File
from simulator.platform import Platform
from simulator.state import Account

SHOWN = 4000
SECRETS = re.compile(r'("?(?:secret|access_token)"?\s*[:=]\s*"?)([^"&,}\s]+)')
# \u00e4 and the like; an escaped backslash before it is harmless, ASCII escapes are as well.
ESCAPED = re.compile(rb"(?<!\\)(?:\\\\)*\\u(?!00[0-7])[0-9a-fA-F]{4}")
NOBODY = Account("", "", "subscription", "", "", "", "", "plain", "xml", "")


async def serve(request: Request) -> Response:
    """Answer one API call and write it down for the developer's panel."""
    platform: Platform = request.app.state.platform
    started, raw, appid = time.perf_counter(), b"", ""
    try:
        endpoint = _endpoint(request)
        if not endpoint.upload:
            raw = await request.body()
        call = await _call(request, endpoint, raw, platform)
        appid = call.account.appid
        _count(call, endpoint)
        answer = await endpoint.handle(call)
        appid = call.account.appid
    except ApiError as error:
        answer = {"errcode": error.code, "errmsg": f"{error.text} rid: {_rid()}"} | error.extra
    finally:
        await request.close()
    platform.touch()
    response = _response(answer)
    took = round((time.perf_counter() - started) * 1000)
    _log(platform, request, appid, raw=raw, answer=answer, took=took)
    return response


def _endpoint(request: Request) -> Endpoint:
    endpoint = ENDPOINTS.get(request.url.path)
    if endpoint is None:
        raise ApiError(40066, "invalid url")
    either = endpoint.path in ("/cgi-bin/get_api_domain_ip", "/cgi-bin/getcallbackip")
    if request.method != endpoint.method and not either:
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
    elif endpoint.method == "POST":
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


def _count(call: Call, endpoint: Endpoint) -> None:
    account = call.account
    if not endpoint.needs_token:
        given = call.body.get("appid") or call.query.get("appid")
        account = call.platform.state.accounts.get(str(given), NOBODY)
    if account is not NOBODY:
        quota.spend(account, endpoint.path, endpoint.daily, call.platform.now())


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
    platform: Platform,
    request: Request,
    appid: str,
    *,
    raw: bytes,
    answer: dict[str, Any] | File,
    took: int,
) -> None:
    shown = "(file)" if isinstance(answer, File) else json.dumps(answer, ensure_ascii=False)
    platform.log_call(
        kind="api",
        appid=appid,
        method=request.method,
        what=request.url.path,
        errcode=0 if isinstance(answer, File) else answer.get("errcode", 0),
        status=200,
        ms=took,
        request=SECRETS.sub(r"\1***", raw.decode(errors="replace"))[:SHOWN],
        response=SECRETS.sub(r"\1***", shown)[:SHOWN],
    )
