"""Papers of inspections: previewed, made, listed, shown, taken away, removed. Who may, and what stands in the log."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from itertools import islice
from typing import Final, NamedTuple

from chalicelib import audit, inspection_notices, jobs, people
from chalicelib.actor import Actor
from chalicelib.application.inspection_notice_material import Wanted, existing, material_of
from chalicelib.audit import AuditEntry
from chalicelib.clock import shown
from chalicelib.inspection_notices import (
    NAMES,
    Body,
    CheckMethod,
    Choice,
    Made,
    NoticeTexts,
    PaperKind,
)
from chalicelib.jobs import Silent, Tells

READ: Final = "inspection:finding:read"
MAKE: Final = "inspection:notice:make"
JOB: Final = "inspection.notice"
_LISTED: Final = 20


class Listed(NamedTuple):
    """A page of papers."""

    notices: list[Made]
    next: str
    """Id of the last one where there are more; empty: these are all."""


def wanted_of(
    kind: PaperKind,
    unit: str,
    period: str,
    method: CheckMethod,
    share: float,
    seed: str,
    *,
    now: datetime,
) -> Wanted:
    """A paper as somebody asks for it, with the words that were kept for it. A sample without a seed gets a new one.

    Raises ``BadSpan``.
    """
    span = inspection_notices.asked(period, now)
    if method is CheckMethod.SAMPLE:
        choice = Choice(method=method, share=share, seed=seed.strip() or secrets.token_hex(4))
    else:
        choice = Choice()
    words, _ = inspection_notices.texts(unit, kind)
    return Wanted(kind, unit, span, choice, words)


def periods(now: datetime) -> list[tuple[str, str]]:
    """The quarters that one may ask for, as (what is asked for, name): the latest that is over first."""
    found, span = [], inspection_notices.asked("", now)
    running = inspection_notices.quarter_of(span.until + timedelta(days=1))
    for _ in range(4):
        found.append(span)
        span = inspection_notices.quarter_of(span.since - timedelta(days=1))
    return [
        (f"{one.since.year}-Q{one.until.month // 3}", inspection_notices.name_of(one) + more)
        for one, more in [*((each, "") for each in found), (running, "（未结束）")]
    ]


def preview(wanted: Wanted, *, by: Actor, now: datetime) -> Body:
    """The paper as it would be now; nothing is kept. Raises ``NothingToTell``, ``UnknownUnit`` or ``PermissionDenied``."""
    return _body(material_of(wanted, MAKE, by=by, now=now, told=Silent()))


def make_notice(
    wanted: Wanted, *, by: Actor, now: datetime, key: str = "", told: Tells | None = None
) -> tuple[Made, AuditEntry]:
    """Make a paper now; returns it and its entry for the log, which the caller writes.

    With ``key`` the same key of the same period is the same paper, however often this runs. Raises as ``preview``.
    """
    material = material_of(wanted, MAKE, by=by, now=now, told=told or Silent())
    body = _body(material)
    verdicts = inspection_notices.judged(material)
    every = inspection_notices.counted(verdicts)
    failed = [one.account.unit for one in verdicts if one.looked and not one.passed]
    made = inspection_notices.keep(
        Made(
            id=inspection_notices.notice_id(
                wanted.kind, wanted.span, key or inspection_notices.key_at(now)
            ),
            kind=wanted.kind,
            unit=wanted.unit,
            title=body.title,
            span=wanted.span,
            choice=wanted.choice,
            at=now,
            by=by.person,
            by_name=material.by,
            summary=body.summary,
            existing=material.existing,
            checked=every.checked,
            passed=every.passed,
            vetoed=every.vetoed,
            findings=every.findings,
            failed_units=tuple(dict.fromkeys(failed)),
        ),
        inspection_notices.Kept(body=body, material=material),
        inspection_notices.document_of(body, material),
        inspection_notices.workbook_of(body, material),
    )
    return made, _entry(made, by, now, f"制作{made.title}：{made.summary}")


def make_now(wanted: Wanted, *, by: Actor, now: datetime, told: Tells) -> Made:
    """Make a paper and write the log; for the command line. Raises as ``make_notice``."""
    made, entry = make_notice(wanted, by=by, now=now, told=told)
    audit.record(entry)
    return made


def start_notice(wanted: Wanted, *, by: Actor, now: datetime) -> jobs.Job:
    """Have a paper made by a job. Raises ``TooManyJobs`` and as ``preview``."""
    existing(wanted.kind, wanted.unit, MAKE, by=by)
    arguments = {
        "kind": wanted.kind.value,
        "span": wanted.span.model_dump(mode="json"),
        "choice": wanted.choice.model_dump(mode="json"),
        "texts": wanted.texts.model_dump(mode="json"),
    }
    title = f"制作{NAMES[wanted.kind]}：{inspection_notices.name_of(wanted.span)}"
    return jobs.start(JOB, title, by=by, unit=wanted.unit, arguments=arguments, now=now)


def notices_of(
    unit: str, *, by: Actor, kind: PaperKind | None = None, after: str = "", limit: int = _LISTED
) -> Listed:
    """The papers of a unit, the latest period first. Raises ``UnknownUnit`` or ``PermissionDenied``."""
    people.require(by, READ, unit)
    every = (one for one in inspection_notices.of(unit, after=after) if kind in (None, one.kind))
    found = list(islice(every, limit + 1))
    return Listed(found[:limit], found[limit - 1].id if len(found) > limit else "")


def notice_for(unit: str, notice: str, *, by: Actor) -> tuple[Made, inspection_notices.Kept]:
    """One paper with its content. Raises ``UnknownNotice``, ``UnknownUnit`` or ``PermissionDenied``."""
    people.require(by, READ, unit)
    made = inspection_notices.get(unit, notice)
    return made, inspection_notices.kept(made)


def link_for(unit: str, notice: str, form: str, *, by: Actor, now: datetime) -> tuple[Made, str]:
    """Where a browser saves a file from, for some minutes; that it was taken stands in the log. Raises as ``notice_for``."""
    made = _taken(unit, notice, form, by, now)
    return made, inspection_notices.link(made, form)


def file_for(unit: str, notice: str, form: str, *, by: Actor, now: datetime) -> tuple[Made, bytes]:
    """The file itself; that it was taken stands in the log. Raises as ``notice_for``."""
    made = _taken(unit, notice, form, by, now)
    return made, inspection_notices.file(made, form)


def remove_notice(unit: str, notice: str, reason: str, *, by: Actor, now: datetime) -> Made:
    """Take a paper away for good. Raises as ``notice_for``."""
    people.require(by, MAKE, unit)
    made = inspection_notices.get(unit, notice)
    entry = _entry(made, by, now, f"删除{made.title}：{reason.strip()}")
    inspection_notices.remove(made, [audit.write_action(entry)])
    return made


def texts_for(unit: str, kind: PaperKind, *, by: Actor) -> tuple[NoticeTexts, int]:
    """The words for the next paper, and their version. Raises ``UnknownUnit`` or ``PermissionDenied``."""
    people.require(by, READ, unit)
    return inspection_notices.texts(unit, kind)


def set_texts(
    unit: str, kind: PaperKind, words: NoticeTexts, version: int, *, by: Actor, now: datetime
) -> int:
    """Keep the words for the next paper; returns their version. Raises ``TextTaken`` or ``PermissionDenied``."""
    people.require(by, MAKE, unit)
    before, _ = inspection_notices.texts(unit, kind)
    changes = audit.changes_between(before.model_dump(mode="json"), words.model_dump(mode="json"))
    if not changes:
        return version
    entry = audit.entry_of(
        by,
        MAKE,
        unit=unit,
        object=f"inspection-texts:{unit}",
        at=now,
        changes=changes,
        note=f"{NAMES[kind]}的文字",
    )
    return inspection_notices.save_texts(unit, kind, words, version, [audit.write_action(entry)])


def page_of(made: Made) -> str:
    """Where the console shows a paper."""
    return f"/inspection/notices?unit={made.unit}&notice={made.id}"


def notice_job(job: jobs.Job, progress: jobs.Progress) -> jobs.Result:
    """The function of ``inspection.notice``. Run again it finds the paper that the first run made: its id is the job's."""
    told = job.arguments
    wanted = Wanted(
        PaperKind(told["kind"]),
        job.unit,
        inspection_notices.Span.model_validate(told["span"]),
        Choice.model_validate(told["choice"]),
        NoticeTexts.model_validate(told["texts"]),
    )
    made, entry = make_notice(wanted, by=job.by, now=job.made_at, key=job.id, told=progress)
    return jobs.Result(f"{made.title}已做好。{made.summary}", page=page_of(made), entries=(entry,))


def _body(material: inspection_notices.Material) -> Body:
    if material.kind is PaperKind.SELF_CHECK:
        return inspection_notices.self_check_of(material)
    return inspection_notices.notice_of(material)


def _taken(unit: str, notice: str, form: str, by: Actor, now: datetime) -> Made:
    people.require(by, READ, unit)
    made = inspection_notices.get(unit, notice)
    name = made.file_name(f".{form}")
    audit.record(_entry(made, by, now, f"下载{name}，{shown(made.at)} 制作", READ))
    return made


def _entry(made: Made, by: Actor, now: datetime, note: str, deed: str = MAKE) -> AuditEntry:
    return audit.entry_of(
        by, deed, unit=made.unit, object=f"inspection-notice:{made.id}", at=now, note=note[:500]
    )
