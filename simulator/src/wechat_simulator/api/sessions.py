"""Customer-service sessions and their records (sheet §2.7)."""

from typing import Any

from wechat_simulator.activity import desk
from wechat_simulator.api.kf import recipient
from wechat_simulator.api.protocol import OK, ApiError, Call, Endpoint
from wechat_simulator.world.state import Session

MOST_RECORDS = 10_000
LONGEST = 24 * 3600
WAITING_SHOWN = 100


async def create(call: Call) -> dict[str, Any]:
    name, follower = call.text("kf_account"), recipient(call, call.text("openid"))
    agent = call.account.agents.get(name)
    if agent is None:
        raise ApiError(65401, "invalid kf_account")
    if not agent.bound:
        raise ApiError(65402, "kf_account is not bound to a wx account")
    if not agent.online:
        raise ApiError(65415, "kf_account is not online")
    session = _open(call, follower.openid)
    if session and session.agent != name:
        raise ApiError(65414, "the user is served by another kf_account")
    if session is None:
        await desk.open_session(call.platform, call.account, follower.openid, name)
    return dict(OK)


async def close(call: Call) -> dict[str, Any]:
    openid = recipient(call, call.text("openid")).openid
    session = _open(call, openid)
    if session is None or session.agent != call.text("kf_account"):
        raise ApiError(65413, "no session of this user")
    await desk.close_session(call.platform, call.account, openid)
    return dict(OK)


async def get(call: Call) -> dict[str, Any]:
    """The session of a follower; kf_account is empty if no agent serves them."""
    session = _open(call, recipient(call, call.query.get("openid", "")).openid)
    if session is None:
        return OK | {"createtime": 0, "kf_account": ""}
    return OK | {"createtime": int(session.since), "kf_account": session.agent}


async def listed(call: Call) -> dict[str, Any]:
    name = call.query.get("kf_account", "")
    if name not in call.account.agents:
        raise ApiError(65401, "invalid kf_account")
    sessions = [s for s in call.account.sessions.values() if s.agent == name]
    return {"sessionlist": [{"createtime": int(s.since), "openid": s.openid} for s in sessions]}


async def waiting(call: Call) -> dict[str, Any]:
    cases = [s for s in call.account.sessions.values() if not s.agent]
    shown = [{"latest_time": int(s.last), "openid": s.openid} for s in cases[:WAITING_SHOWN]]
    return {"count": len(cases), "waitcaselist": shown}


async def records(call: Call) -> dict[str, Any]:
    """Records of at most one day, from `msgid` on; the answer's msgid is the start of the next page."""
    start, end = call.number("starttime"), call.number("endtime")
    first, most = call.number("msgid", 1), call.number("number")
    if start > end or first < 1 or not 1 <= most <= MOST_RECORDS:
        raise ApiError(65416, "invalid query parameter")
    if end - start > LONGEST:
        raise ApiError(65417, "the time span is out of limit")
    all_of_it = call.account.kf_records
    found = [r for r in all_of_it if start <= r["time"] <= end and r["id"] >= first][:most]
    shown = [{k: v for k, v in record.items() if k != "id"} for record in found]
    following = found[-1]["id"] + 1 if found else first
    return {"recordlist": shown, "number": len(shown), "msgid": following}


def _open(call: Call, openid: str) -> Session | None:
    session = call.account.sessions.get(openid)
    return session if session and session.agent else None


KF = "/customservice/kfsession/"
ENDPOINTS = [
    Endpoint("POST", KF + "create", create),
    Endpoint("POST", KF + "close", close),
    Endpoint("GET", KF + "getsession", get),
    Endpoint("GET", KF + "getsessionlist", listed),
    Endpoint("GET", KF + "getwaitcase", waiting),
    Endpoint("POST", "/customservice/msgrecord/getmsglist", records),
]
