"""What is known → the report. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from typing import Final

from chalicelib.reports.chapters import chapters
from chalicelib.reports.material import AccountKnown, Material
from chalicelib.reports.models import Figures, Origin, Report, ReportKind, Section, Words
from chalicelib.reports.periods import name_of
from chalicelib.reports.reach_chapters import summary
from chalicelib.reports.sums import (
    ARCHIVE,
    ARTICLES,
    EFFECTS,
    FOLLOWERS,
    QUESTIONS,
    READERS,
    TOTALS,
)

NAMES: Final = {ReportKind.WEEK: "运营周报", ReportKind.MONTH: "运营月报"}
_ORIGINS: Final = {
    FOLLOWERS: (
        "微信接口 getusersummary",
        "按来源统计每天新增和取消关注的人数。期间为各日相加。",
    ),
    TOTALS: ("微信接口 getusercumulate", "每天结束时的粉丝总数，取本期最后一天。"),
    READERS: (
        "微信接口 getbizsummary",
        "每天阅读、分享过本号任何一篇图文的人数，各日相加；同一人在不同日子各计一次。",
    ),
    ARTICLES: (
        "微信接口 getarticletotaldetail",
        "每篇图文自发布起累计的阅读、分享人数。“期内阅读”只计到本期最后一天。",
    ),
    ARCHIVE: (
        "本系统",
        "粉丝发来的每条消息、每次菜单点击、每次人工会话和推送，由本系统逐条记下，按北京时间计入当天。",
    ),
    QUESTIONS: (
        "本系统",
        "没有确定答复的提问，措辞相同的计为一个问题；不足三人问过的不列，不含任何人的身份。",
    ),
    EFFECTS: (
        "本系统",
        "标记日当天起七天的新增粉丝，与此前 56 天推算的平常水平相比；区间为 95%。",
    ),
}  # fmt: skip
"""Source → where it comes from, how it is counted."""


def report_of(material: Material) -> Report:
    """The report that this material makes."""
    sections = tuple(chapters(material))
    return Report(
        title=f"{material.place_name}{NAMES[material.period.kind]}",
        place=material.place,
        place_name=material.place_name,
        period=material.period,
        accounts=len(material.accounts),
        at=material.at,
        by=material.by,
        summary=summary(material),
        sections=sections,
        origins=tuple(_origins(sections)),
        faults=tuple(_faults(material)),
    )


def subtitle(report: Report) -> str:
    """The line below the title: ``2026年11月16日至22日``."""
    return name_of(report.period)


def _origins(sections: tuple[Section, ...]) -> Iterator[Origin]:
    """One row for each source that a figure names, with the earliest time at which it was heard."""
    heard: dict[str, list[datetime]] = {}
    for section in sections:
        for block in section.blocks:
            if isinstance(block, Words):
                continue
            told = (
                [(one.source, one.as_of) for one in block.figures]
                if isinstance(block, Figures)
                else [(block.source, block.as_of)]
            )
            for sources, as_of in told:
                for source in sources.split("；"):
                    heard.setdefault(source, []).extend([as_of] if as_of else [])
    for source, (what, how) in _ORIGINS.items():
        if source in heard:
            yield Origin(source=source, what=what, how=how, as_of=min(heard[source], default=None))


def _faults(material: Material) -> Iterator[str]:
    if material.accounts_left_out:
        yield f"本单位以下的公众号太多，还有 {material.accounts_left_out} 个没有计入。"
    for account in material.accounts:
        found = list(_faults_of(account, material))
        if account.problem:
            found.append(f"取数停在这里：{account.problem}")
        if found:
            yield f"{account.name}：{'；'.join(found)}。"


def _faults_of(account: AccountKnown, material: Material) -> Iterator[str]:
    days = material.period.days
    came = {one.day for one in account.followers if one.came is not None}
    totals = {one.day for one in account.followers if one.total is not None}
    read = {one.day for one in account.readers if one.read is not None}
    for what, known in (("粉丝增减", came), ("累计粉丝", totals), ("阅读", read)):
        if missing := [day for day in days if day not in known]:
            yield f"缺 {listed(missing)} 的{what}"
    for what, late in (
        ("粉丝数据", {one.day for one in account.followers if one.delayed}),
        ("阅读数据", {one.day for one in account.readers if one.delayed}),
    ):
        if unfinished := [day for day in days if day in late]:
            yield f"{listed(unfinished)} 的{what}微信还没有定"


def listed(days: list[date]) -> str:
    """Days as people write them, those that follow each other together: ``11月16日、11月18日至20日``."""
    runs: list[list[date]] = []
    for _, run in groupby(enumerate(days), key=lambda one: one[1].toordinal() - one[0]):
        runs.append([day for _, day in run])
    return "、".join(_run(run) for run in runs)


def _run(run: list[date]) -> str:
    first, last = run[0], run[-1]
    start = f"{first.month}月{first.day}日"
    if first == last:
        return start
    return f"{start}至{'' if first.month == last.month else f'{last.month}月'}{last.day}日"
