"""The menu at the bottom of the chat, with every limit (sheet §2.2)."""

from typing import Any

from wechat_simulator.api.protocol import OK, ApiError, Call, Endpoint

TOP, SUB = 3, 5
TOP_NAME_BYTES, SUB_NAME_BYTES = 16, 60
KEY_BYTES, URL_BYTES = 128, 1024
# type: the field that it requires
NEEDS = {
    "click": "key",
    "view": "url",
    "miniprogram": "appid",
    "scancode_push": "key",
    "scancode_waitmsg": "key",
    "pic_sysphoto": "key",
    "pic_photo_or_album": "key",
    "pic_weixin": "key",
    "location_select": "key",
    "media_id": "media_id",
    "view_limited": "media_id",
    "article_id": "article_id",
    "article_view_limited": "article_id",
}
MISSING = {
    "key": (40019, "invalid button key size"),
    "url": (40020, "invalid button url size"),
    "media_id": (40007, "invalid media_id"),
    "article_id": (40007, "invalid article_id"),
    "appid": (40013, "invalid appid"),
}


async def create(call: Call) -> dict[str, Any]:
    check_buttons(call)
    call.account.menu = {"button": call.body["button"]}
    call.account.menu_on_page = False
    call.platform.record("menu", call.account, menu=call.account.menu)
    call.platform.tell("changed", {})
    return dict(OK)


async def get(call: Call) -> dict[str, Any]:
    if call.account.menu is None or call.account.menu_on_page:
        raise ApiError(46003, "menu no exist")
    answer: dict[str, Any] = {"menu": {"button": with_subs(call.account.menu["button"])}}
    if call.account.conditional_menus:
        answer["conditionalmenu"] = [
            {"button": with_subs(m.button), "matchrule": m.matchrule, "menuid": int(m.menuid)}
            for m in call.account.conditional_menus
        ]
    return answer


async def delete(call: Call) -> dict[str, Any]:
    """Delete the menu and all conditional menus."""
    call.account.menu = None
    call.account.menu_on_page = False
    call.account.conditional_menus.clear()
    call.platform.record("menu", call.account, menu=None)
    call.platform.tell("changed", {})
    return dict(OK)


async def selfmenu_info(call: Call) -> dict[str, Any]:
    """Here sub-buttons hang under `sub_button.list`, unlike in menu/get."""
    if call.account.menu is None:
        return {"is_menu_open": 0}
    buttons = []
    for button in call.account.menu["button"]:
        subs = button.get("sub_button")
        shown = {k: v for k, v in button.items() if k != "sub_button"}
        buttons.append(shown | ({"sub_button": {"list": subs}} if subs else {}))
    return {"is_menu_open": 1, "selfmenu_info": {"button": buttons}}


def check_buttons(call: Call) -> None:
    """Every limit of the sheet, for everybody's menu and for conditional ones."""
    buttons = call.body.get("button")
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= TOP:
        raise ApiError(40016, "invalid button size")
    for button in buttons:
        _check_top(button, call)


def with_subs(buttons: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The buttons as WeChat returns them: every button has `sub_button`, even if empty."""
    return [
        {**b, "sub_button": [{**sub, "sub_button": []} for sub in b.get("sub_button", [])]}
        for b in buttons
    ]


def _check_top(button: Any, call: Call) -> None:
    if not isinstance(button, dict):
        raise ApiError(47001, "data format error")
    _check_name(button, TOP_NAME_BYTES, (40018, "invalid button name size"))
    subs = button.get("sub_button") or []
    if not isinstance(subs, list) or len(subs) > SUB:
        raise ApiError(40023, "invalid sub button size")
    for sub in subs:
        if not isinstance(sub, dict) or sub.get("sub_button"):
            raise ApiError(40022, "invalid sub button level")
        _check_name(sub, SUB_NAME_BYTES, (40025, "invalid sub button name size"))
        _check_action(sub, call)
    if not subs:
        _check_action(button, call)


def _check_name(button: dict[str, Any], limit: int, error: tuple[int, str]) -> None:
    name = button.get("name")
    if not isinstance(name, str) or not 1 <= len(name.encode()) <= limit:
        raise ApiError(*error)


def _check_action(button: dict[str, Any], call: Call) -> None:
    kind = button.get("type")
    if kind not in NEEDS:
        raise ApiError(40017, "invalid button type")
    field = NEEDS[kind]
    value = button.get(field)
    if not isinstance(value, str) or not value:
        raise ApiError(*MISSING[field])
    if kind == "miniprogram" and not button.get("url"):
        # Older clients open this instead.
        raise ApiError(*MISSING["url"])
    if field == "media_id" and not _permanent(call, value):
        raise ApiError(*MISSING["media_id"])
    if len(str(button.get("key", "")).encode()) > KEY_BYTES:
        raise ApiError(*MISSING["key"])
    if len(str(button.get("url", "")).encode()) > URL_BYTES:
        raise ApiError(*MISSING["url"])
    if field == "article_id":
        known = {p.article_id for p in call.account.publications.values() if p.status == 0}
        if value not in known:
            raise ApiError(*MISSING["article_id"])


def _permanent(call: Call, media_id: str) -> bool:
    media = call.account.media.get(media_id)
    return media is not None and media.permanent


ENDPOINTS = [
    Endpoint("POST", "/cgi-bin/menu/create", create, daily=1000),
    Endpoint("GET", "/cgi-bin/menu/get", get, daily=10_000),
    Endpoint("GET", "/cgi-bin/menu/delete", delete, daily=1000),
    Endpoint("GET", "/cgi-bin/get_current_selfmenu_info", selfmenu_info, daily=10_000),
]
