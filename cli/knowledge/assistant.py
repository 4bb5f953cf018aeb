"""``./rongmei assistant``: an account's optional language model."""

from __future__ import annotations

import os
import sys
from typing import Annotated, Final

import typer

from chalicelib import assistant
from chalicelib.accounts import state
from chalicelib.application.try_answer import try_assistant
from chalicelib.clock import utc_now
from cli.terminal import output
from cli.terminal.acting import By, acting
from cli.terminal.options import AccountArgument

app = typer.Typer(help="语言模型（可选）：在已发布的问答中选择或改写。", no_args_is_help=True)

KEY: Final = "RONGMEI_ASSISTANT_KEY"


@app.command(
    "on",
    epilog="例：RONGMEI_ASSISTANT_KEY=… ./rongmei assistant on province --base-url https://llm.example/v1 --model m1",
)
def on(
    account: AccountArgument,
    base_url: Annotated[
        str,
        typer.Option("--base-url", metavar="URL", help="兼容 OpenAI 的服务地址，到 /v1 为止。"),
    ],
    model: Annotated[str, typer.Option("--model", metavar="名称", help="模型名称。")],
    rephrase: Annotated[
        bool,
        typer.Option("--rephrase", help="除了选择，也可以改写；数字、网址、文号须与原答案一致。"),
    ] = False,
    timeout_seconds: Annotated[
        int, typer.Option("--timeout", metavar="秒", help="最多等几秒，1–20。")
    ] = 8,
    tokens_per_day: Annotated[
        int, typer.Option("--tokens-per-day", metavar="N", help="每日最多用多少 token。")
    ] = 200_000,
    price: Annotated[
        float,
        typer.Option("--price", metavar="元", help="每百万 token 的价格，用来算费用；默认不算。"),
    ] = 0,
    by: By = None,
) -> None:
    """启用或修改。密钥取环境变量 RONGMEI_ASSISTANT_KEY，或在提示时输入；不给则沿用原来的。"""
    key = os.environ.get(KEY) or None
    if key is None and sys.stdin.isatty():
        key = output.ask("密钥（没有或不变请直接回车）", hidden=True, empty=True)
    settings = {
        "base_url": base_url,
        "model": model,
        "rephrase": rephrase,
        "timeout_seconds": timeout_seconds,
        "tokens_per_day": tokens_per_day,
        "yuan_per_million": price,
    }
    assistant.switch_on(account, dict(settings), key or None, by=acting(by), now=utc_now())
    output.done(f"公众号“{account}”已启用语言模型 {model}。它只在没有把握的问题上使用。")
    if not state(account).account.second_look:
        output.note(
            f"粉丝还用不到它：先用 `./rongmei assistant try {account} 问题` 试，"
            f"再用 `./rongmei account set {account} --second-look` 开通二次查找。"
        )


@app.command("off")
def off(account: AccountArgument, by: By = None) -> None:
    """停用，并删除密钥。"""
    assistant.switch_off(account, by=acting(by), now=utc_now())
    output.done(f"公众号“{account}”已停用语言模型。")
    if state(account).account.second_look:
        output.note(
            f"二次查找还开着，再找也找不到更多：用 `./rongmei account set {account} --no-second-look` 关闭。"
        )


@app.command("try", epilog='例：./rongmei assistant try province "换了会计要办什么"')
def try_(
    account: AccountArgument,
    question: Annotated[str, typer.Argument(metavar="问题", help="粉丝会问的话。")],
    json: output.Json = False,
) -> None:
    """拿一个问题试：知识库给它哪几条，它选哪一条、怎么说。会计入今日用量，不发给任何人。"""
    sources, came = try_assistant(account, question, utc_now())
    chosen = came.opinion
    if json:
        output.as_json(
            {"offered": [one.id for one in sources], "outcome": came.outcome, "why": came.why}
            | {"opinion": chosen and chosen.model_dump()}
        )
        return
    output.table(
        "给它选的", ["编号", "问题"], [(one.id, one.question) for one in sources], whole=["编号"]
    )
    output.line(f"结果：{assistant.OUTCOME_NAMES[came.outcome]}{came.why and '：' + came.why}")
    if chosen is not None:
        output.facts(
            "它的答复",
            [("问答", chosen.source), ("内容", chosen.text), ("用量", f"{chosen.tokens} token")],
        )


@app.command("show")
def show(account: AccountArgument, json: output.Json = False) -> None:
    """查看设置和今日用量（不显示密钥）。"""
    state(account)
    settings = assistant.settings_of(account)
    used = assistant.used_today(account, utc_now())
    if json:
        output.as_json({"settings": settings and settings.model_dump(), "tokens_today": used})
        return
    if settings is None:
        output.note(f"公众号“{account}”没有启用语言模型。")
        return
    output.facts(
        f"公众号 {account} 的语言模型",
        [
            ("地址", settings.base_url),
            ("模型", settings.model),
            ("可以改写", "是" if settings.rephrase else "否，只选择"),
            ("最多等", f"{settings.timeout_seconds} 秒"),
            ("今日用量", f"{used:,} / {settings.tokens_per_day:,} token"),
            (
                "今日费用",
                f"{used * settings.yuan_per_million / 1e6:.2f} 元"
                if settings.yuan_per_million
                else "",
            ),
        ],
    )
