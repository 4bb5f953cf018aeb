"""A release: compile a version, claim it, point the reply book at it, and say that it is done.

Broken off at any line, the same command ends it: the object is named by its content, the reply book takes the same key
twice without harm, and until it is ended nobody can release anything else in between (docs/decisions/0086).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from chalicelib.actor import Actor
from chalicelib.knowledge.compiled import vectors
from chalicelib.knowledge.compiled.builder import build, questions_of
from chalicelib.knowledge.models import Knowledge, KnowledgeVersion, VersionState
from chalicelib.knowledge.versions import rules, store
from chalicelib.knowledge.versions.service import Progress, Ready, move, permitted, steps

_PERMISSION: Final = "knowledge:version:release"
PutInForce = Callable[[str], object]
"""Points the account's reply book at a compiled object's key; the same key twice does no harm."""


def release(
    account_id: str,
    number: int,
    *,
    by: Actor,
    now: datetime,
    put_in_force: PutInForce,
    dense: bool | None = None,
    progress: Progress = lambda *_: None,
    ready: Ready = lambda: None,
) -> KnowledgeVersion:
    """Put a reviewed version in force; ``by`` must have had no hand in it. ``dense`` as in ``compiled``.

    ``put_in_force`` belongs to the use case ``application.release_knowledge``: knowledge knows no reply books. Safe
    to run again after it broke off, and without effect on a version that is in force. ``ready`` is called when all is
    compiled and nothing is changed yet. Raises ``NoSuchVersion``,
    ``NotReleasable``, ``VersionConflict``, ``DenseIsAbsent``, ``PermissionDenied`` and what ``put_in_force`` raises.
    """
    unit = permitted(account_id, by, _PERMISSION)
    head = store.head(account_id)
    version = _checked(account_id, number, head, by)
    if number == head.in_force and not head.pending:
        return version
    # Compiled before it is claimed: what can't be compiled must not keep others from a release.
    known = store.read(account_id, number)
    body = compiled(account_id, known, dense=dense, progress=progress)
    key = store.keep_compiled(account_id, body)
    ready()
    store.claim(account_id, number, seen=head)
    put_in_force(key)
    if version.state is not VersionState.RELEASED:
        released = version.model_copy(
            update={
                "state": VersionState.RELEASED,
                "released_by": by.person.strip(),
                "released_at": now.astimezone(UTC),
                "compiled": key,
            }
        )
        move(account_id, version, released, by, _PERMISSION, unit, now)
        version = released
    store.settle(account_id, number)
    if steps(account_id, head.working) is None:
        # Drafts made from something older could never be released: edits go on from what is in force now.
        store.go_on_from(account_id, number)
    return version


def check(account_id: str, number: int, *, by: Actor) -> KnowledgeVersion:
    """The version, if ``by`` may release it now. Raises ``NoSuchVersion``, ``NotReleasable`` or ``PermissionDenied``."""
    permitted(account_id, by, _PERMISSION)
    return _checked(account_id, number, store.head(account_id), by)


def _checked(account_id: str, number: int, head: store.Head, by: Actor) -> KnowledgeVersion:
    version = store.version(account_id, number)
    # A release that broke off was checked when it was claimed; anybody may end it.
    if number not in (head.in_force, head.pending):
        rules.check_release(account_id, version, steps(account_id, number), by.person)
    return version


def compiled(
    account_id: str,
    known: Knowledge,
    *,
    dense: bool | None = None,
    progress: Progress = lambda *_: None,
) -> bytes:
    """The compiled object; where the account has a second stage, its vectors are stored before.

    ``dense`` tells whether it has; untold, ``vectors.wanted`` decides. Raises ``NotReleasable``, ``DenseIsAbsent``.
    """
    questions = questions_of(known)
    has = bool(questions) and vectors.wanted(known.confidence, dense)
    return build(known, vectors.keep(account_id, questions, progress) if has else "")
