"""get_current_selfmenu_info → a menu that menu/create takes, and the replies behind its keys (sheet §2.2).

A menu made on WeChat's pages holds its replies itself (``text``, ``img``, ``news``, …); ours sends a key, which
the reply book answers. The types of such buttons are general knowledge [M], kept in this one place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from chalicelib.conversation.models import Replies
from chalicelib.conversation.wechat_import.autoreply import reply_of
from chalicelib.conversation.wechat_import.losses import Losses, part, parts, text
from chalicelib.web_address import fault

_AS_IT_IS: Final[dict[str, tuple[str, ...]]] = {
    "view": ("url",),
    "click": ("key",),
    "miniprogram": ("appid", "pagepath", "url"),
    "scancode_push": ("key",),
    "scancode_waitmsg": ("key",),
    "pic_sysphoto": ("key",),
    "pic_photo_or_album": ("key",),
    "pic_weixin": ("key",),
    "location_select": ("key",),
    "media_id": ("media_id",),
    "view_limited": ("media_id",),
    "article_id": ("article_id",),
    "article_view_limited": ("article_id",),
}
"""Type of button → the fields that it takes along."""

Button = dict[str, Any]


def buttons_and_replies(
    selfmenu: Mapping[str, Any], in_force: Mapping[str, Replies], losses: Losses
) -> tuple[tuple[Button, ...], dict[str, Replies]]:
    """The buttons for menu/create, and what their keys are answered with.

    ``in_force`` is what menu keys are answered with already: a menu that was carried over before keeps that.
    """
    found = parts(part(selfmenu, "selfmenu_info"), "button")
    if not found:
        return (), {}
    if not selfmenu.get("is_menu_open"):
        losses.note("菜单", "在微信后台已停用，没有带入")
        return (), {}
    replies: dict[str, Replies] = {}
    made = [_button(one, (place,), replies, losses) for place, one in enumerate(found, 1)]
    buttons = tuple(one for one in made if one is not None)
    for button in buttons:
        for one in (button, *button.get("sub_button", ())):
            _keep_reply(one, in_force, replies, losses)
    return buttons, replies


def _button(
    found: Mapping[str, Any], place: tuple[int, ...], replies: dict[str, Replies], losses: Losses
) -> Button | None:
    name = text(found, "name")
    where = f"菜单“{name}”"
    if not name:
        losses.note(f"菜单第 {'.'.join(map(str, place))} 项", "没有名称，没有带入")
        return None
    subs = parts(found, "sub_button")
    if subs:
        made = [_button(one, (*place, n), replies, losses) for n, one in enumerate(subs, 1)]
        kept = [one for one in made if one is not None]
        if not kept:
            losses.note(where, "子菜单都没有带入，因此没有带入")
            return None
        return {"name": name, "sub_button": kept}
    kind = text(found, "type")
    if kind in _AS_IT_IS:
        return _as_it_is(found, kind, name, losses)
    reply = reply_of(found, where, losses)
    if reply is None:
        return None
    # By its place: importing the same menu again makes the same keys.
    key = "WX_" + "_".join(map(str, place))
    replies[key] = Replies(replies=(reply,))
    return {"type": "click", "name": name, "key": key}


def _as_it_is(found: Mapping[str, Any], kind: str, name: str, losses: Losses) -> Button | None:
    if wrong := fault(text(found, "url")):
        losses.note(f"菜单“{name}”", f"网址{wrong}，没有带入")
        return None
    return {"type": kind, "name": name} | {
        field: text(found, field) for field in _AS_IT_IS[kind] if text(found, field)
    }


def _keep_reply(
    button: Button, in_force: Mapping[str, Replies], replies: dict[str, Replies], losses: Losses
) -> None:
    key = button.get("key")
    if button.get("type") != "click" or key is None or key in replies:
        return
    if key in in_force:
        replies[key] = in_force[key]
    else:
        losses.note(
            f"菜单“{button['name']}”", f"点击键 {key} 还没有回复，请在规则文件的菜单部分补上"
        )
