"""Drift: somebody changed the menu elsewhere. It is looked for, shown, and taken over or overwritten on purpose."""

from __future__ import annotations

from datetime import datetime

from chalicelib import audit
from chalicelib.actor import Actor
from chalicelib.menus import course, store
from chalicelib.menus.bringing import account_of, bring
from chalicelib.menus.editing import PUBLISH, READ, permitted
from chalicelib.menus.errors import MenuChanged, MenuReasonMissing, NothingToPublish
from chalicelib.menus.models import (
    Cause,
    Drift,
    MenuDocument,
    MenuState,
    MenuVersion,
    Moment,
    Period,
    Publication,
    PublicationState,
    Source,
    Wanted,
)
from chalicelib.menus.platform import menus_of
from chalicelib.menus.transitions import Action, Who, move
from chalicelib.menus.wire import Found, digest


def look(account_id: str, *, now: datetime) -> MenuState:
    """Ask WeChat which menu it shows, and note whether it is ours; returns the state.

    Nothing is judged while a menu is on its way. Running it twice is harmless. Raises ``WeChatError``,
    ``UnknownAccount``, ``SecretsMissing``, ``MenuChanged``.
    """
    found = menus_of(account_id).read()
    return note(account_id, found, now=now)


def look_for(account_id: str, *, by: Actor, now: datetime) -> MenuState:
    """The same for a person who looks. Raises ``PermissionDenied`` too."""
    permitted(account_id, by, READ)
    return look(account_id, now=now)


def work(body: str, now: datetime) -> None:
    """Do what is due at the menu that a message of the queue names: begin, bring, end, look.

    Running it twice is harmless: what is wanted is decided by conditional writes, and brought as often as it takes.
    """
    account_id = account_of(body)
    state = bring(account_id)
    due = course.due(state)
    if state.wanted is None and state.in_force is not None and due is not None and due <= now:
        look(account_id, now=now)


def note(account_id: str, found: Found, *, now: datetime) -> MenuState:
    """Note what was found at WeChat."""
    before = store.read(account_id)
    if before.wanted is not None:
        return before
    shown = before.in_force
    ours = store.document(account_id, shown.version) if shown else MenuDocument()
    drift = _drift(found, ours, before.drift, now)
    if drift is not None and (before.drift is None or before.drift.digest != drift.digest):
        store.keep_found(account_id, found.document, on_page=found.on_page)
    if drift is None and shown is None and not before.edition:
        return before  # an account without any menu needs no item
    after = before.model_copy(update={"looked_at": now, "drift": drift})
    return store.write(account_id, after, before=before, by=before.last_by)


def take_over(account_id: str, reason: str, *, by: Actor, now: datetime) -> Publication:
    """Make what WeChat shows the version in force: somebody changed it elsewhere, and so it stays.

    Made on WeChat's own page it has to be published from here instead (``application.menus``). Raises
    ``MenuReasonMissing``, ``NothingToPublish`` where WeChat's is ours, and like ``look_for``.
    """
    unit = permitted(account_id, by, PUBLISH)
    reason = _reason(reason)
    before = look(account_id, now=now)
    if before.wanted is not None:
        raise MenuChanged(before.last_by)
    found = store.found(account_id)
    if before.drift is None or found is None:
        raise NothingToPublish("微信上的菜单就是本系统发布的，没有要接管的改动。")
    after, version = adopt_action(before, found, by.person, now, Source.TAKEN_OVER, reason)
    made = after.open[-1]
    entry = audit.entry_of(
        by,
        PUBLISH,
        unit=unit,
        at=now,
        object=f"menu:{account_id}",
        changes=audit.changes_between({}, {"version": version.number, "source": "接管"}),
        note=reason,
    )
    also = [store.version_action(account_id, version), audit.write_action(entry)]
    store.write(account_id, after, before=before, by=by.person, also=also)
    return made


def overwrite(account_id: str, reason: str, *, by: Actor, now: datetime) -> MenuState:
    """Bring what is in force to WeChat again, in the place of what somebody made elsewhere; that is kept as a version.

    Raises ``MenuReasonMissing``, ``NothingToPublish``, and like ``look_for``.
    """
    unit = permitted(account_id, by, PUBLISH)
    reason = _reason(reason)
    before = look(account_id, now=now)
    shown = before.in_force
    if before.wanted is not None:
        raise MenuChanged(before.last_by)
    if before.drift is None:
        raise NothingToPublish("微信上的菜单就是本系统发布的，不用覆盖。")
    if shown is None:
        raise NothingToPublish("本系统还没有发布过菜单。请先接管微信上的菜单，或发布草稿。")
    wanted = Wanted(
        version=shown.version,
        publication=shown.id,
        cause=Cause.OVERWRITE,
        again_at=now,
    )
    entry = audit.entry_of(
        by,
        PUBLISH,
        unit=unit,
        at=now,
        object=f"menu:{account_id}",
        changes=audit.changes_between({}, {"version": shown.version, "source": "覆盖"}),
        note=reason,
    )
    after = before.model_copy(update={"wanted": wanted, "problem": ""})
    store.write(account_id, after, before=before, by=by.person, also=[audit.write_action(entry)])
    return bring(account_id)


def adopt_action(
    state: MenuState,
    found: MenuDocument,
    by: str,
    now: datetime,
    source: Source = Source.FOUND,
    note: str = "",
) -> tuple[MenuState, MenuVersion]:
    """The state in which what WeChat shows is in force, and the version to be written with it. Pure."""
    version = MenuVersion(
        number=state.versions + 1, document=found, at=now, by=by, source=source, note=note
    )
    made = Publication(
        id=f"{state.publications + 1:05d}",
        version=version.number,
        state=PublicationState.IN_FORCE,
        by=by,
        note=note,
        periods=(Period(since=now),),
        history=(Moment(at=now, state=PublicationState.IN_FORCE, by=by, note=note),),
    )
    after = state
    for one in state.open:
        if one.state in (PublicationState.IN_FORCE, PublicationState.SUSPENDED):
            after = course.changed(
                after,
                one.id,
                lambda it: move(it, Action.REPLACE, Who.WORKER, at=now, by=by),
            )
    adopted = after.model_copy(
        update={
            "versions": version.number,
            "publications": state.publications + 1,
            "open": (*after.open, made),
            "drift": None,
            "failed": None,
            "looked_at": now,
        }
    )
    return adopted, version


def _drift(found: Found, ours: MenuDocument, before: Drift | None, now: datetime) -> Drift | None:
    mark = digest(found.document)
    if mark == digest(ours) and not (found.on_page and ours.buttons):
        return None
    since = before.seen_at if before is not None and before.digest == mark else now
    return Drift(seen_at=since, digest=mark, on_page=found.on_page)


def _reason(reason: str) -> str:
    if not reason.strip():
        raise MenuReasonMissing
    return reason.strip()
