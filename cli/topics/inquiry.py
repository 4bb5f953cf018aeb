"""``./rongmei board ask``, ``answer`` and the like: a department's answer; ``duties``: who answers for what."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from chalicelib import topics
from chalicelib.application import board as use
from chalicelib.clock import shown, utc_now
from chalicelib.errors import Field
from chalicelib.topics import BadTopic, Basis, Department, Duty, ProductForm, Topic
from cli.terminal import output
from cli.terminal.acting import By, acting
from cli.terminal.options import Unit
from cli.topics.board import TopicId, app

duties = typer.Typer(help="责任分工：哪个部门答复哪个领域，几个工作日内。", no_args_is_help=True)
app.add_typer(duties, name="duties")
DepartmentId = Annotated[str, typer.Option("--department", help="部门短名；默认按领域找。")]
Reason = Annotated[str, typer.Option("--reason", help="原因。")]


@app.command("ask", epilog="例：./rongmei board ask t-20261129-7f3k2a")
def ask(
    topic: TopicId, department: DepartmentId = "", by: By = None, json: output.Json = False
) -> None:
    """请责任部门答复。"""
    _told(topics.inquiries.ask(topic, department=department, by=acting(by), now=utc_now()), json)


@app.command("accept", epilog="例：./rongmei board accept t-20261129-7f3k2a --by cai")
def accept(topic: TopicId, by: By = None, json: output.Json = False) -> None:
    """部门接收。"""
    _told(topics.inquiries.accept(topic, by=acting(by), now=utc_now()), json)


@app.command("return", epilog="例：./rongmei board return t-20261129-7f3k2a --reason 不属本处职责")
def give_back(topic: TopicId, reason: Reason, by: By = None, json: output.Json = False) -> None:
    """部门退回，写明原因。"""
    _told(topics.inquiries.give_back(topic, reason, by=acting(by), now=utc_now()), json)


@app.command("forward", epilog="例：./rongmei board forward t-20261129-7f3k2a --department income")
def forward(
    topic: TopicId,
    department: Annotated[str, typer.Option("--department", help="转给哪个部门（短名）。")],
    reason: Reason = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """转给其他部门，期限重新计算。"""
    made = topics.inquiries.forward(topic, department, note=reason, by=acting(by), now=utc_now())
    _told(made, json)


@app.command(
    "answer",
    epilog="例：./rongmei board answer t-20261129-7f3k2a --text 按批发环节计算… --basis 财政部公告2022年第33号",
)
def answer(
    topic: TopicId,
    text: Annotated[str, typer.Option("--text", help="答复。")],
    basis: Annotated[list[str], typer.Option("--basis", help="政策依据，可写多次。")],
    by: By = None,
    json: output.Json = False,
) -> None:
    """部门答复，写明政策依据。"""
    made = topics.inquiries.answer(
        topic, text, [Basis(title=one) for one in basis if one], by=acting(by), now=utc_now()
    )
    _told(made, json)


@app.command("take", epilog="例：./rongmei board take t-20261129-7f3k2a --also course")
def take(
    topic: TopicId,
    also: Annotated[
        list[ProductForm] | None,
        typer.Option("--also", help="还要做成什么：picture 图解、course 微课…；可写多次。"),
    ] = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """采用答复：生成问答草稿和“你问我答”稿件草稿。"""
    _told(use.take(topic, also or (), by=acting(by), now=utc_now()), json)


@app.command(
    "send-back", epilog="例：./rongmei board send-back t-20261129-7f3k2a --reason 请举例说明"
)
def send_back(topic: TopicId, reason: Reason, by: By = None, json: output.Json = False) -> None:
    """把答复退回部门补充。"""
    _told(topics.inquiries.send_back(topic, reason, by=acting(by), now=utc_now()), json)


@duties.command("show", epilog="例：./rongmei board duties show --unit province --json")
def show_duties(unit: Unit, by: By = None, json: output.Json = False) -> None:
    """一个单位适用的责任分工。"""
    found = topics.duties_for(unit, by=acting(by))
    if json:
        output.as_json(found)
        return
    names = {one.id: one for one in found.departments}
    output.table(
        f"单位“{unit}”的责任分工",
        ["领域", "部门", "期限（工作日）", "提前提醒", "人员"],
        [
            (
                one.matter,
                names[one.department].name,
                str(one.days),
                str(one.remind),
                "、".join(names[one.department].people),
            )
            for one in found.duties
        ],
        empty="还没有责任分工，用 `./rongmei board duties set` 写入。",
    )


@duties.command("set", epilog="例：./rongmei board duties set 分工.json --unit province")
def set_duties(
    file: Annotated[Path, typer.Argument(metavar="文件", help="JSON，写法同 duties show --json。")],
    unit: Unit,
    by: By = None,
    json: output.Json = False,
) -> None:
    """整张写入责任分工。"""
    actor = acting(by)
    held = topics.duties_for(unit, by=actor)
    departments, rows = _read(file)
    made = topics.set_duties(
        unit,
        departments,
        rows,
        base=held.version if held.unit == unit else 0,
        by=actor,
        now=utc_now(),
    )
    if json:
        output.as_json(made)
        return
    output.done(f"已写入 {len(made.departments)} 个部门、{len(made.duties)} 项分工。")


def _read(file: Path) -> tuple[list[Department], list[Duty]]:
    import json

    from pydantic import ValidationError

    try:
        given = json.loads(file.read_text("utf-8"))
        return (
            [Department.model_validate(one) for one in given["departments"]],
            [Duty.model_validate(one) for one in given["duties"]],
        )
    except (OSError, ValueError, KeyError, TypeError, ValidationError) as error:
        raise BadTopic(
            f"“{file}”不是责任分工的文件。", fields=[Field("file", "读不出 departments 和 duties")]
        ) from error


def _told(topic: Topic, json: bool) -> None:
    if json:
        output.as_json(topic)
        return
    inquiry = topic.inquiry
    said = (
        topics.labels.INQUIRY_STATES[inquiry.state]
        if inquiry
        else topics.labels.STATES[topic.state]
    )
    until = f"，期限 {shown(inquiry.due_at)}" if inquiry and inquiry.waits else ""
    output.done(f"选题 {topic.id}“{topic.title}”：{said}{until}。")
