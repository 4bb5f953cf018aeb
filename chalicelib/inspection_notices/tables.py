"""Tables and charts that both papers are made of. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from chalicelib.clock import shown
from chalicelib.inspection_notices import wording as w
from chalicelib.inspection_notices.models import Material, Past
from chalicelib.inspection_notices.verdicts import Counted, IndicatorCount, Verdict, taken
from chalicelib.reports import Cell, Chart, ChartLook, Series, Table

RUNS: Final = "巡检记录"
"""The source that findings come from."""
PAPERS: Final = "已制作的通报"
_KIND: Final = {True: "单项否决", False: "扣分"}


def groups(material: Material, caption: str, head: str, found: Iterable[Counted]) -> Table:
    """Groups of accounts: how many were checked, passed, failed, with findings and what became of them."""
    rows = [
        (one.name, one.checked, one.passed, w.percent(one.rate), one.vetoed, one.findings, one.closed, one.overdue)
        for one in found
    ]  # fmt: skip
    heads = (head, "检查", "合格", "合格率", "单项否决", "问题", "已整改", "逾期")
    return made(material, caption, heads, rows)


def ranking(material: Material, caption: str, found: Iterable[tuple[int, Counted]]) -> Table:
    """Units with their rank."""
    rows = [
        (rank, one.name, one.checked, w.percent(one.rate), w.points(one.score), one.vetoed, w.share(one.closed, one.findings), one.overdue)
        for rank, one in found
    ]  # fmt: skip
    heads = ("名次", "单位", "检查", "合格率", "平均得分", "单项否决", "整改率", "逾期")
    note = "先比合格率，再比平均得分，再比逾期未改的少；都相同的并列。"
    return made(material, caption, heads, rows, note)


def indicators(material: Material, caption: str, found: Iterable[IndicatorCount]) -> Table:
    """Indicators with how many accounts they were found at."""
    rows = [
        (one.group, one.name, _KIND[one.veto], one.accounts, one.findings, w.points(one.points) if not one.veto else w.UNTOLD)
        for one in found
    ]  # fmt: skip
    return made(material, caption, ("类别", "指标", "性质", "公众号", "问题", "共扣分"), rows)


def matrix(
    material: Material,
    caption: str,
    cities: Sequence[tuple[str, Sequence[Verdict]]],
    found: Sequence[IndicatorCount],
) -> Table:
    """How many problems each unit has by indicator."""
    rows: list[tuple[Cell, ...]] = []
    for name, verdicts in cities:
        every = [each.indicator for one in verdicts for each in one.account.findings]
        rows.append((name, len(every), *(every.count(one.id) for one in found)))
    heads = ("单位", "问题", *(one.name for one in found))
    return made(material, caption, heads, rows)


def vetoes(material: Material, caption: str, verdicts: Iterable[Verdict]) -> Table:
    """Accounts with a 单项否决, and which."""
    rows = [
        (one.account.name, one.account.unit_name, each.indicator_name, w.where(each), w.day(each.found_at), each.state_name)
        for one in verdicts
        for each in one.vetoes
    ]  # fmt: skip
    heads = ("公众号", "单位", "单项否决指标", "问题", "发现时间", "整改情况")
    return made(material, caption, heads, rows)


def deductions(material: Material, caption: str, verdicts: Iterable[Verdict]) -> Table:
    """Accounts with deductions: which indicators, how many points, what is left."""
    rows = []
    for one in verdicts:
        if not one.deductions:
            continue
        lost = taken(one.deductions)
        said = "；".join(f"{name} {w.points(points)} 分" for name, points in lost.items())
        total = sum(lost.values())
        rows.append(
            (one.account.name, one.account.unit_name, said, len(one.deductions), w.points(total), w.points(one.score))
        )  # fmt: skip
    heads = ("公众号", "单位", "扣分指标", "问题", "扣分", "得分")
    return made(material, caption, heads, rows)


def findings(material: Material, caption: str, verdicts: Iterable[Verdict]) -> Table:
    """Every finding: what, where, until when, and what became of it."""
    rows = [
        (one.account.name, each.indicator_name, _KIND[each.veto], w.where(each), w.day(each.found_at), w.day(each.deadline), each.state_name + ("（逾期）" if each.overdue else ""))
        for one in verdicts
        for each in one.account.findings
    ]  # fmt: skip
    heads = ("公众号", "指标", "性质", "问题", "发现时间", "整改期限", "整改情况")
    return made(material, caption, heads, rows)


def accounts(material: Material, caption: str, verdicts: Iterable[Verdict]) -> Table:
    """Every account that was checked, with its figures and its result."""
    rows = [
        (number, one.account.name, one.account.unit_name, one.account.level_name, one.account.publications, w.original_share(one.account), w.points(one.score) if one.looked else w.UNTOLD, one.result)
        for number, one in enumerate(verdicts, 1)
    ]  # fmt: skip
    heads = ("序号", "公众号", "单位", "层级", "发布", "原创率", "得分", "结果")
    return made(material, caption, heads, rows)


def origins(material: Material) -> Table:
    """Where figures come from."""
    rows = [
        (one.name, one.what, one.how, shown(one.at) if one.at else "还没有")
        for one in material.sources
    ]
    heads = ("名称", "从哪里来", "怎样计", "截至（北京时间）")
    return Table(
        caption="数据来源与口径", heads=heads, rows=tuple(rows), source="本系统", as_of=material.at
    )


def trend(material: Material, past: Sequence[Past], name: str, now: Counted) -> Chart | None:
    """The share passed over quarters; None where there is nothing to compare with."""
    if not past or now.rate is None:
        return None
    values = [round(100 * one.passed / one.checked, 2) if one.checked else None for one in past]
    return Chart(
        caption="合格率的变化",
        look=ChartLook.COLUMN,
        unit="%",
        labels=(*(one.name for one in past), name),
        series=(Series(name="合格率", values=(*values, round(now.rate, 2))),),
        source=PAPERS,
        as_of=material.at,
    )


def quarters(material: Material, past: Sequence[Past], name: str, now: Counted) -> Table:
    """The same as a table, with how many were checked."""
    rows: list[tuple[Cell, ...]] = [
        (one.name, one.checked, one.passed, w.share(one.passed, one.checked), one.vetoed)
        for one in past
    ]
    rows.append((name, now.checked, now.passed, w.percent(now.rate), now.vetoed))
    heads = ("时期", "检查", "合格", "合格率", "单项否决")
    return made(material, "各期检查结果", heads, rows, source=PAPERS)


def made(
    material: Material,
    caption: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    note: str = "",
    source: str = RUNS,
) -> Table:
    """A table of this material, with source and time."""
    times = {one.name: one.at for one in material.sources}
    at: datetime | None = times.get(source, material.at)
    return Table(
        caption=caption,
        heads=tuple(heads),
        rows=tuple(tuple(row) for row in rows),
        source=source,
        as_of=at,
        note=note,
    )
