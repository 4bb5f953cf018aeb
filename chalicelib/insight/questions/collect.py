"""The part of each message that the stream keeps, so that answers can get better."""

from __future__ import annotations

from datetime import UTC, datetime

from chalicelib.conversation import DOC, LinkKind, RecordedPush, Rung, link_target
from chalicelib.insight.questions import archive
from chalicelib.wechat.text import Text


def learn(recorded: RecordedPush) -> None:
    """Keep a message with words, and count the hit or the vote of its entry.

    Run twice it counts once: the archive's item is the message's own, and each count is marked with its key.
    """
    archive.keep(recorded)
    decision, push = recorded.decision, recorded.push
    if not decision.entry or decision.entry.startswith(DOC) or push is None:
        return
    from chalicelib import knowledge

    taken = link_target(push.menu_id) if isinstance(push, Text) and push.menu_id else None
    at = datetime.fromtimestamp(recorded.received, UTC)
    if decision.rung is Rung.FEEDBACK and taken is not None:
        voter = archive.asker(recorded.account_id, push.from_user)
        knowledge.count_feedback(recorded.account_id, decision.entry, bool(taken.number), voter, at)
    elif decision.rung is Rung.FAQ and not (taken and taken.kind is LinkKind.PAGE):
        knowledge.count_hit(recorded.account_id, decision.entry, recorded.key, at)
