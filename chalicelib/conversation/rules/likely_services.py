"""Services that a message asks for without naming them: how much of what it says stands in what they are for.

The words are pairs of characters, weighed by how few services have them. Loaded when a message first comes so far up
the ladder, and held with the services.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import log
from typing import Final

from chalicelib.conversation.models import Service
from chalicelib.conversation.rules.matcher import fold

MOST: Final = 2
"""Services that are offered."""
LEAST: Final = 0.4
"""The share of a message's weight that a service must cover (docs/services.md has what it was measured on)."""
_NEAR_BEST: Final = 0.85
_IN_ABOUT: Final = 0.8
"""Of a pair that stands in the description, not in a name."""
_FILLERS: Final = re.compile(
    "请问|您好|你好|怎么样|怎么办理|怎么|如何|怎样|哪里|哪儿|在哪|什么|可以|能不能|能否|可不可以|是不是|需要|想要|我想|我要|我们|想问|问一下|"
    "办理|办一下|一下|多少|多久|谢谢|麻烦|现在|已经|还是|应该|有没有|没有|不了|不到|这个|那个|[的了吗呢吧啊呀么我你您想要去来到在是有和就把给被还都]"
)
_PARTS: Final = re.compile(r"[a-z0-9]+|[^\W_a-z0-9]+")


class LikelyServices:
    """An index over the names and descriptions of services."""

    def __init__(self, services: Sequence[Service]) -> None:
        self._services = services
        self._found: dict[str, list[tuple[int, float]]] = {}
        """Pair → the services that have it, and how much it counts there."""
        for nth, one in enumerate(services):
            weights = dict.fromkeys(_pairs(one.about), _IN_ABOUT)
            for name in (one.name, *one.aliases):
                weights |= dict.fromkeys(_pairs(name), 1.0)
            for pair, weight in weights.items():
                self._found.setdefault(pair, []).append((nth, weight))
        self._unknown = log(1 + len(services))

    def of(self, text: str) -> list[Service]:
        """The services that cover enough of a text, the best first."""
        asked = set(_pairs(text))
        if len(asked) < 2:
            return []
        whole, scores = 0.0, dict[int, float]()
        for pair in asked:
            having = self._found.get(pair)
            rare = log(1 + len(self._services) / len(having)) if having else self._unknown
            whole += rare
            for nth, weight in having or ():
                scores[nth] = scores.get(nth, 0.0) + rare * weight
        best = max(scores.values(), default=0.0)
        least = max(LEAST * whole, best * _NEAR_BEST)
        near = [(-score, nth) for nth, score in scores.items() if score >= least]
        return [self._services[nth] for _, nth in sorted(near)[:MOST]]


def _pairs(text: str) -> list[str]:
    """Pairs of neighbouring characters, and words of letters or digits, without what every question says."""
    found: list[str] = []
    for piece in _FILLERS.sub(" ", fold(text)).split():
        for part in _PARTS.findall(piece):
            if part.isascii():
                found.append(part)
            else:
                found += [part[at : at + 2] for at in range(len(part) - 1)] or [part]
    return found
