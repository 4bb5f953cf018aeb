"""订阅通知 from the follower's side: the pop-up's answers, the settings; and components that an editor puts into articles."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from wechat_simulator.activity import jssdk, notices
from wechat_simulator.control.request import (
    RefusedError,
    account_of,
    body_of,
    follower_of,
    platform_of,
)
from wechat_simulator.world.platform import UnknownError
from wechat_simulator.world.state import Account, Follower

ANSWERS = (notices.ACCEPT, notices.REJECT)
COMPONENTS, IN_A_COMPONENT = 10, 5


async def notice(request: Request) -> Response:
    """`{"answers": {template: "accept" | "reject"}, "keep"?, "scene"?: 1 page, 2 article}`: the end of a pop-up.

    `{"template_id", "answer"}` is short for one. Answers the choices that stand.
    """
    platform, account, follower = platform_of(request), account_of(request), follower_of(request)
    body = await body_of(request)
    answers = body.get("answers") or {body.get("template_id", ""): body.get("answer", "accept")}
    scene = body.get("scene", notices.IN_ARTICLE)
    if not isinstance(answers, dict) or not all(given in ANSWERS for given in answers.values()):
        raise RefusedError("an answer is accept or reject")
    if scene not in (notices.IN_PAGE, notices.IN_ARTICLE):
        raise RefusedError("scene is 1 (a web page) or 2 (an article)")
    standing, told = await notices.answer(
        platform, account, follower, answers, keep=bool(body.get("keep")), scene=scene
    )
    return JSONResponse({"openid": follower.openid, "attempts": told.attempts, "answers": standing})


async def notice_settings(request: Request) -> Response:
    """`{"template_id", "answer"}`: the switch of a template in the follower's settings."""
    platform, account, follower = platform_of(request), account_of(request), follower_of(request)
    body = await body_of(request)
    name, given = str(body.get("template_id", "")), body.get("answer")
    if given not in ANSWERS:
        raise RefusedError("answer is accept or reject")
    told = await notices.manage(platform, account, follower, name, given)
    return JSONResponse({"openid": follower.openid, "attempts": told.attempts})


async def components(request: Request) -> Response:
    """`{"components": [[template, …], …]}`: what an editor puts into an article, up to ten of five each (sheet §2.10)."""
    platform, account = platform_of(request), account_of(request)
    article = platform.state.articles.get(request.path_params["article"])
    if article is None or article.appid != account.appid:
        raise UnknownError("no such article")
    given = (await body_of(request)).get("components")
    if not isinstance(given, list) or len(given) > COMPONENTS:
        raise RefusedError(f"an article has up to {COMPONENTS} components")
    for one in given:
        if not isinstance(one, list) or not 1 <= len(one) <= IN_A_COMPONENT:
            raise RefusedError(f"a component asks for one to {IN_A_COMPONENT} templates")
        if unknown := [name for name in one if name not in account.notice_templates]:
            raise RefusedError(f"no template {unknown[0]}")
    article.notices = given
    platform.tell("changed", {})
    return JSONResponse({"components": given})


async def jsconfig(request: Request) -> Response:
    """`{"timestamp", "nonceStr", "signature", "url"}`: whether a page signed well for WeChat's script."""
    given = {name: str(value) for name, value in (await body_of(request)).items()}
    return JSONResponse({"ok": jssdk.signed(platform_of(request), account_of(request), given)})


def shown(account: Account, follower: Follower) -> list[dict[str, Any]]:
    """The account's templates as this follower's phone knows them."""
    return [
        {
            "id": template["priTmplId"],
            "title": template["title"],
            "content": template["content"],
            "long_term": template["type"] == notices.LONG_TERM,
            "answer": notices.standing_answer(follower, template["priTmplId"]),
            "left": follower.notices.get(template["priTmplId"], 0),
        }
        for template in account.notice_templates.values()
    ]
