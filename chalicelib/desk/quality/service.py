"""Judge sessions: the sheet that counts, a sample, a score."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from pydantic import ValidationError

from chalicelib import audit, people, units
from chalicelib.actor import Actor
from chalicelib.audit import Change
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.desk.agents.acting import permitted
from chalicelib.desk.errors import AlreadyScored, InvalidInput, SheetChanged
from chalicelib.desk.models import EXTERNAL, ServiceSession
from chalicelib.desk.quality import store
from chalicelib.desk.quality.models import FIRST, Criterion, PointsGiven, Score, Sheet
from chalicelib.desk.sessions import lookup, updates
from chalicelib.errors import Field
from chalicelib.values import reason_of


def sheet_of(unit: str) -> Sheet:
    """The sheet that counts in a unit: its own, else that of the nearest unit above, else the product's."""
    for above in units.lineage(unit):
        if (kept := store.sheet(above.id)) is not None:
            return kept
    return FIRST


def sheet_for(unit: str, *, by: Actor) -> tuple[Sheet, int]:
    """The sheet that counts in a unit, and the version of the unit's own, 0 where it has none.

    Raises ``UnknownUnit`` or ``PermissionDenied``.
    """
    people.require(by, "desk:session:read", unit)
    own = store.sheet(unit)
    return sheet_of(unit), own.version if own else 0


def set_sheet(
    unit: str, criteria: Sequence[Mapping[str, object]], version: int, *, by: Actor, now: datetime
) -> Sheet:
    """Give a unit a sheet of its own; ``version`` is that of its own sheet which the person saw, 0 where it had none.

    Raises ``UnknownUnit``, ``PermissionDenied``, ``InvalidInput`` or ``SheetChanged``.
    """
    people.require(by, "desk:quality:set", unit)
    try:
        made = Sheet(
            criteria=tuple(Criterion.model_validate(one) for one in criteria), version=version + 1
        )
    except ValidationError as error:
        wrong = [Field(".".join(map(str, one["loc"])), reason_of(one)) for one in error.errors()]
        raise InvalidInput(f"评分表没有保存：{wrong[0].problem}。", fields=wrong) from None
    own = store.sheet(unit)
    if (own.version if own else 0) != version:
        raise SheetChanged(unit)
    change = Change(field="criteria", before=_line(own), after=_line(made))
    entry = audit.entry_of(
        by, "desk:quality:set", unit=unit, at=now, object=f"scoring:{unit}", changes=[change]
    )
    try:
        table.transact([store.sheet_action(unit, made), audit.write_action(entry)])
    except ConditionFailed as error:
        raise SheetChanged(unit) from error
    return made


def score(
    account_id: str,
    ref: str,
    points: Mapping[str, int],
    comment: str,
    version: int,
    *,
    by: Actor,
    now: datetime,
) -> Score:
    """Judge a session that an agent had, by the sheet of the account's unit.

    ``points`` are those of each criterion by its id; ``version`` is that of the score which the person saw, 0 for none.
    Raises ``UnknownSession``, ``PermissionDenied``, ``InvalidInput`` or ``AlreadyScored``.
    """
    scorer = permitted(account_id, by, "desk:quality:score")
    session = lookup.find(account_id, ref, now)
    if not session.owner or session.owner == EXTERNAL:
        raise InvalidInput("这个会话没有坐席接待，无从评分。")
    if session.owner == by.person:
        raise InvalidInput("自己接待的会话不能由自己评分。")
    made = Score(
        session=session.id,
        account=account_id,
        agent=session.owner,
        team=session.team,
        by=by.person,
        at=now,
        marks=_marks(sheet_of(scorer.unit), points),
        comment=comment.strip(),
        version=version + 1,
    )
    before = store.score(account_id, session.id)
    change = Change(
        field="score", before=str(before.total) if before else "", after=str(made.total)
    )
    entry = scorer.entry_action(f"session:{session.id}", now, changes=[change])
    try:
        store.keep(made, session.opened_at, updates.keep_days(account_id), [entry])
    except ConditionFailed as error:
        raise AlreadyScored(before.by if before else "") from error
    return made


def sample(sessions: Sequence[ServiceSession], number: int, seed: str) -> list[ServiceSession]:
    """As many sessions, drawn alike for the same ``seed``: nobody chooses whose work is looked at. Pure."""

    def lot(session: ServiceSession) -> str:
        return hashlib.sha256(f"{seed}\x1f{session.id}".encode()).hexdigest()

    drawn = sorted(sessions, key=lot)[:number]
    return sorted(drawn, key=lambda one: one.opened_at, reverse=True)


def _marks(sheet: Sheet, points: Mapping[str, int]) -> tuple[PointsGiven, ...]:
    wrong = [
        Field(f"points.{one.id}", f"“{one.name}”要在 0 到 {one.points} 之间")
        for one in sheet.criteria
        if not 0 <= points.get(one.id, -1) <= one.points
    ]
    if wrong:
        raise InvalidInput("评分没有保存：有的项目没有给分，或超过满分。", fields=wrong)
    return tuple(
        PointsGiven(id=one.id, name=one.name, points=points[one.id], most=one.points)
        for one in sheet.criteria
    )


def _line(sheet: Sheet | None) -> str:
    return "、".join(f"{one.name} {one.points}" for one in sheet.criteria) if sheet else ""
