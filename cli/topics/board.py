"""``./rongmei board``: a unit's board of topics (选题)."""

from __future__ import annotations

from datetime import datetime, time
from typing import Annotated

import typer

from chalicelib import topics
from chalicelib.application import board as use
from chalicelib.application import topic_effect
from chalicelib.clock import SHANGHAI, shown, utc_now
from chalicelib.topics import BoardAction, Origin, ProductForm, Topic, TopicText
from cli.numbers.shared import the_day
from cli.terminal import output
from cli.terminal.acting import By, acting
from cli.terminal.options import Unit

app = typer.Typer(help="选题板：线索、选题、派发、部门答复和成效。", no_args_is_help=True)
TopicId = Annotated[str, typer.Argument(metavar="选题", help="选题编号，如 t-20261129-7f3k2a。")]


@app.command("list", epilog="例：./rongmei board list --unit province --json")
def list_topics(
    unit: Unit,
    dropped: Annotated[bool, typer.Option("--dropped", help="也列出已放弃的。")] = False,
    by: By = None,
    json: output.Json = False,
) -> None:
    """一个单位的选题板，按栏目列出。"""
    found = use.board(unit, by=acting(by), now=utc_now(), dropped=dropped)
    if json:
        output.as_json(found)
        return
    output.table(
        f"单位“{unit}”的选题板",
        ["编号", "状态", "标题", "领域", "来源", "部门", "答复", "期限"],
        [
            (
                card.id,
                column.name,
                card.title,
                card.matter,
                card.origin_name,
                card.department,
                card.inquiry,
                (shown(card.due_at) + (" 已超期" if card.late else "")) if card.due_at else "",
            )
            for column in found.columns
            for card in column.cards
        ],
        whole=["编号", "状态"],
        empty="还没有选题，用 `./rongmei board new` 新建。",
    )


@app.command(
    "new",
    epilog="例：./rongmei board new --unit province --title 电子烟消费税怎么算 --matter 消费税 --account province",
)
def new(
    unit: Unit,
    title: Annotated[str, typer.Option("--title", help="标题，不超过 60 个字，用编辑自己的话。")],
    note: Annotated[str, typer.Option("--note", help="说明。")] = "",
    matter: Annotated[str, typer.Option("--matter", help="领域，责任分工按它找部门。")] = "",
    origin: Annotated[
        Origin,
        typer.Option(
            "--origin",
            help="来源：questions 粉丝提问、policy 政策文件、directive 上级指令、idea 自拟。",
        ),
    ] = Origin.IDEA,
    of: Annotated[str, typer.Option("--of", help="来源的编号：问题话题、政策文件或指令。")] = "",
    account: Annotated[str, typer.Option("--account", help="答复进哪个公众号的知识库。")] = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """新建一条线索。"""
    text = TopicText(title=title, note=note, matter=matter, origin=origin, of=of, account=account)
    _told(use.new_topic(unit, text, by=acting(by), now=utc_now()), json)


@app.command("show", epilog="例：./rongmei board show t-20261129-7f3k2a")
def show(topic: TopicId, by: By = None, json: output.Json = False) -> None:
    """一个选题和它的经过。"""
    view = use.topic_view(topic, by=acting(by), now=utc_now())
    if json:
        output.as_json(view)
        return
    _told(view.topic, False)
    for one in view.questions:
        output.note(f"提问：{one}")
    if view.topic.inquiry and view.topic.inquiry.answer:
        output.note(f"{view.department}答复：{view.topic.inquiry.answer.text}")
    output.table(
        "经过",
        ["时间", "事项", "经办", "说明"],
        [
            (shown(one.at), topics.labels.step_name(one.what), one.by, one.note)
            for one in view.topic.steps
        ],
        whole=["时间", "事项"],
    )


@app.command("move", epilog="例：./rongmei board move t-20261129-7f3k2a drop --reason 已有答复")
def move(
    topic: TopicId,
    action: Annotated[
        BoardAction,
        typer.Argument(
            metavar="动作",
            help="adopt 立项、start 开始制作、reviewed、published、back 退回、drop 放弃、take_up 拾起。",
        ),
    ],
    reason: Annotated[str, typer.Option("--reason", help="原因；退回和放弃时要写。")] = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """移到另一栏、放弃或重新拾起。"""
    _told(topics.move(topic, action, by=acting(by), now=utc_now(), reason=reason), json)


@app.command(
    "assign",
    epilog="例：./rongmei board assign t-20261129-7f3k2a li --form picture --due 2026-12-05",
)
def assign(
    topic: TopicId,
    person: Annotated[str, typer.Argument(metavar="人员", help="派给谁。")],
    due: Annotated[str, typer.Option("--due", metavar="日期", help="哪一天 18:00 前完成。")],
    form: Annotated[
        ProductForm,
        typer.Option(
            "--form",
            help="产品形式：article 图文、picture 图解、course 微课、answers 问答、poster 海报、h5、video 短视频。",
        ),
    ] = ProductForm.ARTICLE,
    note: Annotated[str, typer.Option("--note", help="说明。")] = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """派发：谁、做什么、何时完成。"""
    at = datetime.combine(the_day(due, "--due"), time(18), SHANGHAI)
    _told(topics.assign(topic, person, form, at, note=note, by=acting(by), now=utc_now()), json)


@app.command(
    "attach", epilog="例：./rongmei board attach t-20261129-7f3k2a 1f2e3d4c a-20261129-7f3k"
)
def attach(
    topic: TopicId,
    assignment: Annotated[
        str, typer.Argument(metavar="派发", help="派发编号，见 board show --json。")
    ],
    article: Annotated[str, typer.Argument(metavar="稿件", help="稿件编号。")],
    by: By = None,
    json: output.Json = False,
) -> None:
    """挂上稿件：它审定、发布时，选题随之移动。"""
    _told(use.attach(topic, assignment, article, by=acting(by), now=utc_now()), json)


@app.command("done", epilog="例：./rongmei board done t-20261129-7f3k2a 1f2e3d4c")
def done(
    topic: TopicId,
    assignment: Annotated[str, typer.Argument(metavar="派发", help="派发编号。")],
    by: By = None,
    json: output.Json = False,
) -> None:
    """完成一项不是稿件的派发。"""
    _told(topics.finish(topic, assignment, by=acting(by), now=utc_now()), json)


@app.command("effect", epilog="例：./rongmei board effect --unit province --month 2026-11 --json")
def effect(
    unit: Unit,
    month: Annotated[
        str, typer.Option("--month", metavar="月份", help="如 2026-11；默认所有月份。")
    ] = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """选题成效：各部门各月。"""
    from chalicelib.application.effect_export import HEADS, rows_of

    found = topic_effect.months_for(unit, month, by=acting(by), now=utc_now())
    if json:
        output.as_json(found)
        return
    output.table(
        f"单位“{unit}”的选题成效",
        list(HEADS),
        [tuple(row) for row in rows_of(found)],
        whole=["月份", "部门"],
        empty="还没有交给部门答复的选题。",
    )


def _told(topic: Topic, json: bool) -> None:
    if json:
        output.as_json(topic)
        return
    output.done(f"选题 {topic.id}“{topic.title}”：{topics.labels.STATES[topic.state]}。")
