"""Chapters on how people were answered, and on what moved growth. Pure."""

from __future__ import annotations

from datetime import date
from typing import Final

from chalicelib.reports import headline as figures
from chalicelib.reports.material import Material
from chalicelib.reports.models import (
    Block,
    Chart,
    ChartLook,
    Figures,
    Section,
    Series,
    Table,
    Words,
)
from chalicelib.reports.sums import (
    ARCHIVE,
    EFFECTS,
    QUESTIONS,
    by_name,
    followers,
    heard_at,
)
from chalicelib.reports.wording import compared, day_labels, noun, number, value_of

MOST_ROWS: Final = 10
"""Rows of a ranking."""


def of_messages(material: Material) -> Section:
    """四、互动与应答."""
    accounts, period = material.accounts, material.period
    told = {
        name: figures.counted(material, name)
        for name in ("messages", "answered", "offered", "handed_over", "unanswered", "answer_rate")
    }
    messages, rate = told["messages"], told["answer_rate"]
    said = f"本{noun(period)}收到粉丝消息 {number(messages.now)} 条{compared(messages, period)}"
    if rate.now is not None:
        said += (
            f"；直接答复 {number(told['answered'].now)} 条，占 {value_of(rate, rate.now)}；"
            f"没有答上 {number(told['unanswered'].now)} 条"
        )
    blocks: list[Block] = [Words(text=f"{said}。")]
    if messages.now:
        blocks += [
            Figures(caption="应答情况", figures=tuple(told.values())),
            _by_day(material),
            _ranking("各级应答", "应答方式", "条", by_name(accounts, period, "rungs"), material),
        ]
    if taps := by_name(accounts, period, "menu"):
        blocks.append(_ranking("自定义菜单点击", "菜单项", "次", taps, material))
    return Section(heading="互动与应答", public=True, blocks=tuple(blocks))


def _by_day(material: Material) -> Chart:
    by_day: dict[date, tuple[int, int]] = dict.fromkeys(material.period.days, (0, 0))
    for account in material.accounts:
        for one in account.counted:
            if one.day in by_day:
                messages, without = by_day[one.day]
                counts = one.counts
                by_day[one.day] = (messages + counts.messages, without + counts.unanswered)
    return Chart(
        caption="每日消息",
        look=ChartLook.COLUMN,
        unit="条",
        labels=day_labels(material.period.days),
        series=(
            Series(name="收到", values=tuple(one for one, _ in by_day.values())),
            Series(name="没有答上", values=tuple(one for _, one in by_day.values())),
        ),
        source=ARCHIVE,
        as_of=material.at,
    )


def _ranking(
    caption: str, head: str, unit: str, found: list[tuple[str, int]], material: Material
) -> Table:
    whole = sum(n for _, n in found)
    return Table(
        caption=caption,
        heads=(head, f"数量（{unit}）", "占比"),
        rows=tuple((name, n, f"{n / whole * 100:.1f}%") for name, n in found[:MOST_ROWS]),
        source=ARCHIVE,
        as_of=material.at,
        note=f"只列前 {MOST_ROWS} 项，共 {len(found)} 项。" if len(found) > MOST_ROWS else "",
    )


def of_desk(material: Material) -> Section:
    """五、人工服务."""
    names = (
        "sessions",
        "served",
        "escalated",
        "wait_seconds",
        "first_reply_seconds",
        "rated",
        "satisfaction",
    )
    told = {name: figures.counted(material, name) for name in names}
    sessions = told["sessions"]
    if not sessions.now:
        return Section(
            heading="人工服务",
            public=False,
            blocks=(Words(text=f"本{noun(material.period)}没有人工会话。"),),
        )
    said = f"人工会话 {number(sessions.now)} 次{compared(sessions, material.period)}，接起 {number(told['served'].now)} 次"
    wait, first = told["wait_seconds"], told["first_reply_seconds"]
    said += f"；粉丝平均等待 {value_of(wait, wait.now)}" if wait.now is not None else ""
    said += f"，平均首次回复用时 {value_of(first, first.now)}" if first.now is not None else ""
    pleased = told["satisfaction"]
    said += (
        f"；{number(told['rated'].now)} 次参评，满意率 {value_of(pleased, pleased.now)}"
        if pleased.now is not None
        else "；没有人评价"
    )
    return Section(
        heading="人工服务",
        public=False,
        blocks=(Words(text=f"{said}。"), Figures(caption="人工服务情况", figures=tuple(told.values()))),
    )  # fmt: skip


def of_questions(material: Material) -> Section:
    """六、没答好的问题: such as enough people asked alike, so that the words are nobody's."""
    if material.questions_hidden:
        said = "制作人没有查看粉丝提问的权限，这一章略去。"
        return Section(heading="没答好的问题", public=False, blocks=(Words(text=said),))
    every = [(one, account.name) for account in material.accounts for one in account.questions]
    ordered = sorted(every, key=lambda row: (-row[0].count, row[0].text, row[1]))
    if not ordered:
        said = f"本{noun(material.period)}没有三人以上同样问过、又没有确定答复的问题。"
        return Section(heading="没答好的问题", public=False, blocks=(Words(text=said),))
    blocks: list[Block] = [
        Words(
            text=f"三人以上同样问过、没有确定答复的问题有 {len(ordered)} 个，问得最多的是“{ordered[0][0].text}”。"
        ),
        Table(
            caption="问得最多、没有确定答复的问题",
            heads=("问题", "公众号", "次数", "人数"),
            rows=tuple(
                (one.text, name, one.count, one.askers) for one, name in ordered[:MOST_ROWS]
            ),
            source=QUESTIONS,
            as_of=material.at,
        ),
    ]
    return Section(heading="没答好的问题", public=False, blocks=tuple(blocks))


def of_marks(material: Material) -> Section:
    """七、重点日子与粉丝增长."""
    rows = sorted(
        (
            (one, account.name)
            for account in material.accounts
            for one in account.marks
            if material.period.since <= one.day <= material.period.until
        ),
        key=lambda row: (row[0].day, row[1], row[0].title),
    )
    if not rows:
        said = f"本{noun(material.period)}没有标记日，不作归因。"
        return Section(heading="重点日子与粉丝增长", public=False, blocks=(Words(text=said),))
    sure = [
        f"“{one.title}”（{one.day.month}月{one.day.day}日）当天起七天的新增粉丝{one.verdict} {number(abs(one.gained))} 人"
        for one, _ in rows
        if one.told and one.gained is not None
    ]
    said = "；".join(sure) + "。" if sure else "这些日子的新增粉丝与平常相比，看不出或说不准差别。"
    table = Table(
        caption="标记日当天起七天新增粉丝与平常相比",
        heads=("日期", "公众号", "事项", "结论", "比平常多（人）", "95% 区间（人）"),
        rows=tuple(
            (
                one.day.isoformat(),
                name,
                f"{one.kind}：{one.title}",
                one.verdict,
                "—" if one.gained is None else f"{one.gained:+,.0f}",
                "—" if one.low is None or one.high is None else f"{one.low:+,.0f} 至 {one.high:+,.0f}",
            )
            for one, name in rows
        ),
        source=EFFECTS,
        as_of=heard_at(material.accounts, followers, material.period),
        note="平常是多少由此前 56 天推算；区间含 0 的，说不上有影响。",
    )  # fmt: skip
    return Section(heading="重点日子与粉丝增长", public=False, blocks=(Words(text=said), table))
