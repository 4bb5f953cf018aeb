"""Customer-service accounts: add, rename, invite, list (sheet §2.7)."""

import re
from typing import Any

from wechat_simulator.api.protocol import OK, ApiError, Call, Endpoint
from wechat_simulator.world.state import Agent

MOST = 100
NAME = re.compile(r"[A-Za-z0-9_]{1,10}@.+")
NICKNAME_CHARS = 16
FIRST_ID = 1001


async def add(call: Call) -> dict[str, Any]:
    name = call.text("kf_account")
    if not NAME.fullmatch(name):
        raise ApiError(65404, "invalid kf_account")
    if name in call.account.agents:
        raise ApiError(65406, "kf_account exists")
    if len(call.account.agents) >= MOST:
        raise ApiError(65405, "kf_account count limit")
    made = Agent(name, FIRST_ID + call.platform.sequence(), _nickname(call))
    call.account.agents[name] = made
    return dict(OK)


async def update(call: Call) -> dict[str, Any]:
    _agent(call, call.text("kf_account")).nickname = _nickname(call)
    return dict(OK)


async def delete(call: Call) -> dict[str, Any]:
    """Delete an agent; their sessions end."""
    name = call.query.get("kf_account") or call.text("kf_account")
    del call.account.agents[_agent(call, name).kf_account]
    gone = [openid for openid, s in call.account.sessions.items() if s.agent == name]
    for openid in gone:
        del call.account.sessions[openid]
    return dict(OK)


async def invite(call: Call) -> dict[str, Any]:
    """Bind the account to somebody's WeChat; here the invitation is accepted by /_sim."""
    agent, wx = _agent(call, call.text("kf_account")), call.text("invite_wx")
    if not wx:
        raise ApiError(65409, "invalid wx account")
    if agent.bound:
        raise ApiError(65412, "kf_account is bound already")
    if agent.invited:
        raise ApiError(65411, "an invitation is waiting to be confirmed")
    if any(other.invited == wx for other in call.account.agents.values()):
        bound = any(o.bound for o in call.account.agents.values() if o.invited == wx)
        raise ApiError(65407 if bound else 65408, "this wx account was invited already")
    agent.invited = wx
    return dict(OK)


async def upload_head(call: Call) -> dict[str, Any]:
    part = call.files.get("media")
    if part is None:
        raise ApiError(41005, "media data missing")
    name = (part.filename or "").lower()
    if not name.endswith((".jpg", ".jpeg", ".png")):
        raise ApiError(61457, "invalid file type")
    _agent(call, call.query.get("kf_account", "")).avatar = name
    return dict(OK)


async def listed(call: Call) -> dict[str, Any]:
    return {"kf_list": [_shown(agent) for agent in call.account.agents.values()]}


async def listed_online(call: Call) -> dict[str, Any]:
    sessions = [s.agent for s in call.account.sessions.values()]
    return {
        "kf_online_list": [
            {
                "kf_account": a.kf_account,
                "status": 1,
                "kf_id": a.kf_id,
                "accepted_case": sessions.count(a.kf_account),
            }
            for a in call.account.agents.values()
            if a.bound and a.online
        ]
    }


def _agent(call: Call, name: str) -> Agent:
    agent = call.account.agents.get(name)
    if agent is None:
        raise ApiError(65401, "invalid kf_account")
    return agent


def _nickname(call: Call) -> str:
    nickname = call.text("nickname")
    if not 1 <= len(nickname) <= NICKNAME_CHARS:
        raise ApiError(65403, "invalid kf nickname")
    return nickname


def _shown(agent: Agent) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "kf_account": agent.kf_account,
        "kf_headimgurl": agent.avatar,
        "kf_id": agent.kf_id,
        "kf_nick": agent.nickname,
    }
    if agent.bound:
        shown["kf_wx"] = agent.invited
    elif agent.invited:
        shown |= {"invite_wx": agent.invited, "invite_status": "waiting"}
    return shown


KF = "/customservice/kfaccount/"
ENDPOINTS = [
    Endpoint("POST", KF + "add", add),
    Endpoint("POST", KF + "update", update),
    Endpoint("GET", KF + "del", delete, also="POST"),
    Endpoint("POST", KF + "inviteworker", invite),
    Endpoint("POST", KF + "uploadheadimg", upload_head, upload=True),
    Endpoint("GET", "/cgi-bin/customservice/getkflist", listed),
    Endpoint("GET", "/cgi-bin/customservice/getonlinekflist", listed_online),
    # SDKs in use ask without /cgi-bin.
    Endpoint("GET", "/customservice/getkflist", listed),
    Endpoint("GET", "/customservice/getonlinekflist", listed_online),
]
