"""A menu's way to followers: handed in, released by a second person where the unit asks for one, called off, ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from chalicelib import audit
from chalicelib.actor import Actor
from chalicelib.clock import shown as shown_at
from chalicelib.cloud import table
from chalicelib.menus import checks, store
from chalicelib.menus.bringing import bring
from chalicelib.menus.editing import PUBLISH, permitted, same_content, two_people_for
from chalicelib.menus.errors import (
    BadMenu,
    BadMenuTime,
    MenuChanged,
    MenuDrifted,
    MenuWrongState,
    NothingToPublish,
)
from chalicelib.menus.faults import NOTHING_KNOWN, Known
from chalicelib.menus.models import (
    MenuDocument,
    MenuState,
    MenuVersion,
    Moment,
    Publication,
    PublicationState,
    Source,
)
from chalicelib.menus.releasing import begun_now, publication, told
from chalicelib.menus.watching import adopt_action, look

MOST_OPEN: Final = 20
"""Publications of an account that wait, are planned or are shown."""
_JUST_NOW: Final = timedelta(minutes=2)
"""A beginning so short ago means at once: somebody took a while to press the button."""


class Plan(NamedTuple):
    """How a menu is to be published."""

    at: datetime | None = None
    """None: as soon as it may."""
    until: datetime | None = None
    """The end of a campaign."""
    note: str = ""
    wait: bool = False
    """Whether it waits for a second person though the unit does not ask for one."""
    overwrite: bool = False
    """Whether a menu that somebody made elsewhere is replaced knowingly."""


class Content(NamedTuple):
    """What is to be published."""

    document: MenuDocument
    hands: tuple[str, ...] = ()
    source: Source = Source.EDITED
    restored_from: int | None = None


def publish_draft(
    account_id: str,
    plan: Plan,
    *,
    seen: int,
    by: Actor,
    now: datetime,
    known: Known = NOTHING_KNOWN,
) -> Publication:
    """Publish the draft by ``plan``; ``seen`` is the edition that the person saw.

    Where a second person is asked for it waits for them; at once, it is with followers when this returns, or its
    ``problem`` says why not. Raises ``MenuChanged`` (somebody was faster), ``BadMenu``, ``BadMenuTime``,
    ``MenuDrifted``, ``NothingToPublish``, ``UnknownAccount``, ``PermissionDenied``, ``WeChatError``.
    """
    draft = store.draft(account_id)
    if not draft.edition:
        raise NothingToPublish("还没有草稿，请先编辑菜单。")
    if seen != draft.edition:
        raise MenuChanged(draft.by)
    content = Content(draft.document, draft.hands)

    def also(version: int) -> table.Action:
        # Whoever saw the draft as it was before is slower than this.
        after = draft.model_copy(
            update={"edition": draft.edition + 1, "base": version, "hands": (), "by": by.person}
        )
        return store.draft_action(account_id, after, before=draft)

    return hand_in(account_id, content, plan, by=by, now=now, known=known, also=also)


def restore(
    account_id: str,
    number: int,
    plan: Plan,
    *,
    by: Actor,
    now: datetime,
    known: Known = NOTHING_KNOWN,
) -> Publication:
    """Publish an old version again. Raises ``UnknownMenuVersion`` and like ``publish_draft``."""
    old = store.version(account_id, number)
    content = Content(old.document, (), Source.RESTORED, number)
    return hand_in(account_id, content, plan, by=by, now=now, known=known)


def hand_in(
    account_id: str,
    content: Content,
    plan: Plan,
    *,
    by: Actor,
    now: datetime,
    known: Known = NOTHING_KNOWN,
    also: Callable[[int], table.Action] | None = None,
) -> Publication:
    """Make a version and its publication by ``plan``. ``also`` makes, of the version, a write in the same transaction.

    Raises like ``publish_draft``.
    """
    unit = permitted(account_id, by, PUBLISH)
    refused = checks.refusals(checks.faults(content.document, known))
    if refused:
        raise BadMenu(refused)
    plan = _checked(plan, now)
    waits = plan.wait or two_people_for(unit)[0]
    at_once = not waits and plan.at is None
    # What stands at WeChat is looked at while somebody is there to decide about it.
    before = look(account_id, now=now) if at_once else store.read(account_id)
    if before.drift is not None and not plan.overwrite:
        raise MenuDrifted(account_id)
    _require_room(before)
    actions: list[table.Action] = []
    state = before
    stands = store.found(account_id) if state.in_force is None and state.drift else None
    if stands is not None and (plan.until or not same_content(stands, content.document)):
        # A campaign returns to it, and nothing of it is lost.
        state, version = adopt_action(state, stands, by.person, now)
        actions.append(store.version_action(account_id, version))
    if at_once and _shown_already(account_id, before, content.document, plan):
        raise NothingToPublish("与现行的菜单相同，不用发布。", state="in_force")
    number, new = _version(account_id, state, content, plan, by.person, now)
    if new is not None:
        actions.append(store.version_action(account_id, new))
    first = PublicationState.WAITING if waits else PublicationState.PLANNED
    made = Publication(
        id=f"{state.publications + 1:05d}",
        version=number,
        state=first,
        by=by.person,
        hands=tuple(dict.fromkeys((*content.hands, by.person))),
        at=plan.at,
        until=plan.until,
        note=plan.note,
        history=(Moment(at=now, state=first, by=by.person, note=plan.note),),
    )
    after = state.model_copy(
        update={
            "versions": max(state.versions, number),
            "publications": state.publications + 1,
            "open": (*state.open, made),
            "failed": None,
        }
    )
    if at_once:
        after = begun_now(after, made.id, now)
    entry = audit.entry_of(
        by,
        PUBLISH,
        unit=unit,
        at=now,
        object=f"menu:{account_id}",
        changes=audit.changes_between({}, told(made)),
        note=plan.note,
    )
    actions.append(audit.write_action(entry))
    if also is not None:
        actions.append(also(number))
    store.write(account_id, after, before=before, by=by.person, also=actions)
    if at_once:
        bring(account_id)
    return publication(account_id, made.id)


def _checked(plan: Plan, now: datetime) -> Plan:
    at, until = plan.at, plan.until
    if at is not None and at <= now:
        if at < now - _JUST_NOW:
            raise BadMenuTime("at", f"开始时间 {shown_at(at)} 已经过去，请改为以后的时间。")
        at = None
    if until is not None and until <= (at or now):
        raise BadMenuTime("until", f"结束时间 {shown_at(until)} 要晚于开始时间。")
    return plan._replace(at=at, until=until, note=plan.note.strip())


def _require_room(state: MenuState) -> None:
    if len(state.open) >= MOST_OPEN:
        raise MenuWrongState(
            f"还有 {len(state.open)} 次菜单发布没有结束，最多 {MOST_OPEN} 次。请先取消其中一些。"
        )


def _shown_already(account_id: str, state: MenuState, document: MenuDocument, plan: Plan) -> bool:
    shown = state.in_force
    if shown is None or state.wanted is not None or plan.until or shown.until:
        return False
    if state.drift is not None:
        return False  # WeChat shows another one
    return same_content(store.document(account_id, shown.version), document)


def _version(
    account_id: str, state: MenuState, content: Content, plan: Plan, by: str, now: datetime
) -> tuple[int, MenuVersion | None]:
    """The number of the version with this content, and the version where it has to be made."""
    latest = store.latest_version(account_id)
    if (
        latest is not None
        and latest.number == state.versions
        and latest.document == content.document
    ):
        return latest.number, None
    number = state.versions + 1
    return number, MenuVersion(
        number=number,
        document=content.document,
        at=now,
        by=by,
        hands=content.hands,
        source=content.source,
        restored_from=content.restored_from,
        note=plan.note,
    )
