"""Agents in WeChat's own client: online or not, and their answers (sheet §2.7)."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from wechat_simulator.activity import desk
from wechat_simulator.activity.phone_actions import ImpossibleError
from wechat_simulator.control.request import RefusedError, account_of, body_of, platform_of
from wechat_simulator.world import followers
from wechat_simulator.world.platform import UnknownError
from wechat_simulator.world.records import dump
from wechat_simulator.world.state import Account, Agent


async def list_agents(request: Request) -> Response:
    return JSONResponse([dump(agent) for agent in account_of(request).agents.values()])


async def set_agent(request: Request) -> Response:
    """`{"bound": true, "online": true}`: accept the invitation, come, go."""
    agent, body = _agent(request, account_of(request)), await body_of(request)
    for name in ("bound", "online"):
        if name in body:
            if not isinstance(body[name], bool):
                raise RefusedError(f"{name} is true or false")
            setattr(agent, name, body[name])
    platform_of(request).tell("changed", {})
    return JSONResponse(dump(agent))


async def say(request: Request) -> Response:
    """`{"openid", "content"}`: an agent answers in an open session."""
    platform, account, body = platform_of(request), account_of(request), await body_of(request)
    agent = _agent(request, account)
    follower = followers.find(account, str(body.get("openid", "")))
    session = account.sessions.get(follower.openid) if follower else None
    if follower is None or session is None or session.agent != agent.kf_account:
        raise ImpossibleError("this agent has no session with that follower")
    desk.answer(platform, account, follower, str(body.get("content", "")))
    return JSONResponse({"ok": True})


def _agent(request: Request, account: Account) -> Agent:
    name = request.path_params["agent"]
    if name not in account.agents:
        raise UnknownError(f"no agent {name}")
    return account.agents[name]
