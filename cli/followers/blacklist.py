"""``./rongmei blacklist``: followers who are blocked; see docs/followers.md."""

from __future__ import annotations

from typing import Annotated

import typer

from chalicelib.application import follower_tags
from chalicelib.clock import utc_now
from cli.terminal import output
from cli.terminal.acting import By, acting
from cli.terminal.options import Account

app = typer.Typer(help="黑名单：查看、拉黑、解除。", no_args_is_help=True)

Openids = Annotated[list[str], typer.Argument(metavar="OPENID…", help="一次最多 20 位粉丝。")]
Reason = Annotated[str, typer.Option("--reason", metavar="缘由", help="记入操作日志。")]


@app.command("list", epilog="例：./rongmei blacklist list --account province")
def show(
    account: Account,
    after: Annotated[
        str, typer.Option("--after", metavar="OPENID", help="从这位之后接着看。")
    ] = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """被拉黑的粉丝，向微信查询，一次最多一万位。"""
    total, openids, _ = follower_tags.blacklist(account, after, by=acting(by))
    if json:
        output.as_json({"total": total, "openids": list(openids)})
        return
    output.table(
        f"黑名单（共 {total} 人）", ["OpenID"], [(one,) for one in openids], empty="没有人被拉黑。"
    )


@app.command(
    "add", epilog="例：./rongmei blacklist add oABC123 --reason 反复辱骂 --account province"
)
def add(openids: Openids, reason: Reason, account: Account, by: By = None) -> None:
    """拉黑粉丝：收不到群发，发来的消息也不再送达。"""
    follower_tags.block(account, openids, blocked=True, reason=reason, by=acting(by), now=utc_now())
    output.done(f"已拉黑 {len(openids)} 位粉丝。")


@app.command(
    "remove", epilog="例：./rongmei blacklist remove oABC123 --reason 误操作 --account province"
)
def remove(openids: Openids, reason: Reason, account: Account, by: By = None) -> None:
    """解除拉黑。"""
    follower_tags.block(
        account, openids, blocked=False, reason=reason, by=acting(by), now=utc_now()
    )
    output.done(f"已解除 {len(openids)} 位粉丝。")
