"""``./rongmei account allowance``: the quotas of an account, what is taken of them and what is left."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import typer

from chalicelib import accounts
from chalicelib.accounts import QUOTAS, InvalidInput, Scarce
from chalicelib.actor import Actor
from chalicelib.clock import utc_now
from cli.terminal import output
from cli.terminal.acting import By, acting
from cli.terminal.options import AccountArgument

EPILOG = (
    "例：\n./rongmei account allowance province --sync\n"
    "./rongmei account allowance province --used mass=1"
)


def allowance(
    account_id: AccountArgument,
    sync: Annotated[
        bool, typer.Option("--sync", help="先向微信查询今天的用量和上限，据此校正。")
    ] = False,
    used: Annotated[
        list[str] | None,
        typer.Option(
            "--used",
            metavar="配额=次数",
            help="登记本期共用了几次，含手工群发的；微信不提供查询的用它校正。",
        ),
    ] = None,
    clear: Annotated[
        bool, typer.Option("--clear", help="请微信把今天各接口的调用次数清零；每月 10 次。")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="清零不再询问。")] = False,
    on: Annotated[
        str | None, typer.Option("--on", metavar="日期", help="看哪一天，如 2026-12-01；默认今天。")
    ] = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """各项配额一天（或当月）的上限、预留、已用与剩余。北京时间零点或月末换期。"""
    if on and (sync or used or clear):
        raise InvalidInput("--sync、--used 与 --clear 说的是今天，不能与 --on 同用。")
    now = utc_now()
    if clear:
        _clear(account_id, acting(by), now, yes)
    for scarce, number in map(_used, used or []):
        accounts.enter_used(account_id, scarce, number, by=acting(by), now=now)
    if sync:
        lines = accounts.sync(account_id, by=acting(by), now=now)
    else:
        lines = accounts.ledger.lines(account_id, _noon(on) if on else now)
    if json:
        output.as_json([_line(one) for one in lines])
        return
    output.table(
        f"公众号 {account_id} 的配额",
        ["配额", "期间", "上限", "来源", "预留", "已用", "别处用", "剩余"],
        [
            (
                QUOTAS[one.claim.scarce].name,
                one.claim.period,
                f"{one.claim.limit:,}",
                one.source,
                one.reserved,
                one.committed,
                one.elsewhere,
                f"{one.left:,}",
            )
            for one in lines
        ],
        whole=["期间"],
    )
    output.note(
        "“别处用”：在微信公众平台或其他程序里用掉的。微信不提供群发次数的查询，用 --used 登记。"
    )


def _clear(account_id: str, by: Actor, now: datetime, yes: bool) -> None:
    if not yes and not output.confirmed(
        f"将请微信清零公众号“{account_id}”今天各接口的调用次数，每月只有 10 次；"
        "群发的天数与条数不受影响。确定吗？"
    ):
        raise typer.Abort
    accounts.clear_quota(account_id, by=by, now=now)
    output.done("微信已清零。本系统已记的用量不变；用 --sync 可再查看微信的计数。")


def _noon(day: str) -> datetime:
    try:
        return datetime.fromisoformat(f"{day.strip()}T12:00:00+08:00")
    except ValueError:
        raise InvalidInput(f"看不懂日期“{day}”，请写成 2026-12-01。") from None


def _used(given: str) -> tuple[Scarce, int]:
    name, _, number = given.partition("=")
    if name not in {scarce.value for scarce in Scarce} or not number.isdecimal():
        known = "、".join(scarce.value for scarce in Scarce)
        raise InvalidInput(f"看不懂“{given}”。请写成 mass=1；可以登记的有：{known}。")
    return Scarce(name), int(number)


def _line(line: accounts.ledger.Line) -> dict[str, Any]:
    return {
        "quota": line.claim.scarce.value,
        "period": line.claim.period,
        "limit": line.claim.limit,
        "source": line.source,
        "reserved": line.reserved,
        "committed": line.committed,
        "elsewhere": line.elsewhere,
        "left": line.left,
        "holders": line.holders,
    }
