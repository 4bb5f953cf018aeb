"""``./rongmei desk quality``: quality checks (质检) — the sheet, a sample, scores."""

from __future__ import annotations

import re
import secrets
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Final

import typer

from chalicelib import accounts, desk
from chalicelib.application import desk_records
from chalicelib.clock import SHANGHAI, utc_now
from chalicelib.desk import Score, ServiceSession, Sheet
from cli.desk.shared import Account, Ref, clock, person, span
from cli.terminal import output
from cli.terminal.acting import By, acting
from cli.terminal.options import Unit

app = typer.Typer(help="质检：评分表、抽样、评分、查看评分。", no_args_is_help=True)
sheet = typer.Typer(
    help="评分表：各项满分之和为 100；没有自己的用上级单位的。", no_args_is_help=True
)
app.add_typer(sheet, name="sheet")

Since = Annotated[
    datetime | None,
    typer.Option("--since", formats=["%Y-%m-%d"], metavar="日期", help="从哪天起；默认 7 天前。"),
]
Until = Annotated[
    datetime | None,
    typer.Option("--until", formats=["%Y-%m-%d"], metavar="日期", help="到哪天止；默认今天。"),
]
_ITEM: Final = re.compile(r"([^=]+)=(\d+)(?:[:：](.*))?")
_POINTS: Final = re.compile(r"([^=]+)=(\d+)")


@sheet.command("show", epilog="例：./rongmei desk quality sheet show --unit province")
def show(unit: Unit, json: output.Json = False) -> None:
    """看一个单位用的评分表。"""
    found = desk.quality.sheet_of(unit)
    if json:
        output.as_json(found)
        return
    _sheet(unit, found)


@sheet.command(
    "set",
    epilog="例：./rongmei desk quality sheet set --unit province --item 答复正确=60：依据准确 --item 用语规范=40 --by zong1",
)
def set_(
    unit: Unit,
    item: Annotated[
        list[str],
        typer.Option(
            "--item", metavar="名称=满分", help="一项，可带说明“名称=满分：说明”；写多个。"
        ),
    ],
    by: By = None,
    json: output.Json = False,
) -> None:
    """给单位设置自己的评分表，整张替换；已评的分不变。"""
    own, before = desk.quality.own_sheet(unit), desk.quality.sheet_of(unit)
    made = desk.quality.set_sheet(
        unit, _criteria(item, before), own.version if own else 0, by=acting(by), now=utc_now()
    )
    if json:
        output.as_json(made)
        return
    output.done(f"单位“{unit}”的评分表已保存，共 {len(made.criteria)} 项。")


@app.command("sample", epilog="例：./rongmei desk quality sample --account province --number 5")
def sample(
    account: Account,
    since: Since = None,
    until: Until = None,
    agent: Annotated[str, typer.Option("--agent", metavar="坐席", help="只抽这位坐席的。")] = "",
    number: Annotated[int, typer.Option("--number", metavar="N", min=1, help="抽几个。")] = 5,
    seed: Annotated[
        str | None, typer.Option("--seed", metavar="字", help="同一个字抽出同一批；默认随机。")
    ] = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """从已结束、还没评的会话里随机抽几个；自己接待的不在内。"""
    now = utc_now()
    begin, end = _days(since, until, now)
    lot = seed or secrets.token_hex(4)
    found = desk_records.sample(acting(by), account, begin, end, agent, number, lot, now)
    drawn = [one.session for one in found.hits]
    if json:
        output.as_json({"seed": lot, "of": found.looked_at, "sessions": drawn})
        return
    output.table(
        f"抽中 {len(drawn)} 个（{begin} 至 {end} 共 {found.looked_at} 个会话，--seed {lot}）",
        ["受理号", "请求时间", "坐席", "首次答复", "粉丝的话"],
        [_drawn(one) for one in drawn],
        whole=["受理号"],
        empty="没有可抽的：要已结束、有坐席接待、还没评过的会话。",
    )


@app.command(
    "score",
    epilog="例：./rongmei desk quality score CEWBX --account province --points 答复正确=36 --points 用语规范=40 --by zong1",
)
def score(
    account: Account,
    ref: Ref,
    points: Annotated[
        list[str],
        typer.Option(
            "--points", metavar="项=分", help="评分表每一项给几分，写名称或编号；写多个。"
        ),
    ],
    comment: Annotated[str, typer.Option("--comment", metavar="文字", help="给坐席的话。")] = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """给一个会话评分；评过的会改成这次的分。"""
    now = utc_now()
    session = desk.find(account, ref, now)
    counts = desk.quality.sheet_of(accounts.state(account).account.unit)
    before = desk.quality.score_of(account, session.id)
    made = desk.quality.score(
        account,
        session.id,
        _points(points, counts),
        comment,
        before.version if before else 0,
        by=acting(by),
        now=now,
    )
    if json:
        output.as_json({**made.model_dump(mode="json"), "total": made.total})
        return
    output.done(f"会话 {session.ticket}（坐席“{made.agent}”）得 {made.total} 分。")


@app.command("list", epilog="例：./rongmei desk quality list --account province")
def list_(
    account: Account, since: Since = None, until: Until = None, json: output.Json = False
) -> None:
    """列出这些天请求的会话得到的评分。"""
    begin, end = _days(since, until, utc_now())
    desk.span_of(begin, end)
    found = sorted(desk.scores_between(account, begin, end), key=lambda one: one.at, reverse=True)
    if json:
        output.as_json([{**one.model_dump(mode="json"), "total": one.total} for one in found])
        return
    output.table(
        f"{begin} 至 {end} 的评分",
        ["会话", "坐席", "总分", "各项", "评分人", "评语"],
        [_scored(one) for one in found],
        whole=["会话"],
        empty="这些天的会话还没有评分。用 `./rongmei desk quality sample` 抽样。",
    )


def _days(since: datetime | None, until: datetime | None, now: datetime) -> tuple[date, date]:
    today = now.astimezone(SHANGHAI).date()
    end = until.date() if until else today
    return (since.date() if since else end - timedelta(days=7)), end


def _criteria(items: list[str], before: Sheet) -> list[dict[str, Any]]:
    """The sheet's rows; an item of a name that was there keeps its id, so that old scores stay comparable."""
    known = {one.name: one.id for one in before.criteria}
    free = (f"c{n}" for n in range(1, 100) if f"c{n}" not in known.values())
    found = []
    for text in items:
        match = _ITEM.fullmatch(text.strip())
        if match is None:
            raise typer.BadParameter(
                f"看不懂“{text}”，写成 名称=满分 或 名称=满分：说明", param_hint="--item"
            )
        name = match[1].strip()
        found.append(
            {
                "id": known.get(name) or next(free),
                "name": name,
                "points": int(match[2]),
                "hint": (match[3] or "").strip(),
            }
        )
    return found


def _points(given: list[str], counts: Sheet) -> dict[str, int]:
    ids = {one.name: one.id for one in counts.criteria} | {
        one.id: one.id for one in counts.criteria
    }
    found = {}
    for text in given:
        match = _POINTS.fullmatch(text.strip())
        if match is None or match[1].strip() not in ids:
            named = "、".join(f"{one.name}（{one.points}）" for one in counts.criteria)
            raise typer.BadParameter(
                f"看不懂“{text}”，写成 项=分；各项是：{named}", param_hint="--points"
            )
        found[ids[match[1].strip()]] = int(match[2])
    return found


def _sheet(unit: str, found: Sheet) -> None:
    output.table(
        f"单位“{unit}”的评分表",
        ["编号", "项", "满分", "给分的依据"],
        [(one.id, one.name, str(one.points), one.hint) for one in found.criteria],
        whole=["编号"],
    )


def _drawn(one: ServiceSession) -> tuple[str, ...]:
    answered = one.first_reply_at and (one.first_reply_at - one.opened_at).total_seconds()
    return (one.ticket, clock(one.opened_at), person(one.owner), span(answered), one.summary)


def _scored(one: Score) -> tuple[str, ...]:
    marks = "\n".join(f"{mark.name} {mark.points}/{mark.most}" for mark in one.marks)
    return (one.session, one.agent, str(one.total), marks, one.by, one.comment)
