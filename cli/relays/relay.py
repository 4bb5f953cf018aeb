"""``./rongmei relay``: relays over accounts (接龙), planned, started, run; and how far each step is."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from chalicelib import relays
from chalicelib.application import relay_page, relay_plans
from chalicelib.application.relay_values import RelaySeen
from chalicelib.clock import SHANGHAI, shown, utc_now
from chalicelib.errors import Invalid
from chalicelib.relays import PlannedStep, RelayState
from chalicelib.sheets.exports import Form
from chalicelib.units import UnitLevel
from cli.relays import step
from cli.relays.options import Id, Reason, Unit
from cli.terminal import file_io, output
from cli.terminal.acting import By, acting

app = typer.Typer(
    help="融媒体接龙：编排、开始、写这一棒、跳过、换单位接手、暂停。", no_args_is_help=True
)
Table = Annotated[
    Path | None,
    typer.Option(
        "--file", metavar="FILE", help="编排表，.xlsx 或 .csv，要有“标题”和“公众号”两列。"
    ),
]
Template = Annotated[
    Path | None,
    typer.Option("--template", metavar="FILE", help="稿件模板，Markdown；默认用内置的。"),
]
Due = Annotated[
    datetime | None,
    typer.Option(
        "--first-due", metavar="时间", formats=["%Y-%m-%dT%H:%M"], help="第一棒的时限，北京时间。"
    ),
]


@app.command(
    "new",
    epilog="例：\n./rongmei relay new --unit province --account province --title 减税降费36计 --file 36计.xlsx --by li\n"
    "./rongmei relay new --unit province --account province --title 各市接龙 --level city "
    "--first-due 2026-12-01T18:00 --by li",
)
def new(
    unit: Unit,
    title: Annotated[str, typer.Option("--title", help="接龙的名称。")],
    account: Annotated[str, typer.Option("--account", metavar="ID", help="结果页挂在哪个公众号。")],
    file: Table = None,
    level: Annotated[
        UnitLevel | None,
        typer.Option("--level", metavar="级别", help="没有编排表时，分给这一级的各单位。"),
    ] = None,
    count: Annotated[
        int,
        typer.Option("--count", min=0, max=relays.MOST_STEPS, help="共几棒；0 为每个单位一棒。"),
    ] = 0,
    step_title: Annotated[str, typer.Option("--step-title", help="每一棒的标题。")] = "第{序号}棒",
    first_due: Due = None,
    days: Annotated[float, typer.Option("--days", min=0, help="每棒相隔几天。")] = 1,
    intro: Annotated[str, typer.Option("--intro", help="导语。")] = "",
    template: Template = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """新建接龙：按编排表，或按级别分给各单位。"""
    who, now = acting(by), utc_now()
    steps: tuple[PlannedStep, ...] = ()
    if file:
        steps = _read(unit, file, by)
    elif level:
        due = first_due.replace(tzinfo=SHANGHAI) if first_due else None
        steps = relays.planning.spread(
            unit, level, count=count, title=step_title, first_due=due, days=days, by=who
        )
    plan = relays.planning.parsed(
        {
            "title": title,
            "intro": intro,
            "account": account,
            "template": file_io.text(template) if template else "",
            "steps": steps,
        }
    )
    _told(relays.planning.begin(unit, plan, by=who, now=now).id, by, json)


@app.command("edit", epilog="例：./rongmei relay edit jl-… --file 36计.xlsx --by li")
def edit(
    relay_id: Id,
    title: Annotated[str, typer.Option("--title", help="接龙的名称。")] = "",
    intro: Annotated[str | None, typer.Option("--intro", help="导语。")] = None,
    file: Table = None,
    template: Template = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """修改没有开始的接龙；没有给的不变，编排表替换全部各棒。"""
    before = relays.get(relay_id)
    given = {
        "title": title or None,
        "intro": intro,
        "template": file_io.text(template) if template else None,
        "steps": _read(before.unit, file, by) if file else None,
    }
    plan = relays.planning.parsed(
        relays.planning.plan_of(before).model_dump()
        | {name: value for name, value in given.items() if value is not None}
    )
    relays.planning.edit(relay_id, plan, by=acting(by), now=utc_now())
    _told(relay_id, by, json)


@app.command("start", epilog="例：./rongmei relay start jl-20261201090000-7f3k --by guan")
def start(relay_id: Id, by: By = None, json: output.Json = False) -> None:
    """开始接龙：第一棒轮到，各单位看到自己要写的。"""
    relays.planning.start(relay_id, by=acting(by), now=utc_now())
    _told(relay_id, by, json)


@app.command("drop")
def drop(relay_id: Id, by: By = None, json: output.Json = False) -> None:
    """作废没有开始的接龙。"""
    relays.planning.drop(relay_id, by=acting(by), now=utc_now())
    _told(relay_id, by, json)


@app.command("pause")
def pause(relay_id: Id, reason: Reason, by: By = None, json: output.Json = False) -> None:
    """暂停：不再提醒，也不轮到下一棒。"""
    relays.running.pause(relay_id, reason, by=acting(by), now=utc_now())
    _told(relay_id, by, json)


@app.command("resume")
def resume(
    relay_id: Id,
    shift: Annotated[
        bool, typer.Option("--shift/--no-shift", help="没有发布的各棒时限是否顺延暂停的时间。")
    ] = True,
    by: By = None,
    json: output.Json = False,
) -> None:
    """继续暂停的接龙。"""
    relays.running.resume(relay_id, shift=shift, by=acting(by), now=utc_now())
    _told(relay_id, by, json)


@app.command("end")
def end(relay_id: Id, reason: Reason, by: By = None, json: output.Json = False) -> None:
    """提前结束；已发布的留在结果页上。"""
    relays.running.end(relay_id, reason, by=acting(by), now=utc_now())
    _told(relay_id, by, json)


@app.command("reopen")
def reopen(relay_id: Id, by: By = None, json: output.Json = False) -> None:
    """重新开始提前结束的接龙。"""
    relays.running.reopen(relay_id, by=acting(by), now=utc_now())
    _told(relay_id, by, json)


@app.command("list", epilog="例：./rongmei relay list --unit province")
def list_(
    unit: Unit,
    state: Annotated[
        list[RelayState] | None, typer.Option("--state", help="只看这些状态，可多次。")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100, help="多少条。")] = 20,
    by: By = None,
    json: output.Json = False,
) -> None:
    """一个单位的接龙，新的在前。"""
    found = relay_page.relay_list(
        acting(by), unit, utc_now(), states=frozenset(state or ()), limit=limit
    ).relays
    if json:
        output.as_json(list(found))
        return
    output.table(
        f"单位“{unit}”的接龙",
        ["编号", "名称", "状态", "进度", "轮到", "时限"],
        [
            (
                one.id,
                one.title,
                one.state_name + ("（逾期）" if one.late else ""),
                f"{one.out}/{one.steps}",
                f"第 {one.current} 棒 {one.current_account}" if one.current else "",
                shown(one.due_at) if one.due_at else "",
            )
            for one in found
        ],
        empty="还没有接龙。",
    )


@app.command("show", epilog="例：./rongmei relay show jl-20261201090000-7f3k")
def show(relay_id: Id, by: By = None, json: output.Json = False) -> None:
    """一场接龙和各棒的进度。"""
    found = relay_page.relay_detail(acting(by), relay_id, utc_now())
    if json:
        output.as_json(found)
        return
    _summary(found)
    output.table(
        "各棒",
        ["棒", "标题", "公众号", "状态", "时限", "稿件"],
        [
            (
                f"{one.number} {one.id}",
                one.title,
                one.account_name,
                one.state_name
                + ("（逾期）" if one.late else "")
                + ("（提前发布）" if one.early else "")
                + ("（交棒文字要更新）" if one.hand_on_old else ""),
                shown(one.due_at) if one.due_at else "",
                one.url or one.article,
            )
            for one in found.steps
        ],
        empty="还没有编排各棒。",
    )


@app.command("steps", epilog="例：./rongmei relay steps --unit city --by qx.li")
def steps(
    unit: Unit,
    every: Annotated[bool, typer.Option("--all", help="连同已经结束的。")] = False,
    by: By = None,
    json: output.Json = False,
) -> None:
    """一个单位要写的各棒，轮到的在前。"""
    found = relay_page.unit_steps(acting(by), unit, utc_now(), done=every)
    if json:
        output.as_json(found)
        return
    output.table(
        f"单位“{unit}”要写的",
        ["接龙", "棒", "标题", "状态", "时限"],
        [
            (
                one.relay,
                f"{one.number}/{one.steps} {one.step}",
                one.title,
                one.state_name + ("（轮到）" if one.its_turn else ""),
                shown(one.due_at) if one.due_at else "",
            )
            for one in found
        ],
        empty="没有要写的。",
    )


@app.command("export", epilog="例：./rongmei relay export jl-… --out 进度.xlsx")
def export(
    relay_id: Id,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="写入的文件，.xlsx 或 .csv。")],
    plan: Annotated[
        bool, typer.Option("--plan", help="只要编排，改好后可用 --file 读回。")
    ] = False,
    by: By = None,
) -> None:
    """把编排和进度写入文件。"""
    form = Form.CSV if out.suffix == ".csv" else Form.XLSX
    made = relay_plans.table(acting(by), relay_id, form, plan=plan)
    out.write_bytes(made.body)
    output.done(f"已写入 {out}。")


step.register(app)


def _read(unit: str, file: Path, by: str | None) -> tuple[PlannedStep, ...]:
    found = relay_plans.read(acting(by), unit, file.name, file_io.read(file))
    if found.problems:
        raise Invalid(
            f"{file} 有 {len(found.problems)} 处错误："
            + "".join(f"\n{one}" for one in found.problems)
        )
    return found.steps


def _told(relay_id: str, by: str | None, json: bool) -> None:
    found = relay_page.relay_detail(acting(by), relay_id, utc_now())
    if json:
        output.as_json(found)
    else:
        _summary(found)


def _summary(found: RelaySeen) -> None:
    current = next((one for one in found.steps if one.its_turn), None)
    output.facts(
        f"接龙 {found.id}",
        [
            ("名称", found.title),
            ("状态", found.state_name),
            ("进度", f"{found.out}/{len(found.steps)}"),
            ("轮到", f"第 {current.number} 棒 {current.account_name}" if current else "—"),
            ("结果页", found.page or "—"),
        ],
    )
