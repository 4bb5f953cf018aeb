"""``./rongmei contribution call|calls|close-call``: what a receiving unit asks for (约稿)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from chalicelib import contributions
from chalicelib.application import contribution_page
from chalicelib.clock import SHANGHAI, shown, utc_now
from chalicelib.contributions import CallText, ContributionKind
from chalicelib.units import UnitLevel
from cli.contributions.options import Unit
from cli.terminal import output
from cli.terminal.acting import By, acting


def register(app: typer.Typer) -> None:
    """Add the commands to the group."""
    app.command(
        "call",
        epilog="例：./rongmei contribution call --unit province --title 征期里的一天 --until 2026-12-15T18:00 --number 5 --by li",
    )(call)
    app.command("calls", epilog="例：./rongmei contribution calls --unit city")(calls)
    app.command("close-call")(close)


def call(
    unit: Unit,
    title: Annotated[str, typer.Option("--title", help="主题。")],
    until: Annotated[
        datetime,
        typer.Option(
            "--until", metavar="时间", formats=["%Y-%m-%dT%H:%M"], help="截止时间，北京时间。"
        ),
    ],
    text: Annotated[str, typer.Option("--text", help="要求。")] = "",
    wants: Annotated[
        ContributionKind | None, typer.Option("--want", help="只要 lead 线索或 article 稿件。")
    ] = None,
    number: Annotated[int, typer.Option("--number", min=0, help="要几件；0 不限。")] = 0,
    level: Annotated[
        list[UnitLevel] | None, typer.Option("--level", help="只约这些级别，可多次。")
    ] = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """向下级约稿。"""
    written = CallText.model_validate(
        {
            "title": title,
            "text": text,
            "wants": wants,
            "number": number,
            "until": until.replace(tzinfo=SHANGHAI),
            "levels": [one.value for one in level or ()],
        }
    )
    made = contributions.calls.make(unit, written, by=acting(by), now=utc_now())
    if json:
        output.as_json(made)
        return
    output.done(f"约稿 {made.id}（{title}）：{shown(made.text.until)} 截止。")


def calls(unit: Unit, by: By = None, json: output.Json = False) -> None:
    """本单位的约稿，和上级向本单位的约稿。"""
    found = contribution_page.calls(acting(by), unit, utc_now())
    if json:
        output.as_json(found)
        return
    output.table(
        "约稿",
        ["编号", "单位", "主题", "要", "截止", "状态", "已报送"],
        [
            (
                one.id,
                one.unit_name,
                one.title,
                f"{one.wants_name} {one.number or ''}".strip(),
                shown(one.until),
                "已截止" if one.ended else one.state_name,
                str(one.sent),
            )
            for one in (*found.own, *found.meant)
        ],
        whole=["编号", "截止"],
        empty="没有约稿。",
    )


def close(
    call_id: Annotated[str, typer.Argument(metavar="约稿", help="约稿的编号。")],
    by: By = None,
    json: output.Json = False,
) -> None:
    """结束一次约稿。"""
    made = contributions.calls.close(call_id, by=acting(by), now=utc_now())
    if json:
        output.as_json(made)
        return
    output.done(f"约稿 {made.id}（{made.text.title}）：已结束。")
