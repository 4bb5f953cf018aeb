"""``./rongmei followers``: the roll of an account's followers, and its sync with WeChat; see docs/followers.md."""

from __future__ import annotations

from typing import Annotated

import typer

from chalicelib import followers
from chalicelib.application import follower_roll
from chalicelib.application.follower_roll import RollState
from chalicelib.clock import shown, utc_now
from cli.terminal import output
from cli.terminal.acting import By, acting
from cli.terminal.options import Account

app = typer.Typer(help="粉丝名单：与微信同步、查看进度。", no_args_is_help=True)
sync = typer.Typer(
    help="把粉丝名单与微信同步，订正没有收到通知的关注和取消关注。", no_args_is_help=True
)
app.add_typer(sync, name="sync")


@sync.command("start", epilog="例：./rongmei followers sync start --account province")
def start(account: Account, by: By = None, json: output.Json = False) -> None:
    """开始同步。在后台进行，一天的次数用完时第二天接着做。"""
    made = follower_roll.start(account, by=acting(by), now=utc_now())
    if json:
        output.as_json(made.model_dump(mode="json", exclude={"cursor"}))
        return
    output.done("已开始同步，在后台进行。用 `./rongmei followers sync status` 查看进度。")


@sync.command("status", epilog="例：./rongmei followers sync status --account province")
def status(account: Account, by: By = None, json: output.Json = False) -> None:
    """上次完成的名单、正在进行的同步，以及今天还可以取几页。"""
    found = follower_roll.status(account, by=acting(by), now=utc_now())
    if json:
        output.as_json(
            {
                "roll": found.roll.model_dump(mode="json") if found.roll else None,
                "sync": found.sync.model_dump(mode="json", exclude={"cursor"})
                if found.sync
                else None,
                "calls_left": found.calls_left,
                "calls_a_day": found.calls_a_day,
            }
        )
        return
    output.table(f"公众号 {account} 的粉丝名单", ["项目", "内容"], _lines(found), whole=["项目"])


@sync.command(
    "resume",
    epilog="例：./rongmei followers sync resume --account province --accept --reason 已核对",
)
def resume(
    account: Account,
    accept: Annotated[
        bool, typer.Option("--accept", help="名单确认无误，照它订正：少了的按取消关注处理。")
    ] = False,
    reason: Annotated[str, typer.Option("--reason", metavar="缘由", help="记入操作日志。")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="不再询问。")] = False,
    by: By = None,
    json: output.Json = False,
) -> None:
    """马上接着同步；名单少了很多人而停下的，用 --accept 确认后继续。"""
    actor, now = acting(by), utc_now()
    if accept and not yes:
        known = follower_roll.status(account, by=actor, now=now).sync
        number = known.gone if known else 0
        if not output.confirmed(f"将把 {number} 位粉丝记为已取消关注，信息到期删除。确定吗？"):
            raise typer.Abort
    made = follower_roll.resume(account, accept=accept, reason=reason, by=actor, now=now)
    if json:
        output.as_json(made.model_dump(mode="json", exclude={"cursor"}))
        return
    output.done("已继续。")


@sync.command("cancel", epilog="例：./rongmei followers sync cancel --account province")
def cancel(account: Account, by: By = None, json: output.Json = False) -> None:
    """取消正在进行的同步，删除已取得的名单；上次完成的名单不变。"""
    made = follower_roll.cancel(account, by=acting(by), now=utc_now())
    if json:
        output.as_json(made.model_dump(mode="json", exclude={"cursor"}))
        return
    output.done("已取消。")


def _lines(found: RollState) -> list[tuple[str, str]]:
    roll, one = found.roll, found.sync
    lines = [("今天还可以取", f"{found.calls_left} 页（每天 {found.calls_a_day} 页，每页 1 万人）")]
    if roll is None:
        lines.append(("名单", "还没有完整地同步过"))
    else:
        lines += [
            (
                "名单",
                f"{roll.number} 人，{shown(roll.started_at)} 开始，{shown(roll.finished_at)} 完成",
            ),
            ("当时订正", f"多出 {roll.came} 人，少了 {roll.gone} 人"),
        ]
    if one is not None and not one.ended_for_good:
        lines += [
            ("同步", f"{followers.roll.PHASE_NAMES[one.phase]}，{one.percent}%"),
            ("已取", f"{one.pages} 页，{one.listed} 人（微信说共 {one.total} 人）"),
            ("发现", f"多出 {one.came} 人，少了 {one.gone} 人"),
        ]
        if one.problem:
            lines.append(("说明", one.problem))
        if one.next_at:
            lines.append(("下次继续", shown(one.next_at)))
    return lines
