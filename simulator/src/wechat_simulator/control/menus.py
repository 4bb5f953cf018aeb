"""The menu as somebody sets it on the platform's own page (sheet §2.2): not by a call, and its entries may hold replies.

What it refuses is told in Chinese, as the page shows it, with the entry that it is about.
"""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from wechat_simulator.api.menu import SUB, SUB_NAME_BYTES, TOP, TOP_NAME_BYTES, URL_BYTES
from wechat_simulator.control.request import RefusedError, account_of, body_of, platform_of
from wechat_simulator.world.state import Account

# What the page offers, with the fields that an entry of the type needs: it opens something, or answers by itself.
TYPES = {
    "view": ("url",),
    "text": ("value",),
    "img": ("value",),
    "voice": ("value",),
    "miniprogram": ("appid", "pagepath", "url"),
}
LABELS = {
    "view": "跳转网页",
    "text": "发送文字",
    "img": "发送图片",
    "voice": "发送语音",
    "miniprogram": "跳转小程序",
}
FIELDS = {"url": "网址", "value": "内容", "appid": "小程序 AppID", "pagepath": "小程序页面"}
# The kind of permanent material that an entry answers with.
MATERIAL = {"img": "image", "voice": "voice"}
# As long as a text of a reply may be (sheet §1.6).
TEXT_BYTES = 2048


async def get_menu(request: Request) -> Response:
    """What stands there, whether it was made on the page, and what the page takes."""
    account = account_of(request)
    return JSONResponse(
        {
            "button": account.menu["button"] if account.menu else [],
            "on_page": account.menu_on_page,
            "types": {
                name: {"label": LABELS[name], "needs": needs} for name, needs in TYPES.items()
            },
            "fields": FIELDS,
            "limits": {
                "top": TOP,
                "sub": SUB,
                "top_name": TOP_NAME_BYTES,
                "sub_name": SUB_NAME_BYTES,
                "url": URL_BYTES,
                "value": TEXT_BYTES,
            },
            "material": [
                {"media_id": one.media_id, "kind": one.kind, "name": one.title or one.name}
                for one in account.media.values()
                if one.permanent and one.listed and one.kind in MATERIAL.values()
            ],
        }
    )


async def put_menu(request: Request) -> Response:
    """Set the menu on the page; without an entry it is switched off."""
    account, body = account_of(request), await body_of(request)
    buttons = _tops(body.get("button"), account)
    account.menu = {"button": buttons} if buttons else None
    account.menu_on_page = bool(buttons)
    platform_of(request).record("menu", account, menu=account.menu, on_page=True)
    platform_of(request).tell("changed", {})
    return JSONResponse({"button": buttons, "on_page": account.menu_on_page})


def _tops(given: Any, account: Account) -> list[dict[str, Any]]:
    made = []
    for n, one in enumerate(_list(given, TOP, "一级菜单"), 1):
        top = _object(one)
        where = f"第 {n} 个菜单"
        name = _name(top, where, TOP_NAME_BYTES)
        subs = _list(top.get("sub_button") or [], SUB, f"{where}“{name}”的子菜单")
        if not subs:
            made.append({"name": name} | _action(top, f"{where}“{name}”", account))
            continue
        below = []
        for m, sub in enumerate(subs, 1):
            entry, place = _object(sub), f"{where}“{name}”的第 {m} 个子菜单"
            if entry.get("sub_button"):
                raise RefusedError(f"{place}：菜单只有两级，子菜单下不能再有菜单")
            called = _name(entry, place, SUB_NAME_BYTES)
            below.append({"name": called} | _action(entry, f"{place}“{called}”", account))
        made.append({"name": name, "sub_button": below})
    return made


def _list(given: Any, most: int, what: str) -> list[Any]:
    if not isinstance(given, list):
        raise RefusedError("button 和 sub_button 都是列表")
    if len(given) > most:
        raise RefusedError(f"{what}最多 {most} 个，现在有 {len(given)} 个")
    return given


def _object(given: Any) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise RefusedError("每个菜单项是一个对象")
    return given


def _name(entry: dict[str, Any], where: str, longest: int) -> str:
    name = entry.get("name")
    if not isinstance(name, str) or not name.strip():
        raise RefusedError(f"{where}：请填写名称")
    return _short(name, longest, f"{where}“{name}”的名称")


def _action(entry: dict[str, Any], where: str, account: Account) -> dict[str, Any]:
    """What the entry does: of a type that the page offers, or as a program has set it before."""
    kept = _set_by_call(entry, account)
    if kept is not None:
        return kept
    kind = str(entry.get("type") or "")
    if kind not in TYPES:
        raise RefusedError(f"{where}：请选择类型：{'、'.join(LABELS.values())}")
    done = {"type": kind}
    for field in TYPES[kind]:
        value = entry.get(field)
        if not isinstance(value, str) or not value.strip():
            raise RefusedError(f"{where}：请填写{FIELDS[field]}")
        done[field] = value
    if "url" in done:
        _short(done["url"], URL_BYTES, f"{where}的网址")
        if not done["url"].startswith(("http://", "https://")):
            raise RefusedError(f"{where}：网址以 http:// 或 https:// 开头")
    if kind == "text":
        _short(done["value"], TEXT_BYTES, f"{where}的文字")
    if kind in MATERIAL:
        media = account.media.get(done["value"])
        if media is None or not media.permanent or media.kind != MATERIAL[kind]:
            raise RefusedError(f"{where}：素材库里没有这个素材，请从永久素材中选择")
    return done


def _set_by_call(entry: dict[str, Any], account: Account) -> dict[str, Any] | None:
    """The entry's action, where it stands so already: those of calls have types that the page does not offer."""
    asked = _without_name(entry)
    for top in account.menu["button"] if account.menu else []:
        for one in (top, *(top.get("sub_button") or [])):
            if not one.get("sub_button") and asked == _without_name(one):
                return asked
    return None


def _without_name(entry: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in entry.items() if k not in ("name", "sub_button")}


def _short(text: str, longest: int, what: str) -> str:
    size = len(text.encode())
    if size > longest:
        raise RefusedError(f"{what}最长 {longest} 字节（一个汉字 3 字节），现在 {size} 字节")
    return text
