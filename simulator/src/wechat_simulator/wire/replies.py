"""An account's reply to a callback, read as strictly as WeChat reads it."""

import json
from collections.abc import Callable
from typing import Any

from wechat_simulator.wire.crypto import EnvelopeError, signed_by, unseal
from wechat_simulator.wire.xml import MalformedXmlError, parse
from wechat_simulator.world.state import Account

TEXT_BYTES = 2048
NEWS_FOR_EVENTS = 8
NEWS_FOR_MESSAGES = 1
Has = Callable[[str], bool]


class BadReplyError(ValueError):
    """The reply is wrong; WeChat tells the user that the account is out of service."""


def read_reply(
    body: bytes, account: Account, openid: str, *, to_event: bool, now: float
) -> dict[str, Any] | None:
    """The reply as a flat dict with `type`, or None when nothing is to be shown (sheet §1.3).

    Raises:
        BadReplyError: unparsable, badly sealed, addressed to somebody else or beyond a limit.
    """
    try:
        text = body.decode("utf-8").strip()
    except UnicodeDecodeError as error:
        raise BadReplyError("the reply is not UTF-8") from error
    if text in ("", "success"):
        return None
    fields = _open(_fields(text, account), account)
    if fields.get("ToUserName") != openid:
        raise BadReplyError("ToUserName is not the openid that wrote")
    if fields.get("FromUserName") != account.original_id:
        raise BadReplyError("FromUserName is not the account's original id")
    kind = str(fields.get("MsgType", ""))
    if kind not in READERS:
        raise BadReplyError(f"MsgType {kind!r} is no passive reply")
    reply = {"type": kind, **READERS[kind](fields, _alive(account, now))}
    if kind == "news":
        limit = NEWS_FOR_EVENTS if to_event else NEWS_FOR_MESSAGES
        reply["articles"] = reply["articles"][:limit]
    if kind == "transfer_customer_service" and to_event:
        raise BadReplyError("only messages can be transferred, not events")
    return reply


def _fields(text: str, account: Account) -> dict[str, Any]:
    """XML always; JSON only where the account's data format is JSON (sheet §1.1)."""
    if account.format == "json" and text.startswith("{"):
        try:
            found = json.loads(text)
        except ValueError as error:
            raise BadReplyError("the reply is not JSON") from error
        if isinstance(found, dict):
            return found
    try:
        return parse(text)
    except MalformedXmlError as error:
        raise BadReplyError(f"the reply is not WeChat XML: {error}") from error


def _open(fields: dict[str, Any], account: Account) -> dict[str, Any]:
    sealed = "Encrypt" in fields
    if account.mode == "plain" and sealed:
        raise BadReplyError("an encrypted reply in plaintext mode")
    if not sealed:
        if account.mode == "safe":
            raise BadReplyError("a plaintext reply in safe mode")
        return fields
    parts = (str(fields.get("TimeStamp", "")), str(fields.get("Nonce", "")), fields["Encrypt"])
    if not signed_by(str(fields.get("MsgSignature", "")), account.token, *parts):
        raise BadReplyError("MsgSignature does not match")
    try:
        return _fields(unseal(fields["Encrypt"], account.aes_key, account.appid), account)
    except EnvelopeError as error:
        raise BadReplyError(f"Encrypt does not open: {error}") from error


def _part(fields: dict[str, Any], name: str) -> dict[str, Any]:
    part = fields.get(name)
    if not isinstance(part, dict):
        raise BadReplyError(f"<{name}> is missing or empty")
    return part


def _word(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name, "")
    if isinstance(value, dict | list):
        raise BadReplyError(f"<{name}> is not one text")
    return str(value)


def _alive(account: Account, now: float) -> Has:
    """Whether a media_id is a file of this account's that has not expired (sheet §2.3)."""

    def has(media_id: str) -> bool:
        found = account.media.get(media_id)
        return found is not None and not found.expired(now)

    return has


def _media(part: dict[str, Any], name: str, has: Has) -> str:
    media_id = _word(part, name)
    if not has(media_id):
        raise BadReplyError(f"<{name}> {media_id!r} is no media of this account")
    return media_id


def _text(fields: dict[str, Any], _: Has) -> dict[str, Any]:
    content = _word(fields, "Content")
    if not content:
        raise BadReplyError("<Content> is missing or empty")
    if len(content.encode()) > TEXT_BYTES:
        raise BadReplyError(f"<Content> is longer than {TEXT_BYTES} bytes")
    return {"content": content}


def _image(fields: dict[str, Any], has: Has) -> dict[str, Any]:
    return {"media_id": _media(_part(fields, "Image"), "MediaId", has)}


def _voice(fields: dict[str, Any], has: Has) -> dict[str, Any]:
    return {"media_id": _media(_part(fields, "Voice"), "MediaId", has)}


def _video(fields: dict[str, Any], has: Has) -> dict[str, Any]:
    part = _part(fields, "Video")
    words = {"title": _word(part, "Title"), "description": _word(part, "Description")}
    return {"media_id": _media(part, "MediaId", has), **words}


def _music(fields: dict[str, Any], has: Has) -> dict[str, Any]:
    part = _part(fields, "Music")
    names = {"title": "Title", "description": "Description", "url": "MusicUrl"}
    reply = {key: _word(part, name) for key, name in names.items()}
    return reply | {
        "hq_url": _word(part, "HQMusicUrl"),
        "thumb_media_id": _media(part, "ThumbMediaId", has),
    }


def _news(fields: dict[str, Any], _: Has) -> dict[str, Any]:
    container = fields.get("Articles")
    items = container.get("item", []) if isinstance(container, dict) else container
    items = items if isinstance(items, list) else [items]
    if not items or not all(isinstance(item, dict) for item in items):
        raise BadReplyError("<Articles> has no <item>")
    if _word(fields, "ArticleCount") != str(len(items)):
        raise BadReplyError("<ArticleCount> is not the number of <item>s")
    names = {"title": "Title", "digest": "Description", "cover": "PicUrl", "url": "Url"}
    return {"articles": [{key: _word(i, name) for key, name in names.items()} for i in items]}


def _transfer(fields: dict[str, Any], _: Has) -> dict[str, Any]:
    info = fields.get("TransInfo")
    return {"kf_account": _word(info, "KfAccount") if isinstance(info, dict) else ""}


READERS = {
    "text": _text,
    "image": _image,
    "voice": _voice,
    "video": _video,
    "music": _music,
    "news": _news,
    "transfer_customer_service": _transfer,
}
