"""The draft of an account's menu, its versions, and whether a unit asks for two people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from chalicelib import accounts, audit, people, units
from chalicelib.actor import Actor
from chalicelib.cloud import table
from chalicelib.menus import store
from chalicelib.menus.errors import MenuChanged
from chalicelib.menus.models import Draft, MenuDocument, MenuVersion, Publication
from chalicelib.menus.wire import normal

READ = "menus:menu:read"
EDIT = "menus:draft:edit"
PUBLISH = "menus:menu:publish"
APPROVE = "menus:menu:approve"
RULE = "menus:rule:set"


def draft_for(account_id: str, *, by: Actor) -> Draft:
    """What is being worked on; where nothing is, what is in force. Raises ``UnknownAccount``, ``PermissionDenied``."""
    permitted(account_id, by, READ)
    return current_draft(account_id)


def current_draft(account_id: str) -> Draft:
    """The same, for the system's own use."""
    draft = store.draft(account_id)
    if draft.edition:
        return draft
    shown = store.read(account_id).in_force
    if shown is None:
        return draft
    document = store.document(account_id, shown.version)
    return draft.model_copy(update={"document": document, "base": shown.version})


def save_draft(
    account_id: str, document: MenuDocument, *, seen: int, by: Actor, now: datetime
) -> Draft:
    """Keep a draft; ``seen`` is the edition that it was made from.

    A draft may be wrong: ``checks`` tell what stands against publishing it. What it says already is not saved again.
    Raises ``MenuChanged``, ``UnknownAccount``, ``PermissionDenied``.
    """
    unit = permitted(account_id, by, EDIT)
    before = current_draft(account_id)
    if seen != before.edition:
        raise MenuChanged(before.by)
    if document == before.document:
        return before
    after = before.model_copy(
        update={
            "document": document,
            "edition": before.edition + 1,
            "by": by.person,
            "at": now,
            "hands": tuple(dict.fromkeys((*before.hands, by.person))),
        }
    )
    # Drafts are saved as one types: the log has who wrote a version, not each key.
    also: list[table.Action] = []
    if by.person not in before.hands:
        entry = audit.entry_of(by, EDIT, unit=unit, at=now, object=f"menu:{account_id}")
        also.append(audit.write_action(entry))
    store.write_draft(account_id, after, before=before, also=also)
    return after


def version_for(account_id: str, number: int, *, by: Actor) -> MenuVersion:
    """One version. Raises ``UnknownMenuVersion``, ``UnknownAccount``, ``PermissionDenied``."""
    permitted(account_id, by, READ)
    return store.version(account_id, number)


def versions_for(account_id: str, *, by: Actor, after: int = 0) -> Iterator[MenuVersion]:
    """Every version, the newest first. Raises ``UnknownAccount``, ``PermissionDenied``."""
    permitted(account_id, by, READ)
    return store.versions(account_id, after=after)


def publications_for(account_id: str, *, by: Actor, most: int = 50) -> list[Publication]:
    """Publications, the newest first. Raises ``UnknownAccount``, ``PermissionDenied``."""
    permitted(account_id, by, READ)
    return publications_of(account_id, most=most)


def publications_of(account_id: str, *, most: int = 50) -> list[Publication]:
    """The same, for the system's own use."""
    open_ = store.read(account_id).open
    found = [*open_, *islice(store.closed(account_id), most)]
    return sorted(found, key=lambda one: one.id, reverse=True)[:most]


def same_content(one: MenuDocument, other: MenuDocument) -> bool:
    """Whether followers see no difference between two menus."""
    return normal(one) == normal(other)


def two_people_for(unit: str) -> tuple[bool, str | None]:
    """Whether a second person releases the menus of a unit, and the unit where that is set. Raises ``UnknownUnit``."""
    for above in units.lineage(unit):
        found = store.two_people(above.id)
        if found is not None:
            return found, above.id
    return False, None


def set_two_people(unit: str, two: bool, *, by: Actor, now: datetime) -> None:
    """Ask for a second person, or for none, in a unit and below where nothing nearer is set.

    Raises ``PermissionDenied`` or ``UnknownUnit``.
    """
    people.require(by, RULE, unit)
    before, at = two_people_for(unit)
    entry = audit.entry_of(
        by,
        RULE,
        unit=unit,
        at=now,
        object=f"unit:{unit}",
        changes=audit.changes_between(
            {"two_people": _said(before, at == unit)}, {"two_people": _said(two, True)}
        ),
    )
    table.transact([store.two_people_action(unit, two), audit.write_action(entry)])


def permitted(account_id: str, by: Actor, permission: str) -> str:
    """The unit of the account, once ``by`` is permitted there."""
    unit = accounts.state(account_id).account.unit
    people.require(by, permission, unit)
    return unit


def _said(two: bool, own: bool) -> str:
    return f"{'两人' if two else '一人'}{'' if own else '（上级设定）'}"
