"""``./rongmei appointment``: a hall's day at the window (窗口): list, check-in, walk-ins, no-shows, counts."""

from __future__ import annotations

from typing import Annotated

import typer

from chalicelib import appointments
from chalicelib.application import appointment_window as use
from chalicelib.appointments import BookingState
from chalicelib.clock import utc_now
from cli.appointments.shared import COLUMNS, BookingId, Day, HallId, row_of, said, the_day
from cli.terminal import output
from cli.terminal.acting import By, acting

app = typer.Typer(help="预约：当天名单、签到、现场取号、办结、爽约、统计。", no_args_is_help=True)


@app.command("list", epilog="例：./rongmei appointment list zhupu-hall --day 2026-12-02")
def list_(hall: HallId, day: Day = None, by: By = None, json: output.Json = False) -> None:
    """一个办税厅一天的名单，按时间排列，写明提醒到了没有。"""
    found = use.day_for(hall, the_day(day), by=acting(by))
    if json:
        output.as_json(
            {
                "hall": found.hall.id,
                "day": str(found.day),
                "closed": found.closed,
                "rows": [
                    {
                        **row.booking.model_dump(mode="json"),
                        "tellings": [one.model_dump(mode="json") for one in row.tellings],
                    }
                    for row in found.rows
                ],
            }
        )
        return
    if found.closed:
        output.warn(f"{found.day} 停办：{found.closed}")
    output.table(
        f"{found.hall.name} {found.day}（共 {len(found.rows)} 人）",
        COLUMNS,
        [row_of(row.booking, row.tellings) for row in found.rows],
        whole=["时间", "预约码", "编号"],
        empty="这一天还没有人预约。",
    )


@app.command("check-in", epilog="例：./rongmei appointment check-in zhupu-hall 048213")
def check_in(
    hall: HallId,
    code: Annotated[str, typer.Argument(metavar="CODE", help="六位预约码。")],
    by: By = None,
    json: output.Json = False,
) -> None:
    """按预约码签到。"""
    said(use.check_in_code(hall, code, by=acting(by), now=utc_now()), json=json)


@app.command("walk-in", epilog="例：./rongmei appointment walk-in zhupu-hall fapiao")
def walk_in(
    hall: HallId,
    service: Annotated[str, typer.Argument(metavar="SERVICE", help="业务的编号，见 hall show。")],
    key: Annotated[
        str, typer.Option("--key", help="重试时写同一个，就不会重复取号；默认每次都是新的。")
    ] = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """现场取号：占今天第一个有名额的时段。"""
    now = utc_now()
    one = use.walk_in(hall, service, key=key or now.isoformat(), by=acting(by), now=now)
    said(one, json=json)


@app.command("serve", epilog="例：./rongmei appointment serve 编号")
def serve(booking: BookingId, by: By = None, json: output.Json = False) -> None:
    """记为办结；实名信息随即删除。"""
    said(use.serve(booking, by=acting(by), now=utc_now()), json=json)


@app.command("no-show", epilog="例：./rongmei appointment no-show 编号")
def no_show(booking: BookingId, by: By = None, json: output.Json = False) -> None:
    """记为爽约；过了时间没到的，系统会自己记。"""
    said(use.no_show(booking, by=acting(by), now=utc_now()), json=json)


@app.command("cancel", epilog="例：./rongmei appointment cancel 编号")
def cancel(booking: BookingId, by: By = None, json: output.Json = False) -> None:
    """替本人取消；候补的人自动递补。"""
    said(use.cancel(booking, by=acting(by), now=utc_now()), json=json)


@app.command("show", epilog="例：./rongmei appointment show 编号")
def show(booking: BookingId, by: By = None, json: output.Json = False) -> None:
    """一个预约，和告知了本人什么。"""
    row = use.booking_for(booking, by=acting(by))
    if json:
        output.as_json(
            {
                **row.booking.model_dump(mode="json"),
                "tellings": [one.model_dump(mode="json") for one in row.tellings],
            }
        )
        return
    cells = dict(zip(COLUMNS, row_of(row.booking, row.tellings), strict=True))
    output.facts(
        row.booking.hall_name,
        [("日期", row.booking.day), *cells.items(), ("经办", row.booking.by)],
    )


@app.command("identity", epilog="例：./rongmei appointment identity 编号 --by 姓名")
def identity(booking: BookingId, by: By = None, json: output.Json = False) -> None:
    """查看预约人的实名信息（全部）；会记入操作日志。"""
    found = use.identity_of(booking, by=acting(by), now=utc_now())
    if json:
        output.as_json({one.value: text for one, text in found.items()})
        return
    if not found:
        output.done("没有实名信息：办税厅不要求，或办完后已经删除。")
        return
    output.facts(
        "实名信息", [(appointments.labels.ASKED[one], text) for one, text in found.items()]
    )


@app.command("count", epilog="例：./rongmei appointment count zhupu-hall --since 2026-12-01")
def count(
    hall: HallId,
    since: Annotated[
        str | None, typer.Option("--since", metavar="日期", help="从哪一天起；默认今天。")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="日期", help="到哪一天为止（含）；默认同一天。")
    ] = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """每天的名额、预约、签到、办结、爽约、退号。"""
    first = the_day(since, "--since")
    last = the_day(until, "--until") if until else first
    found = use.days_of(hall, first, last, by=acting(by))
    if json:
        output.as_json(
            [
                {
                    **one._asdict(),
                    "day": str(one.day),
                    "states": {state.value: n for state, n in one.states.items()},
                }
                for one in found
            ]
        )
        return
    states = [one for one in BookingState if one is not BookingState.CANCELLED]
    output.table(
        "预约统计",
        ["日期", "名额", *(appointments.labels.STATES[one] for one in states), "其中现场", "退号"],
        [
            (
                one.day,
                one.places,
                *(one.states.get(state, 0) for state in states),
                one.walk_ins,
                one.given_back,
            )
            for one in found
        ],
    )
