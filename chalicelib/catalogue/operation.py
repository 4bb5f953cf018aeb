"""Running services: maintenance (维护) and taking out of service (下线). One person does it, with a reason, and it counts at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from chalicelib import audit, people
from chalicelib.actor import Actor
from chalicelib.audit import Change
from chalicelib.catalogue import store
from chalicelib.catalogue.errors import BadService, NoSuchService, NotRunSo
from chalicelib.catalogue.labels import STATES
from chalicelib.catalogue.models import (
    Catalogue,
    Operation,
    Outage,
    Retirement,
    Service,
    ServiceState,
)
from chalicelib.catalogue.versions import Edition, edition
from chalicelib.clock import shown
from chalicelib.errors import Field, remedy

MAINTAIN: Final = "catalogue:service:maintain"
RETIRE: Final = "catalogue:service:retire"
NOTICE_CHARS: Final = 300


def operations(unit: str) -> dict[str, Operation]:
    """How services of a catalogue are run, by id; those that always ran as usual are missing."""
    return store.operations(unit)


def state(operation: Operation | None, now: datetime) -> ServiceState:
    """The state of a service at ``now``."""
    return operation.state(now) if operation else ServiceState.RUNNING


def maintain(
    unit: str,
    service_id: str,
    *,
    notice: str,
    since: datetime | None = None,
    until: datetime | None = None,
    instead: str = "",
    by: Actor,
    now: datetime,
) -> Operation:
    """Put a service into maintenance from ``since`` (else now) until ``until`` (else until it is resumed).

    It begins and ends by itself. A time set before is replaced. Raises ``NoSuchService``, ``BadService``,
    ``NotRunSo`` for one that is out of service, ``VersionConflict`` or ``PermissionDenied``.
    """
    people.require(by, MAINTAIN, unit)
    seen, before, known = _looked_at(unit, service_id)
    if before.state(now) is ServiceState.RETIRED:
        raise NotRunSo(
            "这项服务已经下线，不能再设维护；请先恢复运行。",
            state=ServiceState.RETIRED,
            possible=["resume"],
            remedies=[remedy("service.resume", "恢复运行", service=service_id, unit=unit)],
        )
    begin = since or now
    _check(notice, instead, service_id, known, begin=begin, until=until, now=now)
    outage = Outage(
        since=begin.astimezone(UTC),
        until=until.astimezone(UTC) if until else None,
        notice=notice.strip(),
        instead=instead,
    )
    after = Operation(service=service_id, outage=outage, retirement=before.retirement)
    return _keep(unit, seen, before, after, MAINTAIN, by, now, notice)


def retire(
    unit: str,
    service_id: str,
    *,
    notice: str,
    instead: str = "",
    since: datetime | None = None,
    by: Actor,
    now: datetime,
) -> Operation:
    """Take a service out of service; followers who ask for it are told ``notice`` and what replaces it.

    Raises like ``maintain``.
    """
    people.require(by, RETIRE, unit)
    seen, before, known = _looked_at(unit, service_id)
    _check(notice, instead, service_id, known, begin=since or now, until=None, now=now)
    gone = Retirement(since=(since or now).astimezone(UTC), notice=notice.strip(), instead=instead)
    after = Operation(service=service_id, outage=before.outage, retirement=gone)
    return _keep(unit, seen, before, after, RETIRE, by, now, notice)


def resume(unit: str, service_id: str, *, by: Actor, now: datetime, note: str = "") -> Operation:
    """Let a service run again: what was set of maintenance and 下线 is taken back.

    Raises ``NoSuchService``, ``NotRunSo`` where nothing is set, ``VersionConflict`` or ``PermissionDenied``.
    """
    seen, before, _ = _looked_at(unit, service_id)
    people.require(by, RETIRE if before.retirement else MAINTAIN, unit)
    over = before.outage is None or (before.outage.until or now) < now
    if over and before.retirement is None:
        raise NotRunSo("这项服务在运行，没有设过维护或下线。", state=ServiceState.RUNNING)
    action = RETIRE if before.retirement else MAINTAIN
    return _keep(unit, seen, before, Operation(service=service_id), action, by, now, note)


def said_of(operation: Operation | None, now: datetime) -> str:
    """How a service is run, in a sentence for colleagues; empty where nothing is to be said."""
    if operation is None:
        return ""
    outage, found = operation.outage, operation.state(now)
    if found is ServiceState.RETIRED and operation.retirement:
        return f"{shown(operation.retirement.since)} 起下线"
    if outage and (outage.until is None or now < outage.until):
        until = f" 至 {shown(outage.until)} 维护" if outage.until else " 起维护，到恢复运行为止"
        return f"{shown(outage.since)}{until}"
    return ""


def _looked_at(unit: str, service_id: str) -> tuple[store.Head, Operation, Catalogue]:
    seen = store.head(unit)
    held: Edition = edition(unit, seen.in_force)
    if held.catalogue.find(service_id) is None:
        raise NoSuchService(unit, service_id)
    return (
        seen,
        store.operations(unit).get(service_id, Operation(service=service_id)),
        held.catalogue,
    )


def _check(
    notice: str,
    instead: str,
    service_id: str,
    known: Catalogue,
    *,
    begin: datetime,
    until: datetime | None,
    now: datetime,
) -> None:
    wrong: list[Field] = []
    if not notice.strip():
        wrong.append(Field("notice", "请写明给粉丝看的说明"))
    if len(notice) > NOTICE_CHARS:
        wrong.append(Field("notice", f"说明最多 {NOTICE_CHARS} 个字"))
    if until is not None and until <= begin:
        wrong.append(Field("until", "结束时间要晚于开始时间"))
    elif until is not None and until <= now:
        wrong.append(Field("until", "结束时间已经过了"))
    if begin > now + timedelta(days=366):
        wrong.append(Field("since", "开始时间太远，最多提前一年"))
    if instead == service_id and instead:
        wrong.append(Field("instead", "替代的服务不能是它自己"))
    elif instead and known.find(instead) is None:
        wrong.append(Field("instead", f"没有编号为“{instead}”的服务"))
    if wrong:
        raise BadService(wrong)


def _keep(
    unit: str,
    seen: store.Head,
    before: Operation,
    after: Operation,
    action: str,
    by: Actor,
    now: datetime,
    note: str,
) -> Operation:
    kept = after.model_copy(update={"by": by.person.strip(), "at": now.astimezone(UTC)})
    changes = [
        Change(
            field="state",
            before=STATES[before.state(now)],
            after=said_of(after, now) or STATES[after.state(now)],
        )
    ]
    entry = audit.write_action(
        audit.entry_of(
            by,
            action,
            unit=unit,
            at=now,
            object=f"service:{unit}/{after.service}",
            changes=changes,
            note=note,
        )
    )
    changed = store.changed_action(unit, now, in_force=None, seen=seen)
    store.operate(unit, kept, also=[changed, entry])
    return kept


def replaced_by(operation: Operation | None, known: Catalogue, now: datetime) -> Service | None:
    """The service to use instead of one that does not run now."""
    if operation is None:
        return None
    found = operation.state(now)
    if found is ServiceState.RETIRED and operation.retirement:
        return known.find(operation.retirement.instead)
    if found is ServiceState.MAINTENANCE and operation.outage:
        return known.find(operation.outage.instead)
    return None
