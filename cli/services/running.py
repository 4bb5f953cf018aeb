"""``./rongmei service maintain|resume|retire|check-links|due``: services as they run, without a release."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from chalicelib import catalogue
from chalicelib.application import service_spread
from chalicelib.catalogue import Operation
from chalicelib.clock import utc_now
from chalicelib.sheets import cells
from chalicelib.sheets.problems import BadCell
from cli.services.shared import ServiceId
from cli.terminal import output
from cli.terminal.acting import By, acting
from cli.terminal.options import Unit

app = typer.Typer()

Notice = Annotated[str, typer.Option("--notice", help="给粉丝看的说明。")]
Instead = Annotated[
    str, typer.Option("--instead", metavar="SERVICE", help="可以改用的服务的编号。")
]


@app.command(
    "maintain",
    epilog='例：./rongmei service maintain deed-tax --unit province --until "2026-12-01 08:00" --notice "系统升级"',
)
def maintain(
    service: ServiceId,
    unit: Unit,
    notice: Notice,
    since: Annotated[
        str, typer.Option("--from", metavar="时间", help="开始时间（北京时间）；默认现在。")
    ] = "",
    until: Annotated[
        str, typer.Option("--until", metavar="时间", help="结束时间；不写则到恢复运行为止。")
    ] = "",
    instead: Instead = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """设置维护：一个人就可以，10 秒内处处生效，到时自动开始和结束。"""
    made = service_spread.maintain(
        unit,
        service,
        by=acting(by),
        now=utc_now(),
        notice=notice,
        since=_moment(since, "--from"),
        until=_moment(until, "--until"),
        instead=instead,
    )
    _told(made, json=json)


@app.command(
    "retire",
    epilog='例：./rongmei service retire deed-tax --unit province --notice "已并入二手房交易缴税" --instead second-hand-house',
)
def retire(
    service: ServiceId,
    unit: Unit,
    notice: Notice,
    instead: Instead = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """让一项服务下线；粉丝问到时告诉说明和替代的服务。"""
    made = service_spread.retire(
        unit, service, by=acting(by), now=utc_now(), notice=notice, instead=instead
    )
    _told(made, json=json)


@app.command("resume", epilog="例：./rongmei service resume deed-tax --unit province")
def resume(
    service: ServiceId,
    unit: Unit,
    note: Annotated[str, typer.Option("--note", help="原因，记在操作日志里。")] = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """恢复运行：提前结束维护，或让下线的服务回来。"""
    made = service_spread.resume(unit, service, by=acting(by), now=utc_now(), note=note)
    _told(made, json=json)


@app.command("check-links", epilog="例：./rongmei service check-links --unit province")
def check_links(unit: Unit, by: By = None, json: output.Json = False) -> None:
    """现在检查全部网页入口（平时每天自动检查一次）。"""
    with output.progress("检查网页"):
        found = catalogue.tending.check_links(unit, by=acting(by), now=utc_now())
    if json:
        output.as_json(found)
        return
    output.table(
        f"检查了 {len(found)} 个网页",
        ["服务", "网页", "问题", "跳转到"],
        [
            (one.service, one.address, one.problem, one.leads_to)
            for one in found
            if not one.good or one.leads_to
        ],
        whole=["服务"],
        empty="全部打得开。",
    )


@app.command("due", epilog="例：./rongmei service due --unit province")
def due(unit: Unit, by: By = None, json: output.Json = False) -> None:
    """要有人看一看的服务：网页有问题、复核日期已过或快到。"""
    found = catalogue.tending.due(unit, by=acting(by), now=utc_now())
    if json:
        output.as_json(
            [
                {
                    "service": one.service.id,
                    "owner": one.service.owner,
                    "why": one.why,
                    "said": one.said,
                }
                for one in found
            ]
        )
        return
    output.table(
        "要看一看的服务",
        ["责任部门", "编号", "名称", "原因"],
        [(one.service.owner, one.service.id, one.service.name, one.said) for one in found],
        whole=["编号"],
        empty="没有。",
    )


def _moment(text: str, option: str) -> datetime | None:
    if not text:
        return None
    try:
        return cells.dated(text)[0]
    except BadCell as bad:
        raise typer.BadParameter(str(bad), param_hint=option) from bad


def _told(made: Operation, *, json: bool) -> None:
    if json:
        output.as_json(made)
        return
    said = catalogue.operation.said_of(made, utc_now()) or "恢复运行"
    output.done(f"服务“{made.service}”：{said}。最多 10 秒后生效。")
