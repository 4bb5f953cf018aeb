"""API Gateway → here: ``/h5/appointments/{account}/…``, where followers book. The only page of followers that writes.

Running a request twice is harmless: a form's key books, changes and cancels once.
"""

from __future__ import annotations

import os

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

import re
from base64 import b64decode
from datetime import datetime
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from chalicelib import accounts
from chalicelib.accounts import LiveAccount
from chalicelib.application import visitors
from chalicelib.application.appointment_pages import front_of
from chalicelib.appointments import Asked, Person
from chalicelib.clock import utc_now
from chalicelib.errors import NotFound
from chalicelib.gateway import Answer, Cookie, Event, answer, cookie_of, path_of, query_of, redirect
from chalicelib.h5 import acts, bookings, session
from chalicelib.h5 import appointments as pages
from chalicelib.h5.document import BIG, SIZE, Look
from chalicelib.settings import settings
from chalicelib.values import SLUG
from chalicelib.wechat.replies import legal

ROOT: Final = "/h5/appointments/"
_KNOWN: Final = (
    "hall", "service", "day", "start", "change", "wait", "id", "ticket", "code", "state", "token",
    *(one.value for one in Asked), SIZE,
)  # fmt: skip
"""Parameters and fields that mean something here."""
_SECRET: Final = ("ticket", "code", "state")
_LONGEST: Final = 8192
"""Bytes of a form; ours have a tenth of it."""
_LONGEST_FIELD: Final = 1200
_YEAR: Final = 365 * 24 * 3600
_BACK_IN: Final = "请回到公众号，发送“预约”，从那里的链接进来。"


def handler(event: Event, _: Any) -> Answer:
    """One request."""
    method = str(event.get("httpMethod"))
    if method not in ("GET", "HEAD", "POST"):
        return answer(405, "只能查看和提交。", headers={"Allow": "GET, HEAD, POST"})
    account_id, slash, page = path_of(event, ROOT).partition("/")
    look = Look(
        big=cookie_of(event, SIZE) == BIG,
        framed=settings().stage == "local",
        place=pages.PLACE,
        foot=pages.FOOT,
        style=pages.STYLE,
    )
    asked = _asked(event, method)
    if not slash and re.fullmatch(SLUG, account_id):
        return redirect(f"{account_id}/")
    if SIZE in asked and method != "POST":
        return _size(page, asked)
    try:
        if re.fullmatch(SLUG, account_id):
            return _answered(account_id, page, method, event, asked, look)
    except NotFound:
        pass  # an account that is not there is told as a page that is not there
    except Exception:
        return _broken(look, account_id)
    return acts.sent(404, bookings.told("没有这个页面", _BACK_IN, look))


def _answered(
    account_id: str, page: str, method: str, event: Event, asked: dict[str, str], look: Look
) -> Answer:
    now = utc_now()
    account, front = accounts.live(account_id), front_of(account_id)
    query = tuple((k, v) for k, v in asked.items() if k not in _SECRET) if method != "POST" else ()
    look = look._replace(name=front.name, theme=front.theme, query=query)
    if page == "in":
        return _come_in(account, asked, look, now)
    if page == "back":
        return _come_back(account, event, asked, look, now)
    openid = session.openid_of(account, event, now)
    if not openid:
        return _unknown(account, page, method, event, asked, look, now)
    visit = acts.Visit(account, front, Person(account_id, openid), event, asked, look, now)
    return acts.acted(
        visit, (acts.FORMS if method == "POST" else acts.PAGES).get(page, acts.nothing)
    )


def _come_in(account: LiveAccount, asked: dict[str, str], look: Look, now: datetime) -> Answer:
    """By the link of a chat: it becomes a session, and leaves the address."""
    openid = session.linked(account, asked.get("ticket", ""), now)
    if not openid:
        said = f"链接只在 30 分钟内有效。{_BACK_IN}"
        return acts.sent(403, bookings.told("链接已经失效", said, look))
    choice = acts.choice_of(asked)
    target = choice.at("book") if choice.start is not None else "./"
    return redirect(target, cookies=[session.begun(account, openid, now)])


def _come_back(
    account: LiveAccount, event: Event, asked: dict[str, str], look: Look, now: datetime
) -> Answer:
    """From WeChat's page, with a code that says who."""
    from chalicelib import telemetry
    from chalicelib.wechat.errors import WeChatError

    target = session.came_back(account, event, asked, now)
    if target is None or not asked.get("code"):
        said = f"没有认出您是谁。请重新打开这个页面；还不行，{_BACK_IN}"
        return acts.sent(403, bookings.told("请重新打开", said, look, [("重新打开", "./")]))
    try:
        openid = visitors.openid_by(account, asked["code"])
    except WeChatError as error:
        where = {"account": account.state.account.id, "why": type(error).__name__}
        telemetry.logger.warning("WeChat did not say who opened a page", extra=where)
        said = f"微信没有告诉我们您是谁，请再试一次；还不行，{_BACK_IN}"
        return acts.sent(502, bookings.told("请再试一次", said, look, [("再试一次", "./")]))
    cookies = [session.begun(account, openid, now), session.forgotten(account)]
    return redirect(f"./{target}", cookies=cookies)


def _unknown(
    account: LiveAccount,
    page: str,
    method: str,
    event: Event,
    asked: dict[str, str],
    look: Look,
    now: datetime,
) -> Answer:
    """Nobody knows who this is: WeChat is asked where it may be, else the way leads through the chat."""
    if method == "POST" or not visitors.asks_wechat(account):
        said = f"这里要知道是谁在预约。{_BACK_IN}"
        return acts.sent(403, bookings.told("请从公众号进来", said, look))
    kept = {name: value for name, value in asked.items() if name not in _SECRET}
    target = (page if page in acts.PAGES else "") + (f"?{urlencode(kept)}" if kept else "")
    here = session.address(event, account.state.account.id)
    to, cookie = session.to_wechat(account, here, target, now)
    return redirect(to, cookies=[cookie])


def _asked(event: Event, method: str) -> dict[str, str]:
    """Parameters of the address, or fields of the form."""
    given = query_of(event)
    if method == "POST":
        body = str(event.get("body") or "")[: _LONGEST * 2]
        if event.get("isBase64Encoded"):
            body = b64decode(body).decode("utf-8", "replace")
        given = dict(parse_qsl(body[:_LONGEST], keep_blank_values=True, max_num_fields=30))
    return {name: legal(value)[:_LONGEST_FIELD] for name, value in given.items() if name in _KNOWN}


def _size(page: str, asked: dict[str, str]) -> Answer:
    """Remember the size of letters in the browser, and go back to the page without the parameter."""
    big = asked.pop(SIZE) == BIG
    kept = Cookie(SIZE, BIG if big else "", _YEAR if big else 0)
    name = page if page in acts.PAGES else ""
    others = {name: value for name, value in asked.items() if name not in _SECRET}
    return redirect(f"./{name}" + (f"?{urlencode(others)}" if others else ""), cookies=[kept])


def _broken(look: Look, account: str) -> Answer:
    from chalicelib import telemetry
    from chalicelib.metrics import Metric

    telemetry.logger.exception("page failed", extra={"account": account})
    telemetry.count(Metric.PAGE_FAILED)
    said = "请过几分钟再试。已经提交的预约不会重复。"
    page = bookings.told("暂时打不开", said, look, [("我的预约", "./mine")])
    failed = acts.sent(503, page)
    failed["multiValueHeaders"] |= {"Retry-After": ["30"]}
    return failed
