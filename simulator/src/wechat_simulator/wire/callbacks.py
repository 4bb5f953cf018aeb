"""Callbacks to an account's server: envelope, the 5 s limit, three tries (sheet §1.1-1.3)."""

import asyncio
import json
import secrets
import time
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import httpx

from wechat_simulator.wire.crypto import as_bytes, seal, sign, storable
from wechat_simulator.wire.replies import BadReplyError, read_reply
from wechat_simulator.wire.xml import render
from wechat_simulator.world import figures
from wechat_simulator.world.faults import striking
from wechat_simulator.world.platform import Platform, new_call_id
from wechat_simulator.world.state import Account

BODY_SHOWN = 4000
TEXTS = ("Content", "Recognition", "Title", "Label")
BROKEN = b"\xe4\xbd".decode("utf-8", "surrogateescape")
"""Two of the three bytes of a character."""


@dataclass
class Delivered:
    """The outcome of one push."""

    attempts: list[dict[str, Any]] = field(default_factory=list)
    reply: dict[str, Any] | None = None
    problem: str | None = None
    call: str = field(default_factory=new_call_id)
    faults: list[str] = field(default_factory=list)


async def deliver(platform: Platform, account: Account, fields: dict[str, Any]) -> Delivered:
    """Push one message or event; a fault may lose, double or delay it.

    Args:
        fields: the plaintext's fields, FromUserName included, in WeChat's order.

    Returns:
        The attempts, and either the reply (None: nothing to show) or the problem.
    """
    struck = [fault.kind for fault in striking(account, "push", name_of(fields))]
    if "event_lost" in struck or "event_reordered" in struck:
        outcome = Delivered(faults=struck)
        if "event_lost" not in struck:
            later = partial(_deliver, platform, account, fields, Delivered())
            platform.held.setdefault(account.appid, []).append(later)
        _log(platform, account, fields, outcome, plain=_plain(fields, account), answer=b"", took=0)
        return outcome
    fields = disfigured(fields, struck)
    copies = 2 if "event_at_once" in struck else 1
    pushes = [_deliver(platform, account, fields, Delivered(faults=struck)) for _ in range(copies)]
    outcome = (await asyncio.gather(*pushes))[0]
    if "event_doubled" in struck:
        await _deliver(platform, account, fields, Delivered(faults=struck))
    await platform.release(account.appid)
    return outcome


def disfigured(fields: dict[str, Any], struck: list[str]) -> dict[str, Any]:
    """The fields as the faults leave them that change how a push is written."""
    if "text_broken" in struck:
        texts = {name: value for name, value in fields.items() if name in TEXTS and value}
        fields = fields | {name: value + BROKEN for name, value in texts.items()}
    if "empty_as_newline" in struck:
        fields = _with_newlines(fields)
    return fields


def _with_newlines(value: Any) -> Any:
    if isinstance(value, dict) and value:
        return {name: _with_newlines(held) for name, held in value.items()}
    if isinstance(value, list) and value:
        return type(value)(map(_with_newlines, value))
    return value if value or isinstance(value, int) else "\n"


def name_of(fields: dict[str, Any]) -> str:
    """The name of a push in logs and faults: its event, or its message type."""
    return str(fields["Event"] if fields["MsgType"] == "event" else fields["MsgType"])


async def _deliver(
    platform: Platform, account: Account, fields: dict[str, Any], outcome: Delivered
) -> Delivered:
    """Push once, with WeChat's repeats."""
    plain, answer = _plain(fields, account), b""
    started = time.perf_counter()
    for _ in range(platform.settings.callback_tries):
        attempt, answer = await _attempt(platform, account, fields, plain)
        outcome.attempts.append(attempt)
        outcome.problem = attempt["error"]
        if not attempt["error"]:
            break
    if not outcome.problem:
        _read(outcome, answer, account, fields, platform.now())
    took = round((time.perf_counter() - started) * 1000)
    figures.add(platform, account, "callback_count")
    figures.add(platform, account, "fail_count", int(bool(outcome.problem)))
    figures.add(platform, account, "total_time_cost", took)
    figures.at_most(platform, account, "max_time_cost", took)
    _log(platform, account, fields, outcome, plain=plain, answer=answer, took=took)
    return outcome


async def verify(account: Account, settings: Any) -> dict[str, Any]:
    """The GET that WeChat sends when a callback URL is entered (sheet §1.1)."""
    echo = str(secrets.randbelow(10**19))
    query = _signed_query(account, int(settings.clock()), "") | {"echostr": echo}
    started = time.perf_counter()
    try:
        async with httpx.AsyncClient(trust_env=False) as client:
            url = httpx.URL(account.callback_url).copy_merge_params(query)
            answer = await client.get(url, timeout=settings.callback_seconds)
        status, body = answer.status_code, answer.text
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        status, body = 0, f"{type(error).__name__}: {error}"
    took = round((time.perf_counter() - started) * 1000)
    return {
        "ok": status == 200 and body == echo,
        "status": status,
        "body": body[:BODY_SHOWN],
        "ms": took,
    }


def _plain(fields: dict[str, Any], account: Account) -> str:
    if account.format == "json":
        return json.dumps(fields, ensure_ascii=False)
    return render(fields)


def _signed_query(account: Account, now: int, openid: str) -> dict[str, str]:
    timestamp, nonce = str(now), str(secrets.randbelow(10**10))
    query = {"signature": sign(account.token, timestamp, nonce), "timestamp": timestamp}
    return query | {"nonce": nonce} | ({"openid": openid} if openid else {})


def _envelope(
    platform: Platform, account: Account, fields: dict[str, Any], plain: str
) -> tuple[dict[str, str], str]:
    """Query and body in the account's mode; each try has a fresh nonce, the MsgId stays."""
    query = _signed_query(account, int(platform.now()), fields["FromUserName"])
    if account.mode == "plain":
        return query, plain
    encrypted = seal(plain, account.aes_key, account.appid)
    signature = sign(account.token, query["timestamp"], query["nonce"], encrypted)
    query |= {"encrypt_type": "aes", "msg_signature": signature}
    outer = fields if account.mode == "compatible" else {"ToUserName": fields["ToUserName"]}
    return query, _plain(outer | {"Encrypt": encrypted}, account)


async def _attempt(
    platform: Platform,
    account: Account,
    fields: dict[str, Any],
    plain: str,
) -> tuple[dict[str, Any], bytes]:
    started, status, body, error = time.perf_counter(), 0, b"", None
    try:
        query, content = _envelope(platform, account, fields, plain)
        kind = "application/json" if account.format == "json" else "text/xml"
        # One limit for the whole exchange: httpx's own time-out starts again with every byte.
        async with asyncio.timeout(platform.settings.callback_seconds):
            answer = await platform.http.post(
                httpx.URL(account.callback_url).copy_merge_params(query),
                content=as_bytes(content),
                headers={"Content-Type": kind, "User-Agent": "Mozilla/4.0"},
                timeout=None,
            )
        status, body = answer.status_code, answer.content
        if status != 200:
            error = f"HTTP {status}"
    except TimeoutError:
        error = "timeout"
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as reason:
        error = f"{type(reason).__name__}: {reason}"
    took = round((time.perf_counter() - started) * 1000)
    return {"status": status, "ms": took, "error": error}, body


def _read(
    outcome: Delivered, answer: bytes, account: Account, fields: dict[str, Any], now: float
) -> None:
    to_event = fields["MsgType"] == "event"
    try:
        outcome.reply = read_reply(
            answer, account, fields["FromUserName"], to_event=to_event, now=now
        )
    except BadReplyError as error:
        outcome.problem = str(error)


def _log(
    platform: Platform,
    account: Account,
    fields: dict[str, Any],
    outcome: Delivered,
    *,
    plain: str,
    answer: bytes,
    took: int,
) -> None:
    last = outcome.attempts[-1] if outcome.attempts else {"status": 0}
    platform.log_call(
        id=outcome.call,
        kind="callback",
        appid=account.appid,
        method="POST",
        what=name_of(fields),
        faults=outcome.faults,
        detail=storable(str(fields.get("Content") or fields.get("EventKey") or ""))[:100],
        openid=fields["FromUserName"],
        status=last["status"],
        ms=took,
        attempts=outcome.attempts,
        error=outcome.problem,
        request=storable(plain[:BODY_SHOWN]),
        response=answer.decode(errors="replace")[:BODY_SHOWN],
        reply=outcome.reply,
    )
