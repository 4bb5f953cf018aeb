"""The audit log's chain: its steps, its state as people see it, its verification."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from pydantic import AwareDatetime

from chalicelib import audit, jobs, people, units
from chalicelib.actor import Actor
from chalicelib.application import control_tasks
from chalicelib.application.control_tasks import Clock
from chalicelib.application.deeds import deeds
from chalicelib.cloud import table
from chalicelib.settings import settings
from chalicelib.transitions import Deed
from chalicelib.values import Value

READ: Final = "audit:log:read"
VERIFY: Final = "audit:chain:verify"
TAKE_IN: Final = "audit:chain:take_in"
_SEEN: Final = 50
"""What the stream showed and a page names."""


def sweep(now: datetime) -> int:
    """Queue the next link where entries wait, and the anchor where it is due."""
    wanted = ["append"] if audit.chain.anything_waits() else []
    if settings().anchors and audit.chain.anchor_is_due(now):
        wanted.append("anchor")
    control_tasks.send("audit", wanted)
    return len(wanted)


def step(about: str, clock: Clock) -> None:
    """Carry out a step of the chain: ``append`` or ``anchor``. Running it twice is harmless."""
    if about == "anchor":
        audit.chain.anchor(clock())
    else:
        audit.chain.append(clock())


class TamperingSeen(Value):
    """One thing that is wrong, as people read it."""

    kind: str
    kind_name: str
    notice: bool
    """Whether it is no more than something to look at."""
    what: str
    unit: str
    detail: str
    at: AwareDatetime | None


class VerificationSeen(Value):
    """A verification, as people read it."""

    at: AwareDatetime
    by: str
    since: AwareDatetime | None
    passed: bool
    until: AwareDatetime | None
    first: int
    last: int
    entries: int
    anchors: int
    waiting: int
    before: int
    found: int
    notices: int
    findings: tuple[TamperingSeen, ...]


class ChainState(Value):
    """How the chain stands."""

    begun_at: AwareDatetime | None
    links: int
    entries: int
    at: AwareDatetime | None
    """Of the last link."""
    algorithm: str
    hash: str
    anchored: audit.chain.Anchored | None
    """The last anchor."""
    anchors_kept: bool
    """Whether this stage has a bucket for anchors."""
    taken_in: bool
    verified: VerificationSeen | None
    seen: tuple[TamperingSeen, ...]
    """Changes and removals that the stream showed, newest first."""
    actions: tuple[Deed, ...]


def chain_state(unit: str, *, by: Actor) -> ChainState:
    """How the chain stands, and what the last verification of a unit found. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, READ, unit)
    head = audit.chain.head()
    below = set(_below(unit))
    verified = _last_verification(unit, below)
    return ChainState(
        begun_at=head.begun_at if head else None,
        links=head.number if head else 0,
        entries=head.count if head else 0,
        at=head.at if head else None,
        algorithm=audit.chain.ALGORITHM_NAMES[head.algorithm if head else audit.chain.algorithm()],
        hash=head.hash if head else "",
        anchored=head.anchored if head else None,
        anchors_kept=_anchors_kept(head),
        taken_in=head.taken_in if head else False,
        verified=verification_seen(verified) if verified else None,
        seen=tuple(
            finding_seen(one)
            for one in audit.chain.seen(_SEEN)
            if not one.unit or one.unit in below
        ),
        actions=deeds(people.permissions_of(by, unit), {"verify": ("验证", VERIFY)}),
    )


def _last_verification(unit: str, below: Collection[str]) -> audit.chain.Verification | None:
    """The unit's own, or a later one of all units that found nothing elsewhere."""
    own, whole = audit.chain.verified(unit), audit.chain.verified("")
    if whole is None or (own is not None and own.at >= whole.at):
        return own
    return whole if all(not one.unit or one.unit in below for one in whole.findings) else own


def start_verification(unit: str, since: datetime | None, *, by: Actor, now: datetime) -> jobs.Job:
    """Have a unit and all below it verified by a job. Raises ``TooManyJobs``, ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, VERIFY, unit)
    arguments = {"since": since.isoformat() if since else ""}
    return jobs.start(
        "audit.verify", "验证操作日志", by=by, unit=unit, arguments=arguments, now=now
    )


def verification_job(job: jobs.Job, progress: jobs.Progress) -> jobs.Result:
    """The function of ``audit.verify``. Run again it verifies again."""
    since = job.arguments["since"]
    made = _verify(
        job.unit,
        datetime.fromisoformat(since) if since else None,
        by=job.by,
        now=job.made_at,
        progress=progress,
    )
    table.transact([audit.chain.keep_verified(made)])
    return jobs.Result(
        sentence(made),
        page=f"/audit?unit={job.unit}",
        entries=(_entry(made, job.by, VERIFY),),
    )


def verify(
    unit: str,
    since: datetime | None,
    *,
    by: Actor,
    now: datetime,
    progress: audit.chain.Progress = audit.chain.silent,
) -> audit.chain.Verification:
    """Verify a unit and all below it, or all there is where ``unit`` is empty; keep the result, and log who did it.

    Raises ``PermissionDenied`` or ``UnknownUnit``.
    """
    made = _verify(unit, since, by=by, now=now, progress=progress)
    entry = _entry(made, by, VERIFY)
    table.transact([audit.chain.keep_verified(made), audit.write_action(entry)])
    return made


def take_in(
    *, by: Actor, now: datetime, progress: audit.chain.Progress = audit.chain.silent
) -> int:
    """Take the entries into the chain that have no link; returns how many. Raises ``PermissionDenied``."""
    _require_everywhere(by, TAKE_IN)
    taken = audit.chain.take_in(_every(), now, progress)
    audit.record(
        audit.entry_of(
            by, TAKE_IN, unit=_root(), at=now, object="audit:", note=f"收入审计链 {taken} 条"
        )
    )
    return taken


def sentence(made: audit.chain.Verification) -> str:
    """A verification in one sentence."""
    what = f"核对 {made.entries} 条、{made.links} 个链环、{made.anchors} 个锚点"
    if not made.passed:
        return f"{what}，发现 {made.found - made.notices} 处改动。"
    return f"{what}，没有发现改动" + (f"；{made.notices} 处请看一看。" if made.notices else "。")


def verification_seen(made: audit.chain.Verification) -> VerificationSeen:
    """A verification as people read it."""
    told = made.model_dump(exclude={"findings", "unit", "links"})
    findings = tuple(finding_seen(one) for one in made.findings)
    return VerificationSeen.model_validate({**told, "passed": made.passed, "findings": findings})


def _verify(
    unit: str,
    since: datetime | None,
    *,
    by: Actor,
    now: datetime,
    progress: audit.chain.Progress,
) -> audit.chain.Verification:
    if unit:
        people.require(by, VERIFY, unit)
    else:
        _require_everywhere(by, VERIFY)
    return audit.chain.verify(
        _below(unit) if unit else _every(),
        every=not unit,
        since=since,
        by=by.person,
        unit=unit,
        now=now,
        progress=progress,
    )


def _entry(made: audit.chain.Verification, by: Actor, action: str) -> audit.AuditEntry:
    unit = made.unit or _root()
    return audit.entry_of(
        by, action, unit=unit, at=made.at, object=f"audit:{made.unit}", note=sentence(made)
    )


def finding_seen(one: audit.chain.Finding) -> TamperingSeen:
    """One thing that is wrong, as people read it."""
    return TamperingSeen(
        kind=one.kind.value,
        kind_name=audit.chain.KIND_NAMES[one.kind],
        notice=one.kind in audit.chain.NOTICES,
        what=one.what,
        unit=one.unit,
        detail=one.detail,
        at=one.at,
    )


def _anchors_kept(head: audit.chain.Head | None) -> bool:
    return bool(settings().anchors or (head and head.anchored))


def _require_everywhere(by: Actor, permission: str) -> None:
    roots = [one.id for depth, one in units.tree() if depth == 0]
    for root in roots or [""]:
        people.require(by, permission, root)


def _root() -> str:
    return next((one.id for _, one in units.tree()), "")


def _every() -> Sequence[str]:
    """Every unit, and the log of what belongs to none."""
    return ["", *(one.id for _, one in units.tree())]


def _below(unit: str) -> Sequence[str]:
    """A unit and all below it."""
    found: dict[str, None] = {}
    for _, one in units.tree():
        if one.id == unit or one.parent in found:
            found[one.id] = None
    return list(found)
