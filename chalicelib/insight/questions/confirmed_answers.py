"""Answers that followers confirmed: an account's own thresholds are fitted and measured on them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from chalicelib.conversation import AskedMessage, LinkKind, Rung, link_target
from chalicelib.insight.questions.open_questions import CHOSEN_WITHIN, question_key

_HELPED: Final = 1


class Confirmed(NamedTuple):
    """A message in a follower's words, and the entry that answered it."""

    query: str
    entry: str


def confirmed(kept: Iterable[AskedMessage]) -> list[Confirmed]:
    """The confirmed answers among messages in order of time; each question once for an entry.

    Confirmed is what the asker chose from the offered questions, or called helpful, within ten minutes. Who calls a
    chosen answer unhelpful takes it back.
    """
    found: dict[tuple[str, str], Confirmed] = {}
    asked: dict[str, AskedMessage] = {}
    for one in kept:
        if not one.tap:
            asked[one.who] = one
            continue
        question, taken = asked.get(one.who), link_target(one.tap)
        if question is None or taken is None or one.at - question.at > CHOSEN_WITHIN:
            continue
        key = (question_key(question.text), taken.of)
        if taken.kind is LinkKind.HELPFUL and taken.number != _HELPED:
            found.pop(key, None)
        elif _confirms(question, taken.kind, taken.of):
            found[key] = Confirmed(question.text, taken.of)
    return list(found.values())


def halves(found: Iterable[Confirmed]) -> tuple[list[Confirmed], list[Confirmed]]:
    """One half to fit on, one to measure on: by its words, so that a question always falls on the same side."""
    sides: tuple[list[Confirmed], list[Confirmed]] = ([], [])
    for one in found:
        sides[int(question_key(one.query), 16) % 2].append(one)
    return sides


def _confirms(question: AskedMessage, kind: LinkKind, entry: str) -> bool:
    if kind is LinkKind.HELPFUL:
        return question.rung is Rung.FAQ and question.entry == entry
    return kind is LinkKind.FAQ and question.rung is Rung.CLARIFY
