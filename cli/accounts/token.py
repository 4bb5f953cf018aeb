"""``./rongmei token``: service tokens, by which other systems call the API."""

from __future__ import annotations

from typing import Annotated

import typer

from chalicelib import service_tokens
from chalicelib.clock import shown, utc_now
from chalicelib.people import PERMISSIONS
from chalicelib.service_tokens import PER_MINUTE, ServiceToken
from cli.terminal import output
from cli.terminal.acting import By, acting
from cli.terminal.options import Unit

app = typer.Typer(help="接口令牌：其他系统凭它调用控制台的接口。", no_args_is_help=True)


@app.command(
    "new",
    epilog="例：\n./rongmei token new --unit city --name 政务平台 --permission newsroom:article:read \\\n"
    "  --permission publishing:calendar:read --days 180",
)
def new(
    unit: Unit,
    name: Annotated[
        str, typer.Option("--name", metavar="用途", help="给哪个系统、做什么；记录里用它称呼。")
    ],
    permission: Annotated[
        list[str],
        typer.Option(
            "--permission",
            metavar="PERMISSION",
            help="可以写多个；可给的用 token permissions 查看。",
        ),
    ],
    days: Annotated[int, typer.Option("--days", metavar="天数", help="有效期，最长 366 天。")] = 90,
    per_minute: Annotated[
        int, typer.Option("--per-minute", metavar="次数", help="每分钟最多请求几次。")
    ] = PER_MINUTE,
    by: By = None,
    json: output.Json = False,
) -> None:
    """建立令牌。令牌只显示这一次；权限不超过经办人在本单位的角色。"""
    made = service_tokens.make(
        name, unit, permission, days=days, per_minute=per_minute, by=acting(by), now=utc_now()
    )
    if json:
        output.as_json({**made.token.model_dump(mode="json"), "secret": made.secret})
        return
    output.done(
        f"已建立令牌“{made.token.name}”，有效期至 {shown(made.token.ends_at)}。只显示这一次："
    )
    output.line(made.secret)


@app.command("list", epilog="例：./rongmei token list --unit city")
def list_(unit: Unit, by: By = None, json: output.Json = False) -> None:
    """列出一个单位的令牌，新的在前。"""
    found = service_tokens.tokens_of(unit, by=acting(by))
    if json:
        output.as_json(found)
        return
    output.table(
        "接口令牌",
        ["编号", "用途", "建立人", "有效期至", "最近使用", "状态"],
        [
            (
                one.id,
                one.name,
                one.maker,
                shown(one.ends_at),
                shown(one.used_at) if one.used_at else "没有用过",
                _state(one),
            )
            for one in found
        ],
        empty="还没有接口令牌。用 `./rongmei token new` 建立。",
    )


@app.command("revoke", epilog="例：./rongmei token revoke 1a2b3c4d5e6f")
def revoke(
    token: Annotated[str, typer.Argument(metavar="ID", help="令牌的编号：rmt_ 之后的一段。")],
    by: By = None,
) -> None:
    """吊销令牌：它的下一次请求就会被拒绝，不能恢复。"""
    done = service_tokens.revoke(token, by=acting(by), now=utc_now())
    output.done(f"已吊销令牌“{done.name}”。")


@app.command("permissions", epilog="例：./rongmei token permissions --unit city")
def permissions(unit: Unit, by: By = None, json: output.Json = False) -> None:
    """列出经办人可以给令牌的权限。"""
    found = service_tokens.grantable(unit, by=acting(by))
    if json:
        output.as_json(found)
        return
    output.table(
        "可以给令牌的权限",
        ["权限", "可以做什么"],
        [(one, PERMISSIONS[one].label) for one in found],
        empty="经办人在这个单位没有可以给令牌的权限。",
    )


def _state(token: ServiceToken) -> str:
    if token.revoked_at:
        return "已吊销"
    return "有效" if token.valid(utc_now()) else "已过期"
