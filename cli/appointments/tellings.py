"""``./rongmei appointment tellings``: what followers were to be told about a hall's day, and which way it went, or why not."""

from __future__ import annotations

from chalicelib import appointments
from chalicelib.application import appointment_tellings
from cli.appointments.appointment import app
from cli.appointments.shared import Day, HallId, the_day
from cli.terminal import output
from cli.terminal.acting import By, acting


@app.command("tellings", epilog="例：./rongmei appointment tellings zhupu-hall --day 2026-12-02")
def tellings(hall: HallId, day: Day = None, by: By = None, json: output.Json = False) -> None:
    """告知了谁、怎么告知的：提醒、候补成功、闭厅；没有告知到的，写明为什么。"""
    found = appointment_tellings.of_day(hall, the_day(day), by=acting(by))
    if json:
        output.as_json(
            [
                {
                    "booking": one.booking.id,
                    "start": f"{one.booking.start:%H:%M}",
                    "kind": one.telling.kind.value,
                    "due": one.telling.due.isoformat(),
                    "state": one.telling.state.value,
                    "way": one.way,
                }
                for one in found
            ]
        )
        return
    output.table(
        f"告知（共 {len(found)} 条）",
        ["时间", "事由", "结果", "预约编号"],
        [
            (
                f"{one.booking.start:%H:%M}",
                appointments.labels.TELLINGS[one.telling.kind],
                one.way,
                one.booking.id,
            )
            for one in found
        ],
        empty="这一天没有要告知的。",
    )
