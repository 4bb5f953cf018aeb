"""Points (采用积分): what each contribution is worth in each month, and the ranking of units and persons. Pure.

A month's row of a contribution holds everything that counts of it until now, so that a month is one query. Rules hold
from a month on: an event counts by the rules of its own month, whatever is set later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from pydantic import AwareDatetime

from chalicelib.contributions.models import (
    Contribution,
    ContributionKind,
    ContributionState,
    Counting,
    Month,
    PointRules,
)
from chalicelib.contributions.rules import month_of
from chalicelib.values import Value


class Counted(Value):
    """What of a contribution counts: its row of a month."""

    contribution: str
    unit: str
    person: str
    kind: ContributionKind
    title: str
    merged: bool
    at: AwareDatetime
    """When it was adopted or merged."""
    out: tuple[tuple[str, str, int], ...] = ()
    """Month, account and place of each publication, the earliest first."""

    @property
    def months(self) -> frozenset[Month]:
        """The months that it has a row in."""
        return frozenset({month_of(self.at), *(month for month, _, _ in self.out)})


class Standing(Value):
    """Where a unit or a person stands."""

    rank: int
    """The same for the same points."""
    id: str
    unit: str
    adopted: int
    """Adopted in the period."""
    merged: int
    published: int
    """Contributions of which something was published in the period."""
    headlines: int
    points: int


def counted(one: Contribution) -> Counted | None:
    """What of a contribution counts; None where nothing does."""
    if one.state not in (ContributionState.ADOPTED, ContributionState.MERGED) or not one.answer:
        return None
    return Counted(
        contribution=one.id,
        unit=one.unit,
        person=one.by,
        kind=one.written.kind,
        title=one.written.title,
        merged=one.state is ContributionState.MERGED,
        at=one.answer.at,
        out=tuple((month_of(each.at), each.account, each.place) for each in one.published),
    )


def rules_of(versions: Sequence[PointRules], month: Month) -> PointRules:
    """The rules that hold in a month: the latest that began by then, else the first."""
    held = [one for one in versions if one.since <= month]
    return max(held, key=lambda one: one.since) if held else versions[0]


def worth(one: Counted, versions: Sequence[PointRules], month: Month) -> int:
    """The points of a contribution in a month.

    取高: a month gets by how much the best so far has grown. Without ``each_account`` publications count as one.
    """
    return _until(one, versions, month) - _until(one, versions, _before(month))


def _until(one: Counted, versions: Sequence[PointRules], month: Month) -> int:
    """All points up to the end of a month."""
    first = month_of(one.at)
    if first > month:
        return 0
    held = rules_of(versions, first)
    adopted = (
        held.merged
        if one.merged
        else held.lead_adopted
        if one.kind is ContributionKind.LEAD
        else held.article_adopted
    )
    each: dict[str, int] = {}
    for at, account, place in one.out:
        if at <= month:
            rule = rules_of(versions, at)
            points = rule.headline if place == 1 else rule.published
            key = account if rule.each_account else ""
            each[key] = max(points, each.get(key, 0))
    single = each.pop("", 0)
    published = sum(each.values()) + single
    if rules_of(versions, first).counting is Counting.SUM:
        return adopted + published
    return max(adopted, published)


def _before(month: Month) -> Month:
    year, number = int(month[:4]), int(month[5:])
    return f"{year:04}-{number - 1:02}" if number > 1 else f"{year - 1:04}-12"


def months_of(period: str) -> list[Month]:
    """The months of ``2026-11``, ``2026-Q4`` or ``2026``. Raises ``ValueError``."""
    year = int(period[:4])
    if not 2000 <= year <= 2999 or not period[:4].isdecimal():
        raise ValueError(period)
    rest = period[4:]
    if not rest:
        numbers = range(1, 13)
    elif rest in ("-Q1", "-Q2", "-Q3", "-Q4"):
        start = 3 * int(rest[2]) - 2
        numbers = range(start, start + 3)
    elif len(rest) == 3 and rest[0] == "-" and rest[1:].isdecimal() and 1 <= int(rest[1:]) <= 12:
        numbers = range(int(rest[1:]), int(rest[1:]) + 1)
    else:
        raise ValueError(period)
    return [f"{year:04}-{number:02}" for number in numbers]


def ranking(
    rows: Iterable[tuple[Month, Counted]],
    versions: Sequence[PointRules],
    key: Callable[[Counted], tuple[str, str]],
) -> list[Standing]:
    """The ranking of rows of months; ``key`` gives whose row it is, and of which unit. The most points first."""
    sums: dict[tuple[str, str], list[int]] = {}
    out: dict[tuple[str, str], set[str]] = {}
    first: dict[tuple[str, str], set[str]] = {}
    for month, one in rows:
        whose = key(one)
        tally = sums.setdefault(whose, [0, 0, 0])
        begun = month_of(one.at) == month
        tally[0] += begun and not one.merged
        tally[1] += begun and one.merged
        tally[2] += worth(one, versions, month)
        places = [place for at, _, place in one.out if at == month]
        if places:
            out.setdefault(whose, set()).add(one.contribution)
        if 1 in places:
            first.setdefault(whose, set()).add(one.contribution)
    ordered = sorted(sums.items(), key=lambda each: (-each[1][2], -each[1][0], each[0]))
    found: list[Standing] = []
    for nth, (whose, (adopted, merged, points)) in enumerate(ordered, 1):
        same = found and found[-1].points == points
        found.append(
            Standing(
                rank=found[-1].rank if same else nth,
                id=whose[0],
                unit=whose[1],
                adopted=adopted,
                merged=merged,
                published=len(out.get(whose, ())),
                headlines=len(first.get(whose, ())),
                points=points,
            )
        )
    return found
