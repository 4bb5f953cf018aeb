"""API Gateway → here: ``/h5/{account}/`` and ``/h5/{account}/{service}``, for anybody. It reads and changes nothing."""

from __future__ import annotations

import os

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

import re
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from chalicelib.application.service_pages import Directory, directory_of
from chalicelib.catalogue import ServiceState
from chalicelib.clock import utc_now
from chalicelib.errors import NotFound
from chalicelib.gateway import (
    Answer,
    Cookie,
    Event,
    answer,
    cookie_of,
    path_of,
    query_of,
    redirect,
)
from chalicelib.h5 import services
from chalicelib.h5.answers import html_answer, page_answer
from chalicelib.h5.document import BIG, SIZE, Look
from chalicelib.settings import settings
from chalicelib.values import SLUG
from chalicelib.wechat.replies import legal

ROOT: Final = "/h5/"
_SERVICE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}")
_KNOWN: Final = ("q", "category", "part", SIZE)
"""Parameters that mean something here."""
_YEAR: Final = 365 * 24 * 3600


def handler(event: Event, _: Any) -> Answer:
    """One request."""
    if event.get("httpMethod") not in ("GET", "HEAD"):
        return answer(405, "只能查看。", headers={"Allow": "GET, HEAD"})
    account, slash, service = path_of(event, ROOT).partition("/")
    query = {name: legal(value) for name, value in query_of(event).items() if name in _KNOWN}
    look = Look(big=cookie_of(event, SIZE) == BIG, framed=settings().stage == "local")
    if not re.fullmatch(SLUG, account) or (service and not _SERVICE.fullmatch(service)):
        return _missing(look, event)
    if not slash:
        return redirect(f"{account}/")
    return _size(service, query) if SIZE in query else _read(account, service, query, look, event)


def _read(account: str, service: str, query: dict[str, str], look: Look, event: Event) -> Answer:
    try:
        directory = directory_of(account)
        look = look._replace(name=directory.name, theme=directory.theme)
        return _shown(directory, service, query, look, event)
    except NotFound:
        return _missing(look, event)
    except Exception:
        return _broken(look, event, account)


def _shown(
    directory: Directory, service_id: str, query: dict[str, str], look: Look, event: Event
) -> Answer:
    now = utc_now()
    if service_id:
        service = directory.find(service_id)
        if service is None:
            said = "这项服务不在本公众号的服务目录里，可能已经换了名称。"
            return page_answer(404, services.told("没有这项服务", said, look), event)
        gone = directory.state(service, now) is ServiceState.RETIRED
        return page_answer(410 if gone else 200, services.one(directory, service, look, now), event)
    words = query.get("q", "").strip()[: services.LONGEST]
    if "part" in query:
        return html_answer(200, services.search_part(directory, words, now), {}, event)
    return _list(directory, words, query.get("category", "").strip(), look, now, event)


def _list(
    directory: Directory, words: str, category: str, look: Look, now: datetime, event: Event
) -> Answer:
    if words:
        look = look._replace(query=(("q", words),))
        return page_answer(200, services.search(directory, words, look, now), event)
    if category:
        look = look._replace(query=(("category", category),))
        page = services.category(directory, category, look, now)
        if page is None:
            page = services.told("没有这个分类", "服务目录里没有这个分类，可能已经改了名称。", look)
            return page_answer(404, page, event)
        return page_answer(200, page, event)
    return page_answer(200, services.front(directory, look, now), event)


def _size(service: str, query: dict[str, str]) -> Answer:
    """Remember the size of letters in the browser, and go back to the page without the parameter."""
    big = query[SIZE] == BIG
    others = urlencode({name: value for name, value in query.items() if name != SIZE})
    kept = Cookie(SIZE, BIG if big else "", _YEAR if big else 0)
    return redirect((service or "./") + (f"?{others}" if others else ""), cookies=[kept])


def _missing(look: Look, event: Event) -> Answer:
    said = "请检查网址，或者回到公众号，从菜单或回复里的链接进来。"
    return page_answer(404, services.told("没有这个页面", said, look, back=False), event)


def _broken(look: Look, event: Event, account: str) -> Answer:
    from chalicelib import telemetry
    from chalicelib.metrics import Metric

    telemetry.logger.exception("page failed", extra={"account": account})
    telemetry.count(Metric.PAGE_FAILED)
    page = services.told(
        "暂时打不开", "请过几分钟再试，或者回到公众号，把问题发过来。", look, back=False
    )
    said = page_answer(503, page, event)
    said["multiValueHeaders"] |= {"Cache-Control": ["no-store"], "Retry-After": ["30"]}
    return said
