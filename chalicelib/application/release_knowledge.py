"""Release a version of an account's knowledge: compile it, claim it, and put it in force in the reply book."""

from __future__ import annotations

from datetime import datetime

from chalicelib import conversation, knowledge
from chalicelib.actor import Actor
from chalicelib.application import policy_alerts, topic_events
from chalicelib.cloud.afterwards import afterwards
from chalicelib.knowledge import KnowledgeVersion


def release_knowledge(
    account_id: str,
    number: int,
    *,
    by: Actor,
    now: datetime,
    dense: bool | None = None,
    progress: knowledge.versions.Progress = lambda *_: None,
    ready: knowledge.versions.Ready = lambda: None,
) -> KnowledgeVersion:
    """Put a reviewed version in force; ``by`` must have had no hand in it.

    ``dense`` tells whether the account has the second stage; None leaves that to the fitted confidence. ``progress``
    gets the number of vectors made, and of all; ``ready`` is called before anything is changed. Run again after it broke off it is ended; a version in force stays as
    it is. Raises ``NoSuchVersion``, ``NotReleasable``, ``VersionConflict``, ``DenseIsAbsent`` or ``PermissionDenied``.
    """

    def put_in_force(key: str) -> None:
        note = f"知识库版本 {number}"
        conversation.put_knowledge_in_force(account_id, key, by.person, now, note)

    before = policy_alerts.known(account_id)
    released = knowledge.versions.release(
        account_id,
        number,
        by=by,
        now=now,
        put_in_force=put_in_force,
        dense=dense,
        progress=progress,
        ready=ready,
    )
    with afterwards("topics"):
        topic_events.knowledge_released(account_id, now)
    with afterwards("policy alerts"):
        policy_alerts.released(account_id, before, by=by, now=now)
    return released
