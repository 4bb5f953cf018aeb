"""A session as its agent sees it: messages, the robot's tries, the budget, suggestions."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum

from pydantic import AwareDatetime

from chalicelib import accounts, conversation
from chalicelib.conversation import RecordedPush
from chalicelib.desk.messages import store as message_store
from chalicelib.desk.messages.content import SentContent, content_of
from chalicelib.desk.messages.texts import shown
from chalicelib.desk.models import AgentMessage, MessageKind, MessageState, ServiceSession
from chalicelib.desk.sessions import lookup
from chalicelib.values import Value
from chalicelib.wechat.messages import Voice
from chalicelib.wechat.text import Message, Text

SUGGESTIONS = 3


class Speaker(StrEnum):
    """The author of an entry."""

    FOLLOWER = "follower"
    ROBOT = "robot"
    AGENT = "agent"
    NOTE = "note"


class Entry(Value):
    """One message, note or try."""

    at: AwareDatetime
    speaker: Speaker
    by: str = ""
    text: str
    key: str = ""
    """Of the follower's: the message. Of an agent's picture: its id, by which the picture is fetched."""
    rung: str = ""
    """Of the robot's: which rung of the ladder spoke."""
    score: float | None = None
    state: MessageState | None = None
    """Of an agent's: how far it has come; ``unknown`` also where its result is missing."""
    problem: str = ""
    message: str = ""
    """Of an agent's: its id."""
    content: SentContent | None = None
    """Of the follower's: what it holds; of an agent's, where it is a picture."""
    entry: str = ""
    """Of the robot's: the entry or document that it answered with."""
    offered: tuple[str, ...] = ()
    """Of the robot's: the entries that it asked back about."""


class Suggestion(Value):
    """An answer from the knowledge base to the follower's last question."""

    entry: str
    question: str
    answer: str
    confidence: float


class SessionView(Value):
    """A session as its agent sees it."""

    session: ServiceSession
    entries: tuple[Entry, ...]
    left: int
    """Messages that WeChat still takes."""
    until: AwareDatetime | None
    """Until when; None: not now."""
    suggestions: tuple[Suggestion, ...] = ()


def view_session(account_id: str, ref: str, now: datetime, *, suggest: bool = True) -> SessionView:
    """A session with its history, its budget and suggestions.

    Raises ``UnknownSession``.
    """
    session = lookup.find(account_id, ref, now)
    heard = conversation.latest(account_id, session.openid)
    entries = [entry for push in heard for entry in _of_push(push)]
    entries += [
        _of_message(message, now)
        for message in message_store.of_follower(account_id, session.openid)
    ]
    budget = message_store.budget(account_id, session.openid)
    return SessionView(
        session=session,
        entries=tuple(sorted(entries, key=lambda entry: entry.at)),
        left=budget.left(now),
        until=budget.ends(now),
        suggestions=tuple(suggestions(account_id, heard, now)) if suggest and session.live else (),
    )


def suggestions(account_id: str, heard: list[RecordedPush], now: datetime) -> list[Suggestion]:
    """Answers of the knowledge base to the follower's last text that is no tap."""
    return answers_to(account_id, asked_last(heard), now)


def asked_last(heard: list[RecordedPush]) -> str:
    """The follower's last words that are no tap; empty where there are none."""
    asked = [_words(one.push) for one in heard if isinstance(one.push, (Text, Voice))]
    return next((text for text in reversed(asked) if text), "")


def answers_to(account_id: str, words: str, now: datetime) -> list[Suggestion]:
    """Released answers of the knowledge base that may fit these words, best first; none for no words."""
    from chalicelib import knowledge
    from chalicelib.conversation import book

    key = book(account_id, accounts.state(account_id).book_version).knowledge if words else None
    if key is None:
        return []
    found: list[Suggestion] = []
    for candidate in knowledge.consult(key, words, now).candidates[:SUGGESTIONS]:
        entry = knowledge.entry(key, candidate.id, now)
        if entry is not None:
            found.append(
                Suggestion(
                    entry=candidate.id,
                    question=entry.question,
                    answer=entry.answer,
                    confidence=candidate.confidence,
                )
            )
    return found


def _of_push(recorded: RecordedPush) -> list[Entry]:
    push, decision = recorded.push, recorded.decision
    at = datetime.fromtimestamp(push.created if push else recorded.received, UTC)
    text = shown(push) if isinstance(push, Message) else "[过长的消息]"
    content = content_of(push) if isinstance(push, Message) else None
    said = [Entry(at=at, speaker=Speaker.FOLLOWER, text=text, key=recorded.key, content=content)]
    for reply in (decision.reply, *decision.follow_ups):
        if reply is not None:
            words = getattr(reply, "content", "") or f"[{reply.type}]"
            said.append(
                Entry(
                    at=at,
                    speaker=Speaker.ROBOT,
                    text=words,
                    rung=decision.rung.value,
                    score=decision.score,
                    entry=decision.entry or "",
                    offered=decision.clarify,
                )
            )
    return said


def _words(push: Text | Voice) -> str:
    if isinstance(push, Text):
        return "" if push.menu_id else push.content
    return push.recognition


def _of_message(message: AgentMessage, now: datetime) -> Entry:
    speakers = {
        MessageKind.REPLY: Speaker.AGENT,
        MessageKind.CLOSING: Speaker.ROBOT,
        MessageKind.NOTE: Speaker.NOTE,
        MessageKind.TOLD: Speaker.ROBOT,
    }
    return Entry(
        at=message.at,
        speaker=speakers[message.kind],
        by=message.by,
        message=message.id,
        text=message.text,
        state=MessageState.UNKNOWN if message.unconfirmed(now) else message.state,
        problem=message.problem,
        key=message.id if message.media else "",
        content=SentContent(type="image", name="图片", media=message.media)
        if message.media
        else None,
    )
