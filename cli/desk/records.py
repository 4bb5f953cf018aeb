"""``./rongmei desk records``: what WeChat's own agents said, fetched afterwards."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from chalicelib import accounts
from chalicelib.clock import SHANGHAI
from chalicelib.desk.reports import wechat_transcripts
from cli.desk.shared import Account, clock
from cli.terminal import output

app = typer.Typer(help="微信自带客服的聊天记录：按天取回、查看。", no_args_is_help=True)

_WHO = {wechat_transcripts.Said.AGENT: "坐席", wechat_transcripts.Said.FOLLOWER: "粉丝"}


@app.command("fetch", epilog="例：./rongmei desk records fetch --account province --day 2026-11-22")
def fetch(
    account: Account,
    day: Annotated[
        datetime | None,
        typer.Option("--day", formats=["%Y-%m-%d"], metavar="日期", help="哪一天；默认昨天。"),
    ] = None,
    json: output.Json = False,
) -> None:
    """取回一天的聊天记录。重复取同一天不会重复保存。"""
    wanted = day.date() if day else datetime.now(SHANGHAI).date() - timedelta(days=1)
    keep_days = accounts.state(account).account.retention_days
    found = wechat_transcripts.fetch(
        account, wanted, wechat_transcripts.fetcher(account), keep_days=keep_days
    )
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
    found = list(wechat_transcripts.of_follower(account, openid))
    if json:
        output.as_json(found)
        return
    output.table(
        f"粉丝 {openid}",
        ["时间（北京）", "谁", "内容"],
        [
            (
                clock(datetime.fromtimestamp(one.time, UTC)),
                f"{_WHO.get(wechat_transcripts.Said(one.opercode), '')} {one.worker}".strip()
                if one.opercode == wechat_transcripts.Said.AGENT
                else "粉丝",
                one.text,
            )
            for one in found
        ],
        whole=["时间（北京）"],
        empty="没有已取回的记录。先用 `./rongmei desk records fetch` 取回。",
    )
