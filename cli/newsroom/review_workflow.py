"""``./rongmei review workflow``: the stages of a unit's review. See ``chalicelib.newsroom``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from chalicelib import newsroom, people
from chalicelib.clock import utc_now
from chalicelib.newsroom import AFTER_RETURN_NAMES, Workflow
from chalicelib.people import ROLE_NAMES
from cli.terminal import file_io, output
from cli.terminal.acting import By, acting
from cli.terminal.options import Unit

app = typer.Typer(help="审核流程：查看、设定。", no_args_is_help=True)


@app.command("show", epilog="例：./rongmei review workflow show --unit province")
def workflow_show(unit: Unit, json: output.Json = False) -> None:
    """一个单位的审核流程，从哪里来，谁可以审。"""
    workflow, at = newsroom.workflow_for(unit)
    if json:
        output.as_json({"set_at": at, **workflow.model_dump(mode="json")})
        return
    source = "默认流程" if at is None else "本单位设定" if at == unit else f"沿用上级单位“{at}”"
    known = people.people_for(unit)
    output.table(
        f"单位“{unit}”的审核流程（{source}）",
        ["环节", "角色", "指定人员", "现在可以审的人"],
        [
            (
                f"{number} {stage.name}",
                "、".join(ROLE_NAMES[role] for role in stage.roles),
                "、".join(stage.people),
                "、".join(
                    dict.fromkeys([*stage.people, *(one.id for one in known if stage.lets(one))])
                )
                or "（没有人）",
            )
            for number, stage in enumerate(workflow.stages, 1)
        ],
    )
    for sentence in _rules(workflow):
        output.line(sentence)


@app.command("set", epilog="例：./rongmei review workflow set 流程.yaml --unit city")
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
        newsroom.unset_workflow(unit, by=acting(by), now=utc_now())
        output.done(f"单位“{unit}”沿用上级单位的审核流程。")
        return
    workflow = newsroom.read_workflow(file_io.text(file))
    newsroom.set_workflow(unit, workflow, by=acting(by), now=utc_now())
    stages = " → ".join(stage.name for stage in workflow.stages)
    output.done(f"单位“{unit}”的审核流程已设为：{stages}。")


@app.command("example")
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
        f"退回、修改后：{AFTER_RETURN_NAMES[workflow.after_return]}。",
        f"审核中或通过后又修改：从{workflow.stages[workflow.after_edit - 1].name}重新开始。",
        f"应急签发：{'两名总编分别同意' if workflow.emergency else '不允许'}。",
    ]
