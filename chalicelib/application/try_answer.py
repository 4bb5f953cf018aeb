"""Try-outs: the answer that an account would give now. Nothing is sent to a follower, nothing is recorded."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from chalicelib import accounts, assistant, conversation
from chalicelib.application.second_look import sources_of
from chalicelib.conversation import AccountContext, Explanation


def try_answer(
    account_id: str, text: str, now: datetime, menu_id: str | None = None
) -> Explanation:
    """The answer to a new follower who writes ``text`` at ``now`` (aware, Asia/Shanghai), and why.

    The book in force answers, with its knowledge, the desk and the agents as they are. ``menu_id`` makes the text
    the tap on a link. Raises ``UnknownAccount``, and any error of knowledge that can't be read.
    """
    state = accounts.state(account_id, consistent=True)
    book = conversation.book(account_id, state.book_version)
    knowledge = conversation.stored_knowledge(book.knowledge, now, strict=True)
    context = AccountContext.of(state, knowledge)
    return conversation.explain(text, book, now, context, menu_id=menu_id)


def try_rules(account_id: str, text: str, now: datetime) -> Explanation:
    """The answer of the rules in force alone, without knowledge and people. Raises ``UnknownAccount``."""
    version = accounts.state(account_id, consistent=True).book_version
    return conversation.explain(text, conversation.book(account_id, version), now)


class Consideration(NamedTuple):
    """The released answers that the language model was given, and its verdict."""

    offered: list[assistant.Source]
    result: assistant.Considered


def try_assistant(account_id: str, question: str, now: datetime) -> Consideration:
    """The language model's choice for a question, from the knowledge in force. It counts in the day's tokens.

    Raises ``UnknownAccount``.
    """
    version = accounts.state(account_id, consistent=True).book_version
    key = conversation.knowledge_of(account_id, version)
    sources = sources_of(conversation.second_look.released_near(key, question, now)) if key else []
    return Consideration(sources, assistant.consider(account_id, question, sources, now))
