"""``./rongmei product reminders``: who wants to be reminded of a live stream."""

from __future__ import annotations

from typing import Annotated

import typer

from chalicelib.application import product_live
from cli.terminal import output
from cli.terminal.acting import By, acting

app = typer.Typer()
Id = Annotated[str, typer.Argument(metavar="产品", help="产品的编号。")]


@app.command("reminders", epilog="例：./rongmei product reminders p-20261130-7f3k2a")
def reminders(product: Id, by: By = None, json: output.Json = False) -> None:
    """一场直播有多少人要求提醒，和登记提醒用的链接。"""
    found = product_live.reminders_for(product, by=acting(by))
    if json:
        output.as_json(found)
        return
    output.done(
        f"{found.wished} 人要求提醒；已提醒 {found.told} 人，{found.not_told} 人微信不允许发"
    )
    if found.reply:
        output.done(found.reply)
