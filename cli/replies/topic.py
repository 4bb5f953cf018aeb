"""``./rongmei topic``: topics of followers' questions."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated

import typer

from chalicelib import insight
from chalicelib.application import question_topics as use
from chalicelib.application import topic_decisions as decisions
from chalicelib.clock import SHANGHAI, shown, utc_now
from cli.numbers.shared import the_day
from cli.replies.shared import short
from cli.terminal import output
from cli.terminal.acting import By, acting
from cli.terminal.options import Account

MOST_QUESTIONS = 200
"""Questions of a topic and day that are shown, the newest ones."""
app = typer.Typer(help="问题话题：粉丝问得相近的问题合在一起，每天编号不变。", no_args_is_help=True)
TopicId = Annotated[str, typer.Argument(metavar="话题", help="topic list 里的编号。")]
OnDay = Annotated[
    str, typer.Option("--day", metavar="日期", help="哪一天，如 2026-11-02；不写为今天。")
]


@app.command("run", epilog="例：./rongmei topic run --account province --since 2026-11-01")
def run(
    account: Account,
    since: Annotated[
        str,
        typer.Option("--since", metavar="日期", help="从哪一天起逐日重新统计；不写只统计今天。"),
    ] = "",
    json: output.Json = False,
) -> None:
    """统计话题：平时每五分钟自动统计一次，这里立即统计，或补算以前的日子。"""
    now = datetime.now(SHANGHAI)
    day, today = the_day(since, "--since") if since else now.date(), now.date()
    done = []
    with output.progress("统计话题") as tell:
        while day <= today:
            tell(f"{day}")
            done.append(insight.topics.run_day(account, day, now, close=day < today))
            day += timedelta(days=1)
    if json:
        output.as_json([one._asdict() for one in done])
        return
    output.table(
        f"公众号“{account}”的话题",
        ["日期", "提问", "话题", "列出", "突增"],
        [(f"{one.day}", one.questions, one.topics, one.shown, len(one.new_spikes)) for one in done],
    )


@app.command("list", epilog="例：./rongmei topic list --account province --only rising")
def list_(
    account: Account,
    day: OnDay = "",
    only: Annotated[
        use.OnlyTopics | None,
        typer.Option(
            "--only",
            help="spiking 突增、rising 比近 7 天上升、rising_28 比近 28 天上升、new 新出现、open 多半没有答好、"
            "ignored 已忽略；不写列出全部。",
        ),
    ] = None,
    sort: Annotated[
        use.TopicOrder,
        typer.Option(
            "--sort",
            help="people 问的人多、growth_7 比近 7 天、growth_28 比近 28 天、open 没有答好的多；哪个在前。",
        ),
    ] = use.TopicOrder.PEOPLE,
    ignored: Annotated[bool, typer.Option("--ignored", help="连同已忽略的。")] = False,
    limit: Annotated[int, typer.Option("--limit", help="最多列出多少个。")] = 30,
    by: By = None,
    json: output.Json = False,
) -> None:
    """列出一天的话题。"""
    found = use.topics_for(
        account,
        by=acting(by),
        now=utc_now(),
        day=the_day(day, "--day") if day else None,
        only=only,
        order=sort,
        ignored=ignored,
        limit=limit,
    )
    if json:
        output.as_json(found.topics)
        return
    output.table(
        f"公众号“{account}”{found.day} 的话题",
        ["编号", "人数", "7日均", "28日均", "未答好", "话题", "关键词", ""],
        [
            (
                one.id,
                one.asked_today,
                f"{one.mean_7:.1f}",
                f"{one.mean_28:.1f}",
                f"{one.share_unanswered:.0%}",
                short(one.name),
                "、".join(one.keywords),
                _said(one, found),
            )
            for one in found.topics
        ],
        whole=["编号"],
        empty="这一天没有三个人以上问过的话题。",
    )
    if found.more:
        output.note(f"共 {found.number} 个，只列出前 {limit} 个；用 --limit 看更多。")


def _said(one: insight.topics.QuestionTopic, found: use.Topics) -> str:
    if one.spiking:
        return "突增"
    if one.id in found.on_board:
        return f"选题 {found.on_board[one.id].id}"
    return "已忽略" if one.ignored else ""


@app.command("show", epilog="例：./rongmei topic show t3fa9c1d2e0 --account province")
def show(
    topic: TopicId, account: Account, day: OnDay = "", by: By = None, json: output.Json = False
) -> None:
    """看一个话题：走势、关键词和当天的提问（已遮盖号码、姓名）。"""
    actor, of = acting(by), the_day(day, "--day") if day else None
    found = use.topic_for(account, topic, by=actor, now=utc_now(), day=of)
    one = found.topic
    if json:
        output.as_json(one)
        return
    output.facts(
        f"话题 {one.id}",
        {
            "名称": one.name,
            "关键词": "、".join(one.keywords) or "—",
            "当天人数": f"{one.day}：{one.asked_today} 人；7 日均 {one.mean_7:.1f}，28 日均 {one.mean_28:.1f}",
            "没有答好": f"{one.share_unanswered:.0%}",
            "地区": "、".join(f"{place} {people}" for place, people in one.regions.items())
            or "不明",
            "首次出现": f"{one.first_day}",
            "并入的话题": "、".join(f"{name}（{merged}）" for merged, name in found.merged.items())
            or "—",
            "选题": found.on_board.id if found.on_board else "—",
        }.items(),
    )
    asked = use.questions_for(account, one.id, by=actor, day=of, limit=MOST_QUESTIONS)
    output.table(
        "提问",
        ["编号", "时间", "提问"],
        [
            (
                insight.topics.place_of(message),
                shown(datetime.fromtimestamp(message.at, SHANGHAI)),
                short(insight.topics.masked(message.text)),
            )
            for message in asked.questions
        ],
        whole=["编号"],
        empty="当天的提问已过保存期。",
    )


@app.command(
    "rename", epilog="例：./rongmei topic rename t3fa9c1d2e0 个税退税进度 --account province"
)
def rename(
    topic: TopicId,
    name: Annotated[str, typer.Argument(metavar="名称", help="新的名称；空为恢复自动的名称。")],
    account: Account,
    by: By = None,
) -> None:
    """给话题改名。"""
    decisions.rename(account, topic, name, by=acting(by), now=utc_now())
    output.done(f"话题 {topic} 已改名。")


@app.command(
    "merge", epilog="例：./rongmei topic merge t3fa9c1d2e0 --into t81c02f9aa4 --account province"
)
def merge(
    topic: TopicId,
    account: Account,
    into: Annotated[str, typer.Option("--into", metavar="话题", help="并入哪一个。")],
    by: By = None,
) -> None:
    """把一个话题并入另一个；以后的提问也归后者。"""
    kept = decisions.merge(account, topic, into, by=acting(by), now=utc_now())
    output.done(
        f"话题 {topic} 已并入 {kept}；用 `./rongmei topic part {topic} --account {account}` 恢复。"
    )


@app.command("part", epilog="例：./rongmei topic part t3fa9c1d2e0 --account province")
def part(topic: TopicId, account: Account, by: By = None) -> None:
    """把并入别处的话题恢复为单独的话题。"""
    decisions.part(account, topic, by=acting(by), now=utc_now())
    output.done(f"话题 {topic} 已恢复为单独的话题。")


@app.command(
    "split",
    epilog="例：./rongmei topic split t3fa9c1d2e0 --question 2026-11-02/1793600000#M#1 --name 周末办税 --account province",
)
def split(
    topic: TopicId,
    account: Account,
    question: Annotated[
        list[str],
        typer.Option("--question", metavar="提问", help="topic show 里的编号，可写多次。"),
    ],
    name: Annotated[str, typer.Option("--name", help="新话题的名称。")] = "",
    day: OnDay = "",
    by: By = None,
) -> None:
    """从话题里拆出一部分提问，成为单独的话题；以后相近的提问归新话题。"""
    of: date | None = the_day(day, "--day") if day else None
    made = decisions.split(
        account, topic, question, name=name, day=of, by=acting(by), now=utc_now()
    )
    output.done(f"已拆出话题 {made}。")


@app.command("ignore", epilog="例：./rongmei topic ignore t3fa9c1d2e0 --account province")
def ignore(topic: TopicId, account: Account, by: By = None) -> None:
    """忽略话题：不再列出，也不再提醒突增。"""
    decisions.ignore(account, topic, ignored=True, by=acting(by), now=utc_now())
    output.done(f"话题 {topic} 已忽略。")


@app.command("unignore", epilog="例：./rongmei topic unignore t3fa9c1d2e0 --account province")
def unignore(topic: TopicId, account: Account, by: By = None) -> None:
    """不再忽略话题。"""
    decisions.ignore(account, topic, ignored=False, by=acting(by), now=utc_now())
    output.done(f"话题 {topic} 已恢复。")
