"""``./rongmei faq due|duplicates|stats``: entries that need a look."""

from __future__ import annotations

from typing import Annotated

import typer

from chalicelib import knowledge
from chalicelib.clock import utc_now
from cli.knowledge.shared import days, pairs
from cli.terminal import output
from cli.terminal.options import Account

app = typer.Typer()

Owner = Annotated[str | None, typer.Option("--owner", metavar="部门", help="只看这个责任部门。")]


@app.command("due", epilog="例：./rongmei faq due --account province --owner 征管处 --within 30d")
def due(
    account: Account,
    owner: Owner = None,
    within: Annotated[
        str, typer.Option("--within", metavar="DAYS", help="今后这么多天内到期，如 30d。")
    ] = "30d",
    json: output.Json = False,
) -> None:
    """列出已经到期（不再回答）和即将到期的问答，按责任部门复核。"""
    now = utc_now()
    known = knowledge.versions.working(account).knowledge
    found = knowledge.versions.due(known, now=now, within=days(within), owner=owner)
    if json:
        output.as_json(
            [{**one.model_dump(mode="json"), "expired": not one.holds(now)} for one in found]
        )
        return
    output.table(
        "到期的问答",
        ["编号", "问题", "责任部门", "有效期至", ""],
        [
            (
                one.id,
                one.question,
                one.owner or "（未填）",
                knowledge.labels.last_day(one.valid_until),
                "" if one.holds(now) else "已到期",
            )
            for one in found
        ],
        whole=["编号", "有效期至", ""],
        empty=f"今后 {within} 内没有到期的问答。",
    )


@app.command("duplicates", epilog="例：./rongmei faq duplicates --account province --alike 0.7")
def duplicates(
    account: Account,
    alike: Annotated[
        float, typer.Option("--alike", min=0.3, max=1.0, help="相似到多少才列出，0.3 到 1。")
    ] = knowledge.quality.ALIKE,
    json: output.Json = False,
) -> None:
    """列出近似的问答：两条都像，机器人就哪条都拿不准。"""
    near = knowledge.quality.near_duplicates(
        knowledge.versions.working(account).knowledge.entries, alike=alike
    )
    if json:
        output.as_json([one._asdict() for one in near])
        return
    pairs("近似的问答", near, len(near), empty=f"没有相似度超过 {alike:.0%} 的问答。")


@app.command("stats", epilog="例：./rongmei faq stats --account province --since 7d")
def stats(
    account: Account,
    since: Annotated[
        str, typer.Option("--since", metavar="DAYS", help="最近这么多天，如 7d。")
    ] = "30d",
    json: output.Json = False,
) -> None:
    """每条问答的命中次数、有用比例，命中多的在前。"""
    rows = knowledge.versions.used(account, now=utc_now(), span=days(since))
    if json:
        output.as_json(
            [
                {
                    **one.tally.model_dump(),
                    "helpful_share": one.tally.helpful_share,
                    "question": one.question,
                }
                for one in rows
            ]
        )
        return
    output.table(
        f"最近 {since} 的问答",
        ["编号", "问题", "命中", "有用", "没用", "有用比例"],
        [
            (
                one.tally.entry,
                one.question or "（已移除）",
                one.tally.hits,
                one.tally.helpful,
                one.tally.unhelpful,
                _share(one.tally.helpful_share),
            )
            for one in rows
        ],
        whole=["编号"],
        empty="这段时间里没有问答被命中。",
    )


def _share(share: float | None) -> str:
    return "" if share is None else f"{share:.0%}"
