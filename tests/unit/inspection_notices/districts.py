"""Data of the sizes and results that published notices have: a district, a province by sample, a county without faults."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from chalicelib.inspection_notices.models import (
    AccountChecked,
    Activity,
    CheckMethod,
    Choice,
    FindingTold,
    Material,
    NoticeTexts,
    PaperKind,
    Past,
    Source,
    Span,
)
from chalicelib.inspection_notices.sampling import drawn

NOW = datetime(2026, 10, 12, 2, 0, tzinfo=UTC)
QUARTER = Span(since=date(2026, 7, 1), until=date(2026, 9, 30))
SOURCES = (
    Source(
        name="巡检记录", what="每日巡检和人工检查", how="时期内发现的问题，申诉成立的不算", at=NOW
    ),
    Source(name="已制作的通报", what="本系统制作的通报", how="各期当时的数", at=NOW),
)


def finding(
    number: int,
    *,
    veto: bool = False,
    name: str = "链接失效",
    group: str = "功能无法使用",
    points: float = 5,
    closed: bool = False,
    overdue: bool = False,
) -> FindingTold:
    return FindingTold(
        id=f"f{number}",
        indicator=name,
        indicator_name=name,
        group=group,
        veto=veto,
        points=0 if veto else points,
        what=f"第 {number} 处问题",
        place="《办税指南》",
        found_at=NOW - timedelta(days=60),
        deadline=NOW - timedelta(days=45),
        state_name="已整改" if closed else "待整改",
        closed=closed,
        overdue=overdue,
    )


def account(number: int, *findings: FindingTold, city: int = 0) -> AccountChecked:
    return AccountChecked(
        id=f"a{number:04d}",
        name=f"公众号{number:04d}",
        unit=f"u{number}",
        unit_name=f"第{number}税务所",
        level_name="县级" if number % 3 else "市级",
        city=f"c{city}",
        city_name=f"第{city}市",
        publications=100 - number % 40,
        originals=50,
        last_published=NOW,
        questions=20,
        unanswered=1,
        filed=number != 3,
        person="张三",
        findings=findings,
    )


def material(
    accounts: list[AccountChecked],
    *,
    kind: PaperKind = PaperKind.NOTICE,
    unit: str = "某区税务局",
    **more: object,
) -> Material:
    told: dict[str, object] = {
        "kind": kind,
        "unit": "district",
        "unit_name": unit,
        "span": QUARTER,
        "choice": Choice(),
        "existing": len(accounts),
        "accounts": accounts,
        "sources": SOURCES,
        "activity": Activity(alarms=25, reminders=35, reports=13),
        "texts": NoticeTexts(due=date(2026, 10, 31), report_to="区局办公室"),
        "at": NOW,
        "by": "管控员",
    }
    return Material.model_validate(told | more)


def district() -> Material:
    """31 accounts, of which 2 have a 单项否决, 5 deductions; the quarter before 93.5 % of 31."""
    silent = {"veto": True, "name": "两周未更新", "group": "更新"}
    every = [
        account(1, finding(1, **silent, closed=True)),  # type: ignore[arg-type]
        account(2, finding(2, veto=True, name="未提供有效互动功能", group="互动", overdue=True), finding(3)),
        *(account(n, finding(10 + n, closed=n % 2 == 0)) for n in range(3, 7)),
        *(account(n) for n in range(7, 32)),
    ]  # fmt: skip
    before = Past(name="2026年第二季度", since=date(2026, 4, 1), checked=31, passed=29, vetoed=2)
    return material(every, past=(before,))


def province() -> Material:
    """471 drawn of 2,999 existing, 428 of them pass: 90.87 %; 21 cities."""
    choice = Choice(method=CheckMethod.SAMPLE, share=15.7, seed="2026Q3")
    every = drawn([f"a{n:04d}" for n in range(1, 3000)], choice)
    made = []
    for at, one in enumerate(every):
        n = int(one[1:])
        found = (
            (finding(n, veto=True, name="两周未更新", group="更新", closed=at % 2 == 0),) if at < 43
            else (finding(n, name="错敏信息", group="错敏信息", points=2), finding(n + 5000)) if at < 103
            else ()
        )  # fmt: skip
        made.append(account(n, *found, city=n % 21))
    return material(made, unit="某省税务局", choice=choice, existing=2999)


def spotless() -> Material:
    """15 accounts without a fault: 100 %."""
    return material([account(n) for n in range(1, 16)], unit="某县税务局")
