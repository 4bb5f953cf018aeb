"""``./rongmei qr``: QR codes with scenes; see docs/followers.md."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from chalicelib import followers
from chalicelib.application import follower_codes
from chalicelib.clock import shown, utc_now
from cli.terminal import file_io, output
from cli.terminal.acting import By, acting
from cli.terminal.options import Account

app = typer.Typer(help="带场景值的二维码：生成、查看、打印。", no_args_is_help=True)

Scene = Annotated[
    str,
    typer.Argument(metavar="场景值", help="1–64 位字母、数字、下划线、连字符；自动回复按它回答。"),
]


@app.command("list", epilog="例：./rongmei qr list --account province")
def show(account: Account, by: By = None, json: output.Json = False) -> None:
    """二维码和近 90 天各自带来的新粉丝。"""
    found = follower_codes.page(account, by=acting(by), now=utc_now()).codes
    if json:
        output.as_json(
            [
                one.code.model_dump(mode="json") | {"came": one.came, "kept": one.kept}
                for one in found
            ]
        )
        return
    output.table(
        "二维码",
        ["场景值", "名称", "有效期", "新粉丝", "自动回复"],
        [
            (
                one.code.scene,
                one.code.name,
                shown(one.code.expires_at) if one.code.expires_at else "永久",
                one.came,
                "有" if one.answered else "没有",
            )
            for one in found
        ],
        empty="还没有二维码。",
    )


@app.command(
    "make",
    epilog="例：\n./rongmei qr make expo-2026 --name 博览会展台 --account province\n"
    "./rongmei qr make weekend --name 周末活动 --days 7 --account province",
)
def make(
    scene: Scene,
    account: Account,
    name: Annotated[str, typer.Option("--name", metavar="名称", help="印在打印页上，1–40 字。")],
    purpose: Annotated[str, typer.Option("--purpose", metavar="用途", help="最多 120 字。")] = "",
    hall: Annotated[str, typer.Option("--hall", metavar="ID", help="属于哪个办税厅。")] = "",
    campaign: Annotated[
        str, typer.Option("--campaign", metavar="活动", help="属于哪次活动。")
    ] = "",
    days: Annotated[
        int | None,
        typer.Option(
            "--days", metavar="N", min=1, max=30, help="临时二维码，有效几天；不写是永久。"
        ),
    ] = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """生成二维码。永久的一个公众号最多 10 万个，临时的最长 30 天。"""
    wanted = followers.qrcodes.QrWanted(
        scene=scene,
        kind=followers.qrcodes.QrKind.PERMANENT
        if days is None
        else followers.qrcodes.QrKind.TEMPORARY,
        days=days or 30,
        name=name,
        purpose=purpose,
        hall=hall,
        campaign=campaign,
    )
    code = follower_codes.make(account, wanted, by=acting(by), now=utc_now())
    _told(code, json)


@app.command("sheet", epilog="例：./rongmei qr sheet expo-2026 --out 展台.html --account province")
def sheet(
    scene: Scene,
    account: Account,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="写入的网页，A4 一页。")],
    yes: file_io.Overwrite = False,
    by: By = None,
) -> None:
    """写成可以打印的 A4 网页；图由微信提供，打开时要能上网。"""
    page = follower_codes.sheet(account, scene, by=acting(by))
    file_io.save(out, page.encode(), overwrite=yes)


@app.command(
    "remove", epilog="例：./rongmei qr remove expo-2026 --reason 活动结束 --account province"
)
def remove(
    scene: Scene,
    account: Account,
    reason: Annotated[str, typer.Option("--reason", metavar="缘由", help="记入操作日志。")],
    by: By = None,
) -> None:
    """从列表中移除；印出去的码在微信那里仍然有效。"""
    follower_codes.remove(account, scene, reason=reason, by=acting(by), now=utc_now())
    output.done("已移除。")


def _told(code: followers.qrcodes.QrCode, json: bool) -> None:
    if json:
        output.as_json(code.model_dump(mode="json"))
        return
    until = f"有效期至 {shown(code.expires_at)}" if code.expires_at else "永久有效"
    output.done(f"已生成“{code.name}”，{until}。用 `./rongmei qr sheet {code.scene}` 打印。")
