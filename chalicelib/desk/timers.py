"""What happens when nobody does anything: waits that last too long, silence, agents who vanish, lost messages."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from chalicelib import followers
from chalicelib.clock import stamp, utc_now
from chalicelib.cloud import queues, table
from chalicelib.desk import agent_actions, assignment
from chalicelib.desk.agents import store as agent_store
from chalicelib.desk.agents.store import DUE
from chalicelib.desk.errors import SessionChanged
from chalicelib.desk.messages import texts
from chalicelib.desk.messages.store import SAID
from chalicelib.desk.models import EXTERNAL, Ending, ServiceSession
from chalicelib.desk.models import SessionState as S
from chalicelib.desk.sender import Send, send_messages
from chalicelib.desk.sessions import lifecycle, store, updates
from chalicelib.desk.sessions.transitions import ROBOT, Action, Who, move
from chalicelib.settings import settings

SPARE = 1
"""Messages that the robot leaves to the next agent when it excuses the one who vanished."""


def sender_of(account_id: str) -> Send:
    """The account's way to its followers. Raises ``AccountError``."""
    from chalicelib import accounts

    return accounts.kf_sender(account_id)


def sweep(now: datetime) -> int:
    """Queue one task for everything of the desk that is due; returns how many.

    Running it twice is harmless: whoever comes second finds nothing due.
    """
    number = 0
    for item in table.due(DUE, stamp(now)):
        queues.send(settings().outgoing_queue_url, json.dumps(_task(item)))
        number += 1
    return number


def work(
    body: str,
    *,
    sender_for: Callable[[str], Send] = sender_of,
    clock: Callable[[], datetime] = utc_now,
) -> None:
    """Do the task of one queue message.

    Running it twice is harmless: messages are marked before they are sent, everything else is a conditional write
    on what is due. Raises ``TryLater`` where WeChat could not be reached.
    """
    from chalicelib import accounts

    task: Mapping[str, Any] = json.loads(body)
    account_id = str(task["account"])
    try:
        _do(task, account_id, sender_for, clock)
    except accounts.UnknownAccount:
        # Removed with followers still waiting: nobody can be reached as an account that is not there.
        from chalicelib import telemetry

        telemetry.logger.warning("desk task of an unknown account", extra={"account": account_id})
        for pk, sk in _places(task, account_id):
            store.leave_alone(pk, sk)


def _do(
    task: Mapping[str, Any],
    account_id: str,
    sender_for: Callable[[str], Send],
    clock: Callable[[], datetime],
) -> None:
    match task["kind"]:
        case "lines":
            send_messages(account_id, task["openid"], task["lines"], sender_for(account_id), clock)
        case "session":
            check_session(account_id, task["id"], clock())
        case "agent":
            check_agent(account_id, task["id"], clock())
        case "clock":
            assignment.refresh(account_id, clock())
        case other:
            raise ValueError(f"no such task: {other}")


def check_session(account_id: str, session_id: str, now: datetime) -> ServiceSession | None:
    """See to a session that is due; returns it as it is afterwards, None where there is none any more."""
    session = store.find(account_id, session_id)
    if session is None or not session.live or session.due_at is None or session.due_at > now:
        return session
    try:
        return _see_to(session, now)
    except SessionChanged:
        return store.find(account_id, session_id)  # somebody acts: it has another due time now


def check_agent(account_id: str, agent_id: str, now: datetime) -> list[ServiceSession]:
    """See to an agent who has given no sign of life: others get the sessions, and the followers are told.

    Again after a crash it goes on with the sessions that are left.
    """
    if not agent_store.mark_absent(account_id, agent_id, now):
        return []
    returned = assignment.give_back(
        account_id, agent_id, now, by=ROBOT, note=f"坐席 {agent_id} 失联"
    )
    for session in returned:
        agent_actions.tell(session, texts.AGENT_LOST, now, spare=SPARE)
    agent_store.finish_absence(account_id, agent_id)
    assignment.refresh(account_id, now)
    return returned


def _see_to(session: ServiceSession, now: datetime) -> ServiceSession:
    team = updates.team_of(session)
    unanswered = session.unanswered_since is not None
    if unanswered and session.escalated < 2 and now >= session.heard_at + lifecycle.WINDOW:
        # Said aloud: from here on only the follower can begin again.
        return _escalate(session, 2, "window", "48 小时内没有人答复，微信不再允许主动回复", now)
    if session.owner == EXTERNAL:
        return session
    if unanswered and session.escalated == 0:
        too_long = lifecycle.too_long(session, team)
        if too_long is not None and now >= too_long:
            waits = session.state is S.PENDING
            reason, what = ("waiting", "排队") if waits else ("unanswered", "未获答复")
            to = f"，请组长“{team.lead}”处理" if team.lead else ""
            note = f"{what}超过 {team.escalate_after} 分钟{to}，全部坐席可接"
            session = _escalate(session, 1, reason, note, now)
            if not assignment.agent_is_absent(session):
                return assignment.assign(session, now)
    if assignment.agent_is_absent(session):
        returned = assignment.reclaim(session, now, by=ROBOT, note=f"坐席 {session.owner} 不在岗")
        agent_actions.tell(returned, texts.AGENT_LOST, now, spare=SPARE)
        return returned
    if session.state is S.OPEN and not unanswered and now >= lifecycle.idle_at(session, team):
        return _idle(session, now)
    assigned = assignment.assign(session, now)
    return updates.save(session, session, now) if assigned == session else assigned


def _escalate(
    session: ServiceSession, level: int, reason: str, note: str, now: datetime
) -> ServiceSession:
    from chalicelib import telemetry
    from chalicelib.metrics import Metric

    raised = move(session, Action.ESCALATE, Who.ROBOT, at=now, by=ROBOT, note=note, escalated=level)
    saved = updates.save(session, raised, now)
    telemetry.count(Metric.DESK_ESCALATED, Reason=reason)
    telemetry.logger.warning(
        "session escalated",
        extra={"account": session.account, "session": session.id, "reason": reason},
    )
    return saved


def _idle(session: ServiceSession, now: datetime) -> ServiceSession:
    ended = move(
        session,
        Action.IDLE,
        Who.ROBOT,
        at=now,
        by=ROBOT,
        resolved_at=now,
        ending=Ending.IDLE,
    )
    saved = updates.save(session, ended, now)
    agent_actions.tell(saved, texts.CLOSED_IDLE, now)
    assignment.pull(session.account, session.owner, now)
    return saved


def _places(task: Mapping[str, Any], account_id: str) -> list[tuple[str, str]]:
    """Where what a task is about lies: ``_task`` the other way round."""
    match task["kind"]:
        case "lines":
            pk = followers.partition(account_id, task["openid"])
            return [(pk, line) for line in task["lines"]]
        case "session":
            return [(f"LIVE#{account_id}", task["id"])]
        case "agent":
            return [(agent_store.partition(account_id), agent_store.AGENT + task["id"])]
        case "clock":
            return [(agent_store.partition(account_id), assignment.CLOCK)]
        case _:
            return []


def _task(item: table.Item) -> dict[str, Any]:
    """What a due item asks for."""
    partition, _, rest = str(item["pk"]).partition("#")
    sk = str(item["sk"])
    if partition == "LIVE":
        return {"kind": "session", "account": rest, "id": sk}
    if sk.startswith(agent_store.AGENT):
        return {"kind": "agent", "account": rest, "id": sk.removeprefix(agent_store.AGENT)}
    if sk.startswith(SAID):
        account_id, _, openid = rest.partition("#")
        return {"kind": "lines", "account": account_id, "openid": openid, "lines": [sk]}
    return {"kind": "clock", "account": rest}
