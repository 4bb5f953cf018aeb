"""What findings come to: points and verdicts of accounts, counts of groups, the ranking of units. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from chalicelib.inspection_notices.models import AccountChecked, FindingTold, Material
from chalicelib.values import Value

FULL: Final = 100.0


class Verdict(Value):
    """One account, judged."""

    account: AccountChecked
    vetoes: tuple[FindingTold, ...]
    deductions: tuple[FindingTold, ...]
    looked: bool
    """False: nothing of it could be looked at; it neither passes nor fails."""
    score: float
    passed: bool

    @property
    def result(self) -> str:
        """As a list has it."""
        if not self.looked:
            return "未能检查"
        if self.passed:
            return "合格"
        return "不合格（单项否决）" if self.vetoes else "不合格（得分）"


class Counted(Value):
    """Accounts of a group together."""

    key: str
    name: str
    checked: int
    """Of which something could be looked at."""
    passed: int
    vetoed: int
    unlooked: int
    findings: int
    closed: int
    overdue: int
    score: float | None
    """Mean of the accounts; None: nothing could be looked at."""

    @property
    def rate(self) -> float | None:
        """Share passed in per cent; None where none was checked."""
        return 100 * self.passed / self.checked if self.checked else None

    @property
    def failed(self) -> int:
        """Accounts that did not pass."""
        return self.checked - self.passed


class IndicatorCount(Value):
    """One indicator over all accounts."""

    id: str
    name: str
    group: str
    veto: bool
    accounts: int
    findings: int
    points: float


def judged(material: Material) -> list[Verdict]:
    """Every account of the material, in its order."""
    return [_verdict(one, material.pass_mark) for one in material.accounts]


def counted(verdicts: Iterable[Verdict], key: str = "", name: str = "全部") -> Counted:
    """A group of accounts together."""
    every = list(verdicts)
    looked = [one for one in every if one.looked]
    findings = [each for one in every for each in one.account.findings]
    return Counted(
        key=key,
        name=name,
        checked=len(looked),
        passed=sum(one.passed for one in looked),
        vetoed=sum(bool(one.vetoes) for one in looked),
        unlooked=len(every) - len(looked),
        findings=len(findings),
        closed=sum(one.closed for one in findings),
        overdue=sum(one.overdue for one in findings),
        score=sum(one.score for one in looked) / len(looked) if looked else None,
    )


def grouped(
    verdicts: Iterable[Verdict], key: Callable[[AccountChecked], tuple[str, str]]
) -> list[Counted]:
    """Accounts by the (id, name) that ``key`` gives, in the order in which they first come."""
    found: dict[tuple[str, str], list[Verdict]] = {}
    for one in verdicts:
        found.setdefault(key(one.account), []).append(one)
    return [counted(of, *named) for named, of in found.items()]


def ranked(groups: Iterable[Counted]) -> list[tuple[int, Counted]]:
    """Units with their rank: by share passed, then points, then fewer overdue. Equal ones share a rank; who had nothing
    that could be looked at has none and is left out."""
    able = [one for one in groups if one.checked]
    able.sort(key=lambda one: (_order(one), one.name))
    ranks: list[tuple[int, Counted]] = []
    for number, one in enumerate(able, 1):
        same = ranks and _order(ranks[-1][1]) == _order(one)
        ranks.append((ranks[-1][0] if same else number, one))
    return ranks


def by_indicator(verdicts: Iterable[Verdict]) -> list[IndicatorCount]:
    """Indicators that something was found for: 单项否决 first, then those with most accounts."""
    found: dict[str, list[tuple[str, FindingTold]]] = {}
    for one in verdicts:
        for each in one.account.findings:
            found.setdefault(each.indicator, []).append((one.account.id, each))
    made = [
        IndicatorCount(
            id=name,
            name=of[0][1].indicator_name,
            group=of[0][1].group,
            veto=of[0][1].veto,
            accounts=len({account for account, _ in of}),
            findings=len(of),
            points=_points(of),
        )
        for name, of in found.items()
    ]
    return sorted(made, key=lambda one: (not one.veto, -one.accounts, -one.findings, one.name))


def taken(deductions: Iterable[FindingTold]) -> dict[str, float]:
    """Points that are taken away, by the indicator's name: an indicator takes no more than thrice its points."""
    lost: dict[str, float] = {}
    for one in deductions:
        lost[one.indicator_name] = min(3 * one.points, lost.get(one.indicator_name, 0) + one.points)
    return lost


def city_of(account: AccountChecked) -> tuple[str, str]:
    """The unit below the notice's own that an account belongs to."""
    return (account.city, account.city_name) if account.city else (account.unit, account.unit_name)


def _verdict(account: AccountChecked, pass_mark: float) -> Verdict:
    vetoes = tuple(one for one in account.findings if one.veto)
    deductions = tuple(one for one in account.findings if not one.veto)
    score = max(0.0, FULL - sum(taken(deductions).values()))
    return Verdict(
        account=account,
        vetoes=vetoes,
        deductions=deductions,
        looked=account.looked,
        score=score,
        passed=account.looked and not vetoes and score >= pass_mark,
    )


def _points(found: Iterable[tuple[str, FindingTold]]) -> float:
    """What one indicator takes away from all accounts together."""
    of: dict[str, list[FindingTold]] = {}
    for account, one in found:
        if not one.veto:
            of.setdefault(account, []).append(one)
    return sum(sum(taken(each).values()) for each in of.values())


def _order(one: Counted) -> tuple[float, float, int]:
    return (-round(one.rate or 0, 6), -round(one.score or 0, 6), one.overdue)
