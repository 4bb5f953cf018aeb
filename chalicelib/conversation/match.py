"""Which rule speaks to a text: one dictionary look-up, one pass of the automaton, whatever the number of rules."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from chalicelib.conversation.models import Rule, Rung


def fold(text: str) -> str:
    """What keywords and messages are compared by: NFKC, case and width made equal, white space run together."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    # Casefolding can undo the normal form (ΐ and the like), so it is made once more.
    return " ".join(unicodedata.normalize("NFKC", folded).split())


class Match(NamedTuple):
    """A rule that would speak, and the keyword that calls it; the least one wins."""

    rung: Rung
    rank: int
    rule: Rule
    keyword: str


class Matcher:
    """The keyword rules of one account, ready to be asked.

    全匹配 comes before 半匹配; then the higher priority, the longer keyword, the rule that stands first.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        calls = _ranked(rules)
        self._exact: dict[str, list[Match]] = {}
        contains: dict[str, list[Match]] = {}
        for rank, (rung, folded, keyword, rule) in enumerate(calls):
            table = self._exact if rung is Rung.EXACT else contains
            table.setdefault(folded, []).append(Match(rung, rank, rule, keyword))
        self._contains = list(contains.values())
        self._automaton = AhoCorasick(list(contains)) if contains else None

    def best(self, text: str, now: datetime) -> Match | None:
        """The rule that speaks to ``text`` at ``now`` (aware), or None."""
        folded = fold(text)
        for match in self._exact.get(folded, ()):
            if _speaks(match.rule, now):
                return match
        speaking = (match for match in self._containing(folded) if _speaks(match.rule, now))
        return min(speaking, key=_rank, default=None)

    def all(self, text: str) -> list[Match]:
        """Every rule that ``text`` calls at whatever hour, the first to win first."""
        folded = fold(text)
        return [*self._exact.get(folded, ()), *sorted(self._containing(folded), key=_rank)]

    def _containing(self, folded: str) -> Iterator[Match]:
        if self._automaton is None:
            return
        seen = set()
        for index, _start, _end in self._automaton.find_matches_as_indexes(
            folded, overlapping=True
        ):
            if index not in seen:
                seen.add(index)
                yield from self._contains[index]


def _rank(match: Match) -> int:
    return match.rank


def _speaks(rule: Rule, now: datetime) -> bool:
    return rule.hours is None or rule.hours.cover(now)


def _ranked(rules: Sequence[Rule]) -> list[tuple[Rung, str, str, Rule]]:
    calls = []
    for position, rule in enumerate(rules):
        for rung, keywords in ((Rung.EXACT, rule.exact), (Rung.CONTAINS, rule.contains)):
            for keyword in keywords:
                folded = fold(keyword)
                if folded:  # a keyword of white space alone would call the rule for everything
                    order = (-rule.priority, -len(folded), position)
                    calls.append((order, (rung, folded, keyword, rule)))
    calls.sort(key=lambda call: call[0])
    return [call for _order, call in calls]
