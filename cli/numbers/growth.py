"""``./rongmei numbers mark`` and ``growth``: days that somebody marked, and what each of them brought."""

from __future__ import annotations

from typing import Annotated

import typer

from chalicelib import insight
from chalicelib.application import growth as use
from chalicelib.application.growth import MarkedDay, Of
from chalicelib.clock import utc_now
from cli.numbers.shared import the_day
from cli.terminal import output
from cli.terminal.acting import By, acting
from cli.terminal.options import Account

GROWTH_EPILOG = "例：./rongmei numbers growth --account province --json"
mark = typer.Typer(
    help="标记日：政策发布、活动、重点推送、突发事件，用来看它们带来了什么。", no_args_is_help=True
)


@mark.command(
    "add",
    epilog="例：./rongmei numbers mark add --account province --day 2026-11-02 --kind policy --title 个税新政发布",
)
def add(
    account: Account,
    day: Annotated[str, typer.Option("--day", metavar="日期", help="哪一天，如 2026-11-02。")],
    title: Annotated[str, typer.Option("--title", help="这一天发生了什么，不超过 60 个字。")],
    kind: Annotated[
        insight.growth.MarkKind,
        typer.Option(
            "--kind", help="policy 政策发布、campaign 活动、push 重点推送、incident 突发事件。"
        ),
    ] = insight.growth.MarkKind.POLICY,
    by: By = None,
    json: output.Json = False,
) -> None:
    """标记一天。"""
    made = use.mark_day(account, the_day(day, "--day"), kind, title, by=acting(by), now=utc_now())
    if json:
        output.as_json(made)
        return
    output.done(f"已标记 {made.day} {made.title}（编号 {made.id}）。")


@mark.command(
    "remove", epilog="例：./rongmei numbers mark remove 2026-11-02#a1b2c3 --account province"
)
def remove(
    mark_id: Annotated[str, typer.Argument(metavar="编号", help="标记日的编号。")],
    account: Account,
    by: By = None,
) -> None:
    """取消一个标记日。"""
    gone = use.unmark_day(account, mark_id, by=acting(by), now=utc_now())
    output.done(
        f"已取消标记 {gone.day} {gone.title}；要恢复，用 `./rongmei numbers mark add --account {account} --day {gone.day} --kind {gone.kind.value} --title {gone.title}`。"
    )


@mark.command("list", epilog="例：./rongmei numbers mark list --account province")
def list_marks(account: Account, by: By = None, json: output.Json = False) -> None:
    """公众号的标记日，新的在前。"""
    found = use.marks_of(account, by=acting(by))
    if json:
        output.as_json(found)
        return
    output.table(
        f"公众号“{account}”的标记日",
        ["编号", "日期", "类别", "发生了什么", "谁标记的"],
        [
            (one.id, str(one.day), insight.growth.KINDS[one.kind], one.title, one.by)
            for one in found
        ],
        whole=["编号", "日期"],
        empty="还没有标记日，用 `./rongmei numbers mark add` 标记。",
    )


def growth(
    account: Account,
    of: Annotated[Of, typer.Option("--of", help="看什么：new 新关注，left 取消关注。")] = Of.NEW,
    by: By = None,
    json: output.Json = False,
) -> None:
    """每个标记日的七天里，比平常多了多少人；平常由前八周的星期与走势估计，误差由平常的星期量出。"""
    found = use.growth(account, of, by=acting(by), now=utc_now())
    if json:
        output.as_json(found)
        return
    output.table(
        f"公众号“{account}”：标记日当天起七天的{'新关注' if of is Of.NEW else '取消关注'}",
        ["日期", "发生了什么", "实际", "平常", "相差", "95% 区间", "碰巧的可能", "结论"],
        [_row(one) for one in found.marked],
        whole=["日期", "95% 区间"],
        empty="还没有标记日，用 `./rongmei numbers mark add` 标记。"
        if found.days
        else "微信还没有给出粉丝数据，用 `./rongmei numbers fetch` 取。",
    )
    if found.by_chance:
        output.note(
            f"按 5% 的误判率，上面这些标记日里平均有 {found.by_chance:.1f} 个会碰巧显得不同平常。"
        )
    if any(one.effect.holidays for one in found.marked):
        output.note("* 七天里有法定节假日：平常只按星期日估计，请留意。")


def _row(one: MarkedDay) -> tuple[str, ...]:
    effect = one.effect
    between = (
        "—"
        if effect.low is None or effect.high is None
        else f"{effect.low:+,.0f} 至 {effect.high:+,.0f}"
    )
    return (
        f"{one.mark.day}" + ("*" if effect.holidays else ""),
        one.mark.title,
        "—" if effect.actual is None else f"{effect.actual:,}",
        "—" if effect.usual is None else f"{effect.usual:,.0f}",
        "—" if effect.gained is None else f"{effect.gained:+,.0f}",
        between,
        "—" if effect.p is None else f"{effect.p:.1%}",
        insight.growth.VERDICTS[effect.verdict],
    )
