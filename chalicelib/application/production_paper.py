"""The plan of a day or a week as a Word document: what is late and what waits first, then day by day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from chalicelib import audit, jobs, people
from chalicelib.actor import Actor
from chalicelib.application import production_plan
from chalicelib.application.production_plan import PlanDay, PlanProduct, ProductionPlan
from chalicelib.application.reasons import required_reason
from chalicelib.audit import Change
from chalicelib.clock import shown, shown_time, utc_now

if TYPE_CHECKING:
    from chalicelib.reports import Paper

EXPORT: Final = "topics:plan:export"
KIND: Final = "production.plan"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_PRODUCTS: Final = ("责任人", "产品", "选题", "时间", "进度")


def start(unit: str, days: str, reason: str, *, by: Actor, now: datetime) -> jobs.Job:
    """Have the plan written into a document. Raises ``Invalid``, ``TooManyJobs``, ``PermissionDenied``, ``UnknownUnit``."""
    people.require(by, EXPORT, unit)
    production_plan.days_of(days, now)
    arguments = {"days": days, "reason": required_reason(reason)}
    return jobs.start(KIND, "导出生产计划", by=by, unit=unit, arguments=arguments, now=now)


def export_job(job: jobs.Job, progress: jobs.Progress) -> jobs.Result:
    """The function of ``production.plan``. Run again it makes the same file, and the entry of the log is the job's."""
    people.require(job.by, EXPORT, job.unit)
    progress(0, 1, "正在汇总")
    days = production_plan.days_of(str(job.arguments["days"]), job.made_at)
    found = production_plan.plan(job.unit, days, by=job.by, now=utc_now())
    entry = audit.entry_of(
        job.by,
        EXPORT,
        unit=job.unit,
        at=job.made_at,
        object=f"unit:{job.unit}",
        changes=[Change(field="days", after=f"{found.since}–{found.until}")],
        note=f"{found.title}：{job.arguments['reason']}",
    )
    name = f"{found.title}-{found.unit}-{found.since}.docx"
    return jobs.Result(found.span, jobs.Made(name, DOCX, document(found)), entries=(entry,))


def document(plan: ProductionPlan) -> bytes:
    """The plan as a file (.docx)."""
    from chalicelib.reports import About, Paper

    paper = Paper(About(f"{plan.title} {plan.span}", plan.unit_name, plan.title, plan.made_at))
    paper.title(f"{plan.unit_name}{plan.title}", after=6)
    paper.line(plan.span, "楷体", 16, after=10)
    paper.words(_sum(plan))
    if plan.late:
        paper.heading("超期的产品", indent=False)
        _grid(paper, "现在超期的产品", _PRODUCTS, [_late(one) for one in plan.late])
    if plan.reviews:
        paper.heading("等待审核", indent=False)
        rows = [(one.what, one.title, one.stage, shown(one.since)) for one in plan.reviews]
        _grid(paper, "等待审核的稿件和产品", ("类别", "标题", "审次", "送审时间"), rows)
    for day in plan.days:
        _day(paper, day)
    return paper.saved()


def _day(paper: Paper, day: PlanDay) -> None:
    heading = f"{day.day.month}月{day.day.day}日　{day.weekday}"
    paper.heading(heading, indent=False)
    if not (day.pushes or day.products or day.lives):
        paper.words("没有安排。")
        return
    if day.pushes:
        rows = [
            (shown_time(one.at), one.account, " / ".join(one.titles), one.state)
            for one in day.pushes
        ]
        _grid(paper, "推送", ("时间", "公众号", "内容", "状态"), rows)
    if day.lives:
        rows = [(shown_time(one.at), one.account, one.title, one.state) for one in day.lives]
        _grid(paper, "直播", ("时间", "公众号", "标题", "状态"), rows)
    if day.products:
        made = [
            (one.person, one.form, one.topic, shown_time(one.due_at), _progress(one))
            for one in day.products
        ]
        _grid(paper, "当天到期的产品", _PRODUCTS, made)


def _grid(paper: Paper, caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    wide = [_wide(head, [row[n] for row in rows]) for n, head in enumerate(heads)]
    paper.grid(caption, heads, rows, wide, "", "")


def _wide(head: str, values: Sequence[str]) -> float:
    """How wide a column is beside others: by its longest text, within bounds."""
    return float(min(max(len(head), 4, *(len(one) for one in values)), 18))


def _late(one: PlanProduct) -> tuple[str, ...]:
    return one.person, one.form, one.topic, shown(one.due_at), _progress(one)


def _progress(one: PlanProduct) -> str:
    return f"{one.state}，{one.when}" if one.late else one.state


def _sum(plan: ProductionPlan) -> str:
    pushes = sum(len(day.pushes) for day in plan.days)
    due = sum(len(day.products) for day in plan.days)
    lives = sum(len(day.lives) for day in plan.days)
    told = f"推送 {pushes} 次，到期产品 {due} 件，直播 {lives} 场；"
    told += f"现在超期 {len(plan.late)} 件，等待审核 {len(plan.reviews)} 件。"
    return f"{told}截至 {shown(plan.made_at)}。"
