"""Insight's part of erasing a person: their questions in the archive, the marks of what was counted from them, and the
pseudonym under which the archive of facts knows them.

The counts stay: they name nobody. What is computed from the archive (open questions, confirmed answers) is without the
person from then on.
"""

from __future__ import annotations

from typing import Any, Final

from chalicelib.conversation import RecordedPush, Rung
from chalicelib.insight.archive import pseudonyms
from chalicelib.insight.questions import archive
from chalicelib.insight.questions.rows import asker

KINDS: Final = (pseudonyms.PSEUDONYM,)
"""Beginnings of the sort keys in a follower's partition that this package erases."""


def archived(recorded: RecordedPush) -> dict[str, Any] | None:
    """A message as the archive keeps it; None where it does not."""
    return archive.kept_of(recorded)


def erase(recorded: RecordedPush) -> None:
    """Erase what is kept of a message. Twice is once."""
    archive.erase(recorded)
    decision, push = recorded.decision, recorded.push
    if not decision.entry or push is None:
        return
    from chalicelib import knowledge

    knowledge.forget_hit(recorded.account_id, recorded.key)
    if decision.rung is Rung.FEEDBACK:
        voter = asker(recorded.account_id, push.from_user)
        knowledge.forget_feedback(recorded.account_id, decision.entry, voter)


def pseudonym(account_id: str, openid: str) -> str:
    """What the archive of facts calls a person; empty where it knows none."""
    return pseudonyms.pseudonym_of(account_id, openid)


def erase_pseudonym(account_id: str, openid: str) -> int:
    """Delete the pseudonym, which makes the facts nobody's; returns how many there were. Twice is once."""
    return pseudonyms.erase(account_id, openid)
