"""``./rongmei hotline``: the hotline behind an account (12366 热线)."""

from __future__ import annotations

import os
from typing import Annotated, Final

import typer

from chalicelib import accounts, hotline
from chalicelib.clock import utc_now
from cli.desk.shared import clock
from cli.terminal import output
from cli.terminal.acting import By, acting

app = typer.Typer(help="热线对接：把人工会话移交 12366 等热线。", no_args_is_help=True)

Account = Annotated[str, typer.Argument(metavar="公众号", help="公众号的短名。")]
SECRET: Final = "RONGMEI_HOTLINE_SECRET"  # noqa: S105 - the name of an environment variable


@app.command(
    "connect",
    epilog="例：\n./rongmei hotline connect province --base-url https://hotline.example/wechat\n"
    "./rongmei hotline connect province --base-url https://hotline.example/wechat --when closed",
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
    when: Annotated[
        hotline.When,
        typer.Option(
            "--when",
            metavar="时机",
            help="何时移交：manual 只由坐席转接；closed 下班或无人在岗时也自动移交；always 全部自动移交。",
        ),
    ] = hotline.When.MANUAL,
    by: By = None,
) -> None:
    """接入热线，或修改设置。共享密钥取环境变量 RONGMEI_HOTLINE_SECRET；首次接入时不给则自动生成。"""
    made = hotline.connect(
        account,
        base_url=base_url,
        timeout_seconds=timeout_seconds,
        secret=os.environ.get(SECRET) or None,
        by=acting(by),
        now=utc_now(),
        when=when,
    )
    output.done(f"公众号“{account}”已接入热线 {base_url}。移交：{hotline.WHEN_NAMES[when]}。")
    if accounts.state(account).account.agents is not accounts.Agents.OWN:
        output.warn(
            "这个公众号不用自己的坐席台，不会有会话移交。"
            f"先用 `./rongmei account set {account} --agents own` 改过来。"
        )
    if made is not None:
        output.note("共享密钥（只显示这一次，请安全地交给热线一方）：")
        output.line(made)
    address = hotline.events_url(account)
    if address:
        output.note(f"热线回送消息的地址：{address}")


@app.command("disconnect", epilog="例：./rongmei hotline disconnect province")
def disconnect(account: Account, by: By = None) -> None:
    """断开热线，删除密钥；已移交而未办结的会话会保留等待。"""
    left = hotline.disconnect(account, by=acting(by), now=utc_now())
    output.done(f"公众号“{account}”已断开热线。")
    if left:
        output.warn(
            f"还有 {len(left)} 个会话在热线未办结：用 `./rongmei desk take ID --account {account}` 逐个接回，"
            "或重新接入热线。"
        )


@app.command("show", epilog="例：./rongmei hotline show province --all")
def show(
    account: Account,
    all_: Annotated[bool, typer.Option("--all", help="也列出已办结的。")] = False,
    json: output.Json = False,
) -> None:
    """查看热线的设置、通断和移交而未办结的会话。"""
    settings, breaker = hotline.settings_of(account), hotline.breaker(account)
    cases = [case for case in hotline.cases(account) if all_ or case.state not in hotline.OVER]
    cases.sort(key=lambda case: case.id, reverse=True)
    if json:
        output.as_json({"settings": settings, "breaker": breaker, "cases": cases})
        return
    paused = breaker.waits_until(utc_now())
    output.facts(
        f"公众号 {account} 的热线",
        [
            ("地址", settings.base_url if settings else "没有接入"),
            ("移交", hotline.WHEN_NAMES[settings.when] if settings else ""),
            ("连续失败", f"{breaker.failures} 次"),
            ("暂停呼叫至", clock(paused)),
        ],
    )
    output.table(
        "移交的会话",
        ["会话", "状态", "热线编号", "未接通自", "说明"],
        [
            (
                case.id,
                hotline.CASE_STATE_NAMES[case.state],
                case.hotline_ticket,
                clock(case.waiting_since),
                case.problem,
            )
            for case in cases
        ],
        whole=["会话"],
        empty="没有移交的会话。" if all_ else "没有未办结的会话。",
    )
