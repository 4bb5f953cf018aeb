"""How the addresses of services answer: pure, the caller gives the network."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from pydantic import AwareDatetime

from chalicelib.catalogue.models import Service
from chalicelib.link_check import DEAD, Checked, LinkState, check
from chalicelib.values import LateValue

if TYPE_CHECKING:
    from chalicelib.foreign_http import Page

Look = Callable[[str, float], "Page"]
"""Address, seconds to wait → the page that a reader ends at. Raises ``OSError`` and ``InnerAddress``."""

MOVED: Final = (
    *(
        "页面已迁移 页面已搬迁 网页已迁移 网站已迁移 已迁移至 已迁至 搬家了 新版网址 页面不存在 网页不存在 找不到页面 找不到该页 页面已删除 "
        "内容已下线 服务已下线 该服务已停用 系统已停用 网站已关停"
    ).split(),
    "page not found",
    "404 not found",
    "has moved",
    "page moved",
)
"""Words by which a page that opens says that it is no longer there."""
_HIDDEN: Final = re.compile(r"<(script|style)\b.*?</\1>|<!--.*?-->", re.DOTALL | re.IGNORECASE)


class LinkResult(LateValue):
    """How the web page of a service answered when it was last looked at."""

    service: str
    address: str
    at: AwareDatetime
    good: bool
    problem: str = ""
    """What is wrong, or worth a look, as a Chinese sentence."""
    leads_to: str = ""
    """Where it redirects to, if that is another site or page."""
    since: AwareDatetime | None = None
    """Since when it is not good."""


def looked_at(
    services: Iterable[Service], look: Look, now: datetime, before: Mapping[str, LinkResult]
) -> list[LinkResult]:
    """Each service with a web page that is not closed, looked at once; ``before`` is what was found last time."""
    wanted = {
        one.id: one.web
        for one in services
        if one.web
        and not _made_up(one.web)
        and not any(closed.kind == "web" for closed in one.paused)
    }
    pages: dict[str, Page] = {}

    def ask(_: str, address: str, seconds: float) -> int:
        pages[address] = page = look(address, seconds)
        return page.status

    found = check(wanted.values(), ask)
    return [
        _result(service, found[address], pages.get(address), now, before.get(service))
        for service, address in wanted.items()
    ]


def _result(
    service: str, found: Checked, page: Page | None, now: datetime, before: LinkResult | None
) -> LinkResult:
    problem = _PROBLEMS.get(found.state, "")
    if problem and found.detail:
        problem += f"（{found.detail}）"
    leads_to = ""
    if page is not None and not problem:
        leads_to = page.address if _elsewhere(found.address, page.address) else ""
        shown = _HIDDEN.sub("", page.text).casefold()
        said = next((word for word in MOVED if word in shown), "")
        if said:
            problem = f"页面打得开，但写着“{said}”"
        elif (
            leads_to
            and urlsplit(leads_to).path in ("", "/")
            and urlsplit(found.address).path not in ("", "/")
        ):
            problem = "跳转到了网站首页，原来的页面可能已经没有了"
    good = not problem
    since = (
        None
        if good
        else before.since
        if before and before.since and before.address == found.address
        else now
    )
    return LinkResult(
        service=service,
        address=found.address,
        at=now,
        good=good,
        problem=problem,
        leads_to=leads_to,
        since=since,
    )


_PROBLEMS: Final = {
    LinkState.GONE: "页面已经没有了",
    LinkState.FAILS: "对方服务器出错",
    LinkState.SILENT: "打不开",
    LinkState.INNER: "是内部网络的地址，粉丝打不开",
}
assert set(_PROBLEMS) == set(DEAD)  # noqa: S101 - a state of link_check without a sentence here


def _elsewhere(asked: str, came: str) -> bool:
    """Whether a redirect leads to another page, not only to https or with a slash."""
    a, b = urlsplit(asked), urlsplit(came)
    return (a.hostname, a.path.rstrip("/")) != (b.hostname, b.path.rstrip("/"))


def _made_up(address: str) -> bool:
    """Whether an address stands for none: names under .example belong to nobody (RFC 2606)."""
    return (urlsplit(address).hostname or "").endswith(".example")
