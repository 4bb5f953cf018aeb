"""Statistics of answers: hits, whether they helped, and whether followers had to ask on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from chalicelib.conversation import AskedMessage, LinkKind, Rung, link_target
from chalicelib.values import Value

ASKED_ON_WITHIN: Final = 600
"""Seconds after an answer in which another typed message counts as asking on."""
_ANSWERS: Final = frozenset({Rung.EXACT, Rung.CONTAINS, Rung.SERVICE, Rung.FAQ})


class AnswerStats(Value):
    """The use of one entry, rule or service."""

    kind: Rung
    name: str
    hits: int = 0
    helpful: int = 0
    unhelpful: int = 0
    asked_on: int = 0
    """Hits after which the same follower typed again within ten minutes."""

    @property
    def helpful_share(self) -> float | None:
        """The share of helpful votes; None without a vote."""
        said = self.helpful + self.unhelpful
        return self.helpful / said if said else None

    @property
    def asked_on_share(self) -> float:
        """The share of hits after which the follower typed again."""
        return self.asked_on / self.hits if self.hits else 0.0


def answer_stats(kept: Iterable[AskedMessage]) -> list[AnswerStats]:
    """The use of each entry, rule and service, from messages in order of time; the most used first.

    A page that was turned is part of its answer, not another hit; of a follower's votes for one answer the last
    one counts.
    """
    counted: dict[tuple[Rung, str], dict[str, int]] = {}
    before: dict[str, tuple[tuple[Rung, str], int]] = {}
    votes: dict[tuple[str, str], int] = {}
    for one in kept:
        taken = link_target(one.tap) if one.tap else None
        if taken and taken.kind is LinkKind.HELPFUL:
            votes[one.who, taken.of] = taken.number
            continue
        if taken and taken.kind is LinkKind.PAGE:  # still reading
            if one.who in before:
                before[one.who] = (before[one.who][0], one.at)
            continue
        answer, at = before.pop(one.who, (None, 0))
        if answer and not one.tap and one.at - at <= ASKED_ON_WITHIN:
            counted[answer]["asked_on"] += 1
        name = one.entry or one.rule
        if one.rung not in _ANSWERS or not name:
            continue
        answer = (Rung.CONTAINS if one.rung is Rung.EXACT else one.rung, name)
        counted.setdefault(answer, {"hits": 0, "asked_on": 0})["hits"] += 1
        before[one.who] = (answer, one.at)
    made = [
        AnswerStats(kind=kind, name=name, **counts, **_votes(name, votes))
        for (kind, name), counts in counted.items()
    ]
    return sorted(made, key=lambda one: (-one.hits, one.name))


def _votes(name: str, votes: dict[tuple[str, str], int]) -> dict[str, int]:
    of = [number for (_, entry), number in votes.items() if entry == name]
    return {"helpful": sum(of), "unhelpful": len(of) - sum(of)}
