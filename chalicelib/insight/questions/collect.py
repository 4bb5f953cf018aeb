"""What followers say of answers, counted as the stream tells it, so that answers can get better."""

from __future__ import annotations

from datetime import UTC, datetime

from chalicelib.conversation import DOC, RecordedPush, Rung, link_target
from chalicelib.insight.questions.rows import asker
from chalicelib.wechat.text import Text


def learn(recorded: RecordedPush) -> None:
    """Count the vote of a message, if it is one. Run twice it counts once: each follower has one vote on an entry."""
    decision, push = recorded.decision, recorded.push
    if decision.rung is not Rung.FEEDBACK or not decision.entry or decision.entry.startswith(DOC):
        return
    taken = link_target(push.menu_id) if isinstance(push, Text) and push.menu_id else None
    if taken is None or push is None:
        return
    from chalicelib import knowledge

    at = datetime.fromtimestamp(recorded.received, UTC)
    voter = asker(recorded.account_id, push.from_user)
    knowledge.count_feedback(recorded.account_id, decision.entry, bool(taken.number), voter, at)
