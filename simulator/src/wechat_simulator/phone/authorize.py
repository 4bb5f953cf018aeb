"""The address that an account's pages send a browser to (网页授权): `/connect/oauth2/authorize`.

Who has opened it, WeChat knows because its own browser asks. Here the browser is a frame of the phone page, and several
phones may stand side by side in one browser, so a cookie can't tell them apart: the frame bears the phone's user as its
name, which a page of the simulator's own reads (`authorize.js`). A program without a phone sends the cookie
`wechat_phone={user}`, or `&phone={user}`.
"""

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from wechat_simulator.activity import web_grants
from wechat_simulator.phone.pages import PAGE_POLICY, templates
from wechat_simulator.world.platform import Platform
from wechat_simulator.world.state import Account, User

COOKIE = "wechat_phone"
# WeChat's own numbers on its error page.
UNFIT_ADDRESS = (10003, "redirect_uri域名与后台配置不一致")
NO_SCOPE = (10005, "Scope 参数错误或没有 Scope 权限")
MISSING = {
    "appid": (10012, "appid不能为空"),
    "redirect_uri": (10011, "redirect_uri不能为空"),
    "scope": (10010, "scope不能为空"),
}


async def authorize(request: Request) -> Response:
    """GET asks; POST is the answer 允许 on the page that asks."""
    platform: Platform = request.app.state.platform
    asked = dict(request.query_params)
    account = platform.state.accounts.get(asked.get("appid", ""))
    refused = refusal(account, asked)
    if refused is not None or account is None:
        number, text = refused or (10012, "appid参数错误")
        return _page("authorize_error.html", number=number, text=text)
    user = _opened_by(request, platform)
    if user is None:
        return _page("authorize_phone.html")
    if asked["scope"] == web_grants.USERINFO and request.method != "POST":
        return _page("authorize.html", account=account, user=user)
    follower = platform.follower(account, user.id)
    code = web_grants.issue(platform, account, follower, asked["scope"])
    target = with_code(asked["redirect_uri"], code, asked.get("state", ""))
    return RedirectResponse(target, 302, headers={"Cache-Control": "no-store"})


def refusal(account: Account | None, asked: dict[str, str]) -> tuple[int, str] | None:
    """Number and words of WeChat's error page; None where the request is right."""
    for name, reason in MISSING.items():
        if not asked.get(name):
            return reason
    if account is None:
        return (10012, "appid参数错误")
    if asked.get("response_type") != "code":
        return (10006, "response_type参数错误")
    if asked["scope"] not in web_grants.SCOPES or not web_grants.allowed(account):
        return NO_SCOPE
    return None if web_grants.knows(account, asked["redirect_uri"]) else UNFIT_ADDRESS


def with_code(address: str, code: str, state: str) -> str:
    """The address with code and state after whatever its query has."""
    parts = urlsplit(address)
    query = parse_qsl(parts.query, keep_blank_values=True)
    query += [("code", code), ("state", state)]
    return urlunsplit(parts._replace(query=urlencode(query)))


def _opened_by(request: Request, platform: Platform) -> User | None:
    """The user of the phone; a frame's cookie is that of the whole browser and says nothing."""
    known = platform.state.users
    framed = request.headers.get("Sec-Fetch-Dest") == "iframe"
    named = request.query_params.get("phone") or ("" if framed else request.cookies.get(COOKIE, ""))
    return known.get(named)


def _page(template: str, **shown: Any) -> Response:
    content = templates.get_template(template).render(**shown)
    headers = {"Content-Security-Policy": PAGE_POLICY, "Cache-Control": "no-store"}
    return HTMLResponse(content, headers=headers)
