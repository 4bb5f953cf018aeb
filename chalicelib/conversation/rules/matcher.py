"""The rule that answers a text: one dictionary look-up, one pass of the automaton, whatever the number of rules."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from chalicelib.characters import comparable
from chalicelib.conversation.models import Rule, Rung


def fold(text: str) -> str:
    """The form in which keywords and messages are compared.

    NFKC; case, width, traditional and simplified characters made equal; without what nobody sees; white space run
    together.
    """
    normal = unicodedata.normalize("NFKC", text)
    folded = comparable(normal).casefold()
    if folded != normal:  # either step can undo the normal form (ΐ and the like): made once more
        folded = unicodedata.normalize("NFKC", folded)
    return " ".join(folded.split())


class Match(NamedTuple):
    """A rule that would speak, and the keyword that calls it; the least one wins."""

    rung: Rung
    rank: int
    rule: Rule
    keyword: str


class Ranked(NamedTuple):
    """Every keyword of an account, folded, the first to win first: finding that out takes long for many rules.

    A keyword's place is its rank; exact ones come before contained ones.
    """

    folded: list[str]
    exact: int
    """The number of exact ones."""
    rules: list[int]
    """The rule of each keyword: its place in the list of rules."""
    numbers: list[int]
    """The place of each keyword among the rule's exact, or contained, keywords."""


class Matcher:
    """The keyword rules of one account, ready to be asked.

    全匹配 comes before 半匹配; then the higher priority, the longer keyword, the rule that stands first.
    """

    def __init__(self, rules: Sequence[Rule], ranked_: Ranked | None = None) -> None:
        self._rules = rules
        self._ranked = ranked_ or ranked(rules)
        self._exact: dict[str, list[int]] = {}
        contains: dict[str, list[int]] = {}
        first_contained = self._ranked.exact
        for rank, folded in enumerate(self._ranked.folded):
            table = self._exact if rank < first_contained else contains
            table.setdefault(folded, []).append(rank)
        self._contains = list(contains.values())
        self._automaton = AhoCorasick(contains) if contains else None

    def best(self, text: str, now: datetime) -> Match | None:
        """The rule that speaks to ``text`` at ``now`` (aware), or None."""
        return self.best_folded(fold(text), now)

    def best_folded(self, folded: str, now: datetime) -> Match | None:
        """The rule that speaks to a text that is folded already."""
        exact = self._exact.get(folded)
        if exact is not None:
            match = self._speaking(exact, now)
            if match is not None:
                return match
        return self._speaking(self._containing(folded), now)

    def calling(self, folded: str, now: datetime) -> Iterator[Match]:
        """Every contained keyword in a folded text whose rule speaks at ``now``, the first to win first."""
        for match in map(self._match, self._containing(folded)):
            if match.rule.hours is None or match.rule.hours.cover(now):
                yield match

    def at(self, rank: int) -> Match | None:
        """The keyword of one rank, or None."""
        return self._match(rank) if 0 <= rank < len(self._ranked.folded) else None

    def every(self) -> Iterator[Match]:
        """Every keyword with its rule, by rank."""
        return map(self._match, range(len(self._ranked.folded)))

    def all(self, text: str) -> list[Match]:
        """Every rule that ``text`` calls at whatever hour, the first to win first."""
        folded = fold(text)
        ranks = [*self._exact.get(folded, ()), *self._containing(folded)]
        return [self._match(rank) for rank in ranks]

    def _containing(self, folded: str) -> list[int]:
        if self._automaton is None:
            return []
        found = self._automaton.find_matches_as_indexes(folded, overlapping=True)
        if not found:
            return []
        if len(found) == 1:
            return self._contains[found[0][0]]
        return sorted(rank for index in {one[0] for one in found} for rank in self._contains[index])

    def _speaking(self, ranks: Sequence[int], now: datetime) -> Match | None:
        for rank in ranks:
            match = self._match(rank)
            hours = match.rule.hours
            if hours is None or hours.cover(now):
                return match
        return None

    def _match(self, rank: int) -> Match:
        ranked = self._ranked
        rule, number = self._rules[ranked.rules[rank]], ranked.numbers[rank]
        if rank < ranked.exact:
            return Match(Rung.EXACT, rank, rule, rule.exact[number])
        return Match(Rung.CONTAINS, rank, rule, rule.contains[number])


def ranked(rules: Sequence[Rule]) -> Ranked:
    """Fold and rank the keywords of all rules."""
    calls = []
    for position, rule in enumerate(rules):
        for contained, keywords in ((False, rule.exact), (True, rule.contains)):
            for number, keyword in enumerate(keywords):
                folded = fold(keyword)
                if folded:  # a keyword of white space alone would call the rule for everything
                    calls.append(
                        (contained, -rule.priority, -len(folded), position, number, folded)
                    )
    calls.sort(key=lambda call: call[:4])
    return Ranked(
        folded=[call[5] for call in calls],
        exact=sum(not call[0] for call in calls),
        rules=[call[3] for call in calls],
        numbers=[call[4] for call in calls],
    )
