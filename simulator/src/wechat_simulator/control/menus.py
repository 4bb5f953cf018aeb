"""The menu as somebody sets it on the platform's own page (sheet §2.2): not by a call, and its entries may hold replies."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from wechat_simulator.api.menu import SUB, SUB_NAME_BYTES, TOP, TOP_NAME_BYTES
from wechat_simulator.control.request import RefusedError, account_of, body_of, platform_of

# What the page offers: it opens a page, or answers by itself.
TYPES = {"view": "url", "text": "value", "img": "value", "voice": "value"}


async def get_menu(request: Request) -> Response:
    """What stands there, and whether it was made on the page."""
    account = account_of(request)
    buttons = account.menu["button"] if account.menu else []
    return JSONResponse({"button": buttons, "on_page": account.menu_on_page})


async def put_menu(request: Request) -> Response:
    """Set the menu on the page; without an entry it is switched off."""
    account, body = account_of(request), await body_of(request)
    buttons = _entries(body.get("button"), TOP, TOP_NAME_BYTES)
    account.menu = {"button": buttons} if buttons else None
    account.menu_on_page = bool(buttons)
    platform_of(request).record("menu", account, menu=account.menu, on_page=True)
    platform_of(request).tell("changed", {})
    return JSONResponse({"button": buttons, "on_page": account.menu_on_page})


def _entries(given: Any, most: int, longest: int) -> list[dict[str, Any]]:
    if not isinstance(given, list) or len(given) > most:
        raise RefusedError(f"button is a list of at most {most}")
    return [_entry(one, longest) for one in given]


def _entry(given: Any, longest: int) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise RefusedError("an entry is an object")
    name = given.get("name")
    if not isinstance(name, str) or not 1 <= len(name.encode()) <= longest:
        raise RefusedError(f"name has 1 to {longest} bytes")
    if given.get("sub_button") and longest == TOP_NAME_BYTES:
        return {"name": name, "sub_button": _entries(given["sub_button"], SUB, SUB_NAME_BYTES)}
    field = TYPES.get(str(given.get("type")))
    value = given.get(field) if field else None
    if field is None or not isinstance(value, str) or not value:
        raise RefusedError(f"an entry has a type ({', '.join(TYPES)}) and what it needs")
    return {"name": name, "type": given["type"], field: value}
