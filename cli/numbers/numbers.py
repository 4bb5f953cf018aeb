"""``./rongmei numbers``: followers, articles and 传播力指数 as WeChat counts them."""

from __future__ import annotations

from datetime import datetime, time
from typing import Annotated

import typer

from chalicelib import insight
from chalicelib.application import article_numbers
from chalicelib.application import wechat_numbers as use
from chalicelib.clock import SHANGHAI, shown, utc_now
from chalicelib.wechat.statistics_calls import StatCall
from cli.numbers import article_list, inquiry
from cli.numbers import growth as growth_commands
from cli.numbers.shared import (
    FromDay,
    ToDay,
    brief,
    day_given,
    days_of,
    figure,
    late,
    the_day,
    whose,
)
from cli.terminal import output
from cli.terminal.acting import By, acting
from cli.terminal.options import Account, OnlyAccount, OnlyUnit

app = typer.Typer(
    help="统计数据：微信所说的粉丝、文章、传播力指数，以及对数据档案的深入查询。",
    no_args_is_help=True,
)


app.add_typer(growth_commands.mark, name="mark")
app.command("growth", epilog=growth_commands.GROWTH_EPILOG)(growth_commands.growth)
app.command("articles", epilog=article_list.EPILOG)(article_list.articles)
app.command("ask", epilog=inquiry.EPILOG)(inquiry.ask)
app.command("rows", epilog=inquiry.ROWS_EPILOG)(inquiry.rows)
app.command("recount", epilog=inquiry.RECOUNT_EPILOG)(inquiry.recount)
app.command("article", epilog=article_list.ONE_EPILOG)(article_list.article)


@app.command("fetch", epilog="例：./rongmei numbers fetch --account province --since 2026-09-01")
def fetch(
    account: Account,
    since: FromDay = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """现在就向微信取数，不等下一轮：昨天的、还会变的、缺的都取，新的在前；今天取过的不再取。"""
    first, actor = day_given(since, "--since"), acting(by)
    with output.progress("正在向微信取数…"):
        done = use.fetch_numbers(account, since=first, by=actor, now=utc_now())
    if json:
        output.as_json(done._asdict())
        return
    output.done(
        f"调用微信 {done.calls} 次，得到 {done.days} 天的数据，其中 {done.news} 天有新的说法。"
    )
    _problem(done.progress)


@app.command("status", epilog="例：./rongmei numbers status --account province")
def status(account: Account, by: By = None, json: output.Json = False) -> None:
    """看取数取到了哪里，有什么没取到。"""
    known = use.progress_of(account, by=acting(by))
    if json:
        output.as_json(known)
        return
    if known is None:
        output.note("还没有取过，上午八点以后会自动取。")
        return
    output.facts(
        f"公众号“{account}”的微信数据",
        [
            ("最早一天", known.first),
            ("上次得到答复", shown(known.last_at) if known.last_at else ""),
            ("下次再取", shown(known.next_at) if known.next_at else "随时"),
        ],
    )
    _problem(known)


@app.command(
    "followers", epilog="例：./rongmei numbers followers --account province --since 2026-11-01"
)
def followers(
    account: Account,
    since: FromDay = None,
    until: ToDay = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """每天新关注、取消关注（按来源）与累计粉丝。"""
    found = use.followers_by_day(account, days_of(since, until), by=acting(by))
    if json:
        output.as_json(
            [one.model_dump(mode="json") | {"came": one.came, "left": one.left} for one in found]
        )
        return
    name = insight.wechat_numbers.source_name
    output.table(
        f"公众号“{account}”的粉丝",
        ["日期", "新关注", "取消", "净增", "累计", "新关注的来源"],
        [
            (
                f"{one.day}" + ("*" if one.delayed else ""),
                figure(one.came if one.told else None),
                figure(one.left if one.told else None),
                figure(one.net if one.told else None),
                figure(one.total),
                "、".join(
                    f"{name(source)} {number:,}"
                    for source, number in sorted(one.new.items(), key=lambda pair: -pair[1])
                ),
            )
            for one in found
        ],
        whole=["日期", "新关注", "取消", "净增", "累计"],
        empty="这段时间还没有数据，用 `./rongmei numbers fetch` 取。",
    )
    late(any(one.delayed for one in found))


@app.command("account", epilog="例：./rongmei numbers account --account province --json")
def account_days(
    account: Account,
    since: FromDay = None,
    until: ToDay = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """每天全部文章合计的阅读、分享、在看、点赞、留言。"""
    found = use.account_by_day(account, days_of(since, until), by=acting(by))
    if json:
        output.as_json(found)
        return
    measures = insight.wechat_numbers.MEASURES
    output.table(
        f"公众号“{account}”的文章合计",
        ["日期", *measures.values()],
        [
            (
                f"{one.day}" + ("*" if one.delayed else ""),
                *(figure(getattr(one, measure.value)) for measure in measures),
            )
            for one in found
        ],
        whole=["日期", *measures.values()],
        empty="这段时间还没有数据，用 `./rongmei numbers fetch` 取。",
    )
    late(any(one.delayed for one in found))


@app.command(
    "index", epilog="例：./rongmei numbers index --unit province --since 2026-11-01 --terms"
)
def index(
    unit: OnlyUnit = None,
    account: OnlyAccount = None,
    since: FromDay = None,
    until: ToDay = None,
    formula: Annotated[
        str, typer.Option("--formula", metavar="名称", help="wci-14.2、wci-14.2-share 或 wci-13。")
    ] = "",
    terms: Annotated[bool, typer.Option("--terms", help="列出每一项怎样算来。")] = False,
    by: By = None,
    json: output.Json = False,
) -> None:
    """按传播力指数给公众号排名；指数只用于本系统内比较。"""
    days = days_of(since, until)
    of, only = whose(unit, account)
    found = article_numbers.index_of(of, days, account=only, formula=formula, by=acting(by))
    if json:
        output.as_json({**days.model_dump(mode="json"), "accounts": found})
        return
    parts = insight.wechat_numbers.PARTS
    label = insight.wechat_numbers.formula_called(formula or insight.wechat_numbers.USUAL).label
    output.table(
        f"传播力指数 {label}（{days.since} 至 {days.until}）",
        ["名次", "公众号", "指数", "文章", *parts.values()],
        [
            (
                one.rank,
                one.name,
                f"{one.index.value:.2f}",
                one.index.articles,
                *(f"{part.points:.3f}" for part in one.index.parts),
            )
            for one in found
        ],
        whole=["指数"],
        empty="没有公众号。",
    )
    if terms:
        for one in found:
            _terms(one)


@app.command(
    "history", epilog="例：./rongmei numbers history articles 2026-11-05 --account province"
)
def history(
    call: Annotated[
        str,
        typer.Argument(
            metavar="哪种",
            help="articles、account、users、users_total、reads、shares、messages 或 callbacks。",
        ),
    ],
    day: Annotated[str, typer.Argument(metavar="日期", help="哪一天的数据，如 2026-11-05。")],
    account: Account,
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="日期", help="只看到这一天为止知道的，如 2026-11-06。"),
    ] = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """看微信对某一天先后怎样说：数据会改，每次的说法都留着。"""
    known_at = day_given(at, "--at")
    end = datetime.combine(known_at, time.max, SHANGHAI) if known_at is not None else None
    found = use.restatements(account, _call(call), the_day(day, "日期"), at=end, by=acting(by))
    if json:
        output.as_json(found)
        return
    output.table(
        f"公众号“{account}”{day} 的数据（{call}）",
        ["首次看到", "最后看到", "行数", "未定", "内容"],
        [
            (
                shown(one.at),
                shown(one.until),
                len(one.rows),
                "是" if one.delayed else "",
                brief(one.rows),
            )
            for one in found
        ],
        whole=["首次看到", "最后看到"],
        empty="没有这一天的数据。",
    )


def _call(text: str) -> StatCall:
    try:
        return StatCall(text)
    except ValueError:
        known = "、".join(one.value for one in StatCall)
        raise typer.BadParameter(f"可选：{known}", param_hint="哪种") from None


def _terms(one: use.AccountIndex) -> None:
    parts, measures = insight.wechat_numbers.PARTS, insight.wechat_numbers.MEASURES
    output.table(
        f"{one.name}：{one.index.value:.2f}（{one.index.days} 天，{one.index.articles} 篇，头条 {one.index.headlines} 篇）",
        ["部分", "占比", "指标", "数值", "权重", "倍数", "得分"],
        [
            (
                parts[part.part],
                f"{part.weight:g}",
                measures[term.measure],
                f"{term.number:,.2f}",
                f"{term.weight:g}",
                f"{term.times:g}",
                f"{term.points:.4f}",
            )
            for part in one.index.parts
            for term in part.terms
        ],
        sections=[len(part.terms) for part in one.index.parts],
    )
    if one.index.untold:
        told = "、".join(measures[measure] for measure in one.index.untold)
        output.note(f"微信没有给出{told}，按 0 计。")


def _problem(known: insight.wechat_numbers.Progress) -> None:
    if known.problem:
        output.warn(f"还有没取到的：{known.problem}")
