"""Conditional menus: for followers with a tag or on one kind of phone (sheet §2.2)."""

from typing import Any
from urllib.parse import urlsplit

from wechat_simulator.api.kf import recipient
from wechat_simulator.api.menu import check_buttons, with_subs
from wechat_simulator.api.protocol import OK, ApiError, Call, Endpoint
from wechat_simulator.world.state import Account, ConditionalMenu, Follower

# WeChat's pages name the error and no number; the simulator uses this one.
MOST = 50
OUTSIDE_DOMAINS = 3
PLATFORMS = ("1", "2", "3")
RULES = ("tag_id", "group_id", "client_platform_type", "language")


async def add(call: Call) -> dict[str, Any]:
    if call.account.menu is None or call.account.menu_on_page:
        raise ApiError(65303, "there is no selfmenu, please create selfmenu first")
    if not call.body.get("button"):
        raise ApiError(65307, "the conditional menu is empty")
    rule = _rule(call)
    check_buttons(call)
    buttons = call.body["button"]
    if len(call.account.conditional_menus) >= MOST:
        raise ApiError(65305, "the number of conditional menus is out of limit")
    everything = [b for m in call.account.conditional_menus for b in m.button] + buttons
    if len(_domains(everything)) > OUTSIDE_DOMAINS:
        raise ApiError(65316, "too many domains: conditional menus may lead to three")
    menuid = str(200_000_000 + call.platform.sequence())
    call.account.conditional_menus.append(ConditionalMenu(menuid, buttons, rule))
    call.platform.record("menu", call.account, menuid=menuid, matchrule=rule)
    call.platform.tell("changed", {})
    return {"menuid": menuid}


async def delete(call: Call) -> dict[str, Any]:
    menuid = call.text("menuid")
    kept = [m for m in call.account.conditional_menus if m.menuid != menuid]
    if len(kept) == len(call.account.conditional_menus):
        raise ApiError(65301, "no conditional menu with this menuid")
    call.account.conditional_menus = kept
    call.platform.tell("changed", {})
    return dict(OK)


async def trymatch(call: Call) -> dict[str, Any]:
    try:
        follower = recipient(call, call.text("user_id"))
    except ApiError:
        raise ApiError(65302, "no such user") from None
    buttons = menu_of(call.account, follower)
    if buttons is None:
        raise ApiError(46003, "menu no exist")
    return {"button": with_subs(buttons)}


def menu_of(account: Account, follower: Follower) -> list[dict[str, Any]] | None:
    """The follower's menu: the newest conditional menu that matches, or the default one."""
    if account.menu is None:
        return None
    # A menu of the platform's page stands alone.
    for menu in reversed([] if account.menu_on_page else account.conditional_menus):
        tag = menu.matchrule.get("tag_id") or menu.matchrule.get("group_id")
        # Here every phone is an Android phone.
        if (not tag or int(tag) in follower.tags) and menu.matchrule.get(
            "client_platform_type", "2"
        ) == "2":
            return menu.button
    buttons: list[dict[str, Any]] = account.menu["button"]
    return buttons


def _rule(call: Call) -> dict[str, Any]:
    """The match rule; rules by sex or region have had no effect since WeChat removed profiles."""
    given = call.body.get("matchrule")
    rule = given if isinstance(given, dict) else {}
    used = {k: str(v) for k, v in rule.items() if k in RULES and v not in ("", None)}
    if not used:
        raise ApiError(65304, "the matchrule is empty")
    tag = used.get("tag_id") or used.get("group_id")
    if tag and tag not in call.account.tags:
        raise ApiError(45159, "invalid tag id")
    if used.get("client_platform_type", "2") not in PLATFORMS:
        raise ApiError(40035, "invalid parameter: client_platform_type")
    return used


def _domains(buttons: list[dict[str, Any]]) -> set[str]:
    leaves = [leaf for b in buttons for leaf in (b.get("sub_button") or [b])]
    hosts = {urlsplit(leaf["url"]).hostname or "" for leaf in leaves if leaf.get("url")}
    return {host for host in hosts if host != "mp.weixin.qq.com"}


ENDPOINTS = [
    Endpoint("POST", "/cgi-bin/menu/addconditional", add, daily=2000),
    Endpoint("POST", "/cgi-bin/menu/delconditional", delete, daily=2000),
    Endpoint("POST", "/cgi-bin/menu/trymatch", trymatch, daily=20_000),
]
