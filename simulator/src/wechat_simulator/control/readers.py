"""Actions of followers on articles: read, share, mark, comment."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from wechat_simulator.activity.phone_actions import ImpossibleError
from wechat_simulator.control.request import (
    RefusedError,
    account_of,
    body_of,
    follower_of,
    platform_of,
)
from wechat_simulator.world import figures
from wechat_simulator.world.platform import UnknownError
from wechat_simulator.world.state import Article, Comment

SCENE = "公众号消息"


async def open(request: Request) -> Response:
    """`{"article": id, "scene"?}`: counted once a day and reader."""
    body, article = await _article(request)
    user = request.path_params["user"]
    figures.read(platform_of(request), article, user, str(body.get("scene") or SCENE))
    return JSONResponse({"ok": True})


async def share(request: Request) -> Response:
    body, article = await _article(request)
    user = request.path_params["user"]
    figures.share(platform_of(request), article, user, str(body.get("scene") or "朋友圈"))
    return JSONResponse({"ok": True})


async def like(request: Request) -> Response:
    return await _mark(request, "like")


async def zaikan(request: Request) -> Response:
    return await _mark(request, "zaikan")


async def collect(request: Request) -> Response:
    return await _mark(request, "collect")


async def comment(request: Request) -> Response:
    """`{"article": id, "content"}`: shown to others once the account has elected it."""
    body, article = await _article(request)
    follower, platform = follower_of(request), platform_of(request)
    content = str(body.get("content") or "").strip()
    if not content:
        raise RefusedError("content is missing")
    if not article.comments_open:
        raise ImpossibleError("comments are closed")
    if article.fans_only and not follower.subscribed:
        raise ImpossibleError("only followers may comment")
    now = int(platform.now())
    made = Comment(platform.sequence(), follower.openid, follower.user, content, now)
    article.comments.append(made)
    platform.tell("changed", {})
    return JSONResponse({"user_comment_id": made.id})


async def _mark(request: Request, what: str) -> Response:
    """`{"article": id}`: 点赞, 在看 or 收藏, once a reader and article."""
    _, article = await _article(request)
    figures.mark(platform_of(request), article, request.path_params["user"], what)
    return JSONResponse({"ok": True})


async def _article(request: Request) -> tuple[dict[str, object], Article]:
    body = await body_of(request)
    found = platform_of(request).state.articles.get(str(body.get("article", "")))
    if found is None or found.deleted or found.appid != account_of(request).appid:
        raise UnknownError("no such article")
    return body, found
