"""``./rongmei question``: questions of followers that got no sure answer."""

from __future__ import annotations

import json as jsons
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from chalicelib import accounts, conversation, insight
from chalicelib.application.evaluation_export import evaluation_sets
from chalicelib.clock import SHANGHAI
from chalicelib.conversation import AskedMessage
from cli.replies.shared import short
from cli.terminal import file_io, output
from cli.terminal.acting import By, acting
from cli.terminal.options import Account
from cli.terminal.period import Since, back

app = typer.Typer(help="粉丝问过的问题：哪些没有答好，怎样补进知识库。", no_args_is_help=True)


@app.command(
    "list", epilog="例：./rongmei question list --unanswered --since 7d --account province"
)
def list_(
    account: Account,
    unanswered: Annotated[
        bool, typer.Option("--unanswered", help="没有确定答复的问题，同样的问法合在一起。")
    ] = False,
    since: Since = "7d",
    limit: Annotated[int, typer.Option("--limit", help="最多列出多少个。")] = 50,
    json: output.Json = False,
) -> None:
    """列出粉丝的提问：加 --unanswered 只看没有确定答复的，问得最多的在前；否则按时间列出最近的。"""
    accounts.state(account)
    now = datetime.now(SHANGHAI)
    kept = insight.asked_messages(account, back(since, now), now)
    if not unanswered:
        _recent(account, list(kept)[-limit:], json=json)
        return
    found = insight.unanswered(kept)
    if json:
        output.as_json(found[:limit])
        return
    output.table(
        f"公众号“{account}”没有确定答复的问题（{since}）",
        ["编号", "次数", "人数", "问题", "当时", "粉丝点了", "最近"],
        [
            (
                one.key,
                one.count,
                one.askers,
                "\n".join(short(text) for text in one.examples),
                "、".join(
                    f"{conversation.labels.RUNGS[rung]} {times}"
                    for rung, times in one.rungs.items()
                ),
                one.chosen,
                f"{one.last:%m-%d %H:%M}",
            )
            for one in found[:limit]
        ],
        whole=["编号", "最近"],
        empty="这段时间没有这样的问题。",
    )
    if len(found) > limit:
        output.note(f"共 {len(found)} 个，只列出前 {limit} 个；用 --limit 看更多。")


@app.command(
    "draft",
    epilog="例：./rongmei question draft 3fa9c1d2 --account province --question 驾照到期怎么换证",
)
def draft(
    key: Annotated[str, typer.Argument(metavar="KEY", help="question list 里的编号。")],
    account: Account,
    question: Annotated[
        str,
        typer.Option(
            "--question",
            metavar="问题",
            help="用自己的话写出的问题；三个人以上这样问过的可以不写，照用原话。",
        ),
    ] = "",
    since: Since = "30d",
    by: By = None,
    json: output.Json = False,
) -> None:
    """把一个没有答好的问题加进知识库，成为问答草稿：写好答复、两人发布之后才会回答粉丝。"""
    now = datetime.now(SHANGHAI)
    entry, text, asked = insight.draft_question(
        account, key, back(since, now), wording=question, by=acting(by), now=now
    )
    if json:
        output.as_json({"entry": entry, "question": text})
        return
    output.done(
        f"已成为问答草稿 {entry}：“{short(text)}”。"
        f"用 `./rongmei faq show {entry} --account {account}` 查看，写好答复后提交审核。"
    )
    if asked.chosen:
        output.note(f"粉丝问了之后多半点了 {asked.chosen}：也可以不新建，把这句话加作它的相似问。")


@app.command("export", epilog="例：./rongmei question export 评测 --account province --since 90d")
def export(
    directory: Annotated[Path, typer.Argument(metavar="目录", help="写到这里，没有就新建。")],
    account: Account,
    since: Since = "90d",
    yes: file_io.Overwrite = False,
) -> None:
    """写出 faq eval 要的文件：现行问答，以及粉丝确认过答复的提问（点了“有帮助”，或从猜你想问里点选）。

    确认过的提问一半用于拟合（dev.jsonl），一半用于检验（test.jsonl）。none.jsonl 是没有答好的提问，
    请删去其中库里本有答案的，再用作没有答案的问题。
    """
    now = datetime.now(SHANGHAI)
    sets = evaluation_sets(account, back(since, now), now)
    directory.mkdir(parents=True, exist_ok=True)
    for name, rows in sets._asdict().items():
        lines = "".join(jsons.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        file_io.save(directory / f"{name}.jsonl", lines.encode(), overwrite=yes)
    fit, test = len(sets.dev), len(sets.test)
    output.note(
        f"现行问答 {len(sets.kb)} 条；粉丝确认过的提问 {fit + test} 个"
        f"（拟合 {fit}，检验 {test}）；没有答好的提问 {len(sets.none)} 个。"
    )


def _recent(account: str, kept: list[AskedMessage], *, json: bool) -> None:
    if json:
        output.as_json([one._asdict() for one in kept])
        return
    output.table(
        f"公众号“{account}”最近的提问",
        ["时间", "文字", "由谁回答", "规则或问答"],
        [
            (
                f"{datetime.fromtimestamp(one.at, SHANGHAI):%m-%d %H:%M:%S}",
                short(one.text),
                conversation.labels.RUNGS[one.rung],
                one.entry or one.rule,
            )
            for one in kept
        ],
        whole=["时间"],
        empty="这段时间没有人提问。",
    )
