"""``./rongmei desk team`` and ``hours``: teams, and when they work."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from chalicelib import desk
from chalicelib.clock import utc_now
from chalicelib.desk import Hours, Team
from cli.desk.shared import Account, Skills
from cli.terminal import output
from cli.terminal.acting import By, acting

app = typer.Typer(help="坐席组：专长、组长、时限。", no_args_is_help=True)
hours = typer.Typer(help="工作时间：时段、节假日、调休上班日。", no_args_is_help=True)

WEEKDAYS: Final = "一二三四五六日"


@app.command(
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


@app.command("list")
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
