"""A second look at a question: the account's language model chooses among released answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from chalicelib import assistant, conversation


def look_again(body: str) -> None:
    """Do the second look that a queue's message asks for; running it twice is harmless (``conversation.second_look``)."""
    conversation.second_look.look_again(body, choose)


def choose(
    account_id: str,
    question: str,
    released: Sequence[conversation.second_look.Released],
    now: datetime,
) -> conversation.second_look.Chosen | None:
    """The released answer that the account's language model finds fitting; None without a model, or if none fits."""
    opinion = assistant.opinion(account_id, question, sources_of(released), now)
    if opinion is None:
        return None
    return conversation.second_look.Chosen(
        opinion.source, opinion.text if opinion.rephrased else ""
    )


def sources_of(released: Sequence[conversation.second_look.Released]) -> list[assistant.Source]:
    """Released answers as the language model takes them."""
    return [
        assistant.Source(id=one.id, question=one.question, answer=one.answer) for one in released
    ]
