"""The API: who may call at all, the router with its routes, errors as problems."""

from __future__ import annotations

import time
from contextlib import nullcontext
from http import HTTPStatus
from typing import Any, Final

from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError

from chalicelib import sign_in, telemetry
from chalicelib.actor import Actor, KnownBy
from chalicelib.clock import utc_now
from chalicelib.cloud.errors import CloudError
from chalicelib.cloud.read_once import reading_once
from chalicelib.console import bearer, displays, problems
from chalicelib.console.caller import Caller, set_caller
from chalicelib.console.entrance import SESSION
from chalicelib.console.page import ROOT
from chalicelib.console.problems import Problem
from chalicelib.console.rates import RATES
from chalicelib.console.routes import ROUTERS
from chalicelib.errors import DomainError
from chalicelib.gateway import (
    SAFE,
    Answer,
    Cookie,
    Event,
    answer,
    cookie_of,
    header_of,
    path_of,
)
from chalicelib.wechat.errors import WeChatError

VERSION: Final = f"{ROOT}/api/v1"
WRITE_HEADER: Final = "X-Rongmei-Console"
"""Every write carries it: no form and no link of another site can."""
_READ: Final = frozenset({"GET", "HEAD"})

app: Final = APIGatewayRestResolver(enable_validation=True)
for _router in ROUTERS:
    app.include_router(_router, prefix=VERSION)


def respond(event: Event, context: Any) -> Answer:
    """Answer one request below ``/console/api/``."""
    request = str((event.get("requestContext") or {}).get("requestId") or "")
    sent = bearer.token_of(event)
    found = _by_session(event, request) if sent is None else _by_token(event, sent, request)
    if isinstance(found, dict):
        return found
    set_caller(found)
    # The stage and the local cloud's long path stand before it in some events, in others not.
    with reading_once() if str(event.get("httpMethod") or "GET") in _READ else nullcontext():
        answered: Answer = app.resolve({**event, "path": ROOT + path_of(event, ROOT)}, context)
    kept: dict[str, list[str]] = answered.setdefault("multiValueHeaders", {})
    for name, value in SAFE.items():
        kept.setdefault(name, [value])
    kept.setdefault("Cache-Control", ["no-store"])
    return answered


def _by_session(event: Event, request: str) -> Caller | Answer:
    """The person whose browser asks, or the answer that turns it away."""
    session_id = cookie_of(event, SESSION)
    session = sign_in.session_of(session_id, utc_now())
    shown = cookie_of(event, displays.COOKIE)
    if session is None and shown:
        return _by_display(event, shown, request)
    if session is None:
        return _problem(
            Problem(
                type="signed_out", title="登录已过期，请重新登录。", status=401, request=request
            ),
            cookies=[Cookie(SESSION, "", 0)] if session_id else [],
        )
    method = str(event.get("httpMethod") or "GET")
    if method not in _READ and not header_of(event, WRITE_HEADER):
        return _problem(
            Problem(
                type="not_permitted",
                title="这个请求不是从控制台发出的。",
                status=403,
                request=request,
            )
        )
    wait = RATES.wait(session.person, time.monotonic())
    if wait > 0:
        return _too_many("操作太频繁，请稍等片刻再试。", int(wait) + 1, request)
    actor = Actor(
        person=session.person,
        known_by=KnownBy.SIGN_IN,
        identity=session.identity,
        request=request,
    )
    return Caller(actor, session.name, session_id, _headers(event))


def _by_display(event: Event, sent: str, request: str) -> Caller | Answer:
    """A screen that a person let in (``displays``): it reads its wall, and nothing else is opened to it."""
    method = str(event.get("httpMethod") or "GET")
    if (method, path_of(event, VERSION)) not in displays.OPENS or (
        method not in _READ and not header_of(event, WRITE_HEADER)
    ):
        title = "显示屏只能看大屏。"
        return _problem(Problem(type="not_permitted", title=title, status=403, request=request))
    found = _by_token(event, sent, request)
    if isinstance(found, dict) and found["statusCode"] == HTTPStatus.UNAUTHORIZED:
        found["multiValueHeaders"]["Set-Cookie"] = [str(Cookie(displays.COOKIE, "", 0))]
    return found


def _by_token(event: Event, sent: str, request: str) -> Caller | Answer:
    """The system that asks with a service token, or the answer that turns it away."""
    found = bearer.service(sent, event, request, utc_now())
    if isinstance(found, bearer.Service):
        return Caller(found.actor, found.name, "", _headers(event))
    if found.status == HTTPStatus.TOO_MANY_REQUESTS:
        return _too_many(found.title, found.wait, request)
    return _problem(
        Problem(type="signed_out", title=found.title, status=found.status, request=request),
        {"WWW-Authenticate": "Bearer"},
    )


def _headers(event: Event) -> dict[str, str]:
    return {name.lower(): value for name, value in (event.get("headers") or {}).items()}


def _too_many(title: str, seconds: int, request: str) -> Answer:
    return _problem(
        Problem(type="too_many", title=title, status=429, request=request),
        {"Retry-After": str(seconds)},
    )


@app.exception_handler(DomainError)
def domain_error(error: DomainError) -> Response[str]:
    """What a person can do something about."""
    return _response(problems.of_domain(error, _request()))


@app.exception_handler(RequestValidationError)
def validation_error(error: RequestValidationError) -> Response[str]:
    """A body or query that its model refuses."""
    return _response(problems.of_validation(error.errors(), _request()))


@app.exception_handler(CloudError)
def cloud_error(error: CloudError) -> Response[str]:
    """A write that another write came before, or a service that does not answer."""
    telemetry.logger.exception("cloud error", extra={"request": _request()})
    title = "刚刚有别人也改了这里，请刷新后再试。"
    return _response(Problem(type="conflict", title=title, status=409, request=_request()))


@app.exception_handler(WeChatError)
def wechat_error(error: WeChatError) -> Response[str]:
    """WeChat refuses, or does not answer."""
    telemetry.logger.warning(
        "wechat error", extra={"request": _request(), "reason": type(error).__name__}
    )
    return _response(Problem(type="unavailable", title=str(error), status=503, request=_request()))


@app.exception_handler(OverflowError)
def overflow(error: OverflowError) -> Response[str]:
    """A date at the end of time, or a number without end, with which somebody wanted us to reckon on."""
    telemetry.logger.warning("out of range", extra={"request": _request()})
    title = "日期或数字超出了范围。"
    return _response(Problem(type="invalid", title=title, status=422, request=_request()))


@app.exception_handler(Exception)
def unexpected(error: Exception) -> Response[str]:
    """A fault of ours: the log has it, the person gets the request's id."""
    telemetry.logger.exception("request failed", extra={"request": _request()})
    title = f"系统出错了，没有完成。请把编号 {_request()} 告诉运维人员。"
    return _response(Problem(type="broken", title=title, status=500, request=_request()))


@app.not_found
def not_found(error: NotFoundError) -> Response[str]:
    """No such route."""
    return _response(
        Problem(type="not_found", title="没有这个接口。", status=404, request=_request())
    )


def _request() -> str:
    from chalicelib.console.caller import actor

    return actor().request


def _response(problem: Problem) -> Response[str]:
    return Response(
        status_code=HTTPStatus(problem.status),
        content_type=problems.CONTENT_TYPE,
        body=problem.model_dump_json(),
    )


def _problem(
    problem: Problem, headers: dict[str, str] | None = None, cookies: list[Cookie] | None = None
) -> Answer:
    return answer(
        problem.status,
        problem.model_dump_json(),
        content_type=problems.CONTENT_TYPE,
        headers=headers,
        cookies=cookies or (),
    )
