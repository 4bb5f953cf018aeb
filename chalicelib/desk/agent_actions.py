"""Actions of agents in a session: reply, note, resolve. Messages are queued; nothing here speaks with WeChat."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from chalicelib.actor import Actor
from chalicelib.desk import assignment
from chalicelib.desk.agents import store as agent_store
from chalicelib.desk.agents.acting import Acting, acting
from chalicelib.desk.errors import BudgetContested, IllegalAction, InvalidInput, WindowClosed
from chalicelib.desk.labels import STATE_NAMES
from chalicelib.desk.messages import store as message_store
from chalicelib.desk.messages import texts
from chalicelib.desk.messages.reply_window import Budget
from chalicelib.desk.models import Action, AgentMessage, Ending, MessageKind, ServiceSession, Who
from chalicelib.desk.models import SessionState as S
from chalicelib.desk.notices import dispatch, save_and_tell
from chalicelib.desk.sessions import lookup, updates
from chalicelib.desk.sessions.transitions import move
from chalicelib.errors import remedy


def reply(
    account_id: str, ref: str, text: str, *, by: Actor, now: datetime
) -> tuple[ServiceSession, list[AgentMessage]]:
    """Queue an agent's message; returns the session and the messages it makes, counted and on their way.

    ``text`` goes as one message, whatever its lines; over 2,048 bytes as several, which count each. A text like
    ``/问候`` is the canned reply of that name. Raises ``UnknownSession``, ``IllegalAction`` (the session is not this
    agent's), ``PermissionDenied`` or ``CannotSend``: WeChat would refuse it, and nothing was sent.
    """
    agent = acting(account_id, by, "desk:session:reply", now)
    session = lookup.find(account_id, ref, now)
    _is_theirs(session, agent.agent_id)
    parts = texts.parts(expanded(account_id, text))
    messages = message_store.written(
        session, parts, kind=MessageKind.REPLY, by=agent.agent_id, now=now
    )
    return session, _queued(agent, session, messages, f"{len(parts)} 条消息", now)


def reply_with_picture(
    account_id: str, ref: str, upload: Callable[[], str], *, by: Actor, now: datetime
) -> tuple[ServiceSession, list[AgentMessage]]:
    """Queue a picture of an agent; ``upload`` hands it to WeChat and returns its id there.

    It is asked for only where the message may be sent. Raises as ``reply`` does, and what ``upload`` raises.
    """
    agent = acting(account_id, by, "desk:session:reply", now)
    session = lookup.find(account_id, ref, now)
    _is_theirs(session, agent.agent_id)
    budget = message_store.budget(account_id, session.openid)
    if not budget.left(now):
        raise WindowClosed(why_not(budget, 1, now))
    media = upload()
    [message] = message_store.written(
        session, [texts.PICTURE], kind=MessageKind.REPLY, by=agent.agent_id, now=now
    )
    picture = message.model_copy(update={"media": media})
    return session, _queued(agent, session, [picture], "1 张图片", now)


def _queued(
    agent: Acting,
    session: ServiceSession,
    messages: Sequence[AgentMessage],
    said: str,
    now: datetime,
) -> list[AgentMessage]:
    """Count messages and put them on their way. Raises ``WindowClosed`` or ``BudgetContested``."""
    entry = agent.entry_action(_object(session), now, note=said)
    try:
        queued = message_store.queue(messages, also=[entry])
    except message_store.TooMany:
        budget = message_store.budget(session.account, session.openid)
        raise WindowClosed(why_not(budget, len(messages), now)) from None
    except message_store.Contested as error:
        raise BudgetContested("消息没有发送：这位粉丝的额度正被别处更新，请再发一次。") from error
    dispatch(queued)
    return queued


def note(account_id: str, ref: str, text: str, *, by: Actor, now: datetime) -> AgentMessage:
    """Keep a private note in a session; the follower never sees it.

    Raises ``UnknownAgent``, ``UnknownSession``, ``PermissionDenied`` or ``InvalidInput``.
    """
    agent = acting(account_id, by, "desk:session:note", now)
    if not agent.supervises:
        agent_store.presence(account_id, agent.agent_id)
    if not text.strip():
        raise InvalidInput("备注是空的。")
    session = lookup.find(account_id, ref, now)
    [written] = message_store.written(
        session, [text.strip()], kind=MessageKind.NOTE, by=agent.agent_id, now=now
    )
    kept = message_store.keep_note(written)
    agent.record(_object(session), now)
    return kept


def resolve(
    account_id: str, ref: str, *, by: Actor, now: datetime, survey: bool = True, note: str = ""
) -> ServiceSession:
    """End a session: the robot speaks again, the agent gets the next one, the follower is asked once for a rating.

    Nobody is asked where that would need a message that WeChat refuses. Raises ``UnknownSession``,
    ``IllegalAction``, ``PermissionDenied`` or ``SessionChanged``.
    """
    agent = acting(account_id, by, "desk:session:resolve", now)

    def end(session: ServiceSession) -> ServiceSession:
        open_before = session.state is S.OPEN
        done = move(
            session,
            Action.RESOLVE,
            assignment.part_of(session, agent),
            at=now,
            by=agent.agent_id,
            note=note,
            resolved_at=now,
            ending=Ending.ANSWERED if open_before else Ending.WITHDRAWN,
        )
        entry = agent.entry_action(_object(session), now, changes=updates.changes(session, done))
        if survey and open_before:
            asking = texts.survey(session.id)
            saved = save_and_tell(session, done, asking, now, told={"surveyed": True}, also=[entry])
        else:
            saved = updates.save(session, done, now, also=[entry])
        if session.owner:
            assignment.fill(account_id, session.owner, now)
        return saved

    return updates.act(account_id, ref, now, end)


def expanded(account_id: str, text: str) -> str:
    """The canned reply that ``/name`` names, else the text itself. Raises ``InvalidInput`` for an unknown name."""
    name = text.strip()
    if not name.startswith("/") or len(name.split()) != 1:
        return text
    known = agent_store.canned(account_id)
    if name[1:] in known:
        return known[name[1:]]
    if not known:
        raise InvalidInput(
            f"没有快捷回复“{name}”，没有发送。还没有任何快捷回复。",
            remedies=[remedy("desk.canned.import", "导入快捷回复", account=account_id)],
        )
    names = "、".join(f"/{one}" for one in known)
    raise InvalidInput(f"没有快捷回复“{name}”，没有发送。已有：{names}。")


def why_not(budget: Budget, number: int, now: datetime) -> str:
    """Why WeChat would refuse so many messages, and what to do."""
    left = budget.left(now)
    if not budget.window_open(now):
        return (
            "消息没有发送：微信的回复时限已过（粉丝发来消息后 48 小时；只点了菜单或链接则为 1 分钟）。"
            "请等对方再发一条消息；内容可以先记成备注。"
        )
    if left == 0:
        return (
            "消息没有发送：微信允许的客服消息已用完（粉丝每发一条消息，可回复 5 条）。"
            "请等对方再发一条消息后继续；内容可以先记成备注。"
        )
    return (
        f"消息没有发送：内容太长，要分成 {number} 条，而现在只能再发 {left} 条。"
        f"请压缩到 {left} 条以内（每条至多 2048 字节，约 680 个汉字），或等对方再发一条消息。"
    )


def _is_theirs(session: ServiceSession, agent_id: str) -> None:
    who = assignment.who_is(session, agent_id)
    if session.state is S.RESOLVED:
        raise IllegalAction(
            f"会话 {session.ticket} {STATE_NAMES[session.state]}，没有发送。粉丝再来消息时可重新转人工。",
            state=session.state,
        )
    if session.state is S.PENDING:
        raise IllegalAction(
            f"会话 {session.ticket} {STATE_NAMES[session.state]}，没有发送。请先接入。",
            state=session.state,
            remedies=[
                remedy("desk.take", "接入这个会话", account=session.account, session=session.ticket)
            ],
        )
    if who is not Who.OWNER:
        raise IllegalAction(
            f"会话 {session.ticket} 由坐席“{session.owner}”负责，没有发送。可以先请对方或组长转接给您。",
            state=session.state,
        )


def _object(session: ServiceSession) -> str:
    return f"session:{session.id}"
