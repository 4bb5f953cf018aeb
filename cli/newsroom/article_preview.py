"""``./rongmei article preview``: on a telephone, or in a browser."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from chalicelib.application import phone_preview
from chalicelib.clock import utc_now
from cli.newsroom.shared import Id
from cli.terminal import file_io, output
from cli.terminal.acting import By, acting

app = typer.Typer()


@app.command(
    "preview",
    epilog="例：./rongmei article preview a-20261123-7f3k --account province --wechat-id liming",
)
def preview(
    article_id: Id,
    account: Annotated[
        str | None, typer.Option("--account", metavar="ID", help="用哪个公众号发预览。")
    ] = None,
    wechat_id: Annotated[
        str | None, typer.Option("--wechat-id", metavar="NAME", help="发给这个微信号。")
    ] = None,
    openid: Annotated[
        str | None,
        typer.Option("--openid", metavar="OPENID", help="发给公众号的这个粉丝（openid）。"),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE.html", help="不发手机，存为网页在电脑上看。"),
    ] = None,
    revision: Annotated[
        int | None, typer.Option("--revision", metavar="N", help="第几版；默认最新版。")
    ] = None,
    keep: Annotated[
        bool, typer.Option("--keep", help="发完不删草稿；手机上打不开预览时用，看完请自行删除。")
    ] = False,
    yes: file_io.Overwrite = False,
    by: By = None,
    json: output.Json = False,
) -> None:
    """把稿件发到一部手机上预览（每个公众号每天最多 100 次），或存为本地网页。"""
    if out is not None:
        page = phone_preview.page(article_id, revision)
        file_io.save(out, page.encode(), overwrite=yes)
        return
    to = wechat_id or openid
    if not to or (wechat_id and openid) or not account:
        raise typer.BadParameter("要给出 --account 和 --wechat-id（或 --openid），或者 --out 文件")
    sent = phone_preview.send(
        article_id, account, to, by=acting(by), now=utc_now(), revision=revision, keep=keep
    )
    if json:
        output.as_json(asdict(sent))
        return
    output.done(f"已把稿件 {article_id} 第 {sent.revision} 版发给 {to} 预览。")
    for left in sent.left_behind:
        output.warn(f"公众号里还留着预览用的{left}，不影响群发；看完请在微信公众平台删除。")
