"""``./rongmei numbers articles``: articles as WeChat counts them, in order or summed."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, TypeVar

import typer

from chalicelib import insight
from chalicelib.application import article_numbers as use
from chalicelib.application.wechat_numbers import Span
from chalicelib.clock import shown_time
from cli.numbers.shared import FromDay, ToDay, days_of, figure, whose
from cli.terminal import output
from cli.terminal.acting import By, acting
from cli.terminal.options import Account, OnlyAccount, OnlyUnit

Kind = TypeVar("Kind", bound=StrEnum)
ONE_EPILOG = "例：./rongmei numbers article 2247490098_1 --account province"
EPILOG = (
    "例：\n"
    "./rongmei numbers articles --unit province --by-figure share --limit 20\n"
    "./rongmei numbers articles --unit province --sum column"
)


def articles(
    unit: OnlyUnit = None,
    account: OnlyAccount = None,
    since: FromDay = None,
    until: ToDay = None,
    measure: Annotated[
        str,
        typer.Option(
            "--by-figure",
            metavar="指标",
            help="按什么排：read、share、zaikan、like、comment、collect。",
        ),
    ] = "read",
    group: Annotated[
        str,
        typer.Option(
            "--sum",
            metavar="分组",
            help="合计：account、column、series、author、unit 或 hour（推送时间）。",
        ),
    ] = "",
    top: Annotated[bool, typer.Option("--above-100k", help="只看阅读 10万+ 的。")] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, help="最多列出多少篇。")] = 50,
    by: By = None,
    json: output.Json = False,
) -> None:
    """这些天发表的文章，阅读最多的在前；不通知粉丝的发布也在内。"""
    days, (of, only) = days_of(since, until), whose(unit, account)
    wanted = _choice(insight.wechat_numbers.Measure, measure, "--by-figure")
    summed_by = _choice(insight.wechat_numbers.Group, group, "--sum") if group else None
    actor = acting(by)
    if summed_by is not None and not top:
        _sums(use.sums(of, days, summed_by, account=only, by=actor), summed_by, days, json=json)
        return
    found = (
        use.above_100k(of, days, account=only, by=actor)
        if top
        else use.articles_of(of, days, account=only, measure=wanted, by=actor)
    )
    if summed_by is not None:
        _sums(insight.wechat_numbers.summed(found, summed_by), summed_by, days, json=json)
        return
    if json:
        output.as_json(found[:limit])
        return
    called = use.account_names(of, only, by=actor)
    measures = insight.wechat_numbers.MEASURES
    output.table(
        f"文章（{days.since} 至 {days.until}）",
        ["发表", "公众号", "标题", "通知", *measures.values(), "栏目"],
        [
            (
                f"{one.numbers.published:%m-%d}"
                + (f" {shown_time(one.push.at)}" if one.push else ""),
                called.get(one.numbers.account, one.numbers.account),
                one.numbers.title or (one.push.title if one.push else ""),
                {True: "是", False: "否", None: "—"}[one.numbers.notified],
                *(figure(getattr(one.numbers.total, each.value)) for each in measures),
                one.push.column if one.push else "",
            )
            for one in found[:limit]
        ],
        whole=["发表", *measures.values()],
        empty="这段时间没有文章，或还没有取到数据。",
    )
    if len(found) > limit:
        output.note(f"共 {len(found)} 篇，只列出前 {limit} 篇；用 --limit 看更多。")


def article(
    msgid: Annotated[
        str,
        typer.Argument(metavar="编号", help="微信的编号，如 2247490098_1；articles --json 里有。"),
    ],
    account: Account,
    since: FromDay = None,
    until: ToDay = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """一篇文章发表以来每天的累计，以及读者从哪里来。"""
    found = use.article_of(account, msgid, days_of(since, until), by=acting(by))
    if json:
        output.as_json(found)
        return
    numbers, push = found.numbers, found.push
    measures = insight.wechat_numbers.MEASURES
    output.facts(
        numbers.title or msgid,
        [
            ("发表", numbers.published),
            ("通知粉丝", {True: "是", False: "否", None: ""}[numbers.notified]),
            ("栏目", push.column if push else ""),
            ("系列", push.series if push else ""),
            ("作者", push.author if push else ""),
            ("投递", push.delivery if push else ""),
            (
                "读者来源",
                "、".join(
                    f"{scene} {number:,}"
                    for scene, number in sorted(numbers.sources.items(), key=lambda one: -one[1])
                ),
            ),
            ("地址", numbers.url),
        ],
    )
    output.table(
        "发表以来的累计",
        ["到", *measures.values()],
        [
            (one.day, *(figure(getattr(one, measure.value)) for measure in measures))
            for one in numbers.days
        ],
        whole=["到", *measures.values()],
        empty="微信还没有给出数据。",
    )


def _sums(
    found: list[insight.wechat_numbers.Sum],
    by: insight.wechat_numbers.Group,
    days: Span,
    *,
    json: bool,
) -> None:
    if json:
        output.as_json(found)
        return
    measures, label = insight.wechat_numbers.MEASURES, insight.wechat_numbers.GROUPS[by]
    output.table(
        f"文章按{label}合计（{days.since} 至 {days.until}）",
        [label, "文章", *measures.values()],
        [
            (one.of or "未知", one.articles, *(figure(getattr(one, m.value)) for m in measures))
            for one in found
        ],
        whole=["文章", *measures.values()],
        empty="这段时间没有文章，或还没有取到数据。",
    )


def _choice(kind: type[Kind], text: str, option: str) -> Kind:
    try:
        return kind(text)
    except ValueError:
        known = "、".join(one.value for one in kind)
        raise typer.BadParameter(f"可选：{known}", param_hint=option) from None
