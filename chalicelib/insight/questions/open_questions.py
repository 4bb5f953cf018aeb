"""Questions without a sure answer, counted together: what an account should learn next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Final

from pydantic import AwareDatetime

from chalicelib.clock import SHANGHAI
from chalicelib.conversation import (
    AskedMessage,
    LinkKind,
    Rung,
    asks_something,
    bare,
    fold,
    link_target,
)
from chalicelib.values import Value

UNANSWERED: Final = frozenset(
    {Rung.CLARIFY, Rung.DEFERRED, Rung.CALM, Rung.PERSON, Rung.DEFAULT, Rung.SILENT}
)
"""Rungs that leave a question open. (A follower who waits for a person, or has one, does not ask the robot.)"""
CHOSEN_WITHIN: Final = 600
"""Seconds in which a follower who was offered questions taps one."""


class Question(Value):
    """A question that was asked in the same words, punctuation and width aside."""

    key: str
    """Names it on the command line; made from its words."""
    text: str
    """As it was asked most often."""
    count: int
    askers: int
    days: dict[str, int]
    """Asia/Shanghai."""
    first: AwareDatetime
    last: AwareDatetime
    rungs: dict[Rung, int]
    examples: tuple[str, ...]
    """Up to three ways it was written."""
    chosen: str = ""
    """The entry that askers tapped most after being offered some: these words may be its variant."""


def question_key(text: str) -> str:
    """The key of a question's words."""
    return sha256(bare(fold(text)).encode()).hexdigest()[:8]


def unanswered(kept: Iterable[AskedMessage]) -> list[Question]:
    """Questions without a sure answer among messages in order of time; the most frequent first."""
    groups: dict[str, list[AskedMessage]] = {}
    offered: dict[str, tuple[int, str]] = {}
    chosen: dict[str, Counter[str]] = {}
    for one in kept:
        if one.tap:
            taken = link_target(one.tap)
            at, key = offered.pop(one.who, (0, ""))
            if taken and taken.kind is LinkKind.FAQ and one.at - at <= CHOSEN_WITHIN:
                chosen.setdefault(key, Counter())[taken.of] += 1
            continue
        offered.pop(one.who, None)
        if one.rung not in UNANSWERED or one.rule or not asks_something(one.text):
            continue
        key = question_key(one.text)
        groups.setdefault(key, []).append(one)
        offered[one.who] = (one.at, key)
    found = [_question(key, group, chosen.get(key)) for key, group in groups.items()]
    return sorted(found, key=lambda one: (-one.count, -one.last.timestamp()))


def _question(key: str, group: list[AskedMessage], chosen: Counter[str] | None) -> Question:
    texts = Counter(one.text for one in group)
    return Question(
        key=key,
        text=texts.most_common(1)[0][0],
        count=len(group),
        askers=len({one.who for one in group}),
        days=dict(Counter(_at(one).date().isoformat() for one in group)),
        first=_at(group[0]),
        last=_at(group[-1]),
        rungs=dict(Counter(one.rung for one in group)),
        examples=tuple(text for text, _ in texts.most_common(3)),
        chosen=chosen.most_common(1)[0][0] if chosen else "",
    )


def _at(one: AskedMessage) -> datetime:
    return datetime.fromtimestamp(one.at, SHANGHAI)
