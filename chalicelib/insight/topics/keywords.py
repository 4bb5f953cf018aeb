"""Keywords of topics: the words that tell one topic from the others, none of which is one person's. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import log
from typing import Final

from chalicelib import knowledge
from chalicelib.insight.questions.drafts import NOBODYS

MOST: Final = 5
_SHORTEST: Final = 2
_COMMON: Final = 0.45
"""Rarity in Chinese at large below which a word is a filler; 0 is the commonest."""
_POLITE: Final = frozenset(
    {"请问", "你好", "您好", "谢谢", "麻烦", "咨询", "为什么", "不了", "办理"}
)


def keywords(topics: Mapping[str, Sequence[tuple[str, str]]]) -> dict[str, tuple[str, ...]]:
    """Up to ``MOST`` words of each topic, the strongest first, from its questions: who asked, and the text.

    A word of fewer than ``NOBODYS`` people is none, nor is one with a digit in it: it may be somebody's number.
    """
    users: dict[str, dict[str, set[str]]] = {}
    rarity: dict[str, float] = {}
    in_topics: dict[str, int] = defaultdict(int)
    for name, asked in topics.items():
        mine: dict[str, set[str]] = defaultdict(set)
        for who, text in asked:
            for word, rare in knowledge.retrieval.words(text).items():
                if len(word) >= _SHORTEST and not any(map(str.isdigit, word)):
                    mine[word].add(who)
                    rarity[word] = rare
        users[name] = {word: who for word, who in mine.items() if len(who) >= NOBODYS}
        for word in users[name]:
            in_topics[word] += 1
    return {
        name: _best(
            {
                word: len(who) * rarity[word] * (1 + log(len(topics) / in_topics[word]))
                for word, who in mine.items()
                if rarity[word] >= _COMMON and word not in _POLITE
            }
        )
        for name, mine in users.items()
    }


def _best(weights: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(sorted(weights, key=lambda word: (-weights[word], word))[:MOST])
