"""Customer-service messages with their windows and counts (sheet §2.7)."""

from collections.abc import Callable
from typing import Any

from wechat_simulator.api.protocol import OK, ApiError, Call, Endpoint
from wechat_simulator.world.articles import card
from wechat_simulator.world.followers import find
from wechat_simulator.world.state import Follower

TEXT_BYTES = 2048


async def custom_send(call: Call) -> dict[str, Any]:
    """Send one message. The window is counted last, so a refused message costs nothing."""
    follower = recipient(call, call.text("touser"))
    kind = call.text("msgtype")
    if kind not in READERS:
        raise ApiError(40008, "invalid message type")
    part = call.body.get(kind)
    if not isinstance(part, dict):
        raise ApiError(44004, "empty content")
    content = READERS[kind](part, call)
    if follower.blocked:
        raise ApiError(43019, "user is in blacklist")
    _served_by(call)
    _spend_window(follower, call.platform.now())
    entry = {"direction": "in", "type": kind, **content}
    call.platform.say(call.account, follower, entry)
    effect = {"openid": follower.openid, "user": follower.user, "type": kind, **content}
    call.platform.record("custom", call.account, **effect)
    return dict(OK)


def _served_by(call: Call) -> None:
    """The agent's name under the message; the agent has to be one of the account's."""
    named = call.body.get("customservice")
    if isinstance(named, dict) and named.get("kf_account") not in call.account.agents:
        raise ApiError(61451, "invalid parameter: no such kf_account")


async def typing(call: Call) -> dict[str, Any]:
    follower = recipient(call, call.text("touser"))
    command = call.text("command")
    if command not in ("Typing", "CancelTyping"):
        raise ApiError(45072, "invalid command")
    if not any(w.until > call.platform.now() for w in follower.windows):
        raise ApiError(45080, "need interaction in 24 hours")
    call.platform.tell(
        "typing",
        {"appid": call.account.appid, "user": follower.user, "on": command == "Typing"},
    )
    return dict(OK)


def recipient(call: Call, openid: str) -> Follower:
    """The follower with this openid; 40003 if the account has none."""
    follower = find(call.account, openid)
    if follower is None:
        raise ApiError(40003, "invalid openid")
    return follower


def _spend_window(follower: Follower, now: float) -> None:
    """Take one message from the window that closes first (45015, 45047)."""
    follower.windows = [w for w in follower.windows if w.until > now]
    if not follower.subscribed or not follower.windows:
        raise ApiError(45015, "response out of time limit or subscription is canceled")
    open_ones = sorted((w for w in follower.windows if w.left > 0), key=lambda w: w.until)
    if not open_ones:
        raise ApiError(45047, "out of response count limit")
    open_ones[0].left -= 1


def media_of(call: Call, media_id: Any) -> str:
    """A file of this account's, permanent or not older than three days (sheet §2.3)."""
    found = call.account.media.get(media_id) if isinstance(media_id, str) else None
    if found is None or found.expired(call.platform.now()):
        raise ApiError(40007, "invalid media_id")
    return found.media_id


def _text(part: dict[str, Any], _: Call) -> dict[str, Any]:
    content = part.get("content")
    if not isinstance(content, str) or not content:
        raise ApiError(44004, "empty content")
    if len(content.encode()) > TEXT_BYTES:
        raise ApiError(45002, "content size out of limit")
    return {"content": content}


def _media(part: dict[str, Any], call: Call) -> dict[str, Any]:
    return {"media_id": media_of(call, part.get("media_id"))}


def _video(part: dict[str, Any], call: Call) -> dict[str, Any]:
    words = {name: str(part.get(name, "")) for name in ("title", "description")}
    return _media(part, call) | words


def _music(part: dict[str, Any], call: Call) -> dict[str, Any]:
    return {
        "title": str(part.get("title", "")),
        "description": str(part.get("description", "")),
        "url": str(part.get("musicurl", "")),
        "hq_url": str(part.get("hqmusicurl", "")),
        "thumb_media_id": media_of(call, part.get("thumb_media_id")),
    }


def _news(part: dict[str, Any], _: Call) -> dict[str, Any]:
    articles = part.get("articles")
    if not isinstance(articles, list) or not articles:
        raise ApiError(44003, "empty news data")
    if len(articles) > 1:
        raise ApiError(45008, "article size out of limit")
    names = {"title": "title", "digest": "description", "cover": "picurl", "url": "url"}
    return {"articles": [{k: str(a.get(n, "")) for k, n in names.items()} for a in articles]}


def _mpnews(part: dict[str, Any], call: Call) -> dict[str, Any]:
    draft = call.account.drafts.get(str(part.get("media_id", "")))
    if draft is None:
        raise ApiError(40007, "invalid media_id")
    return {"articles": [{"title": a["title"], "url": ""} for a in draft.articles]}


def _mpnewsarticle(part: dict[str, Any], call: Call) -> dict[str, Any]:
    found = call.account.publications.get(_publish_of(call, str(part.get("article_id", ""))))
    if found is None:
        raise ApiError(53600, "invalid article_id")
    pages = [call.platform.state.articles[i] for i in found.article_ids]
    return {"articles": [card(page, call.base_url) for page in pages]}


def _publish_of(call: Call, article_id: str) -> str:
    publications = call.account.publications.values()
    return next((p.publish_id for p in publications if p.article_id == article_id), "")


def _msgmenu(part: dict[str, Any], _: Call) -> dict[str, Any]:
    items = part.get("list")
    if not isinstance(items, list) or not items:
        raise ApiError(44004, "empty content")
    choices = [{"id": str(i.get("id", "")), "content": str(i.get("content", ""))} for i in items]
    head, tail = (str(part.get(name, "")) for name in ("head_content", "tail_content"))
    return {"head": head, "items": choices, "tail": tail}


def _miniprogram(part: dict[str, Any], call: Call) -> dict[str, Any]:
    thumb = media_of(call, part.get("thumb_media_id"))
    names = {"title": "title", "mini_appid": "appid", "pagepath": "pagepath"}
    return {k: str(part.get(n, "")) for k, n in names.items()} | {"thumb_media_id": thumb}


def _card(part: dict[str, Any], _: Call) -> dict[str, Any]:
    return {"card_id": str(part.get("card_id", ""))}


READERS: dict[str, Callable[[dict[str, Any], Call], dict[str, Any]]] = {
    "text": _text,
    "image": _media,
    "voice": _media,
    "video": _video,
    "music": _music,
    "news": _news,
    "mpnews": _mpnews,
    "mpnewsarticle": _mpnewsarticle,
    "msgmenu": _msgmenu,
    "miniprogrampage": _miniprogram,
    "wxcard": _card,
}

ENDPOINTS = [
    Endpoint("POST", "/cgi-bin/message/custom/send", custom_send, daily=500_000),
    Endpoint("POST", "/cgi-bin/message/custom/typing", typing),
]
