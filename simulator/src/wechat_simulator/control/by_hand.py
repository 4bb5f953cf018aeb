"""发布 as somebody does it on the platform's own page: not by a call; the text may be changed or taken down there later."""

import secrets
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from wechat_simulator.control.request import (
    RefusedError,
    account_of,
    base_url_of,
    body_of,
    platform_of,
)
from wechat_simulator.world.articles import page_url
from wechat_simulator.world.state import Article, Publication

MOST = 8
FIELDS = ("title", "author", "digest", "content", "source_url")
DELETED = 5


async def publish(request: Request) -> Response:
    """`{"articles": [{"title": …, "content": …}], "days_ago": 0}`: a publication that the account made by hand."""
    platform, account = platform_of(request), account_of(request)
    body = await body_of(request)
    given, ago = body.get("articles"), body.get("days_ago", 0)
    if not isinstance(given, list) or not 1 <= len(given) <= MOST:
        raise RefusedError(f"articles: one to {MOST}")
    if not isinstance(ago, int) or not 0 <= ago <= 4000:
        raise RefusedError("days_ago: 0 to 4000")
    at = platform.now() - 86400 * ago
    data_id = 2_247_000_000 + platform.sequence()
    pages = [
        Article(
            id=secrets.token_urlsafe(16),
            appid=account.appid,
            cover="",
            published_at=at,
            msg_data_id=data_id,
            idx=idx,
            **_words(one),
        )
        for idx, one in enumerate(given, 1)
    ]
    for page in pages:
        platform.state.articles[page.id] = page
    publish_id = str(2_247_480_000 + platform.sequence())
    made = Publication(
        publish_id,
        secrets.token_urlsafe(32),
        [page.id for page in pages],
        at,
        status=0,
        msg_data_id=data_id,
    )
    account.publications[publish_id] = made
    platform.tell("changed", {})
    urls = [page_url(page, base_url_of(request)) for page in pages]
    return JSONResponse({"article_id": made.article_id, "urls": urls})


async def change(request: Request) -> Response:
    """`{"idx": 1, "content": …}`: the text of one article is changed, or with `"deleted": true` it is taken down."""
    platform, account = platform_of(request), account_of(request)
    body = await body_of(request)
    wanted = request.path_params["article"]
    found = next((p for p in account.publications.values() if p.article_id == wanted), None)
    if found is None:
        raise RefusedError("no publication of that article_id")
    idx = body.get("idx", 1)
    if not isinstance(idx, int) or not 1 <= idx <= len(found.article_ids):
        raise RefusedError("idx: from 1")
    page = platform.state.articles[found.article_ids[idx - 1]]
    if body.get("deleted") is True:
        page.deleted = True
        if all(platform.state.articles[one].deleted for one in found.article_ids):
            found.status = DELETED
    else:
        for name, value in _words({"title": page.title, **body}).items():
            if name in body:
                setattr(page, name, value)
        # WeChat's update_time: it lists what was changed last first.
        found.accepted_at = platform.now()
    platform.tell("changed", {})
    return JSONResponse({"article_id": found.article_id})


def _words(given: Any) -> dict[str, str]:
    if not isinstance(given, dict) or not str(given.get("title", "")).strip():
        raise RefusedError("an article needs a title")
    return {name: str(given.get(name, "")) for name in FIELDS}
