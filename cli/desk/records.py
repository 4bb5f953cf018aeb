"""``./rongmei desk records``: transcripts of WeChat's own agents, fetched afterwards."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from chalicelib import desk
from chalicelib.clock import SHANGHAI, utc_now
from cli.desk.shared import Account, clock
from cli.terminal import output
from cli.terminal.acting import By, acting

app = typer.Typer(help="微信自带客服的聊天记录：按天取回、查看。", no_args_is_help=True)

_WHO = {desk.Said.AGENT: "坐席", desk.Said.FOLLOWER: "粉丝"}


@app.command("fetch", epilog="例：./rongmei desk records fetch --account province --day 2026-11-22")
def fetch(
    account: Account,
    day: Annotated[
        datetime | None,
        typer.Option("--day", formats=["%Y-%m-%d"], metavar="日期", help="哪一天；默认昨天。"),
    ] = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """取回一天的聊天记录。重复取同一天不会重复保存。"""
    wanted = day.date() if day else utc_now().astimezone(SHANGHAI).date() - timedelta(days=1)
    found = desk.fetch_day(account, wanted, by=acting(by), now=utc_now())
    if json:
        output.as_json(found)
        return
    output.done(f"{wanted} 的聊天记录：{found.records} 条，{found.followers} 位粉丝。")


@app.command("show", epilog="例：./rongmei desk records show oABC123 --account province")
def show(
    account: Account,
    openid: Annotated[str, typer.Argument(metavar="OPENID", help="粉丝的 openid。")],
    json: output.Json = False,
) -> None:
    """看一位粉丝与微信自带客服的往来（已取回的）。"""
    found = list(desk.transcript_of(account, openid))
    if json:
        output.as_json(found)
        return
    output.table(
        f"粉丝 {openid}",
        ["时间（北京）", "谁", "内容"],
        [
            (
                clock(datetime.fromtimestamp(one.time, UTC)),
                f"{_WHO.get(desk.Said(one.opercode), '')} {one.worker}".strip()
                if one.opercode == desk.Said.AGENT
                else "粉丝",
                one.text,
            )
            for one in found
        ],
        whole=["时间（北京）"],
        empty="没有已取回的记录。先用 `./rongmei desk records fetch` 取回。",
    )
