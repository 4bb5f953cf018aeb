"""``./rongmei numbers ask`` and ``rows``: questions to the archive, with what they cost."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Annotated, Final

import typer

from chalicelib import insight
from chalicelib.application import inquiries as use
from chalicelib.application.inquiry_tables import CellUnit
from chalicelib.application.recount_units import recount_units
from chalicelib.clock import utc_now
from cli.numbers.shared import FromDay, ToDay, days_of, the_day
from cli.terminal import output
from cli.terminal.acting import By, acting
from cli.terminal.options import Account
from cli.terminal.options import Unit as OfUnit

EPILOG = (
    "例：\n"
    "./rongmei numbers ask\n"
    "./rongmei numbers ask retention --account province --since 2026-09-01 --until 2026-10-31\n"
    "./rongmei numbers ask messages_by_hour --account province --account city --json"
)
ROWS_EPILOG = "例：./rongmei numbers rows message --account province --day 2026-11-02 --only outcome=unanswered"
RECOUNT_EPILOG = "例：./rongmei numbers recount --unit province --since 2026-09-01"
_PAUSE: Final = 0.5
_ASKED_ABOVE: Final = 0.05
"""US dollars from which on somebody has to say yes."""
_PATIENCE: Final = timedelta(minutes=10)
_MB: Final = 1_000_000


def ask(
    query: Annotated[
        str, typer.Argument(metavar="[查询]", help="查什么；不写则列出全部查询。")
    ] = "",
    account: Annotated[
        list[str] | None,
        typer.Option("--account", metavar="编号", help="公众号；可以写几次，并排比较。"),
    ] = None,
    since: FromDay = None,
    until: ToDay = None,
    yes: Annotated[bool, typer.Option("--yes", help="不问花费，直接查。")] = False,
    cost: Annotated[bool, typer.Option("--cost", help="只估计花费，不查。")] = False,
    by: By = None,
    json: output.Json = False,
) -> None:
    """深入查询数据档案：先估计要读多少、花多少，同样的问题只付一次钱。"""
    if not query:
        _choices(json=json)
        return
    wanted = use.inquiry_of(query, account or [], days_of(since, until))
    actor, now = acting(by), utc_now()
    priced = use.cost_of(wanted, by=actor, now=now)
    if cost and json:
        output.as_json(priced)
        return
    output.note(_priced(priced))
    if cost:
        return
    if priced.dollars > _ASKED_ABOVE and not yes and not output.confirmed("要查询吗？"):
        raise typer.Exit(1)
    standing = _waited(use.put(wanted, by=actor, now=now), by)
    _show(standing, by, json=json)


def rows(
    kind: Annotated[
        str,
        typer.Argument(
            metavar="哪种",
            help="、".join(f"{name} {told}" for name, told in use.ROW_KINDS.items()) + "。",
        ),
    ],
    account: Account,
    day: Annotated[str, typer.Option("--day", metavar="日期", help="哪一天，如 2026-11-02。")],
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only",
            metavar="字段=值",
            help="只看这些：outcome、rung、type、came_by、menu_key。",
        ),
    ] = None,
    after: Annotated[
        str, typer.Option("--after", metavar="位置", help="上一页末尾给出的位置。")
    ] = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """看一天的数字背后的明细，新的在前；没有粉丝的身份，也没有原话。"""
    pairs = dict(one.partition("=")[::2] for one in only or ())
    unknown = [name for name in pairs if name not in use.ROW_FILTERS]
    if unknown:
        raise typer.BadParameter(f"可选：{'、'.join(use.ROW_FILTERS)}", param_hint="--only")
    wanted = use.rows_of(account, the_day(day, "--day"), kind, pairs, after=after)
    standing = _waited(use.put(wanted, by=acting(by), now=utc_now()), by)
    _show(standing, by, json=json)


def recount(unit: OfUnit, since: FromDay = None, until: ToDay = None, by: By = None) -> None:
    """重新合计一个单位和上级单位的每日数字：公众号换了单位、移除以后，或从旧版本升级以后用。"""
    days = days_of(since, until)
    with output.progress("正在合计…") as tell:
        done = recount_units(
            unit,
            days,
            by=acting(by),
            now=utc_now(),
            progress=lambda number, of: tell(f"已合计 {number}/{of} 天…"),
        )
    output.done(f"合计了 {days.since} 至 {days.until}，共 {done} 个单位日。")


def _choices(*, json: bool) -> None:
    found = use.choices()
    if json:
        output.as_json(found)
        return
    output.table(
        "可以深入查询的",
        ["查询", "名称", "说的是什么"],
        [(one.name, one.title, one.told) for one in found],
        whole=["查询", "名称"],
    )


def _priced(priced: use.InquiryCost) -> str:
    if priced.known:
        return "同样的问题已经查过，不再花钱。"
    return f"最多读 {priced.files} 天的 {priced.bytes / _MB:,.1f} MB，最多花 {priced.dollars:.5f} 美元。"


def _waited(standing: insight.inquiries.Standing, by: str | None) -> insight.inquiries.Standing:
    """The inquiry once it has ended."""
    actor, end = acting(by), utc_now() + _PATIENCE
    with output.progress("正在查询…") as tell:
        while standing.state is insight.inquiries.InquiryState.RUNNING:
            standing = use.look(standing.inquiry.id, by=actor)
            tell(f"已读 {standing.scanned / _MB:,.1f} MB，用时 {standing.seconds:.0f} 秒…")
            if standing.state is insight.inquiries.InquiryState.RUNNING:
                if utc_now() > end:
                    use.cancel(standing.inquiry.id, by=actor, now=utc_now())
                    raise insight.StillRunning
                time.sleep(_PAUSE)
    if standing.state is not insight.inquiries.InquiryState.DONE:
        output.complain(standing.problem)
        raise typer.Exit(1)
    return standing


def _show(standing: insight.inquiries.Standing, by: str | None, *, json: bool) -> None:
    told, place = use.page_of(standing, by=acting(by), most=insight.inquiries.MOST_ROWS)
    names = [one.name for one in told.columns]
    if json:
        output.as_json(
            {
                "id": standing.inquiry.id,
                "query": standing.inquiry.wanted.query,
                "scanned": standing.scanned,
                "dollars": standing.dollars,
                "rows": [dict(zip(names, row, strict=True)) for row in told.rows],
                "next": place,
            }
        )
        return
    shares = [one.unit is CellUnit.SHARE for one in told.columns]
    output.table(
        use.title_of(standing.inquiry.wanted),
        [one.label for one in told.columns],
        [
            tuple(
                "—" if cell is None else f"{cell:.1%}" if share else cell
                for cell, share in zip(row, shares, strict=True)
            )
            for row in told.rows
        ],
        empty="这段时间没有数据。",
    )
    output.note(f"读了 {standing.scanned / _MB:,.1f} MB，花了 {standing.dollars:.5f} 美元。")
    if standing.cut:
        output.note("行数太多，只留下前面的；请缩短时间范围。")
    if place:
        output.note(f"还有更多，用 --after '{place}' 接着看。")
