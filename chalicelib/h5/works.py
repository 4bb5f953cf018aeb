"""API Gateway → here: ``/h5/works/{account}/{kind}/{id}/…``, what followers open of an account's works (作品).

It reads works as they were published. Only a quiz writes, its answers by a key of their own: twice is once.
"""

from __future__ import annotations

import os

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

import re
from base64 import b64decode
from importlib import import_module
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from chalicelib import works
from chalicelib.application.work_pages import front_of
from chalicelib.clock import utc_now
from chalicelib.errors import NotFound
from chalicelib.gateway import Answer, Cookie, Event, answer, cookie_of, path_of, query_of, redirect
from chalicelib.h5.answers import page_answer
from chalicelib.h5.document import BIG, SIZE, Look, document
from chalicelib.h5.markup import element, joined
from chalicelib.h5.works_pages.visit import FILE, WorkVisit, file, told
from chalicelib.settings import settings
from chalicelib.values import SLUG
from chalicelib.wechat.replies import legal
from chalicelib.works import WorkKind

ROOT: Final = "/h5/works/"
POSTS: Final = frozenset({WorkKind.QUIZ})
"""Kinds whose pages take forms."""
_ID: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_PAGE: Final = re.compile(r"[A-Za-z0-9._/-]{0,120}")
_LONGEST: Final = 8192
"""Bytes of a form."""
_LONGEST_FIELD: Final = 1200
_YEAR: Final = 365 * 24 * 3600
_FOOT: Final = "还有问题？回到公众号，把问题发过来。"


def handler(event: Event, _: Any) -> Answer:
    """One request."""
    method = str(event.get("httpMethod"))
    if method not in ("GET", "HEAD", "POST"):
        return answer(405, "只能查看和提交。", headers={"Allow": "GET, HEAD, POST"})
    account, kind, work_id, page = _parts(path_of(event, ROOT))
    big = cookie_of(event, SIZE) == BIG
    look = Look(big=big, framed=settings().stage == "local", place="", foot=_FOOT, home="")
    try:
        if kind is not None and re.fullmatch(SLUG, account) and _ID.fullmatch(work_id):
            return _answered(account, kind, work_id, page, method, event, look)
    except NotFound:
        pass  # an account or a work that is not there is told as a page that is not there
    except Exception:
        return _broken(look, account, event)
    return _missing(look, event)


def _parts(path: str) -> tuple[str, WorkKind | None, str, str | None]:
    """Account, kind, id, and what stands below; None where the address of the work has no slash at its end."""
    account, _, rest = path.partition("/")
    kind, _, rest = rest.partition("/")
    work_id, slash, page = rest.partition("/")
    known = next((one for one in works.KINDS if one.value == kind), None)
    return account, known, work_id, page if slash else None


def _answered(
    account: str,
    kind: WorkKind,
    work_id: str,
    page: str | None,
    method: str,
    event: Event,
    look: Look,
) -> Answer:
    if page is None:
        return redirect(f"{work_id}/")
    asked = _asked(event, method)
    if SIZE in asked and method != "POST":
        return _size(page, asked)
    if method == "POST" and kind not in POSTS:
        return answer(405, "只能查看。", headers={"Allow": "GET, HEAD"})
    work = works.get(account, kind, work_id)
    front = front_of(account)
    up = "../" * page.count("/")
    query = () if method == "POST" else tuple(asked.items())
    look = look._replace(
        name=front.name,
        theme=front.theme,
        place=work.title,
        query=query,
        pictures=True,
        home=up or "./",
    )
    visit = WorkVisit(
        work=work,
        page=page.strip("/"),
        method="POST" if method == "POST" else "GET",
        asked=asked,
        event=event,
        look=look,
        now=utc_now(),
    )
    return _shown(visit)


def _shown(visit: WorkVisit) -> Answer:
    if visit.work.withdrawn_at is not None:
        return told(visit, "已经下线", "这个作品已由发布单位撤下。", 410)
    if not _PAGE.fullmatch(visit.page):
        return told(visit, "没有这个页面", "请检查网址。", 404)
    if f"{visit.page}/".startswith(FILE) and visit.method == "GET":
        return file(visit)
    said: Answer = import_module(f"chalicelib.h5.works_pages.{visit.work.kind.value}").page(visit)
    return said


def _asked(event: Event, method: str) -> dict[str, str]:
    """Parameters of the address, or fields of the form."""
    given = query_of(event)
    if method == "POST":
        body = str(event.get("body") or "")[: _LONGEST * 2]
        if event.get("isBase64Encoded"):
            body = b64decode(body).decode("utf-8", "replace")
        try:
            given = dict(parse_qsl(body[:_LONGEST], keep_blank_values=True, max_num_fields=150))
        except ValueError:  # more fields than any form of ours
            given = {}
    return {legal(name)[:40]: legal(value)[:_LONGEST_FIELD] for name, value in given.items()}


def _size(page: str, asked: dict[str, str]) -> Answer:
    """Remember the size of letters in the browser, and go back to the page without the parameter."""
    big = asked.pop(SIZE) == BIG
    kept = Cookie(SIZE, BIG if big else "", _YEAR if big else 0)
    last = page.rpartition("/")[2]
    target = last if _PAGE.fullmatch(last) else ""
    return redirect(f"./{target}" + (f"?{urlencode(asked)}" if asked else ""), cookies=[kept])


def _missing(look: Look, event: Event) -> Answer:
    said = "请检查网址，或者回到公众号，从文章或菜单里的链接进来。"
    main = joined(element("h1", "没有这个页面"), element("p", said, class_="card"))
    return page_answer(404, document("没有这个页面", main, look), event)


def _broken(look: Look, account: str, event: Event) -> Answer:
    from chalicelib import telemetry
    from chalicelib.metrics import Metric

    telemetry.logger.exception("page failed", extra={"account": account})
    telemetry.count(Metric.PAGE_FAILED)
    main = joined(element("h1", "暂时打不开"), element("p", "请过几分钟再试。", class_="card"))
    failed = page_answer(503, document("暂时打不开", main, look), event)
    failed["multiValueHeaders"] |= {"Cache-Control": ["no-store"], "Retry-After": ["30"]}
    return failed
