"""发布: a permanent page that notifies nobody (sheet §2.4)."""

from functools import partial
from typing import Any

from wechat_simulator.activity.jobs import PUBLISH_FINISHED, finish_publication, start
from wechat_simulator.api.protocol import ApiError, Call, Endpoint
from wechat_simulator.world.articles import page_url, publish
from wechat_simulator.world.platform import current_call
from wechat_simulator.world.state import Article, Publication

PER_PAGE = 20
DELETED_BY_USER = 5


async def submit(call: Call) -> dict[str, Any]:
    """errcode 0 means accepted, no more; the draft leaves the box here."""
    draft = call.account.drafts.get(call.text("media_id"))
    if draft is None:
        raise ApiError(40007, "invalid media_id")
    data_id = 2_247_000_000 + call.platform.sequence()
    ids = publish(call.platform, call.account, draft, call.base_url, data_id)
    del call.account.drafts[draft.media_id]
    publish_id = str(2_247_480_000 + call.platform.sequence())
    made = Publication(publish_id, "", ids, call.platform.now(), 1, current_call.get(), data_id)
    call.account.publications[publish_id] = made
    work = partial(finish_publication, call.platform, call.account, made, call.base_url)
    if early := start(call.platform, call.account, PUBLISH_FINISHED, work):
        await early
    return {
        "errcode": 0,
        "errmsg": "ok",
        "publish_id": publish_id,
        "msg_data_id": data_id,
    }


async def get(call: Call) -> dict[str, Any]:
    found = call.account.publications.get(call.text("publish_id"))
    if found is None:
        raise ApiError(53600, "invalid publish_id")
    answer: dict[str, Any] = {"publish_id": found.publish_id, "publish_status": found.status}
    if found.status == 0:
        pages = [call.platform.state.articles[i] for i in found.article_ids]
        items = [
            {"idx": n, "article_url": page_url(p, call.base_url)} for n, p in enumerate(pages, 1)
        ]
        answer["article_id"] = found.article_id
        answer["article_detail"] = {"count": len(items), "item": items}
    return answer | {"fail_idx": found.failed}


async def getarticle(call: Call) -> dict[str, Any]:
    return {"news_item": [_shown(page, call) for page in _pages(call, _published(call))]}


async def batchget(call: Call) -> dict[str, Any]:
    """Articles published without notification, newest first; mass-sent ones are not listed."""
    offset, size = call.number("offset"), call.number("count")
    if not 1 <= size <= PER_PAGE or offset < 0:
        raise ApiError(40035, "invalid parameter")
    done = [p for p in call.account.publications.values() if p.status == 0]
    done.sort(key=lambda p: -p.accepted_at)
    hide = {"content": ""} if call.number("no_content") == 1 else {}
    items = [
        {
            "article_id": p.article_id,
            "content": {"news_item": [_shown(page, call) | hide for page in _pages(call, p)]},
            "update_time": int(p.accepted_at),
        }
        for p in done[offset : offset + size]
    ]
    return {"total_count": len(done), "item_count": len(items), "item": items}


async def delete(call: Call) -> dict[str, Any]:
    """One article (1-based) or, with 0, all of them; there is no way back."""
    found, index = _published(call), call.number("index")
    pages = _pages(call, found)
    if not 0 <= index <= len(pages):
        raise ApiError(40114, "invalid index value")
    for page in pages if index == 0 else [pages[index - 1]]:
        page.deleted = True
    if all(page.deleted for page in pages):
        found.status = DELETED_BY_USER
    call.platform.record("publish_deleted", call.account, article_id=found.article_id)
    return {"errcode": 0, "errmsg": "ok"}


def _published(call: Call) -> Publication:
    wanted = call.text("article_id")
    done = (p for p in call.account.publications.values() if p.status == 0)
    found = next((p for p in done if p.article_id == wanted), None)
    if found is None:
        raise ApiError(53600, "invalid article_id")
    return found


def _pages(call: Call, found: Publication) -> list[Article]:
    return [call.platform.state.articles[i] for i in found.article_ids]


def _shown(page: Article, call: Call) -> dict[str, Any]:
    words = {n: getattr(page, n) for n in ("title", "author", "digest", "content")}
    return words | {
        "content_source_url": page.source_url,
        "thumb_url": page.cover,
        "url": page_url(page, call.base_url),
        "is_deleted": page.deleted,
    }


ENDPOINTS = [
    Endpoint("POST", "/cgi-bin/freepublish/submit", submit, daily=100),
    Endpoint("POST", "/cgi-bin/freepublish/get", get, daily=100),
    Endpoint("POST", "/cgi-bin/freepublish/getarticle", getarticle, daily=100),
    Endpoint("POST", "/cgi-bin/freepublish/batchget", batchget, daily=100),
    Endpoint("POST", "/cgi-bin/freepublish/delete", delete, daily=10),
]
