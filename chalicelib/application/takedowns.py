"""Takedowns (一键撤稿) as people decide them: begun with a clue, ticked, approved by a second person, or let be."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from chalicelib import accounts, audit, newsroom, people, takedown, units
from chalicelib.actor import Actor
from chalicelib.application import control_tasks
from chalicelib.clock import SHANGHAI
from chalicelib.cloud import table
from chalicelib.cloud.afterwards import afterwards
from chalicelib.takedown import (
    Action,
    Checklist,
    Clue,
    ClueKind,
    Member,
    Place,
    PlaceState,
    Scope,
    Takedown,
    TakedownState,
    check,
    moved,
)

READ: Final = "takedown:case:read"
BEGIN: Final = "takedown:case:begin"
APPROVE: Final = "takedown:case:approve"
PART: Final = 20
"""Units of one piece of a search."""
AT_LATEST: Final = timedelta(minutes=2)
"""After so long the sweep looks whether a takedown goes on."""
_LETTERS: Final = "0123456789abcdefghjkmnpqrstvwxyz"
_AT_ONCE: Final = 40
"""Checklists of one transaction."""
_SHORTEST: Final = 4
"""Characters of a text clue: less stands everywhere."""


def begin(
    clues: Sequence[Clue],
    *,
    unit: str,
    reason: str,
    order: str = "",
    by: Actor,
    now: datetime,
) -> Takedown:
    """Begin to look for clues over all accounts of a unit and below; what is still to be pushed is held back at once.

    The same clues for the same unit and order on one day are one takedown, so that whoever died after it may begin
    again; one that was rejected or closed is not taken up again. Raises ``BadClue``, ``TakedownReasonMissing``,
    ``UnknownUnit``, ``UnknownArticle`` or ``PermissionDenied``.
    """
    people.require(by, BEGIN, unit)
    if not reason.strip():
        raise takedown.TakedownReasonMissing("撤稿")
    known = tuple(_checked(number, one) for number, one in enumerate(clues, 1))
    if not known:
        raise takedown.BadClue(1, "没有填写")
    scope = _scope(unit, known)
    new = Takedown(
        id=_id(unit, known, order, now),
        unit=unit,
        title=_title(known),
        clues=known,
        reason=reason.strip(),
        order=order,
        parts=-(-len(scope) // PART),
        accounts=sum(len(one.accounts) for one in scope),
        by=by.person,
        at=now,
        due_at=now + AT_LATEST,
        history=(
            takedown.Moment(
                at=now, by=by.person, state=TakedownState.SEARCHING, note=reason.strip()
            ),
        ),
    )
    kept = _kept(new, scope, by, now)
    wake(kept.id)
    return kept


def tick(
    takedown_id: str,
    place_ids: Collection[str],
    ticked: bool | None,
    *,
    reason: str,
    by: Actor,
    now: datetime,
) -> Takedown:
    """Say of places that they go (True), that they stay (False), or that the threshold decides again (None).

    Raises ``UnknownTakedown``, ``UnknownPlace``, ``TakedownReasonMissing`` where something is to stay,
    ``NotInThisState``, ``TakedownChanged`` or ``PermissionDenied``.
    """
    case = takedown.store.get(takedown_id)
    people.require(by, BEGIN, case.unit)
    check(case, Action.TICK)
    if ticked is False and not reason.strip():
        raise takedown.TakedownReasonMissing("保留")
    wanted = set(place_ids)
    changed = [
        (one, _ticked(one, wanted, ticked, reason.strip(), by))
        for one in takedown.store.checklists(case.id)
        if any(place.id in wanted for place in one.places)
    ]
    missing = wanted - {place.id for one, _ in changed for place in one.places}
    if missing:
        raise takedown.UnknownPlace(sorted(missing))
    said = {True: "撤下", False: "保留", None: "按相似度"}[ticked]
    for begin_ in range(0, len(changed), _AT_ONCE):
        piece = changed[begin_ : begin_ + _AT_ONCE]
        number = sum(place.id in wanted for one, _ in piece for place in one.places)
        note = f"{said} {number} 处：{reason.strip()}" if reason.strip() else f"{said} {number} 处"
        after = moved(case, Action.TICK, by=by.person, at=now, note=note)
        entry = _entry(by, BEGIN, case, now, {"ticked": note}, reason.strip())
        also = [takedown.store.save_action(case, after), audit.write_action(entry)]
        _saved(case.id, piece, also)
        case = after.model_copy(update={"version": case.version + 1})
    return case


def set_threshold(takedown_id: str, threshold: int, *, by: Actor, now: datetime) -> Takedown:
    """Say from which score (percent) a place goes that nobody has ticked. Raises like ``tick``."""
    case = takedown.store.get(takedown_id)
    people.require(by, BEGIN, case.unit)
    threshold = min(100, max(takedown.LOWEST_THRESHOLD, threshold))
    if threshold == case.threshold:
        return case
    note = f"相似度从 {case.threshold}% 改为 {threshold}%"
    after = moved(case, Action.TICK, by=by.person, at=now, note=note, threshold=threshold)
    entry = _entry(by, BEGIN, case, now, {"threshold": note}, "")
    return takedown.store.save(case, after, [audit.write_action(entry)])


def approve(takedown_id: str, *, by: Actor, now: datetime, note: str = "") -> Takedown:
    """Have all that is ticked taken down; ``by`` neither began it nor ticked anything.

    Twice is once. Raises ``UnknownTakedown``, ``SameHand``, ``NotInThisState``, ``TakedownChanged`` or
    ``PermissionDenied``.
    """
    case = takedown.store.get(takedown_id)
    people.require(by, APPROVE, case.unit)
    if case.state is TakedownState.RUNNING and case.approved_by == by.person:
        return case
    check(case, Action.APPROVE)
    if by.person in hands(case):
        raise takedown.SameHand(by.person)
    after = moved(
        case,
        Action.APPROVE,
        by=by.person,
        at=now,
        note=note.strip(),
        approved_by=by.person,
        approved_at=now,
        due_at=now + AT_LATEST,
    )
    entry = _entry(by, APPROVE, case, now, _states(case, after), note.strip())
    saved = takedown.store.save(case, after, [audit.write_action(entry)])
    wake(saved.id)
    return saved


def reject(takedown_id: str, *, reason: str, by: Actor, now: datetime) -> Takedown:
    """Let everything stand. What was held back stays a plan: whoever wants it out schedules it again.

    Raises like ``approve``, and ``TakedownReasonMissing``.
    """
    case = takedown.store.get(takedown_id)
    people.require(by, BEGIN, case.unit)
    if not reason.strip():
        raise takedown.TakedownReasonMissing("不予撤稿")
    changes = {"ended_at": now, "due_at": None}
    after = moved(case, Action.REJECT, by=by.person, at=now, note=reason.strip(), **changes)
    entry = _entry(by, BEGIN, case, now, _states(case, after), reason.strip())
    return takedown.store.save(case, after, [audit.write_action(entry)])


def retry(
    takedown_id: str, place_ids: Collection[str] = (), *, by: Actor, now: datetime
) -> Takedown:
    """Try again what failed: these places, or all. Raises like ``approve``, but for ``SameHand``."""
    case = takedown.store.get(takedown_id)
    people.require(by, BEGIN, case.unit)
    check(case, Action.RETRY)
    again = {"state": PlaceState.WAITING, "again_at": None, "tries": 0, "problem": ""}
    return _sent_on(case, Action.RETRY, PlaceState.FAILED, again, place_ids, "重试", by, now)


def restore(
    takedown_id: str, place_ids: Collection[str], *, reason: str, by: Actor, now: datetime
) -> Takedown:
    """Put replies, entries, menu entries and services back as they were. Raises like ``approve``."""
    case = takedown.store.get(takedown_id)
    people.require(by, APPROVE, case.unit)
    if not reason.strip():
        raise takedown.TakedownReasonMissing("恢复")
    check(case, Action.RESTORE)
    again = {"state": PlaceState.RESTORING, "again_at": None, "tries": 0, "problem": ""}
    note = f"恢复：{reason.strip()}"
    return _sent_on(case, Action.RESTORE, PlaceState.DONE, again, place_ids, note, by, now)


def hands(case: Takedown) -> frozenset[str]:
    """Who had a hand in what is to be approved."""
    approved = [one.at for one in case.history if one.state is TakedownState.RUNNING]
    since = max(approved, default=case.at)
    ticked = {
        one.by
        for one in case.history
        if one.state is TakedownState.PREVIEW and one.at >= since and one.by != "system"
    }
    return frozenset({case.by} | ticked)


def wake(takedown_id: str) -> None:
    """Have a worker look at a takedown; where it cannot be queued, the sweep does it."""
    with afterwards("wake-up"):
        control_tasks.send("takedown", [takedown_id])


def _sent_on(
    case: Takedown,
    action: Action,
    from_: PlaceState,
    again: Mapping[str, object],
    place_ids: Collection[str],
    note: str,
    by: Actor,
    now: datetime,
) -> Takedown:
    """Give places that are at an end back to the workers, in transactions of some checklists each."""
    wanted = set(place_ids)

    def goes(place: Place) -> bool:
        reversible = action is Action.RETRY or place.kind in takedown.labels.REVERSIBLE
        return place.state is from_ and (not wanted or place.id in wanted) and reversible

    changed = [
        (one, _replaced(one, {p.id: p.model_copy(update=again) for p in one.places if goes(p)}))
        for one in takedown.store.checklists(case.id)
        if any(goes(place) for place in one.places)
    ]
    for begin_ in range(0, len(changed), _AT_ONCE):
        piece = changed[begin_ : begin_ + _AT_ONCE]
        number = sum(
            a != b for one, other in piece for a, b in zip(one.places, other.places, strict=True)
        )
        said = f"{note}（{number} 处）"
        changes = {"due_at": now + AT_LATEST}
        after = moved(case, action, by=by.person, at=now, note=said, **changes)
        permission = APPROVE if action is Action.RESTORE else BEGIN
        entry = _entry(by, permission, case, now, _states(case, after), said)
        also = [takedown.store.save_action(case, after), audit.write_action(entry)]
        _saved(case.id, piece, also)
        case = after.model_copy(update={"version": case.version + 1})
    wake(case.id)
    return case


def _saved(
    takedown_id: str,
    piece: Sequence[tuple[Checklist, Checklist]],
    also: Sequence[table.Action],
) -> None:
    from chalicelib.cloud.errors import ConditionFailed

    try:
        takedown.store.save_checklists(takedown_id, piece, also)
    except ConditionFailed as error:
        raise takedown.TakedownChanged(takedown_id) from error


def _replaced(one: Checklist, new: dict[str, Place]) -> Checklist:
    return one.model_copy(update={"places": tuple(new.get(p.id, p) for p in one.places)})


def _ticked(
    one: Checklist, wanted: Collection[str], ticked: bool | None, reason: str, by: Actor
) -> Checklist:
    word = {"ticked": ticked, "why": reason, "ticked_by": "" if ticked is None else by.person}
    return _replaced(one, {p.id: p.model_copy(update=word) for p in one.places if p.id in wanted})


def _checked(number: int, clue: Clue) -> Clue:
    if clue.kind is ClueKind.ARTICLE:
        return Clue(kind=clue.kind, value=newsroom.get_article(clue.value).id)
    if clue.kind is ClueKind.TEXT:
        if len(takedown.folded(clue.value).text) < _SHORTEST:
            raise takedown.BadClue(number, f"太短，至少 {_SHORTEST} 个字")
        return clue
    if clue.kind is ClueKind.LINK:
        if not takedown.same_address(clue.value):
            raise takedown.BadClue(number, "不是网址")
        return clue
    found = picture_hash(clue.value)
    if not found:
        raise takedown.BadClue(number, "不是图片的 SHA-256 或素材编号")
    return Clue(kind=clue.kind, value=found)


def picture_hash(value: str) -> str:
    """The SHA-256 that a clue names, be it the hash itself or the key of a picture of ours; empty for anything else."""
    name = value.strip().lower().rpartition("/")[2].partition(".")[0]
    return name if len(name) == 64 and set(name) <= set("0123456789abcdef") else ""


def _scope(unit: str, clues: Iterable[Clue]) -> Scope:
    """The units below with their accounts; those whose article it is come first, because their pushes are held back."""
    within, order = {unit}, [unit]
    for _, one in units.tree():  # a unit comes after the one above it
        if one.parent in within and one.id not in within:
            within.add(one.id)
            order.append(one.id)
    units.lineage(unit)
    mine: dict[str, list[str]] = defaultdict(list)
    for state in accounts.states():
        if state.account.unit in within:
            mine[state.account.unit].append(state.account.id)
    first = {newsroom.get_article(one.value).unit for one in clues if one.kind is ClueKind.ARTICLE}
    order.sort(key=lambda one: (one not in first, not mine[one]))
    return tuple(Member(one, tuple(sorted(mine[one]))) for one in order)


def _title(clues: Sequence[Clue]) -> str:
    one = clues[0]
    if one.kind is ClueKind.ARTICLE:
        said = newsroom.get_article(one.value).title
    elif one.kind is ClueKind.PICTURE:
        said = f"图片 {one.value[:8]}"
    else:
        said = " ".join(one.value.split())[:40]
    return said if len(clues) == 1 else f"{said} 等 {len(clues)} 条线索"


def _id(unit: str, clues: Sequence[Clue], order: str, now: datetime) -> takedown.TakedownId:
    day = f"{now.astimezone(SHANGHAI):%Y%m%d}"
    what = "\x1f".join((unit, order, day, *(f"{one.kind}:{one.value}" for one in clues)))
    number = int.from_bytes(hashlib.sha256(what.encode()).digest()[:4], "big")
    mark = "".join(_LETTERS[(number >> 5 * n) % 32] for n in range(6))
    return takedown.TakedownId(f"t-{day}-{mark}")


def _kept(new: Takedown, scope: Scope, by: Actor, now: datetime) -> Takedown:
    """The takedown under its id; where one of this day is over already, another one under the next id."""
    first = new.id
    for nth in range(1, 100):
        one = new if nth == 1 else new.model_copy(update={"id": f"{first}-{nth}"})
        facts = {"title": one.title, "accounts": one.accounts, "order": one.order}
        entry = _entry(by, BEGIN, one, now, facts, one.reason)
        if takedown.store.add(one, scope, [audit.write_action(entry)]):
            return one
        known = takedown.store.get(one.id)
        if not known.ended or (one.order and known.order == one.order):
            return known
    raise takedown.TakedownChanged(first)


def _states(before: Takedown, after: Takedown) -> dict[str, object]:
    names = takedown.labels.STATES
    return {"state": f"{names[before.state]} → {names[after.state]}"}


def _entry(
    by: Actor, action: str, case: Takedown, now: datetime, facts: dict[str, object], note: str
) -> audit.AuditEntry:
    return audit.entry_of(
        by,
        action,
        unit=case.unit,
        at=now,
        object=f"takedown:{case.id}",
        changes=audit.changes_between({}, facts),
        note=note,
    )
