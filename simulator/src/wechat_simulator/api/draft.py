"""The draft box (sheet §2.4)."""

import secrets
from typing import Any

from wechat_simulator.api.protocol import OK, ApiError, Call, Endpoint
from wechat_simulator.world.html import clean, plain_text
from wechat_simulator.world.state import Draft

MOST_ARTICLES = 8
TITLE, AUTHOR, DIGEST = 32, 16, 128
CONTENT_CHARS, CONTENT_BYTES, SOURCE_URL_BYTES = 20_000, 1024 * 1024, 1024
DIGEST_DEFAULT = 54
IMAGES = 20
PER_PAGE = 20


async def add(call: Call) -> dict[str, Any]:
    articles = call.body.get("articles")
    if not isinstance(articles, list) or not articles:
        raise ApiError(44003, "empty news data")
    if len(articles) > MOST_ARTICLES:
        raise ApiError(45008, "article size out of limit")
    checked = [_article(article, call) for article in articles]
    now = int(call.platform.now())
    media_id = secrets.token_urlsafe(48)
    call.account.drafts[media_id] = Draft(media_id, checked, now, now)
    return {"media_id": media_id, "item": []}


async def update(call: Call) -> dict[str, Any]:
    draft, index = _draft(call), call.number("index")
    if not 0 <= index < len(draft.articles):
        raise ApiError(40114, "invalid index value")
    draft.articles[index] = _article(call.body.get("articles"), call)
    draft.updated_at = int(call.platform.now())
    return dict(OK)


async def get(call: Call) -> dict[str, Any]:
    draft = _draft(call)
    return {
        "news_item": [_shown(a, call) for a in draft.articles],
        "create_time": draft.created_at,
        "update_time": draft.updated_at,
    }


async def delete(call: Call) -> dict[str, Any]:
    call.account.drafts.pop(_draft(call).media_id)
    return dict(OK)


async def count(call: Call) -> dict[str, Any]:
    return {"total_count": len(call.account.drafts)}


async def batchget(call: Call) -> dict[str, Any]:
    offset, size = call.number("offset"), call.number("count")
    if not 1 <= size <= PER_PAGE or offset < 0:
        raise ApiError(40035, "invalid parameter")
    drafts = sorted(call.account.drafts.values(), key=lambda d: -d.updated_at)
    hide = call.number("no_content") == 1
    items = [_item(draft, call, hide) for draft in drafts[offset : offset + size]]
    return {"total_count": len(drafts), "item_count": len(items), "item": items}


async def switch(call: Call) -> dict[str, Any]:
    """The switch to the draft box, which has no way back; here it is always on (sheet §2.4)."""
    return OK | {"is_open": 1}


def _item(draft: Draft, call: Call, hide: bool) -> dict[str, Any]:
    news = [_shown(a, call) | ({"content": ""} if hide else {}) for a in draft.articles]
    content = {
        "news_item": news,
        "create_time": draft.created_at,
        "update_time": draft.updated_at,
    }
    return {"media_id": draft.media_id, "content": content, "update_time": draft.updated_at}


def _draft(call: Call) -> Draft:
    draft = call.account.drafts.get(call.text("media_id"))
    if draft is None:
        raise ApiError(40007, "invalid media_id")
    return draft


def _shown(article: dict[str, Any], call: Call) -> dict[str, Any]:
    thumb = article["thumb_media_id"]
    url = f"{call.base_url}/mmbiz/{call.account.appid}/{thumb}" if thumb else ""
    return article | {"thumb_url": url, "url": f"{call.base_url}/s/draft"}


def _article(given: Any, call: Call) -> dict[str, Any]:
    """One article, checked and cleaned as WeChat keeps it."""
    if not isinstance(given, dict):
        raise ApiError(47001, "data format error")
    words = {
        name: str(given.get(name) or "")
        for name in ("title", "author", "digest", "content", "content_source_url")
    }
    kind = str(given.get("article_type") or "news")
    if kind not in ("news", "newspic"):
        raise ApiError(40035, "invalid parameter")
    _check_words(words)
    article = {"article_type": kind, **words, "thumb_media_id": ""}
    if kind == "newspic":
        article["content"] = plain_text(words["content"])
        article["image_info"] = {"image_list": _images(given, call)}
        article["thumb_media_id"] = article["image_info"]["image_list"][0]["image_media_id"]
    else:
        article["content"] = clean(words["content"], call.base_url)
        article["thumb_media_id"] = _thumb(given.get("thumb_media_id"), call)
    article["digest"] = words["digest"] or plain_text(words["content"])[:DIGEST_DEFAULT]
    flags = ("need_open_comment", "only_fans_can_comment", "show_cover_pic")
    return article | {flag: 1 if given.get(flag) in (1, True) else 0 for flag in flags}


def _check_words(words: dict[str, str]) -> None:
    if not words["title"] or len(words["title"]) > TITLE:
        raise ApiError(45003, "title size out of limit")
    if len(words["author"]) > AUTHOR:
        raise ApiError(45110, "author size out of limit")
    if len(words["digest"]) > DIGEST:
        raise ApiError(45004, "description size out of limit")
    if not words["content"].strip():
        raise ApiError(44003, "empty news data")
    content = words["content"]
    if len(content) >= CONTENT_CHARS or len(content.encode()) >= CONTENT_BYTES:
        raise ApiError(45002, "content size out of limit")
    if len(words["content_source_url"].encode()) > SOURCE_URL_BYTES:
        raise ApiError(45005, "url size out of limit")


def _thumb(media_id: Any, call: Call) -> str:
    media = call.account.media.get(str(media_id or ""))
    if media is None or not media.permanent or media.kind not in ("image", "thumb"):
        raise ApiError(40007, "invalid media_id")
    return media.media_id


def _images(given: dict[str, Any], call: Call) -> list[dict[str, str]]:
    info = given.get("image_info")
    images = info.get("image_list") if isinstance(info, dict) else None
    if not isinstance(images, list) or not 1 <= len(images) <= IMAGES:
        raise ApiError(40007, "invalid media_id")
    return [
        {"image_media_id": _thumb(i.get("image_media_id") if isinstance(i, dict) else "", call)}
        for i in images
    ]


ENDPOINTS = [
    Endpoint("POST", "/cgi-bin/draft/add", add, daily=1000),
    Endpoint("POST", "/cgi-bin/draft/update", update, daily=1000),
    Endpoint("POST", "/cgi-bin/draft/get", get, daily=500),
    Endpoint("POST", "/cgi-bin/draft/delete", delete, daily=1000),
    Endpoint("GET", "/cgi-bin/draft/count", count, daily=1000),
    Endpoint("POST", "/cgi-bin/draft/batchget", batchget, daily=1000),
    Endpoint("POST", "/cgi-bin/draft/switch", switch),
]
