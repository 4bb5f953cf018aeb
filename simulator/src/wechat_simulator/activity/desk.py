"""WeChat's own customer service: agents, sessions and their records (sheet §1.6, §2.7).

While a session is open, the follower's messages go to the agent and not to the account's server.
A session ends after half an hour without a message.
"""

from functools import partial

from wechat_simulator.activity.jobs import system_event
from wechat_simulator.wire.callbacks import deliver
from wechat_simulator.world.platform import Platform
from wechat_simulator.world.state import Account, Agent, Follower, Session

IDLE = 30 * 60
AGENT_SAYS, FOLLOWER_SAYS = 2002, 2003


def online(agent: Agent | None) -> bool:
    return agent is not None and agent.bound and agent.online


def transfer(platform: Platform, account: Account, follower: Follower, kf_account: str) -> None:
    """The account's server hands the follower over; without a named agent they wait in the queue.

    If the named agent is offline, the follower waits as well; no other agent is told.
    """
    now = platform.now()
    if online(account.agents.get(kf_account)):
        platform.at_once(partial(open_session, platform, account, follower.openid, kf_account))
    else:
        account.sessions[follower.openid] = Session(follower.openid, "", now, now)
    platform.tell("changed", {})


async def open_session(platform: Platform, account: Account, openid: str, agent: str) -> None:
    now = platform.now()
    account.sessions[openid] = Session(openid, agent, now, now)
    await _tell(platform, account, openid, "kf_create_session", {"KfAccount": agent})


async def close_session(platform: Platform, account: Account, openid: str) -> None:
    session = account.sessions.pop(openid)
    await _tell(platform, account, openid, "kf_close_session", {"KfAccount": session.agent})


async def switch_session(platform: Platform, account: Account, openid: str, to: str) -> None:
    session = account.sessions[openid]
    names = {"FromKfAccount": session.agent, "ToKfAccount": to}
    session.agent = to
    await _tell(platform, account, openid, "kf_switch_session", names)


def hears(platform: Platform, account: Account, follower: Follower, said: str) -> bool:
    """Record the message for the agent of an open session; False without such a session."""
    session = account.sessions.get(follower.openid)
    if session is None or not session.agent:
        return False
    _note(platform, account, session, FOLLOWER_SAYS, said)
    return True


def answer(platform: Platform, account: Account, follower: Follower, said: str) -> None:
    """The agent writes from WeChat's own client; no customer-service window applies."""
    session = account.sessions[follower.openid]
    _note(platform, account, session, AGENT_SAYS, said)
    platform.say(account, follower, {"direction": "in", "type": "text", "content": said})
    who = {"openid": follower.openid, "user": follower.user, "kf_account": session.agent}
    platform.record("kf", account, type="text", content=said, **who)


def expire(platform: Platform) -> None:
    """End sessions that have been silent for half an hour."""
    for account in platform.state.accounts.values():
        idle = [s for s in account.sessions.values() if platform.now() - s.last >= IDLE]
        for session in idle:
            if session.agent:
                platform.at_once(partial(close_session, platform, account, session.openid))
            else:
                del account.sessions[session.openid]


def _note(platform: Platform, account: Account, session: Session, code: int, said: str) -> None:
    session.last = platform.now()
    account.kf_records.append(
        {
            "id": len(account.kf_records) + 1,
            "openid": session.openid,
            "opercode": code,
            "text": said,
            "time": int(platform.now()),
            "worker": session.agent,
        }
    )
    platform.touch()


async def _tell(
    platform: Platform, account: Account, openid: str, event: str, names: dict[str, str]
) -> None:
    fields = system_event(platform, account, event) | {"FromUserName": openid} | names
    await deliver(platform, account, fields)
