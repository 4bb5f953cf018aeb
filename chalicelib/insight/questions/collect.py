"""What the stream keeps of each message, so that answers can get better."""

from __future__ import annotations

from datetime import UTC, datetime

from chalicelib.conversation.inbox.store import RecordedPush
from chalicelib.conversation.ladder.links import LinkKind, link_target
from chalicelib.conversation.ladder.rungs.knowledge import DOC
from chalicelib.conversation.models import Rung
from chalicelib.wechat.messages import Text


def learn(recorded: RecordedPush) -> None:
    """Keep what was asked, and count what an entry did.

    Run twice it counts once: the archive's item is the message's own, and each count is marked with its key.
    """
    # Here, because the callback loads this module and learns nothing.
    from chalicelib.insight.questions import archive

    archive.keep(recorded)
    decision, push = recorded.decision, recorded.push
    if not decision.entry or decision.entry.startswith(DOC) or push is None:
        return
    from chalicelib import knowledge

    taken = link_target(push.menu_id) if isinstance(push, Text) and push.menu_id else None
    at = datetime.fromtimestamp(recorded.received, UTC)
    if decision.rung is Rung.FEEDBACK and taken is not None:
        voter = archive.who(recorded.account_id, push.from_user)
        knowledge.count_feedback(recorded.account_id, decision.entry, bool(taken.number), voter, at)
    elif decision.rung is Rung.FAQ and not (taken and taken.kind is LinkKind.PAGE):
        knowledge.count_hit(recorded.account_id, decision.entry, recorded.key, at)
