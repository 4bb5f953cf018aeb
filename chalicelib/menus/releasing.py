"""What people decide about a publication: released by a second person, sent back, called off, ended before its time."""

from __future__ import annotations

from datetime import datetime

from chalicelib import audit
from chalicelib.actor import Actor
from chalicelib.clock import shown as shown_at
from chalicelib.menus import course, store
from chalicelib.menus.bringing import bring
from chalicelib.menus.editing import APPROVE, PUBLISH, permitted
from chalicelib.menus.errors import (
    MenuChanged,
    MenuDrifted,
    MenuWrongState,
    SameHands,
    UnknownPublication,
)
from chalicelib.menus.labels import STATES
from chalicelib.menus.models import MenuState, Publication, PublicationState
from chalicelib.menus.transitions import Action, Who, move
from chalicelib.menus.watching import look


def approve(
    account_id: str,
    publication_id: str,
    *,
    by: Actor,
    now: datetime,
    note: str = "",
    overwrite: bool = False,
) -> Publication:
    """Release a menu that waits; ``by`` had no hand in it. What is to be published at once, is.

    Raises ``SameHands``, ``MenuWrongState``, ``MenuDrifted``, ``UnknownPublication``, ``MenuChanged``,
    ``UnknownAccount``, ``PermissionDenied``, ``WeChatError``.
    """
    unit = permitted(account_id, by, APPROVE)
    one = publication(account_id, publication_id)
    if had_a_hand(by.person, one):
        raise SameHands(
            "编辑或提交过这份菜单的人不能自己审核，请另一位同事审核。", state=one.state.value
        )
    at_once = one.state is PublicationState.WAITING and (one.at is None or one.at <= now)
    before = look(account_id, now=now) if at_once else store.read(account_id)
    if at_once and before.drift is not None and not overwrite:
        raise MenuDrifted(account_id)
    one = _open(before, account_id, publication_id)
    moved = move(one, Action.APPROVE, Who.PERSON, at=now, by=by.person, note=note, approved_by=by.person)  # fmt: skip
    after = course.changed(before, one.id, lambda _: moved)
    if at_once:
        after = begun_now(after, one.id, now)
    _write(account_id, before, after, by, APPROVE, unit, now, moved, note)
    if at_once:
        bring(account_id)
    return publication(account_id, publication_id)


def reject(
    account_id: str, publication_id: str, reason: str, *, by: Actor, now: datetime
) -> Publication:
    """Send back a menu that waits. Raises like ``approve``."""
    return _person(account_id, publication_id, Action.REJECT, APPROVE, by, now, reason)


def cancel(
    account_id: str, publication_id: str, *, by: Actor, now: datetime, reason: str = ""
) -> Publication:
    """Call off what is not with WeChat yet. Raises like ``approve``."""
    return _person(account_id, publication_id, Action.CANCEL, PUBLISH, by, now, reason)


def end_now(
    account_id: str, publication_id: str, *, by: Actor, now: datetime, reason: str = ""
) -> Publication:
    """End a campaign before its time; the menu before returns. Raises like ``approve``."""
    unit = permitted(account_id, by, PUBLISH)
    before = store.read(account_id)
    one = _open(before, account_id, publication_id)
    if before.wanted is not None:
        raise MenuChanged(before.last_by)
    after = course.ended(before, one.id, Who.PERSON, by.person, now, reason)
    moved = course.publication_of(after, one.id)
    _write(account_id, before, after, by, PUBLISH, unit, now, moved, reason)
    bring(account_id)
    return publication(account_id, publication_id)


def publication(account_id: str, publication_id: str) -> Publication:
    """One publication. Raises ``UnknownPublication``."""
    for one in store.read(account_id).open:
        if one.id == publication_id:
            return one
    found = store.closed_one(account_id, publication_id)
    if found is None:
        raise UnknownPublication(account_id, publication_id)
    return found


def had_a_hand(person: str, one: Publication) -> bool:
    """Whether a person wrote or handed in what a publication brings: ``Wang`` and ``wang`` are one."""
    return person.strip().casefold() in {hand.strip().casefold() for hand in one.hands}


def _person(
    account_id: str,
    publication_id: str,
    action: Action,
    permission: str,
    by: Actor,
    now: datetime,
    reason: str,
) -> Publication:
    unit = permitted(account_id, by, permission)
    before = store.read(account_id)
    one = _open(before, account_id, publication_id)
    moved = move(one, action, Who.PERSON, at=now, by=by.person, note=reason)
    after = course.changed(before, one.id, lambda _: moved)
    _write(account_id, before, after, by, permission, unit, now, moved, reason)
    return moved


def _write(
    account_id: str,
    before: MenuState,
    after: MenuState,
    by: Actor,
    permission: str,
    unit: str,
    now: datetime,
    moved: Publication,
    note: str,
) -> None:
    old = next(one for one in before.open if one.id == moved.id)
    entry = audit.entry_of(
        by,
        permission,
        unit=unit,
        at=now,
        object=f"menu:{account_id}",
        changes=audit.changes_between(told(old), told(moved)),
        note=note,
    )
    store.write(account_id, after, before=before, by=by.person, also=[audit.write_action(entry)])


def _open(state: MenuState, account_id: str, publication_id: str) -> Publication:
    for one in state.open:
        if one.id == publication_id:
            return one
    closed = publication(account_id, publication_id)
    raise MenuWrongState(
        f"第 {int(closed.id)} 次菜单发布的状态是“{STATES[closed.state]}”，不能再改。",
        state=closed.state.value,
    )


def begun_now(state: MenuState, publication_id: str, now: datetime) -> MenuState:
    """The state in which a publication is on its way. Raises ``MenuChanged`` where somebody else's publication is on its way this moment."""
    if course.busy(state):
        raise MenuChanged(state.last_by)
    return course.begun(state, publication_id, now)


def told(one: Publication) -> dict[str, object]:
    """A publication as the log keeps it."""
    return {
        "publication": one.id,
        "version": one.version,
        "state": STATES[one.state],
        "at": shown_at(one.at) if one.at else "",
        "until": shown_at(one.until) if one.until else "",
    }
