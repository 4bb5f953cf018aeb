"""Policy documents that a department may name as the basis of its answer."""

from __future__ import annotations

from itertools import islice
from typing import Final

from chalicelib import accounts, knowledge, topics
from chalicelib.actor import Actor
from chalicelib.knowledge import PolicyDocument
from chalicelib.topics import Basis

MOST: Final = 20


def policies_for(topic_id: str, words: str, *, by: Actor) -> list[Basis]:
    """Documents in force of the library of the topic's account with these words in number, title or subjects.

    Empty where the topic has no account. Raises ``UnknownTopic``, ``NotYourTopic`` or ``PermissionDenied``.
    """
    topic = topics.asked_for(topic_id, by=by)
    if not topic.account:
        return []
    try:
        known = knowledge.versions.in_force(topic.account).knowledge.policies
    except accounts.UnknownAccount:
        return []
    wanted = words.strip().casefold()
    found = (one for one in known if one.status.holds and wanted in _words(one))
    return [Basis(title=_title(one), document=one.id, url=one.link) for one in islice(found, MOST)]


def _words(one: PolicyDocument) -> str:
    return " ".join((one.number, one.title, *one.topics)).casefold()


def _title(one: PolicyDocument) -> str:
    title = f"《{one.title.strip('《》')}》"
    return f"{title}（{one.number}）"[:300] if one.number else title[:300]
