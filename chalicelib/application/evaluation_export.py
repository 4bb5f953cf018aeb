"""Labelled sets from an account's own followers, to fit and measure its retrieval with ``faq eval``."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from chalicelib import accounts, conversation, insight, jobs

Row = dict[str, str]


class EvaluationSets(NamedTuple):
    """Five sets, each a list of rows with the fields that ``faq eval`` reads."""

    kb: list[Row]
    """Every live entry: ``faq_id``, ``question``, ``answer``."""
    similar: list[Row]
    """Variants of live entries: ``faq_id``, ``question``."""
    dev: list[Row]
    """Confirmed answers to fit on: ``query``, ``faq_id``."""
    test: list[Row]
    """Confirmed answers to measure on, with the same fields."""
    none: list[Row]
    """Open questions: ``query``. Those that an entry does answer have to be taken out by a person."""


def evaluation_sets(
    account_id: str, since: datetime, now: datetime, progress: jobs.Tells | None = None
) -> EvaluationSets:
    """The sets of the time from ``since`` to ``now`` (both aware). Raises ``UnknownAccount``.

    ``progress`` is told how many messages are read.

    A confirmed answer counts if its entry is live. An open question whose asker chose an offered entry is none:
    that entry answers it.
    """
    from chalicelib import knowledge

    accounts.state(account_id)
    tell = progress or jobs.Silent()
    messages: list[conversation.AskedMessage] = []
    for one in insight.asked_messages(account_id, since, now):
        tell(0, 1, f"已读 {len(messages):,} 条消息")
        messages.append(one)
    entries = knowledge.versions.in_force(account_id).knowledge.entries
    live = [entry for entry in entries if entry.standing == "live"]
    ids = {entry.id for entry in live}
    fit, test = insight.halves(one for one in insight.confirmed(messages) if one.entry in ids)
    return EvaluationSets(
        kb=[{"faq_id": one.id, "question": one.question, "answer": one.answer} for one in live],
        similar=[{"faq_id": one.id, "question": text} for one in live for text in one.variants],
        dev=[{"query": one.query, "faq_id": one.entry} for one in fit],
        test=[{"query": one.query, "faq_id": one.entry} for one in test],
        none=[{"query": one.text} for one in insight.unanswered(messages) if not one.chosen],
    )
