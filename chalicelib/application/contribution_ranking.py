"""The ranking (采用排行): units or persons with what was adopted and published of theirs, and points; and as a file."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from pydantic import AwareDatetime

from chalicelib import audit, contributions, jobs, people, units
from chalicelib.actor import Actor
from chalicelib.application.contribution_views import Names, level_name, name_of, unit_names
from chalicelib.application.reasons import required_reason
from chalicelib.audit import AuditEntry, Change
from chalicelib.clock import SHANGHAI, shown
from chalicelib.cloud.at_once import side_by_side
from chalicelib.contributions import PointRules, points
from chalicelib.errors import Field, Invalid
from chalicelib.values import Value

if TYPE_CHECKING:
    from chalicelib.sheets.exports import Exported, Form

READ: Final = "contributions:contribution:read"
EXPORT: Final = "contributions:ranking:export"
_PLAIN: Final = str.maketrans(" ", "-", ":")
HEADS: Final = ("名次", "单位", "级别", "采用", "并入", "刊发", "头条", "积分")
PERSON_HEADS: Final = ("名次", "人员", "单位", "采用", "并入", "刊发", "头条", "积分")


class ContributionRankingRow(Value):
    """One unit or person."""

    rank: int
    id: str
    name: str
    unit: str
    unit_name: str
    level_name: str
    adopted: int
    merged: int
    published: int
    headlines: int
    points: int
    own: bool
    """Whether it is the unit that looks, or a person of it."""


class ContributionRanking(Value):
    """The ranking of a receiver in a period."""

    unit: str
    unit_name: str
    period: str
    by_person: bool
    rows: tuple[ContributionRankingRow, ...]
    adopted: int
    merged: int
    published: int
    points: int
    rules: PointRules
    """Those of the last month of the period."""
    counting_name: str
    as_of: AwareDatetime


def ranking(
    by: Actor, unit: str, period: str, now: datetime, *, by_person: bool = False, looking: str = ""
) -> ContributionRanking:
    """The ranking of what ``unit`` received in ``2026-11``, ``2026-Q4`` or ``2026`` (empty: this month).

    A unit below may look at it, too (``looking``): it sees every unit, and of persons its own. Raises ``Invalid``,
    ``PermissionDenied`` or ``UnknownUnit``.
    """
    looking = looking or unit
    if unit not in {one.id for one in units.lineage(looking)}:
        looking = unit
    people.require(by, READ, looking)
    months = _months(period or f"{now.astimezone(SHANGHAI):%Y-%m}")
    read = side_by_side(lambda one: contributions.store.points_of(unit, one), months)
    rows = [(month, one) for month, some in zip(months, read, strict=True) for one in some]
    versions = contributions.settings_of(unit).points
    names = unit_names()
    found = points.ranking(rows, versions, _person if by_person else _unit)
    seen = tuple(_seen(one, names, looking, by_person=by_person) for one in found)
    if by_person and looking != unit:
        seen = tuple(one for one in seen if one.own)
    rules = points.rules_of(versions, months[-1])
    return ContributionRanking(
        unit=unit,
        unit_name=name_of(unit, names),
        period=period or months[-1],
        by_person=by_person,
        rows=seen,
        adopted=sum(one.adopted for one in seen),
        merged=sum(one.merged for one in seen),
        published=sum(one.published for one in seen),
        points=sum(one.points for one in seen),
        rules=rules,
        counting_name=contributions.labels.COUNTING[rules.counting],
        as_of=now,
    )


def start_export(
    unit: str,
    period: str,
    reason: str,
    form: str,
    *,
    by_person: bool = False,
    by: Actor,
    now: datetime,
) -> jobs.Job:
    """Have a ranking written into a file (``xlsx`` or ``csv``).

    Raises ``Invalid`` without a reason, ``TooManyJobs``, ``PermissionDenied`` or ``UnknownUnit``.
    """
    people.require(by, EXPORT, unit)
    if period:
        _months(period)
    arguments = {
        "period": period,
        "persons": "1" if by_person else "",
        "reason": required_reason(reason),
        "form": form,
    }
    return jobs.start(
        "contributions.export", "导出采用排行", by=by, unit=unit, arguments=arguments, now=now
    )


def export_job(job: jobs.Job, progress: jobs.Progress) -> jobs.Result:
    """The function of ``contributions.export``."""
    from chalicelib.sheets.exports import Form

    wanted, unit = job.arguments, job.unit or ""
    progress(0, 1, "正在读取")
    found, made = _made(
        job.by,
        unit,
        wanted["period"],
        Form(wanted["form"]),
        job.made_at,
        by_person=bool(wanted["persons"]),
    )
    name = f"采用排行-{unit}-{found.period}-{shown(job.made_at).translate(_PLAIN)}{made.ending}"
    return jobs.Result(
        f"共 {len(found.rows)} 行",
        jobs.Made(name, made.content_type, made.body),
        entries=(_entry(job.by, unit, found, wanted["reason"], job.made_at),),
    )


def written(
    by: Actor,
    unit: str,
    period: str,
    reason: str,
    form: Form,
    now: datetime,
    *,
    by_person: bool = False,
) -> tuple[ContributionRanking, Exported]:
    """A ranking as a file, for the command line; the log says that it was taken, and why.

    Raises ``Invalid`` without a reason, ``PermissionDenied`` or ``UnknownUnit``.
    """
    found, made = _made(by, unit, period, form, now, by_person=by_person)
    audit.record(_entry(by, unit, found, required_reason(reason), now))
    return found, made


def table_of(found: ContributionRanking) -> list[list[str]]:
    """A ranking as rows of a sheet, under its heads."""
    return [_told(one, found) for one in found.rows]


def _made(
    by: Actor, unit: str, period: str, form: Form, now: datetime, *, by_person: bool
) -> tuple[ContributionRanking, Exported]:
    from chalicelib.sheets.exports import export

    people.require(by, EXPORT, unit)
    found = ranking(by, unit, period, now, by_person=by_person)
    return found, export(PERSON_HEADS if by_person else HEADS, table_of(found), form)


def _entry(
    by: Actor, unit: str, found: ContributionRanking, reason: str, now: datetime
) -> AuditEntry:
    return audit.entry_of(
        by,
        EXPORT,
        unit=unit,
        at=now,
        object=f"unit:{unit}",
        changes=[
            Change(field="period", after=found.period),
            Change(field="rows", after=str(len(found.rows))),
        ],
        note=reason,
    )


def _told(one: ContributionRankingRow, found: ContributionRanking) -> list[str]:
    who = [one.name, one.unit_name] if found.by_person else [one.unit_name, one.level_name]
    numbers = (one.adopted, one.merged, one.published, one.headlines, one.points)
    return [str(one.rank), *who, *map(str, numbers)]


def _months(period: str) -> list[str]:
    try:
        return points.months_of(period)
    except ValueError:
        raise Invalid(
            "期间写作 2026-11、2026-Q4 或 2026。", fields=[Field("period", "写法不对")]
        ) from None


def _unit(one: points.Counted) -> tuple[str, str]:
    return one.unit, one.unit


def _person(one: points.Counted) -> tuple[str, str]:
    return one.person, one.unit


def _seen(
    one: points.Standing, names: Names, looking: str, *, by_person: bool
) -> ContributionRankingRow:
    return ContributionRankingRow(
        rank=one.rank,
        id=one.id,
        name=one.id if by_person else name_of(one.unit, names),
        unit=one.unit,
        unit_name=name_of(one.unit, names),
        level_name=level_name(one.unit, names),
        adopted=one.adopted,
        merged=one.merged,
        published=one.published,
        headlines=one.headlines,
        points=one.points,
        own=one.unit == looking,
    )
