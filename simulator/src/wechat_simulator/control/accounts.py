"""Accounts: make, change, list, verify, remove."""

import secrets
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from wechat_simulator.api import ENDPOINTS, quota
from wechat_simulator.api.mass import masses_today
from wechat_simulator.api.notice_library import CATEGORIES
from wechat_simulator.api.tags import next_tag
from wechat_simulator.control.request import RefusedError, account_of, body_of, platform_of
from wechat_simulator.wire.callbacks import verify
from wechat_simulator.world.crowd import Synthetic
from wechat_simulator.world.followers import count
from wechat_simulator.world.originals import Check
from wechat_simulator.world.state import Account

KINDS, MODES, FORMATS = (
    ("subscription", "service"),
    ("plain", "compatible", "safe"),
    ("xml", "json"),
)
MOST_FOLLOWERS = 10_000_000
MOST_TEMPLATES = 25
SETTABLE = [
    "name",
    "kind",
    "original_id",
    "secret",
    "token",
    "aes_key",
    "mode",
    "format",
    "callback_url",
    "ip_allowlist",
    "mass_daily",
    "mass_protection",
    "permanent_codes",
    "ip_risk",
    "verified",
    "oauth",
    "oauth_domains",
    "notices",
    "notice_categories",
    "quotas",
    "autoreply",
    "original_check",
    "templates",
    "statistics",
    "description",
    "avatar",
]
DEFAULTS = {"kind": "subscription", "mode": "safe", "format": "xml", "aes_key": "A" * 43}


async def put_account(request: Request) -> Response:
    """Make or change an account; followers, menu and tokens stay."""
    platform, appid = platform_of(request), request.path_params["appid"]
    body = await body_of(request)
    known = platform.state.accounts.get(appid)
    for name, allowed in (("kind", KINDS), ("mode", MODES), ("format", FORMATS)):
        if name in body and body[name] not in allowed:
            raise RefusedError(f"{name} is one of {', '.join(allowed)}")
    given = {name: body[name] for name in SETTABLE if name in body}
    _check_originals(given.get("original_check", {}))
    _check_templates(given.get("templates", {}))
    _check_statistics(given.get("statistics", {}))
    _check_rights(given)
    if known is None:
        empty = dict.fromkeys(("name", "secret", "token", "callback_url"), "")
        made = {"original_id": "gh_" + secrets.token_hex(6)} | empty | DEFAULTS | given
        known = platform.state.accounts[appid] = Account(appid=appid, **made)
    for name, value in given.items():
        setattr(known, name, value)
    if "followers" in body:
        _crowd(known, body["followers"], platform.now())
    platform.tell("changed", {})
    return JSONResponse(_shown(known))


async def list_accounts(request: Request) -> Response:
    return JSONResponse([_shown(a) for a in platform_of(request).state.accounts.values()])


async def delete_account(request: Request) -> Response:
    platform, account = platform_of(request), account_of(request)
    del platform.state.accounts[account.appid]
    platform.tell("changed", {})
    return JSONResponse({"ok": True})


async def quotas(request: Request) -> Response:
    """The quotas used today, by path; unused paths are left out."""
    platform, account = platform_of(request), account_of(request)
    rows = []
    for path, endpoint in ENDPOINTS.items():
        spent = quota.used(account, path, platform.now())
        limit = quota.limit_of(account, endpoint)
        if spent and limit:
            rows.append({"path": path, "used": spent, "limit": limit})
    sent, allowed = masses_today(account, platform.now())
    return JSONResponse({"calls": rows, "masses": {"used": sent, "limit": allowed}})


async def verify_account(request: Request) -> Response:
    return JSONResponse(await verify(account_of(request), platform_of(request).settings))


def _check_originals(given: Any) -> None:
    """`{"转载*": 2}`: the original check's result for articles with such a title."""
    if not isinstance(given, dict) or not all(state in tuple(Check) for state in given.values()):
        raise RefusedError("original_check gives a CheckState, 1 to 3, for each title")


def _check_templates(given: Any) -> None:
    """`{"id": {"title": …, "content": "办理结果：{{result.DATA}}"}}`."""
    known = given.values() if isinstance(given, dict) and len(given) <= MOST_TEMPLATES else [None]
    if not all(isinstance(one, dict) and isinstance(one.get("content"), str) for one in known):
        raise RefusedError("templates gives title and content for each of at most 25 ids")


def _check_statistics(given: Any) -> None:
    """`{"late": 0.2, "not_ready": ["2026-11-23"], "least": 3}`: how the statistics are told (sheet §2.8).

    `late` is the share of a day's readers, sharers and comments that is counted in the three days after the first
    only, `is_delay` until then; `not_ready` are days that answer 61503 however late it is; articles with fewer
    readers than `least` are left out.
    """
    if not isinstance(given, dict) or given.keys() - {"late", "not_ready", "least"}:
        raise RefusedError("statistics has late, not_ready and least")
    late, days, least = given.get("late", 0), given.get("not_ready", []), given.get("least", 0)
    if isinstance(late, bool) or not isinstance(late, int | float) or not 0 <= late < 1:
        raise RefusedError("statistics.late is a share below 1")
    if not isinstance(days, list) or not all(isinstance(one, str) for one in days):
        raise RefusedError("statistics.not_ready is a list of days")
    if not isinstance(least, int) or least < 0:
        raise RefusedError("statistics.least is a number")


def _check_rights(given: dict[str, Any]) -> None:
    """`{"oauth": true, false or null, "oauth_domains": ["tax.example"]}`, and the same for `notices`."""
    domains = given.get("oauth_domains", [])
    for name in ("oauth", "notices"):
        if given.get(name) not in (True, False, None):
            raise RefusedError(f"{name} is true, false or null")
    if not isinstance(domains, list) or any(not isinstance(d, str) or "/" in d for d in domains):
        raise RefusedError("oauth_domains is a list of hosts, without http:// and path")
    categories = given.get("notice_categories", [])
    if not isinstance(categories, list) or not all(one in CATEGORIES for one in categories):
        raise RefusedError(f"notice_categories are of {', '.join(map(str, CATEGORIES))}")


def _crowd(account: Account, given: Any, now: float) -> None:
    """`{"count": 10000000, "tags": {"省直": 10}}`: that many synthetic followers, every tenth with that tag."""
    wanted = given if isinstance(given, dict) else {}
    most, tags = wanted.get("count", 0), wanted.get("tags", {})
    if not isinstance(most, int) or not 0 <= most <= MOST_FOLLOWERS:
        raise RefusedError(f"followers.count is a number up to {MOST_FOLLOWERS}")
    if not isinstance(tags, dict) or not all(isinstance(n, int) and n > 0 for n in tags.values()):
        raise RefusedError("followers.tags gives for each name: every how many-th has it")
    ids = {name: tag for tag, name in account.tags.items()}
    for name in tags:
        if name not in ids:
            ids[name] = str(next_tag(account))
            account.tags[ids[name]] = name
    rules = {ids[name]: every for name, every in tags.items()}
    before = account.synthetic
    made = account.synthetic = Synthetic(most, int(now), rules)
    if most >= before.count and rules == before.tags:
        made.turned, made.lost, made.blocked = before.turned, before.lost, before.blocked


def _shown(account: Account) -> dict[str, Any]:
    """The account without its secrets."""
    public = "appid name kind original_id mode format callback_url mass_daily description avatar"
    shown = {name: getattr(account, name) for name in public.split()}
    settings: dict[str, Any] = {
        "ip_allowlist": account.ip_allowlist,
        "mass_protection": account.mass_protection,
    }
    settings |= {"ip_risk": account.ip_risk, "verified": account.verified}
    settings |= {"oauth": account.oauth, "oauth_domains": account.oauth_domains}
    settings |= {"notices": account.notices, "notice_categories": account.notice_categories}
    return shown | settings | {"followers": count(account)}
