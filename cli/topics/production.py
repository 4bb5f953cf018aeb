"""``./rongmei production``: what is in the making (生产进度), ordered in sets, and the plan of a day or a week on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from chalicelib import topics
from chalicelib.application import production, production_paper, production_plan
from chalicelib.clock import shown, shown_time, utc_now
from chalicelib.topics import Topic
from cli.terminal import output
from cli.terminal.acting import By, acting
from cli.terminal.options import Unit

app = typer.Typer(
    help="生产进度：一个选题的几种产品做到哪一步，谁超期；日计划、周计划。", no_args_is_help=True
)
TopicId = Annotated[str, typer.Argument(metavar="选题", help="选题编号，如 t-20261129-7f3k2a。")]
AssignmentId = Annotated[str, typer.Argument(metavar="派发", help="派发编号，见 production list。")]


@app.command("list", epilog="例：./rongmei production list --unit province --late --json")
def list_products(
    unit: Unit,
    late: Annotated[bool, typer.Option("--late", help="只看超期的。")] = False,
    person: Annotated[str, typer.Option("--person", help="只看这个人的。")] = "",
    form: Annotated[str, typer.Option("--form", help="只看这种产品，如 poster。")] = "",
    topic: Annotated[str, typer.Option("--topic", help="只看这个选题的。")] = "",
    below: Annotated[bool, typer.Option("--below", help="也看下级单位。")] = False,
    by: By = None,
    json: output.Json = False,
) -> None:
    """派发的产品，到期早的在前。"""
    wanted = production.Wanted(late=late, person=person, form=form, topic=topic)
    found = production.board(unit, by=acting(by), now=utc_now(), wanted=wanted, below=below)
    if json:
        output.as_json(found)
        return
    output.table(
        f"单位“{unit}”的生产进度（超期 {found.late}，今天到期 {found.today}）",
        ["选题", "派发", "产品", "责任人", "截止", "进度", "时间"],
        [
            (
                f"{one.topic} {one.topic_title}",
                one.assignment,
                one.form_name,
                one.person,
                shown(one.due_at),
                one.state_name,
                one.when,
            )
            for one in found.rows
        ],
        whole=["派发"],
        empty="没有在做的产品。用 `./rongmei production order` 派发。",
    )


@app.command("sets", epilog="例：./rongmei production sets --unit province")
def sets(unit: Unit, by: By = None, json: output.Json = False) -> None:
    """成套产品：一次派发哪几种，各几个工作日。"""
    found = topics.product_sets.sets_for(unit, by=acting(by))
    if json:
        output.as_json(found)
        return
    forms = topics.labels.FORMS
    output.table(
        "成套产品",
        ["名称", "产品"],
        [
            (one.name, "、".join(f"{forms[part.form]} {part.days} 天" for part in one.parts))
            for one in found.sets
        ],
    )


@app.command(
    "order",
    epilog="例：./rongmei production order t-20261129-7f3k2a --set 政策解读全套 --person li --by wang",
)
def order(
    topic: TopicId,
    named: Annotated[str, typer.Option("--set", help="成套产品的名称。")],
    person: Annotated[str, typer.Option("--person", help="没有固定责任人的，派给谁。")],
    by: By = None,
    json: output.Json = False,
) -> None:
    """按一套产品派发一个选题，全部派出或一件不派。"""
    who, now = acting(by), utc_now()
    known = topics.product_sets.sets_for(topics.get(topic).unit, by=who).sets
    found = next((one for one in known if one.name == named), None)
    if found is None:
        names = "、".join(one.name for one in known)
        raise topics.BadTopic(f"没有“{named}”这套产品，有：{names}。")
    wanted = [
        topics.Wanted(
            person=part.person or person,
            form=part.form,
            due_at=topics.working_days.after(now, part.days),
        )
        for part in found.parts
    ]
    _told(topics.order(topic, wanted, by=who, now=now), json)


@app.command(
    "remind", epilog="例：./rongmei production remind t-20261129-7f3k2a 1a2b3c4d --by wang"
)
def remind(
    topic: TopicId, assignment: AssignmentId, by: By = None, json: output.Json = False
) -> None:
    """提醒责任人；工作台会显示。"""
    _told(topics.remind(topic, assignment, by=acting(by), now=utc_now()), json)


@app.command(
    "plan",
    epilog="例：\n./rongmei production plan --unit province --week 2026-W49 --docx 周计划.docx\n"
    "./rongmei production plan --unit province --day 2026-12-01 --json",
)
def plan(
    unit: Unit,
    week: Annotated[str, typer.Option("--week", metavar="周", help="如 2026-W49；默认本周。")] = "",
    day: Annotated[str, typer.Option("--day", metavar="日期", help="只要这一天。")] = "",
    docx: Annotated[
        Path | None, typer.Option("--docx", metavar="FILE", help="存成 Word 文档。")
    ] = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """一天或一周的计划：推送、到期的产品、直播、等待审核的。"""
    now = utc_now()
    days = production_plan.days_of(day or week, now)
    found = production_plan.plan(unit, days, by=acting(by), now=now)
    if docx is not None:
        docx.write_bytes(production_paper.document(found))
        output.done(f"{found.title} {found.span} 已存到 {docx}。")
        return
    if json:
        output.as_json(found)
        return
    output.table(
        f"{found.unit_name}{found.title} {found.span}",
        ["日期", "时间", "类别", "内容", "谁", "状态"],
        [
            *(
                (
                    f"{one.day} {one.weekday}",
                    shown_time(push.at),
                    "推送",
                    " / ".join(push.titles),
                    push.account,
                    push.state,
                )
                for one in found.days
                for push in one.pushes
            ),
            *(
                (
                    f"{one.day} {one.weekday}",
                    shown_time(live.at),
                    "直播",
                    live.title,
                    live.account,
                    live.state,
                )
                for one in found.days
                for live in one.lives
            ),
            *(
                (
                    f"{one.day} {one.weekday}",
                    shown_time(made.due_at),
                    made.form,
                    made.topic,
                    made.person,
                    f"{made.state} {made.when if made.late else ''}",
                )
                for one in found.days
                for made in one.products
            ),
        ],
        empty="这几天没有安排。",
    )
    output.note(f"现在超期 {len(found.late)} 件，等待审核 {len(found.reviews)} 件。")


def _told(topic: Topic, json: bool) -> None:
    if json:
        output.as_json(topic)
        return
    output.done(f"选题 {topic.id}“{topic.title}”：共派发 {len(topic.assignments)} 项。")
