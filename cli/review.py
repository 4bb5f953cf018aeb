"""``./rongmei review``: what waits, and what reviewers decide. What happens lives in ``chalicelib.newsroom``."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from chalicelib import newsroom
from chalicelib.newsroom import StoredArticle, reviewing, staff
from chalicelib.newsroom import comments as remarks
from chalicelib.newsroom.refusals import clock
from chalicelib.newsroom.workflow import ROLE_NAMES, AfterReturn, Workflow
from chalicelib.zone import SHANGHAI
from cli import output
from cli.article import By, Id, Note, print_log, say_next

app = typer.Typer(help="审核：待办、通过、退回、批注、流程、记录。", no_args_is_help=True)
workflow_app = typer.Typer(help="审核流程：查看、设定。", no_args_is_help=True)
app.add_typer(workflow_app, name="workflow")

Revision = Annotated[
    int | None,
    typer.Option("--revision", metavar="N", help="您看的是第几版；已有新版时不记下意见。"),
]
Unit = Annotated[str, typer.Option("--unit", metavar="ID", help="哪个单位。")]
RETURNS = {AfterReturn.RESUME: "从退回的那一审继续", AfterReturn.RESTART: "从头审起"}


@app.command("list", epilog="例：./rongmei review list --by chu")
def list_(
    unit: Annotated[str | None, typer.Option("--unit", metavar="ID", help="只看这个单位。")] = None,
    all_: Annotated[bool, typer.Option("--all", help="看所有待审的，不只是等我的。")] = False,
    by: By = None,
    json: output.Json = False,
) -> None:
    """等我审核的稿件，等得最久的在前。"""
    found = reviewing.waiting_for(None if all_ else _by(by), unit)
    if json:
        output.as_json(
            [{"stage": one.stage, **one.article.model_dump(mode="json")} for one in found]
        )
        return
    output.table(
        "待审稿件" if all_ else f"等待 {_by(by)} 审核的稿件",
        ["编号", "标题", "单位", "环节", "版", "作者", "自（北京）"],
        [
            (
                one.article.id,
                one.article.title,
                one.article.unit,
                one.stage,
                one.article.revision,
                "、".join(one.article.contributors),
                clock(one.article.waiting_since),
            )
            for one in found
        ],
        whole=["编号"],
        empty="没有待审的稿件。" if all_ else f"没有等待 {_by(by)} 审核的稿件。--all 可查看全部。",
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
    before = newsroom.stored(article_id)
    stage = before.stage.name if before.stage else ""
    seen = before.revision if revision is None else revision
    after = reviewing.approve(article_id, by=_by(by), now=_now(), note=note, revision=seen)
    _told(after, f"{stage}通过：稿件 {after.id}《{after.title}》第 {after.revision} 版。", json)


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
    after = reviewing.send_back(
        article_id, by=_by(by), now=_now(), reasons=reason, revision=revision
    )
    _told(after, f"已退回稿件 {after.id}《{after.title}》。", json)


@app.command("withdraw")
def withdraw(article_id: Id, note: Note = "", by: By = None, json: output.Json = False) -> None:
    """撤回送审（或撤回已通过的稿件），之后须从头审起。"""
    after = reviewing.withdraw(article_id, by=_by(by), now=_now(), note=note)
    _told(after, f"已撤回稿件 {after.id}，现在是草稿。", json)


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
    after = reviewing.emergency(
        article_id, by=_by(by), now=_now(), reason=reason, revision=revision
    )
    done = after.approved_revision == after.revision
    said = "已应急签发" if done else "已记下同意，须另一名总编再同意一次"
    _told(after, f"{said}：稿件 {after.id}《{after.title}》第 {after.revision} 版。", json)


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
    made = remarks.comment(article_id, text, by=_by(by), now=_now(), quote=quote, nth=nth)
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
    found = remarks.comments(article_id, open_only=open_only)
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
    done = remarks.resolve(article_id, number, by=_by(by), now=_now())
    output.done(f"第 {done.number} 条批注已由 {done.resolved_by} 处理。")


@app.command("log", epilog="例：./rongmei review log --unit province --since 2026-11-01")
def log(
    unit: Unit,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DAY", help="从哪天起（北京时间）。")
    ] = None,
    json: output.Json = False,
) -> None:
    """一个单位的全部操作记录：稿件、人员、流程。"""
    entries = list(newsroom.log_of_unit(unit, _day(since) if since else None))
    if json:
        output.as_json(entries)
        return
    print_log(f"单位“{unit}”的操作记录", entries, with_article=True)


@workflow_app.command("show", epilog="例：./rongmei review workflow show --unit province")
def workflow_show(unit: Unit, json: output.Json = False) -> None:
    """一个单位的审核流程，从哪里来，谁可以审。"""
    workflow, at = staff.workflow_for(unit)
    if json:
        output.as_json({"set_at": at, **workflow.model_dump(mode="json")})
        return
    source = "默认流程" if at is None else "本单位设定" if at == unit else f"沿用上级单位“{at}”"
    people = staff.people_for(unit)
    output.table(
        f"单位“{unit}”的审核流程（{source}）",
        ["环节", "角色", "指定人员", "现在可以审的人"],
        [
            (
                f"{number} {stage.name}",
                "、".join(ROLE_NAMES[role] for role in stage.roles),
                "、".join(stage.people),
                "、".join(
                    dict.fromkeys([*stage.people, *(one.id for one in people if stage.lets(one))])
                )
                or "（没有人）",
            )
            for number, stage in enumerate(workflow.stages, 1)
        ],
    )
    for said in _rules(workflow):
        output.line(said)


@workflow_app.command("set", epilog="例：./rongmei review workflow set 流程.yaml --unit city")
def workflow_set(
    unit: Unit,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE.yaml", help="流程文件，写法见 review workflow example。"),
    ] = None,
    inherit: Annotated[bool, typer.Option("--inherit", help="取消设定，沿用上级单位的。")] = False,
    by: By = None,
) -> None:
    """设定一个单位（及其下级）的审核流程；已送审的稿件仍按送审时的流程走完。"""
    if inherit == (file is not None):
        raise typer.BadParameter("FILE.yaml 和 --inherit 要给出其中一个")
    if file is None:
        staff.unset_workflow(unit, by=_by(by), now=_now())
        output.done(f"单位“{unit}”沿用上级单位的审核流程。")
        return
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise newsroom.UnreadableFile(f"读不到文件 {file}：应是 UTF-8 文本。") from error
    workflow = staff.read_workflow(text)
    staff.set_workflow(unit, workflow, by=_by(by), now=_now())
    stages = " → ".join(stage.name for stage in workflow.stages)
    output.done(f"单位“{unit}”的审核流程已设为：{stages}。")


@workflow_app.command("example")
def workflow_example() -> None:
    """打印一个流程文件的例子，可以存成文件再修改。"""
    output.line(EXAMPLE)


EXAMPLE = """\
# 一到五审；每一审写明角色（roles）或人员（people），两者满足其一即可。
# 角色：editor reviewer1 reviewer2 reviewer3 reviewer4 reviewer5 chief
# 不用写、也不能改的两条：每一审由不同的人，写过稿件的人不审它。
stages:
  - name: 初审
    roles: [reviewer1]
  - name: 复审
    roles: [reviewer2]
  - name: 终审
    roles: [reviewer3, chief]
    people: [zhang.san]
after_return: resume   # 退回后：resume 从退回的那一审继续，restart 从头审起
after_edit: 1          # 审核中或通过后又修改：从第几审重新开始
emergency: true        # 是否允许两名总编应急签发"""


def _rules(workflow: Workflow) -> list[str]:
    return [
        "每一审由不同的人；写过稿件的人不能审核它。",
        f"退回、修改后：{RETURNS[workflow.after_return]}。",
        f"审核中或通过后又修改：从{workflow.stages[workflow.after_edit - 1].name}重新开始。",
        f"应急签发：{'两名总编分别同意' if workflow.emergency else '不允许'}。",
    ]


def _told(article: StoredArticle, said: str, json: bool) -> None:
    if json:
        output.as_json(article)
        return
    output.done(said)
    say_next(article)


def _day(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=SHANGHAI)
    except ValueError:
        raise typer.BadParameter("要写成日期，例如 2026-11-01", param_hint="--since") from None


def _by(by: str | None) -> str:
    return by or getpass.getuser()


def _now() -> datetime:
    return datetime.now(UTC)
