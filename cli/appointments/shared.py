"""Arguments and words that the commands on halls and appointments share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated, Final

import typer

from chalicelib import appointments
from chalicelib.application import appointment_window
from chalicelib.appointments import Booking, Hall, Telling
from chalicelib.clock import utc_now
from cli.terminal import output

HallId = Annotated[str, typer.Argument(metavar="HALL", help="办税厅的编号，见 hall list。")]
BookingId = Annotated[
    str, typer.Argument(metavar="BOOKING", help="预约的编号，见 appointment list。")
]
Day = Annotated[
    str | None, typer.Option("--day", metavar="日期", help="哪一天，如 2026-12-02；默认今天。")
]
WholeDay = Annotated[str, typer.Option("--day", metavar="日期", help="哪一天，如 2026-12-02。")]
COLUMNS: Final = ["时间", "业务", "预约码", "状态", "来源", "实名", "告知", "编号"]


def the_day(text: str | None, option: str = "--day") -> date:
    """A day as a person types it; today where they leave it out."""
    if text is None:
        return appointment_window.today(utc_now())
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise typer.BadParameter("写成 2026-12-02 这样的日期", param_hint=option) from None


def row_of(one: Booking, told: Iterable[Telling]) -> Sequence[str]:
    """A booking as a line of a table."""
    state = appointments.labels.STATES[one.state]
    if one.reason is not None:
        state = f"{state}（{appointments.labels.REASONS[one.reason]}）"
    return (
        f"{one.start:%H:%M}–{one.end:%H:%M}",
        one.service_name,
        one.code,
        state,
        appointments.labels.ORIGINS[one.origin],
        " ".join(text for _, text in one.masked),
        "\n".join(
            f"{appointments.labels.TELLINGS[t.kind]}：{appointments.labels.TELLING_STATES[t.state]}"
            for t in told
        ),
        one.id,
    )


def said(one: Booking, *, json: bool) -> None:
    """Say what a booking is after a command."""
    if json:
        output.as_json(one)
        return
    output.done(
        f"{one.day} {one.start:%H:%M} {one.service_name}：{appointments.labels.STATES[one.state]}。"
        + (f"预约码 {one.code}。" if one.code else "")
    )


def hours_told(hall: Hall) -> list[tuple[str, str]]:
    """The hours of a week as facts."""
    return [
        (name, "、".join(f"{one.start:%H:%M}–{one.end:%H:%M}" for one in spans) or "不办公")
        for name, spans in zip(appointments.labels.WEEKDAYS, hall.week, strict=True)
    ]
