"""One notice to many: previewed and estimated, then confirmed by a person; stopped, gone on with, given up."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from chalicelib import audit, notices
from chalicelib.actor import Actor
from chalicelib.application.account_reach import account_for
from chalicelib.application.notice_setup import READ, template_of
from chalicelib.audit import Change
from chalicelib.cloud import table
from chalicelib.notices import ListState, NoticeList, Purpose, Tally, Template

SEND: Final = "notices:notice:send"
MOST_GIVEN: Final = 10_000
"""Receivers of a given list; more are reached by all who consent."""
_OPENID: Final = re.compile(r"[A-Za-z0-9_-]{6,64}")
_MAY: Final[Mapping[str, tuple[ListState, ...]]] = {
    "confirm": (ListState.PREPARED,),
    "drop": (ListState.PREPARED,),
    "stop": (ListState.GOING,),
    "resume": (ListState.STOPPED,),
}
"""Deed → the states in which it may be done; the page shows the same."""
_NAMES: Final = {"confirm": "确认发送", "drop": "放弃", "stop": "停止", "resume": "继续"}


class Draft(NamedTuple):
    """What is to be sent."""

    template: str
    data: Mapping[str, str]
    """Field → words."""
    page: str = ""
    receivers: tuple[str, ...] = ()
    """Openids; none: everybody who consents."""
    note: str = ""
    purpose: Purpose | None = None
    about: str = ""


class Estimate(NamedTuple):
    """What a list would come to."""

    template: Template
    shown: tuple[tuple[str, str], ...]
    """Label and words, as a telephone shows them."""
    faults: Mapping[str, str]
    receivers: int
    """How many consent now."""
    given: int
    left_today: int
    days: int
    """On how many days it goes out, at the limit of today; 0 where no limit lets it."""


class ListView(NamedTuple):
    """A list and what it came to."""

    one: NoticeList
    tally: Tally
    waits: str
    """Why it does not go on at this moment; empty where nothing holds it up."""


def estimate(account_id: str, draft: Draft, *, by: Actor, now: datetime) -> Estimate:
    """The preview of a list, and how many it would reach; writes nothing.

    Raises ``UnknownTemplate``, ``BadReceivers``, ``PermissionDenied`` or ``UnknownAccount``.
    """
    account_for(by, SEND, account_id)
    return _estimate(account_id, draft, now)


def prepare(account_id: str, draft: Draft, *, by: Actor, now: datetime) -> NoticeList:
    """Keep a list that waits for its confirmation; where one tells of the same already, that one.

    Raises ``BadNotice``, ``NobodyConsents``, and like ``estimate``.
    """
    account = account_for(by, SEND, account_id)
    return prepared(account_id, account.unit, draft, by=by, now=now)


def prepared(account_id: str, unit: str, draft: Draft, *, by: Actor, now: datetime) -> NoticeList:
    """The same for callers that have asked for the permission."""
    found = _estimate(account_id, draft, now)
    if found.faults:
        raise notices.BadNotice(found.faults)
    if not found.receivers:
        raise notices.NobodyConsents("现在没有人订阅了这个模板，没有可以发送的人。")
    data = {one.name: draft.data[one.name].strip() for one in found.template.fields}
    one = NoticeList(
        id=notices.lists.new_id(now),
        account=account_id,
        template=draft.template,
        title=found.template.title,
        purpose=draft.purpose,
        data=data,
        page=draft.page.strip(),
        to_all=not draft.receivers,
        receivers=found.receivers,
        given=found.given,
        about=draft.about,
        note=draft.note.strip(),
        by=by.person,
        at=now,
    )
    logged = _entry(one, "prepare", by, unit, now, str(found.receivers))
    return notices.lists.prepare(one, _receivers(draft), [logged])


def confirm(account_id: str, list_id: str, *, receivers: int, by: Actor, now: datetime) -> NoticeList:  # fmt: skip
    """Begin a list; ``receivers`` is the number that the person read, and confirms.

    Twice is once. Raises ``NoticeChanged`` where it is another number, ``ListInState``, ``UnknownList``,
    ``PermissionDenied`` or ``UnknownAccount``.
    """
    one, unit = _allowed(account_id, list_id, "confirm", by)
    if one.receivers != receivers:
        raise notices.NoticeChanged
    return notices.lists.begin(
        one, by.person, now, [_entry(one, "confirm", by, unit, now, str(receivers))]
    )


def resume(account_id: str, list_id: str, *, by: Actor, now: datetime) -> NoticeList:
    """Go on with a list that was stopped; whoever was told is not told again. Raises like ``confirm``."""
    one, unit = _allowed(account_id, list_id, "resume", by)
    return notices.lists.begin(one, by.person, now, [_entry(one, "resume", by, unit, now)])


def stop(account_id: str, list_id: str, *, by: Actor, now: datetime) -> NoticeList:
    """Stop a list: portions under way end, no other begins. Raises like ``confirm``."""
    return _ended(account_id, list_id, "stop", ListState.STOPPED, by, now)


def drop(account_id: str, list_id: str, *, by: Actor, now: datetime) -> NoticeList:
    """Give up a list that was never begun. Raises like ``confirm``."""
    return _ended(account_id, list_id, "drop", ListState.DROPPED, by, now)


def view(account_id: str, list_id: str, *, by: Actor) -> ListView:
    """One list. Raises ``UnknownList``, ``PermissionDenied`` or ``UnknownAccount``."""
    account_for(by, READ, account_id)
    return _view(notices.list_store.find(account_id, list_id))


def listed(account_id: str, *, by: Actor, after: str = "", limit: int = 50) -> list[ListView]:
    """Lists, the newest first. Raises ``PermissionDenied`` or ``UnknownAccount``."""
    account_for(by, READ, account_id)
    return [
        _view(one) for one in notices.list_store.of_account(account_id, after=after, limit=limit)
    ]


def possible(one: NoticeList) -> dict[str, tuple[str, str]]:
    """What may be done with a list in its state: name → label and permission."""
    return {name: (_NAMES[name], SEND) for name, states in _MAY.items() if one.state in states}


def openids(text: str) -> tuple[str, ...]:
    """The openids of a text, one a line. Raises ``BadReceivers``."""
    found = tuple(dict.fromkeys(filter(None, (line.strip() for line in text.splitlines()))))
    bad = next((one for one in found if not _OPENID.fullmatch(one)), None)
    if bad is not None:
        raise notices.BadReceivers(f"“{bad[:40]}”不是 openid。请每行写一个。")
    if len(found) > MOST_GIVEN:
        raise notices.BadReceivers(f"一次最多 {MOST_GIVEN} 人，这里有 {len(found)} 人。")
    return found


def _estimate(account_id: str, draft: Draft, now: datetime) -> Estimate:
    template = template_of(account_id, draft.template)
    given = _receivers(draft)
    if given:
        receivers = notices.consent_store.number_with_consent(account_id, template.id, given)
    else:
        receivers = notices.consent_store.numbers(account_id, [template.id])[template.id].holders
    room = notices.allowance.left_today(account_id, now)
    return Estimate(
        template=template,
        shown=notices.fields.shown(template, draft.data),
        faults=notices.fields.faults(template, draft.data),
        receivers=receivers,
        given=len(given),
        left_today=room,
        days=_days(receivers, room, notices.allowance.room_of_a_day(account_id, now)),
    )


def _days(receivers: int, today: int, a_day: int) -> int:
    if receivers <= today:
        return 1
    return 0 if a_day < 1 else 1 + -(-(receivers - today) // a_day)


def _receivers(draft: Draft) -> Sequence[str]:
    return openids("\n".join(draft.receivers)) if draft.receivers else ()


def _view(one: NoticeList) -> ListView:
    tally, waits = notices.lists.tally_of(one.account, one.id)
    return ListView(one, tally, waits if one.state is ListState.GOING else one.problem)


def _ended(account_id: str, list_id: str, deed: str, state: ListState, by: Actor, now: datetime) -> NoticeList:  # fmt: skip
    one, unit = _allowed(account_id, list_id, deed, by)
    after = one.model_copy(update={"state": state})
    return notices.list_store.write(after, before=one, also=[_entry(one, deed, by, unit, now)])


def _allowed(account_id: str, list_id: str, deed: str, by: Actor) -> tuple[NoticeList, str]:
    unit = account_for(by, SEND, account_id).unit
    one = notices.list_store.find(account_id, list_id)
    if one.state not in _MAY[deed]:
        named = notices.labels.LISTS[one.state]
        raise notices.ListInState(f"这次发送是“{named}”，不能{_NAMES[deed]}。", one.state, possible(one))  # fmt: skip
    return one, unit


def _entry(one: NoticeList, deed: str, by: Actor, unit: str, now: datetime, receivers: str = "") -> table.Action:  # fmt: skip
    changes = [Change(field="receivers", after=receivers)] if receivers else []
    return audit.write_action(
        audit.entry_of(
            by,
            SEND,
            unit=unit,
            at=now,
            object=f"notice:{one.account}:{one.id}",
            changes=changes,
            note=f"{deed} {one.title}",
        )
    )
