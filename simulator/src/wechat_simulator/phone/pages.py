"""The pages and pictures that browsers ask for."""

from datetime import datetime
from pathlib import Path

import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from wechat_simulator.phone.qr import svg
from wechat_simulator.world.days import SHANGHAI
from wechat_simulator.world.state import Account, Article

HERE = Path(__file__).parent
STATIC = HERE / "static"
# An article is foreign HTML: no script may run in it, even if the cleaner missed one.
ARTICLE_POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "font-src 'none'; form-action 'none'; base-uri 'none'"
)
PAGE_POLICY = (
    "default-src 'self'; img-src 'self' data: blob: http: https:; media-src 'self' http: https:; "
    "style-src 'self' 'unsafe-inline'; frame-src 'self' http://127.0.0.1:* http://localhost:*; base-uri 'none'"
)
templates = jinja2.Environment(
    loader=jinja2.FileSystemLoader(HERE / "templates"), autoescape=True, trim_blocks=True
)


async def phone(_: Request) -> Response:
    page = templates.get_template("phone.html").render()
    return HTMLResponse(page, headers={"Content-Security-Policy": PAGE_POLICY})


async def platform(_: Request) -> Response:
    page = templates.get_template("platform.html").render()
    return HTMLResponse(page, headers={"Content-Security-Policy": PAGE_POLICY})


async def article(request: Request) -> Response:
    state = request.app.state.platform.state
    found = state.articles.get(request.path_params["id"])
    account = state.accounts.get(found.appid) if found else None
    template = "article.html"
    if found is None or found.deleted or account is None:
        template = "gone.html"
    at = datetime.fromtimestamp(found.published_at, SHANGHAI) if found else None
    when = f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}" if at else ""
    users = state.users
    elected = [c for c in found.comments if c.elected] if found and found.comments_open else []
    comments = [
        {"name": users[c.user].nickname, "content": c.content, "reply": c.reply}
        for c in elected
        if c.user in users
    ]
    page = templates.get_template(template).render(
        article=found,
        account=account,
        when=when,
        comments=comments,
        components=_components(found, account),
    )
    headers = {"Content-Security-Policy": ARTICLE_POLICY, "X-Content-Type-Options": "nosniff"}
    return HTMLResponse(page, headers=headers, status_code=200 if found else 404)


def _components(article: Article | None, account: Account | None) -> list[dict[str, str]]:
    """The article's 订阅通知: ids and titles of each component; templates that are gone ask for nothing."""
    known = account.notice_templates if account else {}
    kept = [[i for i in ids if i in known] for ids in (article.notices if article else [])]
    return [
        {"ids": " ".join(ids), "titles": "、".join(str(known[i]["title"]) for i in ids)}
        for ids in kept
        if ids
    ]


async def media(request: Request) -> Response:
    """A file of an account's library, as WeChat's picture host serves it."""
    here = request.app.state.platform
    account = here.state.accounts.get(request.path_params["appid"])
    found = account.media.get(request.path_params["media_id"]) if account else None
    if found is None:
        return Response(status_code=404)
    headers = {
        "Cache-Control": "max-age=86400",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return Response(here.storage.get(found.media_id), media_type=found.mime, headers=headers)


async def qrcode(request: Request) -> Response:
    ticket = request.query_params.get("ticket", "")
    accounts = request.app.state.platform.state.accounts.values()
    found = next((a.qrcodes[ticket] for a in accounts if ticket in a.qrcodes), None)
    if found is None:
        return Response(status_code=404)
    return Response(svg(found.url), media_type="image/svg+xml")


async def script(_: Request) -> Response:
    """WeChat's script for foreign pages (res.wx.qq.com), which they load from here: any version is this one."""
    content = (STATIC / "jweixin.js").read_text("utf-8")
    return Response(content, media_type="text/javascript", headers={"Cache-Control": "no-cache"})


async def favicon(_: Request) -> Response:
    icon = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" '
        'rx="8" fill="#07c160"/><path d="M8 12h16M8 18h10" stroke="#fff" stroke-width="3" '
        'stroke-linecap="round"/></svg>'
    )
    return Response(icon, media_type="image/svg+xml")
