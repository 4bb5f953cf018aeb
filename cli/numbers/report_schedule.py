"""``./rongmei report schedule``: reports that are made by themselves."""

from __future__ import annotations

from typing import Annotated

import typer

from chalicelib import reports
from chalicelib.application import report_schedule as use
from chalicelib.clock import shown, utc_now
from chalicelib.reports import ReportKind, Schedule
from cli.numbers.shared import place_given
from cli.terminal import output
from cli.terminal.acting import By, acting
from cli.terminal.options import OnlyAccount, OnlyUnit

app = typer.Typer(
    help="定期报告：每周或每月自动制作，做好后在负责人的提醒里。", no_args_is_help=True
)
Kind = Annotated[ReportKind, typer.Option("--kind", metavar="week|month", help="周报或月报。")]


@app.command(
    "set", epilog="例：./rongmei report schedule set --unit province --kind week --day 1 --at 08:00"
)
def set_(
    unit: OnlyUnit = None,
    account: OnlyAccount = None,
    kind: Kind = ReportKind.WEEK,
    day: Annotated[
        int, typer.Option("--day", metavar="几", help="周报：1（星期一）到 7；月报：几号，1 到 28。")
    ] = 1,
    at: Annotated[
        str, typer.Option("--at", metavar="时间", help="北京时间；微信的数据没到时最多等四小时。")
    ] = "08:00",
    article: Annotated[bool, typer.Option("--article", help="同时存为稿件。")] = False,
    by: By = None,
    json: output.Json = False,
) -> None:  # fmt: skip
    """设置（或改）一份定期报告，以自己的名义制作。"""
    place = place_given(unit, account)
    made = use.set_schedule(place, kind, day, at, article=article, by=acting(by), now=utc_now())
    if json:
        output.as_json(made)
        return
    output.done(
        f"{reports.when_of(made)}制作{reports.NAMES[kind]}，下一份在 {shown(made.due)}，负责人 {made.owner_name}。"
    )


@app.command("list", epilog="例：./rongmei report schedule list --unit province")
def list_(
    unit: OnlyUnit = None, account: OnlyAccount = None, by: By = None, json: output.Json = False
) -> None:
    """列出定期报告。"""
    found = use.schedules_for(place_given(unit, account), by=acting(by))
    if json:
        output.as_json(found)
        return
    output.table(
        "定期报告",
        ["报告", "何时", "下一份", "负责人", "存为稿件", "问题"],
        [_row(one) for one in found],
        whole=["何时", "下一份"],
        empty="没有定期报告，用 `./rongmei report schedule set` 设置。",
    )


@app.command("remove", epilog="例：./rongmei report schedule remove --unit province --kind week")
def remove(
    unit: OnlyUnit = None,
    account: OnlyAccount = None,
    kind: Kind = ReportKind.WEEK,
    by: By = None,
    json: output.Json = False,
) -> None:
    """停止一份定期报告；做过的都留着。"""
    gone = use.remove_schedule(place_given(unit, account), kind, by=acting(by), now=utc_now())
    if json:
        output.as_json(gone)
        return
    output.done(f"不再定期制作{reports.NAMES[kind]}。")


def _row(one: Schedule) -> tuple[object, ...]:
    return (
        reports.NAMES[one.kind],
        reports.when_of(one),
        shown(one.due),
        one.owner_name,
        "是" if one.article else "",
        one.problem,
    )
