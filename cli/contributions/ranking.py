"""``./rongmei contribution rank|export|settings|points``: the ranking, and how a unit receives and counts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from chalicelib import contributions
from chalicelib.application import contribution_page, contribution_ranking
from chalicelib.clock import utc_now
from chalicelib.contributions import Counting, PointRules
from chalicelib.sheets.exports import Form
from chalicelib.units import UnitLevel
from cli.contributions.options import Unit
from cli.terminal import output
from cli.terminal.acting import By, acting

Period = Annotated[str, typer.Option("--period", help="2026-11、2026-Q4 或 2026；默认本月。")]
Persons = Annotated[bool, typer.Option("--persons", help="按人员，不按单位。")]


def register(app: typer.Typer) -> None:
    """Add the commands to the group."""
    app.command("rank", epilog="例：./rongmei contribution rank --unit province --period 2026-Q4")(
        rank
    )
    app.command(
        "export",
        epilog="例：./rongmei contribution export --unit province --out 排行.xlsx --reason 月度通报",
    )(export)
    app.command("settings", epilog="例：./rongmei contribution settings --unit province --days 5")(
        settings
    )
    app.command(
        "points",
        epilog="例：./rongmei contribution points --unit province --since 2027-01 --published 12",
    )(points)


def rank(
    unit: Unit,
    period: Period = "",
    persons: Persons = False,
    by: By = None,
    json: output.Json = False,
) -> None:
    """采用排行。"""
    found = contribution_ranking.ranking(acting(by), unit, period, utc_now(), by_person=persons)
    if json:
        output.as_json(found)
        return
    heads = contribution_ranking.PERSON_HEADS if persons else contribution_ranking.HEADS
    output.table(
        f"{found.unit_name} {found.period} 采用排行",
        list(heads),
        contribution_ranking.table_of(found),
        empty="这段时间没有采用。",
    )


def export(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="写入的文件，.xlsx 或 .csv。")],
    unit: Unit,
    reason: Annotated[str, typer.Option("--reason", help="用途，记入操作日志。")],
    period: Period = "",
    persons: Persons = False,
    by: By = None,
) -> None:
    """把采用排行写入文件；用途记入操作日志。"""
    form = Form.CSV if out.suffix == ".csv" else Form.XLSX
    found, made = contribution_ranking.written(
        acting(by), unit, period, reason, form, utc_now(), by_person=persons
    )
    out.write_bytes(made.body)
    output.done(f"已写入 {out}，{len(found.rows)} 行。")


def settings(
    unit: Unit,
    days: Annotated[
        int | None, typer.Option("--days", min=1, max=60, help="几个工作日内答复。")
    ] = None,
    undo_hours: Annotated[
        int | None, typer.Option("--undo-hours", min=0, max=240, help="几小时内可撤销处理。")
    ] = None,
    direct: Annotated[
        list[UnitLevel] | None,
        typer.Option("--direct", help="可越级直报的级别，可多次。"),
    ] = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """一个单位怎样收报送；给了选项就修改。"""
    who, now = acting(by), utc_now()
    given: dict[str, Any] = {
        "days": days,
        "undo_hours": undo_hours,
        "direct_levels": [one.value for one in direct] if direct else None,
    }
    changes = {name: one for name, one in given.items() if one is not None}
    if changes:
        base = contributions.settings_of(unit).version
        contributions.set_settings(unit, changes, base=base, by=who, now=now)
    _told(contribution_page.settings(who, unit, now), json)


def points(
    unit: Unit,
    since: Annotated[str, typer.Option("--since", metavar="月份", help="从哪个月起，如 2027-01。")],
    lead: Annotated[int | None, typer.Option("--lead", min=0, help="线索采用。")] = None,
    article: Annotated[int | None, typer.Option("--article", min=0, help="稿件采用。")] = None,
    merged: Annotated[int | None, typer.Option("--merged", min=0, help="并入。")] = None,
    published: Annotated[int | None, typer.Option("--published", min=0, help="刊发。")] = None,
    headline: Annotated[int | None, typer.Option("--headline", min=0, help="头条。")] = None,
    counting: Annotated[
        Counting | None, typer.Option("--counting", help="highest 取高、sum 累加。")
    ] = None,
    each_account: Annotated[
        bool | None,
        typer.Option("--each-account/--once", help="每个公众号刊发都计，或只计最高一次。"),
    ] = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """设置一版从某月起的计分规则；没有给的照前一版。"""
    who, now = acting(by), utc_now()
    before = contributions.settings_of(unit)
    given = {
        "lead_adopted": lead,
        "article_adopted": article,
        "merged": merged,
        "published": published,
        "headline": headline,
        "counting": counting,
        "each_account": each_account,
    }
    changed = {name: one for name, one in given.items() if one is not None}
    held = contributions.points.rules_of(before.points, since)
    after = PointRules.model_validate({**held.model_dump(), **changed, "since": since})
    versions = [one for one in before.points if one.since != since]
    contributions.set_settings(
        unit,
        {"points": [one.model_dump() for one in (*versions, after)]},
        base=before.version,
        by=who,
        now=now,
    )
    _told(contribution_page.settings(who, unit, now), json)


def _told(found: contribution_page.ContributionSettings, json: bool) -> None:
    if json:
        output.as_json(found)
        return
    now = found.settings
    output.facts(
        f"单位“{now.unit}”怎样收报送",
        [
            ("答复期限", f"{now.days} 个工作日"),
            ("可撤销处理", f"{now.undo_hours} 小时内"),
            ("可越级直报", "、".join(now.direct_levels)),
            ("未采用原因", "、".join(one.name for one in now.reasons)),
            *(
                (
                    f"计分 {one.since} 起",
                    f"线索 {one.lead_adopted}，稿件 {one.article_adopted}，并入 {one.merged}，"
                    f"刊发 {one.published}，头条 {one.headline}；"
                    f"{'取高' if one.counting is Counting.HIGHEST else '累加'}，"
                    f"{'每个公众号都计' if one.each_account else '多个公众号只计一次'}",
                )
                for one in now.points
            ),
        ],
    )
