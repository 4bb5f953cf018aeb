"""What is wrong in a text: words, leaders' titles, numbers of persons. Pure; the same functions look at drafts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from chalicelib import newsroom
from chalicelib.inspection.models import (
    Fault,
    Indicator,
    ListedWord,
    Permitted,
    Place,
    PlaceKind,
    Rules,
)

CHECKS: Final = frozenset({"words", "banned-words", "leaders", "privacy", "privacy-attached"})
_AROUND: Final = 30
MOST_OF_TEXT: Final = 40
"""Faults that one text is told of for each check."""


class Text(NamedTuple):
    """One thing that is published: its words a block a line, and the addresses that it leads to."""

    place: Place
    blocks: tuple[str, ...]
    links: tuple[str, ...] = ()


class Judge:
    """The checks of texts by the rules of one unit."""

    def __init__(self, rules: Rules, permitted: Iterable[Permitted], today: date) -> None:
        self._rules = rules
        self._today = today
        allowed = list(permitted)
        self._numbers = frozenset(one.value for one in allowed if one.kind == "number")
        self._words = frozenset(one.value for one in allowed if one.kind == "word")
        self._house = newsroom.House(words=_words(rules.words, self._words))
        self._banned = _of("banned", rules.words)
        self._leaders = leaders_of(rules.words)

    def faults(self, text: Text) -> Iterator[Fault]:
        """All that is wrong in a text; numbers of persons are masked."""
        attached = text.place.kind is PlaceKind.ATTACHMENT
        yield from self._each("words", text, self._wrong(text.blocks))
        yield from self._each("banned-words", text, self._forbidden(text.blocks))
        yield from self._each("leaders", text, self._titles(text.blocks))
        yield from self._each(
            "privacy-attached" if attached else "privacy", text, self._personal(text.blocks)
        )

    def covers(self, place: Place) -> Iterator[tuple[str, str]]:
        """The indicators and the place that ``faults`` looks at for a text there."""
        for check in CHECKS:
            yield from ((one.id, place.key) for one in self._rules.of_check(check))

    def _each(self, check: str, text: Text, met: Iterator[tuple[str, str, str]]) -> Iterator[Fault]:
        indicators: Sequence[Indicator] = self._rules.of_check(check)
        if not indicators:
            return
        told: dict[str, None] = {}
        for what, said, around in met:
            if what in told:
                continue
            told[what] = None
            for one in indicators:
                yield Fault(
                    indicator=one.id,
                    place=text.place,
                    what=what[:300],
                    said=said[:600],
                    around=around[:400],
                )
            if len(told) >= MOST_OF_TEXT:
                return

    def _wrong(self, blocks: Sequence[str]) -> Iterator[tuple[str, str, str]]:
        numbered = tuple((str(at), block) for at, block in enumerate(blocks))
        for one in newsroom.wrong_words(newsroom.Copy({}, numbered), self._house):
            # A slip that may be right where it stands is for the author to think about; here it would be a false alarm.
            if one.severity is newsroom.Severity.ERROR:
                block = blocks[int(one.where)]
                word = one.wrong or one.what.partition("”")[0].removeprefix("“")
                what = f"{one.wrong}→{one.right}" if one.wrong else word
                yield what, one.what.partition("：…")[0], self._around(block, block.find(word))

    def _forbidden(self, blocks: Sequence[str]) -> Iterator[tuple[str, str, str]]:
        for block in blocks:
            for word in self._banned:
                at = block.find(word.wrong)
                if at >= 0 and word.wrong not in self._words:
                    note = f"（{word.note}）" if word.note else ""
                    yield word.wrong, f"出现禁用词“{word.wrong}”{note}", self._around(block, at)

    def _titles(self, blocks: Sequence[str]) -> Iterator[tuple[str, str, str]]:
        for block in blocks:
            for one in newsroom.wrong_titles(block, self._leaders):
                yield one.what, one.said, self._around(block, one.at)

    def _personal(self, blocks: Sequence[str]) -> Iterator[tuple[str, str, str]]:
        for block in blocks:
            for one in newsroom.personal_in(block, self._today):
                if one.value in self._numbers:
                    continue
                name = newsroom.PERSONAL_NAMES[one.kind]
                said = f"{name}没有打码：{one.masked}"
                yield f"{name} {one.masked}", said, self._around(block, one.start)

    def _around(self, block: str, at: int) -> str:
        """The text around a place: first masked, then cut, so that no number is cut out of its mask."""
        begin, end = max(0, at - 200), at + 200
        near = newsroom.hide_personal(block[begin:end], self._today)
        middle = len(newsroom.hide_personal(block[begin : max(at, 0)], self._today))
        cut = near[max(0, middle - _AROUND) : middle + _AROUND]
        # A number that the window itself cut in two is no number for the mask.
        return re.sub(r"\d{7,}", lambda met: met.group()[:3] + "*" * (len(met.group()) - 3), cut)


def leaders_of(listed: Iterable[ListedWord]) -> tuple[newsroom.Leader, ...]:
    """The leaders of a list, each with its titles."""
    return tuple(
        newsroom.Leader(name=one.wrong, titles=tuple(filter(None, one.right.split("、"))))
        for one in listed
        if one.kind == "leader"
    )


def words_for_drafts(
    listed: Sequence[ListedWord], permitted: Iterable[Permitted]
) -> newsroom.UnitWords:
    """What a unit's list and permissions say of a draft: words that are wrong or banned, leaders, numbers."""
    allowed = list(permitted)
    return newsroom.UnitWords(
        words=tuple(
            newsroom.Word(
                wrong=one.wrong, right=one.right if one.kind == "wrong" else "", note=one.note
            )
            for one in listed
            if one.kind in ("wrong", "banned")
        ),
        right=frozenset(one.value for one in allowed if one.kind == "word"),
        leaders=leaders_of(listed),
        numbers=frozenset(one.value for one in allowed if one.kind == "number"),
    )


def _words(listed: Iterable[ListedWord], allowed: Collection[str]) -> tuple[newsroom.Word, ...]:
    own = newsroom.own_words()
    more = (
        newsroom.Word(wrong=one.wrong, right=one.right, note=one.note)
        for one in listed
        if one.kind == "wrong"
    )
    return tuple(one for one in (*own, *more) if one.wrong not in allowed)


def _of(kind: str, listed: Iterable[ListedWord]) -> list[ListedWord]:
    return [one for one in listed if one.kind == kind]
