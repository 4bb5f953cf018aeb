"""``./rongmei review``: articles that wait for a review, decisions, comments, log. See ``chalicelib.newsroom``."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated

import typer

from chalicelib import audit, newsroom, units
from chalicelib.clock import SHANGHAI, shown, utc_now
from chalicelib.newsroom import StoredArticle
from cli.newsroom import review_workflow
from cli.newsroom.shared import Id, Note, print_log, say_next
from cli.terminal import output, period
from cli.terminal.acting import By, acting
from cli.terminal.options import OnlyUnit, Unit

app = typer.Typer(help="审核：待办、通过、退回、批注、流程、记录。", no_args_is_help=True)
app.add_typer(review_workflow.app, name="workflow")

Revision = Annotated[
    int | None,
    typer.Option("--revision", metavar="N", help="您看的是第几版；已有新版时不记下意见。"),
]


@app.command("list", epilog="例：./rongmei review list --by chu")
def list_(
    unit: OnlyUnit = None,
    all_: Annotated[bool, typer.Option("--all", help="看所有待审的，不只是等我的。")] = False,
    by: By = None,
    json: output.Json = False,
) -> None:
    """等我审核的稿件，等得最久的在前。"""
    person = acting(by).person
    found = newsroom.waiting_for(None if all_ else person, unit)
    if json:
        output.as_json(
            [{"stage": one.stage, **one.article.model_dump(mode="json")} for one in found]
        )
        return
    output.table(
        "待审稿件" if all_ else f"等待 {person} 审核的稿件",
        ["编号", "标题", "单位", "环节", "版", "作者", "自（北京）"],
        [
            (
                one.article.id,
                one.article.title,
                one.article.unit,
                one.stage,
                one.article.revision,
                "、".join(one.article.contributors),
                shown(one.article.waiting_since),
            )
            for one in found
        ],
        whole=["编号"],
        empty="没有待审的稿件。" if all_ else f"没有等待 {person} 审核的稿件。--all 可查看全部。",
    )


@app.command("approve", epilog="例：./rongmei review approve a-20261123-7f3k --by chu --revision 2")
def approve(
    article_id: Id,
    revision: Revision = None,
    note: Note = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """通过现在这一审。"""
    after = newsroom.approve(article_id, by=acting(by), now=utc_now(), note=note, revision=revision)
    stage = after.approved_stage.name if after.approved_stage else ""
    _print_outcome(
        after, f"{stage}通过：稿件 {after.id}《{after.title}》第 {after.revision} 版。", json
    )


@app.command(
    "return", epilog="例：./rongmei review return a-20261123-7f3k --reason 日期写错 --by fu"
)
def return_(
    article_id: Id,
    reason: Annotated[list[str], typer.Option("--reason", help="退回的原因，可以写多个。")],
    revision: Revision = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """退回给作者，写明原因；已通过的稿件也可以由终审退回。"""
    after = newsroom.send_back(
        article_id, by=acting(by), now=utc_now(), reasons=reason, revision=revision
    )
    _print_outcome(after, f"已退回稿件 {after.id}《{after.title}》。", json)


@app.command("withdraw")
def withdraw(article_id: Id, note: Note = "", by: By = None, json: output.Json = False) -> None:
    """撤回送审（或撤回已通过的稿件），之后须从头审起。"""
    after = newsroom.withdraw(article_id, by=acting(by), now=utc_now(), note=note)
    _print_outcome(after, f"已撤回稿件 {after.id}，现在是草稿。", json)


@app.command(
    "emergency",
    epilog="例：./rongmei review emergency a-20261123-7f3k --reason 台风停办 --by zongbian",
)
def emergency(
    article_id: Id,
    reason: Annotated[str, typer.Option("--reason", help="原因，永远记在稿件上。")],
    revision: Revision = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """应急签发：两名总编分别同意，稿件不经各审即可发布，并永久标明。"""
    after = newsroom.emergency(
        article_id, by=acting(by), now=utc_now(), reason=reason, revision=revision
    )
    done = after.approved_revision == after.revision
    outcome = "已应急签发" if done else "已记下同意，须另一名总编再同意一次"
    _print_outcome(
        after, f"{outcome}：稿件 {after.id}《{after.title}》第 {after.revision} 版。", json
    )


@app.command(
    "comment",
    epilog='例：./rongmei review comment a-20261123-7f3k "应为十点" --quote 九点开门 --by fu',
)
def comment(
    article_id: Id,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="意见。")],
    quote: Annotated[str, typer.Option("--quote", help="针对的原文，照抄一段之内的文字。")] = "",
    nth: Annotated[int, typer.Option("--nth", metavar="N", help="原文出现多次时，第几处。")] = 1,
    by: By = None,
    json: output.Json = False,
) -> None:
    """对稿件或其中一段文字写批注。"""
    made = newsroom.add_comment(
        article_id, text, by=acting(by), now=utc_now(), quote=quote, nth=nth
    )
    if json:
        output.as_json(made)
        return
    output.done(f"已记下第 {made.number} 条批注（第 {made.revision} 版）。")


@app.command("comments")
def comments(
    article_id: Id,
    open_only: Annotated[bool, typer.Option("--open", help="只看未处理的。")] = False,
    json: output.Json = False,
) -> None:
    """列出一篇稿件的批注。"""
    found = newsroom.list_comments(article_id, open_only=open_only)
    if json:
        output.as_json(
            [{**one.comment.model_dump(mode="json"), "outdated": one.outdated} for one in found]
        )
        return
    output.table(
        f"稿件 {article_id} 的批注",
        ["号", "版", "谁", "原文", "意见", "处理"],
        [
            (
                one.comment.number,
                one.comment.revision,
                one.comment.by,
                f"{one.comment.quote}（原文已改）" if one.outdated else one.comment.quote,
                one.comment.text,
                one.comment.resolved_by or "未处理",
            )
            for one in found
        ],
        empty="没有批注。",
    )


@app.command("resolve", epilog="例：./rongmei review resolve a-20261123-7f3k 1")
def resolve(
    article_id: Id,
    number: Annotated[int, typer.Argument(metavar="N", help="第几条批注。")],
    by: By = None,
) -> None:
    """说明一条批注已经处理。"""
    done = newsroom.resolve_comment(article_id, number, by=acting(by), now=utc_now())
    output.done(f"第 {done.number} 条批注已由 {done.resolved_by} 处理。")


@app.command("log", epilog="例：./rongmei review log --unit province --since 2026-11-01")
def log(
    unit: Unit,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DAY", help="从哪天起（北京时间），或 7d（7 天）、24h。"),
    ] = None,
    json: output.Json = False,
) -> None:
    """一个单位的全部操作记录：稿件、人员、流程。"""
    units.lineage(unit)  # an unknown unit is an error, not an empty log
    entries = list(audit.of_unit(unit, _day(since) if since else None))
    if json:
        output.as_json(entries)
        return
    print_log(f"单位“{unit}”的操作记录", entries, with_article=True)


def _print_outcome(article: StoredArticle, sentence: str, json: bool) -> None:
    if json:
        output.as_json(article)
        return
    output.done(sentence)
    say_next(article)


def _day(text: str) -> datetime:
    """``2026-11-01`` as the start of that day in Asia/Shanghai, or ``7d`` as so long ago."""
    if re.fullmatch(r"\d+[dh]", text):
        return period.back(text)
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=SHANGHAI)
    except ValueError:
        raise typer.BadParameter(
            "要写成日期，例如 2026-11-01，或 7d", param_hint="--since"
        ) from None
