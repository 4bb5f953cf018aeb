"""``./rongmei desk agent|team|hours|canned``: agents, teams, working hours and canned replies."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Final

import typer

from chalicelib import desk
from chalicelib.clock import utc_now
from chalicelib.desk import Hours, Presence, Team
from chalicelib.sheets.problems import Severity
from cli.desk.shared import Account
from cli.terminal import file_io, output
from cli.terminal.acting import By, acting

agents = typer.Typer(help="坐席：登记、上岗、离岗。", no_args_is_help=True)
teams = typer.Typer(help="坐席组：专长、组长、时限。", no_args_is_help=True)
hours = typer.Typer(help="工作时间：时段、节假日、调休上班日。", no_args_is_help=True)
canned = typer.Typer(help="快捷回复：导入、列出、删除；答复时写 /名称。", no_args_is_help=True)

Skills = Annotated[
    list[str] | None, typer.Option("--skill", metavar="专长", help="可以写多个；会替换原有的。")
]
WEEKDAYS: Final = "一二三四五六日"


@agents.command(
    "add", epilog="例：./rongmei desk agent add wang --name 小王 --skill 个税 --account province"
)
def add(
    account: Account,
    agent_id: Annotated[str, typer.Argument(metavar="坐席", help="短名，就是人员的编号。")],
    name: Annotated[str | None, typer.Option("--name", metavar="名称", help="称呼。")] = None,
    team: Annotated[str | None, typer.Option("--team", metavar="组", help="所属的组。")] = None,
    skill: Skills = None,
    capacity: Annotated[
        int | None, typer.Option("--capacity", metavar="N", help="同时服务的会话数；默认 5。")
    ] = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """登记一位坐席，或修改已登记的；不改的不填。"""
    changes: dict[str, Any] = {
        "id": agent_id,
        "name": name,
        "team": team,
        "skills": skill,
        "capacity": capacity,
    }
    added = desk.setup.add_agent(account, changes, by=acting(by), now=utc_now())
    if json:
        output.as_json(added)
        return
    output.done(
        f"已登记坐席“{added.id}”（{added.name}），同时至多 {added.capacity} 个会话。"
        f"上岗：`./rongmei desk agent on --account {account} --by {added.id}`"
    )


@agents.command("list")
def list_agents(account: Account, json: output.Json = False) -> None:
    """列出坐席：谁在岗、手上有几个会话。"""
    found = desk.presences(account)
    if json:
        output.as_json(found)
        return
    output.table(
        "坐席",
        ["短名", "称呼", "组", "专长", "状态", "会话"],
        [_agent(one) for one in found],
        whole=["短名"],
        empty="还没有坐席。用 `./rongmei desk agent add` 登记。",
    )


@agents.command("remove", epilog="例：./rongmei desk agent remove wang --account province")
def remove_agent(
    account: Account,
    agent_id: Annotated[str, typer.Argument(metavar="坐席", help="短名。")],
    by: By = None,
) -> None:
    """移除一位坐席；手上还有会话的不移除，已有的记录保留。"""
    desk.setup.remove_agent(account, agent_id, by=acting(by), now=utc_now())
    output.done(f"已移除坐席“{agent_id}”。")


@agents.command("on", epilog="例：./rongmei desk agent on --account province --by wang")
def on(account: Account, by: By = None, json: output.Json = False) -> None:
    """上岗：开始接会话，工作时间内会自动分配。"""
    agent = acting(by)
    got = desk.go_on_duty(account, by=agent, now=utc_now())
    if json:
        output.as_json({"agent": agent.person, "assigned": got})
        return
    minutes = int(desk.AWAY_AFTER.total_seconds() // 60)
    output.done(f"坐席“{agent}”已上岗。" + _given(got))
    output.note(
        f"{minutes} 分钟没有任何操作就算失联，会话会转给别人；开着 `./rongmei desk watch` 就不会。"
    )


@agents.command(
    "off", epilog="例：./rongmei desk agent off --account province --by wang --hand-back"
)
def off(
    account: Account,
    hand_back: Annotated[
        bool, typer.Option("--hand-back", help="手上的会话退回排队，由别人接着服务。")
    ] = False,
    on_break: Annotated[
        bool, typer.Option("--break", help="小休：手上的会话保留，坐席台上显示为小休。")
    ] = False,
    by: By = None,
    json: output.Json = False,
) -> None:
    """离岗：不再分配新会话；手上的可以继续答完，或用 --hand-back 交出去。"""
    if on_break and hand_back:
        raise typer.BadParameter("不能与 --hand-back 同时给出", param_hint="--break")
    agent = acting(by)
    found = desk.go_off_duty(
        account, by=agent, now=utc_now(), hand_back=hand_back, on_break=on_break
    )
    if json:
        output.as_json({"agent": agent.person, "sessions": found})
        return
    tickets = "、".join(one.ticket for one in found)
    output.done(f"坐席“{agent}”已离岗。")
    if found:
        output.note(f"已交出：{tickets}。" if hand_back else f"手上还有：{tickets}，请答完并结束。")


@teams.command(
    "set",
    epilog="例：./rongmei desk team set tax --name 税政组 --skill 个税 --lead wang --account province",
)
def set_team(
    account: Account,
    team_id: Annotated[str, typer.Argument(metavar="组", help="短名；默认的组叫 desk。")],
    name: Annotated[str | None, typer.Option("--name", metavar="名称", help="名称。")] = None,
    skill: Skills = None,
    lead: Annotated[
        str | None, typer.Option("--lead", metavar="坐席", help="组长：可转接、接管组里的会话。")
    ] = None,
    escalate_after: Annotated[
        int | None,
        typer.Option("--escalate-after", metavar="分钟", help="等候或未答复多久就升级；默认 5。"),
    ] = None,
    idle_after: Annotated[
        int | None,
        typer.Option("--idle-after", metavar="分钟", help="已答复后多久无话就结束；默认 30。"),
    ] = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """新建或修改一个组；不改的不填。升级时限按工作时间算。"""
    changes = {
        "name": name,
        "skills": skill,
        "lead": lead,
        "escalate_after": escalate_after,
        "idle_after": idle_after,
    }
    team = desk.setup.set_team(account, team_id, changes, by=acting(by), now=utc_now())
    if json:
        output.as_json(team)
        return
    output.done(f"组“{team.id}”（{team.name}）已保存。")


@teams.command("list")
def list_teams(account: Account, json: output.Json = False) -> None:
    """列出组：专长、组长、时限与工作时间。"""
    found = list(desk.teams(account).values())
    if json:
        output.as_json(found)
        return
    _teams(found)


@hours.command(
    "set",
    epilog="例：\n./rongmei desk hours set --spans 09:00-12:00,13:30-17:30 --days 1-5 --account province\n"
    "./rongmei desk hours set --holiday 2027-02-15..2027-02-21 --workday 2027-02-14",
)
def set_hours(
    account: Account,
    team: Annotated[
        str | None, typer.Option("--team", metavar="组", help="只改这个组；默认全部组。")
    ] = None,
    spans: Annotated[
        str | None, typer.Option("--spans", metavar="时段", help="如 09:00-12:00,13:30-17:30。")
    ] = None,
    days: Annotated[
        str | None, typer.Option("--days", metavar="星期", help="如 1-5；7 是星期日。")
    ] = None,
    holiday: Annotated[
        list[str] | None,
        typer.Option("--holiday", metavar="日期", help="节假日，某天或起..止；加到已有的里。"),
    ] = None,
    workday: Annotated[
        list[str] | None,
        typer.Option("--workday", metavar="日期", help="调休上班日；加到已有的里。"),
    ] = None,
    forget_days: Annotated[
        bool, typer.Option("--forget-days", help="先清除已有的节假日与调休上班日。")
    ] = False,
    by: By = None,
    json: output.Json = False,
) -> None:
    """修改工作时间（北京时间）；不改的不填，什么都不填就只看。"""
    found = desk.setup.set_hours(
        account,
        team,
        by=acting(by),
        now=utc_now(),
        spans=spans,
        weekdays=days,
        holidays=holiday or (),
        workdays=workday or (),
        forget_days=forget_days,
    )
    if json:
        output.as_json(found)
        return
    _teams(found)


@canned.command("import", epilog="例：./rongmei desk canned import 快捷回复.csv --account province")
def import_(
    account: Account,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help=".xlsx 或 .csv，有“名称”“内容”两列。")
    ],
    sheet: file_io.Sheets = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查，不导入。")] = False,
    by: By = None,
    json: output.Json = False,
) -> None:
    """导入快捷回复；同名的替换，其余保留。有一行不对就一条也不导入。"""
    try:
        read = desk.canned_file.read(file.name, file_io.read(file), sheets=sheet or ())
    except desk.canned_file.CannedFileErrors as error:
        file_io.remind(one for one in error.problems if one.severity is Severity.WARNING)
        output.complain(str(error))
        raise typer.Exit(1) from error
    file_io.remind(read.warnings)
    if not dry_run:
        desk.setup.import_canned(account, read.replies, by=acting(by), now=utc_now())
    if json:
        output.as_json(read.replies)
        return
    named = "、".join("/" + name for name in read.replies)
    done = f"已导入 {len(read.replies)} 条快捷回复：{named}。"
    output.done(f"检查通过：{len(read.replies)} 条快捷回复。没有导入。" if dry_run else done)


@canned.command("list")
def list_canned(account: Account, json: output.Json = False) -> None:
    """列出快捷回复。"""
    found = desk.canned(account)
    if json:
        output.as_json(found)
        return
    output.table(
        "快捷回复",
        ["名称", "内容"],
        [(f"/{name}", text) for name, text in found.items()],
        whole=["名称"],
        empty="还没有快捷回复。用 `./rongmei desk canned import` 导入。",
    )


@canned.command("remove")
def remove(
    account: Account,
    name: Annotated[str, typer.Argument(metavar="名称", help="如 问候。")],
    by: By = None,
) -> None:
    """删除一条快捷回复。"""
    bare = name.lstrip("/")
    desk.drop_canned(account, bare, by=acting(by), now=utc_now())
    output.done(f"已删除快捷回复“/{bare}”。")


def _agent(one: Presence) -> tuple[str, ...]:
    agent = one.agent
    duty = "在岗" if one.on_duty else "小休" if one.on_break else "离岗"
    return (
        agent.id,
        agent.name,
        agent.team,
        "、".join(agent.skills),
        duty,
        f"{one.load}/{agent.capacity}",
    )


def _given(got: list[desk.ServiceSession]) -> str:
    return f"已分配：{'、'.join(one.ticket for one in got)}。" if got else "目前没有排队的会话。"


def _teams(found: list[Team]) -> None:
    output.table(
        "坐席组",
        ["组", "名称", "专长", "组长", "升级 / 闲置", "工作时间"],
        [
            (
                team.id,
                team.name,
                "、".join(team.skills) or "不限",
                team.lead,
                f"{team.escalate_after} / {team.idle_after} 分钟",
                _hours(team.hours),
            )
            for team in found
        ],
        whole=["组"],
    )


def _hours(of: Hours) -> str:
    days = "".join(WEEKDAYS[day - 1] for day in of.weekdays)
    spans = "、".join(f"{span.since:%H:%M}–{span.until:%H:%M}" for span in of.spans)
    parts = [f"周{days}　{spans}"]
    if of.holidays:
        parts.append("节假日：" + "、".join(f"{day:%Y-%m-%d}" for day in of.holidays))
    if of.workdays:
        parts.append("调休上班：" + "、".join(f"{day:%Y-%m-%d}" for day in of.workdays))
    return "\n".join(parts)
