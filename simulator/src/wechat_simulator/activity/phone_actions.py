"""Actions on the phone: each becomes a callback and, if the account answers, a chat entry."""

import secrets
from typing import Any

from wechat_simulator.activity import desk
from wechat_simulator.wire.callbacks import Delivered, deliver
from wechat_simulator.wire.crypto import storable
from wechat_simulator.world import figures, qrcodes
from wechat_simulator.world.platform import Platform
from wechat_simulator.world.state import Account, Follower, Window

OUT_OF_SERVICE = "该公众号暂时无法提供服务，请稍后再试"
# cause: (messages, seconds) that the account may use (sheet §2.7)
WINDOWS = {
    "message": (5, 48 * 3600),
    "click": (3, 60),
    "subscribe": (3, 60),
    "scan": (3, 60),
}
MESSAGE_FIELDS = {
    "text": ("Content",),
    "image": ("PicUrl", "MediaId"),
    "voice": ("MediaId", "Format", "Recognition"),
    "video": ("MediaId", "ThumbMediaId"),
    "shortvideo": ("MediaId", "ThumbMediaId"),
    "location": ("Location_X", "Location_Y", "Scale", "Label"),
    "link": ("Title", "Description", "Url"),
    "miniprogrampage": ("AppId", "Title", "PagePath", "ThumbUrl", "ThumbMediaId"),
    "file": ("Title", "Description", "FileKey", "FileMd5", "FileTotalLen"),
}
IN_PLACE = "【收到不支持的消息类型，暂无法显示】"
"""WeChat's text for a message that accounts do not receive."""
UNSHOWN = ("sticker", "red_packet")
FROM_JSON = {
    "content": "Content",
    "pic_url": "PicUrl",
    "media_id": "MediaId",
    "format": "Format",
    "recognition": "Recognition",
    "thumb_media_id": "ThumbMediaId",
    "x": "Location_X",
    "y": "Location_Y",
    "scale": "Scale",
    "label": "Label",
    "title": "Title",
    "description": "Description",
    "url": "Url",
    "appid": "AppId",
    "pagepath": "PagePath",
    "thumb_url": "ThumbUrl",
    "file_key": "FileKey",
    "md5": "FileMd5",
    "size": "FileTotalLen",
}
DEFAULTS = {"Format": "amr", "Scale": "15", "Label": "", "Description": "", "Recognition": ""}


NOTHING_SHOWN: dict[str, Any] = {"reply": None, "problem": None, "shown": None}


class ImpossibleError(ValueError):
    """The phone can't do this now, such as writing to an account that it doesn't follow."""


async def follow(
    platform: Platform, account: Account, follower: Follower, scene: str = "", paid: str = ""
) -> dict[str, Any]:
    """关注: from the profile page, with a scene by scanning a QR code, or after a payment (its number is `paid`)."""
    if follower.subscribed:
        raise ImpossibleError("already following; scan instead")
    _must_be_good(platform, account, scene)
    follower.subscribed = True
    follower.subscribe_time = int(platform.now())
    follower.qr_scene = scene
    follower.subscribe_scene = "ADD_SCENE_QR_CODE" if scene else "ADD_SCENE_SEARCH"
    open_window(platform, follower, "subscribe")
    figures.add(platform, account, f"new:{figures.source(follower)}")
    platform.tell("changed", {})
    extra = {"EventKey": f"qrscene_{scene}" if scene else f"last_trade_no_{paid}" if paid else ""}
    if scene:
        extra["Ticket"] = ticket_of(account, scene)
    return await event(platform, account, follower, "subscribe", extra)


async def unfollow(platform: Platform, account: Account, follower: Follower) -> dict[str, Any]:
    """取消关注; an answer is not shown, since the chat has ended."""
    _must_follow(follower)
    follower.subscribed = False
    follower.windows.clear()
    figures.add(platform, account, f"gone:{figures.source(follower)}")
    account.sessions.pop(follower.openid, None)
    platform.tell("changed", {})
    return await event(
        platform, account, follower, "unsubscribe", {"EventKey": ""}, answerable=False
    )


async def scan(
    platform: Platform, account: Account, follower: Follower, scene: str
) -> dict[str, Any]:
    """扫一扫: a newcomer follows, a follower sends SCAN (sheet §1.5)."""
    if not follower.subscribed:
        return await follow(platform, account, follower, scene)
    _must_be_good(platform, account, scene)
    open_window(platform, follower, "scan")
    extra = {"EventKey": scene, "Ticket": ticket_of(account, scene)}
    return await event(platform, account, follower, "SCAN", extra)


async def click(
    platform: Platform, account: Account, follower: Follower, key: str
) -> dict[str, Any]:
    _must_follow(follower)
    open_window(platform, follower, "click")
    return await event(platform, account, follower, "CLICK", {"EventKey": key})


async def view(
    platform: Platform, account: Account, follower: Follower, url: str
) -> dict[str, Any]:
    """A menu link: WeChat reports it and opens the page; it shows no answer."""
    _must_follow(follower)
    extra = {"EventKey": url, "MenuId": str(platform.sequence())}
    return await event(platform, account, follower, "VIEW", extra, answerable=False)


async def report_location(
    platform: Platform, account: Account, follower: Follower, where: dict[str, Any]
) -> dict[str, Any]:
    _must_follow(follower)
    names = {"x": "Latitude", "y": "Longitude", "precision": "Precision"}
    extra = {name: str(where.get(key, "0")) for key, name in names.items()}
    return await event(platform, account, follower, "LOCATION", extra, answerable=False)


async def send(
    platform: Platform, account: Account, follower: Follower, message: dict[str, Any]
) -> dict[str, Any]:
    """A message of any type from the phone (sheet §1.4).

    A type that has no fields of its own here is pushed under its name with the `fields` that the message gives;
    those named in `without` are left out.
    """
    _must_follow(follower)
    kind = str(message.get("type", ""))
    if not kind or kind == "event":
        raise ImpossibleError(f"a phone sends no message of type {kind!r}")
    given = {FROM_JSON[key]: str(item) for key, item in message.items() if key in FROM_JSON}
    if kind == "text" and not given.get("Content", "").strip():
        raise ImpossibleError("the message is empty")
    names = MESSAGE_FIELDS.get(kind, ())
    content = {name: given.get(name, DEFAULTS.get(name, "")) for name in names}
    if kind in UNSHOWN:
        content = {"Content": IN_PLACE}
    elif not names:
        content = dict(message.get("fields") or {})
    for name in message.get("without") or ():
        content.pop(name, None)
    menu_item = str(message.get("bizmsgmenuid", ""))
    open_window(platform, follower, "click" if menu_item else "message")
    if menu_item:
        content["bizmsgmenuid"] = menu_item
    entry = {k: storable(v) if isinstance(v, str) else v for k, v in message.items()}
    platform.say(account, follower, {"direction": "out", **entry})
    figures.message(platform, account, follower, kind)
    if desk.hears(platform, account, follower, entry.get("content") or f"[{kind}]"):
        return {"openid": follower.openid, "attempts": [], **NOTHING_SHOWN}
    pushed = "text" if kind in UNSHOWN else kind
    fields = _common(platform, account, follower, pushed) | content
    fields["MsgId"] = platform.message_id()
    return await _exchange(platform, account, follower, fields)


async def event(
    platform: Platform,
    account: Account,
    follower: Follower,
    name: str,
    extra: dict[str, Any],
    *,
    answerable: bool = True,
) -> dict[str, Any]:
    fields = _common(platform, account, follower, "event") | {"Event": name} | extra
    return await _exchange(platform, account, follower, fields, answerable=answerable)


def open_window(platform: Platform, follower: Follower, cause: str) -> None:
    """Open the full window of this cause; it replaces an earlier window of the same cause."""
    count, seconds = WINDOWS[cause]
    follower.windows = [w for w in follower.windows if w.cause != cause]
    follower.windows.append(Window(cause, platform.now() + seconds, count))


def ticket_of(account: Account, scene: str) -> str:
    """The ticket of the newest code with this scene; a scene that no code has is played with an invented one."""
    code = qrcodes.of_scene(account, scene)
    return code.ticket if code else "gQ" + secrets.token_urlsafe(60)


def shown_text(reply: dict[str, Any] | None) -> str | None:
    """The reply as text for the user; None when nothing appears."""
    if reply is None or reply["type"] == "transfer_customer_service":
        return None
    if reply["type"] == "news":
        return "\n".join(article["title"] for article in reply["articles"])
    words = {"image": "[图片]", "voice": "[语音]", "video": "[视频]", "music": "[音乐]"}
    return reply.get("content") or words.get(reply["type"])


def _must_be_good(platform: Platform, account: Account, scene: str) -> None:
    code = qrcodes.of_scene(account, scene)
    if code is not None and code.expired(platform.now()):
        raise ImpossibleError("the code has expired (二维码已过期)")


def _must_follow(follower: Follower) -> None:
    if not follower.subscribed:
        raise ImpossibleError("this user does not follow the account")


def _common(platform: Platform, account: Account, follower: Follower, kind: str) -> dict[str, Any]:
    return {
        "ToUserName": account.original_id,
        "FromUserName": follower.openid,
        "CreateTime": int(platform.now()),
        "MsgType": kind,
    }


async def _exchange(
    platform: Platform,
    account: Account,
    follower: Follower,
    fields: dict[str, Any],
    *,
    answerable: bool = True,
) -> dict[str, Any]:
    delivered = await deliver(platform, account, fields)
    shown = _show(platform, account, follower, delivered) if answerable else None
    return {
        "openid": follower.openid,
        "attempts": delivered.attempts,
        "reply": delivered.reply,
        "problem": delivered.problem,
        "shown": shown,
    }


def _show(
    platform: Platform, account: Account, follower: Follower, delivered: Delivered
) -> str | None:
    if delivered.problem:
        platform.say(
            account,
            follower,
            {"direction": "system", "type": "text", "content": OUT_OF_SERVICE},
        )
        return OUT_OF_SERVICE
    reply = delivered.reply
    if reply is None:
        return None
    if reply["type"] == "transfer_customer_service":
        desk.transfer(platform, account, follower, reply["kf_account"])
    else:
        platform.say(account, follower, {"direction": "in", **reply})
    who = {"openid": follower.openid, "user": follower.user, "call": delivered.call}
    platform.record("reply", account, **who, **reply)
    return shown_text(reply)
