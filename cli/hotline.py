"""``./rongmei hotline``: the hotline behind an account (12366 热线)."""

from __future__ import annotations

import os
from typing import Annotated, Final

import typer

from chalicelib import hotline, publishing
from chalicelib.accounts import service
from cli import output

app = typer.Typer(help="热线对接：把人工会话移交 12366 等热线。", no_args_is_help=True)

Account = Annotated[str, typer.Argument(metavar="公众号", help="公众号的短名。")]
SECRET: Final = "RONGMEI_HOTLINE_SECRET"  # noqa: S105 - the name of an environment variable


@app.command(
    "connect",
    epilog="例：./rongmei hotline connect province --base-url https://hotline.example/wechat",
)
def connect(
    account: Account,
    base_url: Annotated[
        str,
        typer.Option(
            "--base-url", metavar="URL", help="热线接口的地址，约定见 docs/hotline.yaml。"
        ),
    ],
    timeout_seconds: Annotated[
        int, typer.Option("--timeout", metavar="秒", help="最多等几秒，1–20。")
    ] = 8,
) -> None:
    """接入热线，或修改地址。共享密钥取环境变量 RONGMEI_HOTLINE_SECRET；首次接入时不给则自动生成。"""
    made = hotline.connect(
        account,
        base_url=base_url,
        timeout_seconds=timeout_seconds,
        secret=os.environ.get(SECRET) or None,
    )
    output.done(f"公众号“{account}”已接入热线 {base_url}。")
    if made is not None:
        output.note("共享密钥（只显示这一次，请安全地交给热线一方）：")
        output.line(made)
    address = service.callback_url(account)
    if address:
        output.note(f"热线回送消息的地址：{address.replace('/wechat/', '/hotline/')}/events")


@app.command("disconnect")
def disconnect(account: Account) -> None:
    """断开热线，删除密钥；已移交而未办结的会话会保留等待。"""
    hotline.disconnect(account)
    output.done(f"公众号“{account}”已断开热线。")


@app.command("show")
def show(account: Account, json: output.Json = False) -> None:
    """查看热线的设置、通断和移交的会话。"""
    settings, breaker = hotline.settings_of(account), hotline.breaker(account)
    cases = sorted(hotline.cases(account), key=lambda case: case.session, reverse=True)
    if json:
        output.as_json({"settings": settings, "breaker": breaker, "cases": cases})
        return
    paused = breaker.waits_until(publishing.utc_now())
    output.facts(
        f"公众号 {account} 的热线",
        [
            ("地址", settings.base_url if settings else "没有接入"),
            ("连续失败", f"{breaker.failures} 次"),
            ("暂停呼叫至", publishing.shown(paused) if paused else ""),
        ],
    )
    output.table(
        "移交的会话",
        ["会话", "状态", "热线编号", "说明"],
        [
            (case.session, hotline.NAMES[case.state], case.hotline_ticket, case.problem)
            for case in cases
        ],
        whole=["会话"],
        empty="还没有移交过会话。",
    )
