"""Numbers of an account's followers, or of articles, as a file, made by a job."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from chalicelib import audit, insight, jobs
from chalicelib.actor import Actor
from chalicelib.application.account_reach import account_for, readable
from chalicelib.application.reasons import required_reason
from chalicelib.application.wechat_numbers import (
    Span,
    account_names,
    articles_of,
    followers_by_day,
)
from chalicelib.audit import Change
from chalicelib.clock import shown
from chalicelib.errors import Field, Invalid

EXPORT: Final = "insight:numbers:export"
SOURCE: Final = "微信统计"
_UNTOLD: Final = "—"
_PLAIN: Final = str.maketrans(" ", "-", ":")


class Table(StrEnum):
    """What is exported."""

    FOLLOWERS = "followers"
    ARTICLES = "articles"


TABLES: Final = {Table.FOLLOWERS: "粉丝增长", Table.ARTICLES: "图文"}


def start_numbers_export(
    table: Table,
    unit: str,
    account: str,
    days: Span,
    reason: str,
    form: str,
    *,
    by: Actor,
    now: datetime,
) -> jobs.Job:
    """Have followers of an account by day, or articles of an account or a unit and below, written into a file.

    Raises ``Invalid`` without a reason or an account, ``TooManyJobs``, ``PermissionDenied`` or an unknown's error.
    """
    if table is Table.FOLLOWERS and not account:
        raise Invalid("请选择一个公众号。", fields=[Field("account", "没有选择")])
    # Whoever may export may read: one refusal, with the permission that is missing.
    found = readable(by, EXPORT, unit, account)
    arguments = {
        "table": table.value,
        "account": account,
        "since": days.since.isoformat(),
        "until": days.until.isoformat(),
        "reason": required_reason(reason),
        "form": form,
    }
    title = f"导出统计数据：{TABLES[table]}"
    unit = unit or found[0].unit
    return jobs.start("numbers.export", title, by=by, unit=unit, arguments=arguments, now=now)


def export_job(job: jobs.Job, progress: jobs.Progress) -> jobs.Result:
    """The function of ``numbers.export``."""
    from chalicelib.sheets.exports import Form, export

    wanted = job.arguments
    table, account = Table(wanted["table"]), str(wanted["account"])
    days = Span.model_validate({"since": wanted["since"], "until": wanted["until"]})
    readable(job.by, EXPORT, job.unit, account)
    progress(0, 1, "正在读取")
    heads, rows = _MADE[table](job, account, days)
    made = export(heads, rows, Form(wanted["form"]))
    of_unit = account_for(job.by, EXPORT, account).unit if account else job.unit
    entry = audit.entry_of(
        job.by,
        EXPORT,
        unit=of_unit,
        at=job.made_at,
        object=f"account:{account}" if account else f"unit:{job.unit}",
        changes=[Change(field="rows", after=str(len(rows)))],
        note=f"{TABLES[table]} {days.since} 至 {days.until}：{wanted['reason']}",
    )
    named = f"{TABLES[table]}-{account or job.unit}-{shown(job.made_at).translate(_PLAIN)}"
    return jobs.Result(
        f"共 {len(rows)} 条",
        jobs.Made(f"{named}{made.ending}", made.content_type, made.body),
        entries=(entry,),
    )


Rows = tuple[list[str], list[list[str]]]


def _followers(job: jobs.Job, account: str, days: Span) -> Rows:
    told = followers_by_day(account, days, by=job.by)
    sources = sorted({source for one in told for source in (*one.new, *one.gone)})
    name = insight.wechat_numbers.source_name
    heads = ["日期", "新增", "取消", "净增", "累计"]
    heads += [f"新增：{name(one)}" for one in sources]
    heads += ["微信是否已定", "来源", "观测时间（北京）"]
    rows = [
        [
            one.day.isoformat(),
            *(str(n) if one.told else _UNTOLD for n in (one.came, one.left, one.net)),
            _number(one.total),
            *(str(one.new.get(source, 0)) if one.told else _UNTOLD for source in sources),
            "未定" if one.delayed else "已定",
            SOURCE,
            shown(one.observed_at) if one.observed_at else "",
        ]
        for one in told
    ]
    return heads, rows


def _articles(job: jobs.Job, account: str, days: Span) -> Rows:
    measures = insight.wechat_numbers.MEASURES
    names = account_names(job.unit, account, by=job.by)
    heads = ["发布日期", "公众号", "标题", "位置", "栏目", "系列", "作者", *measures.values()]
    heads += ["来源", "观测时间（北京）"]
    rows = []
    for one in articles_of(job.unit, days, account=account, by=job.by):
        numbers, push = one.numbers, one.push
        rows.append(
            [
                numbers.published.isoformat(),
                names.get(numbers.account, numbers.account),
                numbers.title,
                str(numbers.index),
                *((push.column, push.series, push.author) if push else ("", "", "")),
                *(_number(getattr(numbers.total, measure.value)) for measure in measures),
                SOURCE,
                shown(numbers.observed_at),
            ]
        )
    return heads, rows


def _number(told: int | None) -> str:
    return _UNTOLD if told is None else str(told)


_MADE: Final[dict[Table, Callable[[jobs.Job, str, Span], Any]]] = {
    Table.FOLLOWERS: _followers,
    Table.ARTICLES: _articles,
}
