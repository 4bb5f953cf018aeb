"""Versions of the knowledge as people look at them, hand them in, release and restore them: two persons, always."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from chalicelib import knowledge, people
from chalicelib.accounts import OfficialAccount
from chalicelib.actor import Actor
from chalicelib.application.account_reach import account_for
from chalicelib.application.deeds import deeds
from chalicelib.application.knowledge_base import READ
from chalicelib.application.release_knowledge import release_knowledge
from chalicelib.errors import Field, Invalid
from chalicelib.knowledge import FaqEntry, KnowledgeVersion, PolicyDocument
from chalicelib.transitions import Deed
from chalicelib.values import Value

_DEEDS: Final = {
    "submit": ("提交审核", "knowledge:version:submit"),
    "release": ("发布", "knowledge:version:release"),
    "send_back": ("退回", "knowledge:version:reject"),
    "drop": ("放弃未发布的修改", "knowledge:version:drop"),
    "restore": ("恢复这一版", "knowledge:version:restore"),
}


class VersionView(NamedTuple):
    """One version, its state as people call it, and what this person may do with it."""

    version: KnowledgeVersion
    state_name: str
    in_force: bool
    deeds: tuple[Deed, ...]


class Standing(NamedTuple):
    """What followers get, and what was changed since."""

    in_force: int
    working: VersionView | None
    """The newest version with unreleased changes; None where there are none."""
    hands: list[str]
    """Who made the changes since the version in force."""


class Waiting(NamedTuple):
    """A version that waits for somebody to release it."""

    version: int
    submitted_by: str
    since: datetime
    note: str
    entries: int
    policies: int
    hands: tuple[str, ...]
    """Who made and handed in what is in it."""
    again: bool
    """Whether its release broke off, and only has to be ended."""


class FieldDifference(Value):
    """One field of an entry or document in both versions, as people read it."""

    label: str
    before: str
    after: str
    several: bool
    """Whether ``before`` is what was taken out of a list, and ``after`` what was put in."""


class Difference(Value):
    """One entry or document that is not the same in both."""

    kind: str
    """``new``, ``changed`` or ``removed``."""
    id: str
    name: str
    fields: tuple[FieldDifference, ...]


class Comparison(NamedTuple):
    """How two versions differ."""

    older: int
    newer: int
    entries: list[Difference]
    policies: list[Difference]
    refitted: bool


def versions_for(account_id: str, *, by: Actor) -> list[VersionView]:
    """Every version, the newest first. Raises ``UnknownAccount`` or ``PermissionDenied``."""
    account = account_for(by, READ, account_id)
    return _views(account_id, account.unit, by)


def standing_for(account_id: str, *, by: Actor) -> Standing:
    """Where the knowledge stands. Raises ``UnknownAccount`` or ``PermissionDenied``."""
    account = account_for(by, READ, account_id)
    listed = knowledge.versions.history(account_id)
    since = knowledge.versions.since_in_force(account_id, listed)
    views = {one.version.version: one for one in _views(account_id, account.unit, by, listed)}
    return Standing(
        in_force=knowledge.versions.number_in_force(account_id),
        working=views[since[0].version] if since else None,
        hands=list(dict.fromkeys(one.by for one in since)),
    )


def release_waiting(account: OfficialAccount, *, by: Actor) -> Waiting | None:
    """What waits at an account for its release by this person; None where nothing does, or it waits for others.

    Two calls of the table, and one where nothing is unreleased. Nobody is refused: who may not release has no task.
    """
    if not people.may(by, "knowledge:version:release", account.unit):
        return None
    found = knowledge.versions.unreleased(account.id)
    if found is None or knowledge.versions.had_a_hand(by.person, found.hands):
        return None
    one = found.version
    return Waiting(
        version=one.version,
        submitted_by=one.submitted_by,
        since=one.submitted_at or one.at,  # versions of before do not say when
        note=one.note,
        entries=one.entries,
        policies=one.policies,
        hands=found.hands,
        again=found.again,
    )


def compare_for(account_id: str, older: int | None, newer: int | None, *, by: Actor) -> Comparison:
    """The difference from ``older`` (None: the one in force) to ``newer`` (None: the working one).

    Raises ``NoSuchVersion``, ``UnknownAccount`` or ``PermissionDenied``.
    """
    account_for(by, READ, account_id)
    versions = knowledge.versions
    old = versions.in_force(account_id) if older is None else versions.edition(account_id, older)
    new = versions.working(account_id) if newer is None else versions.edition(account_id, newer)
    return Comparison(
        older=old.number,
        newer=new.number,
        entries=differences(old.knowledge.entries, new.knowledge.entries),
        policies=differences(old.knowledge.policies, new.knowledge.policies),
        refitted=old.knowledge.confidence != new.knowledge.confidence,
    )


def release(account_id: str, number: int, *, by: Actor, now: datetime) -> KnowledgeVersion:
    """Put a reviewed version in force. Raises what ``release_knowledge`` raises."""
    return release_knowledge(account_id, number, by=by, now=now)


def send_back(
    account_id: str, number: int, reason: str, *, by: Actor, now: datetime
) -> KnowledgeVersion:
    """Return a version to its makers. Raises ``Invalid`` without a reason, and like ``versions.send_back``."""
    if not reason.strip():
        raise Invalid("请写明退回的原因。", fields=[Field("reason", "没有填写")])
    return knowledge.versions.send_back(account_id, number, by=by, now=now, remark=reason.strip())


def _views(
    account_id: str, unit: str, by: Actor, listed: list[KnowledgeVersion] | None = None
) -> list[VersionView]:
    listed = knowledge.versions.history(account_id) if listed is None else listed
    in_force = knowledge.versions.number_in_force(account_id)
    merged = knowledge.versions.merged(listed)
    refusals = knowledge.versions.refusals(account_id, listed, by.person)
    held = people.permissions_of(by, unit)
    return [
        VersionView(
            one,
            knowledge.versions.state_name(one, in_force, merged),
            one.version == in_force,
            deeds(held, _DEEDS, refusals[one.version]),
        )
        for one in listed
    ]


def differences(
    before: Sequence[FaqEntry] | Sequence[PolicyDocument],
    after: Sequence[FaqEntry] | Sequence[PolicyDocument],
) -> list[Difference]:
    """What is new, changed and gone among entries or documents, field by field as people read it."""
    found = knowledge.versions.compare(before, after)  # type: ignore[type-var]
    now, old = {one.id: one for one in after}, {one.id: one for one in before}
    return [
        *(_whole("new", now[one.id]) for one in found.new),
        *(
            Difference(
                kind="changed",
                id=one.id,
                name=one.name,
                fields=tuple(
                    FieldDifference(
                        label=field.field,
                        before=field.before,
                        after=field.after,
                        several=field.field in one.lists,
                    )
                    for field in one.shown
                ),
            )
            for one in found.changed
        ),
        *(_whole("removed", old[one.id]) for one in found.removed),
    ]


def _whole(kind: str, one: FaqEntry | PolicyDocument) -> Difference:
    """All that an entry or document says, on the side where it is."""
    fields = []
    for column in knowledge.columns.columns_of(type(one)):
        text = column.shown(getattr(one, column.field))
        if text and column.field != "id":
            sides = ("", text) if kind == "new" else (text, "")
            fields.append(
                FieldDifference(label=column.label, before=sides[0], after=sides[1], several=False)
            )
    name = one.question if isinstance(one, FaqEntry) else one.title
    return Difference(kind=kind, id=one.id, name=name, fields=tuple(fields))
