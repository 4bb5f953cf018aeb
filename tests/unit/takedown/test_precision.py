"""Near-duplicates among the demo's texts: what a threshold of 60 % finds, and what it takes for one that is not."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import yaml

from chalicelib.takedown.likeness import compare, folded, sample
from chalicelib.takedown.models import USUAL_THRESHOLD

DEMO = Path(__file__).parents[3] / "demo"
LONG = 100
"""Folded characters of a text that is copied as a whole: an article, a long answer."""


def entries(found: Any) -> Iterator[dict[str, Any]]:
    """Questions with their answers, wherever they stand in the file."""
    if isinstance(found, dict):
        if "问题" in found:
            yield found
        for below in found.values():
            yield from entries(below)
    elif isinstance(found, list):
        for below in found:
            yield from entries(below)


def texts() -> list[str]:
    """The demo's articles and answers."""
    articles = [
        re.sub(r"[#>*\[\]()!|-]", "", one.read_text(encoding="utf-8").split("---", 2)[-1])
        for one in sorted((DEMO / "articles").glob("*.md"))
    ]
    faq = yaml.safe_load((DEMO / "province/faq.yaml").read_text(encoding="utf-8"))
    return [*articles, *(f"{one['问题']}\n{one['答案']}" for one in entries(faq))]


def copied(text: str, chance: random.Random) -> str:
    """As another unit takes it over: a header and a footer, sentences left out, words changed."""
    kept = []
    for sentence in re.split(r"(?<=[。！？\n])", text):
        dice = chance.random()
        if dice < 0.12:
            continue
        if dice < 0.3 and len(sentence) > 12:
            at = chance.randrange(len(sentence) - 6)
            word = chance.choice(["相关", "有关", "及时", "请您", "本地"])
            kept.append(sentence[:at] + word + sentence[at + 2 :])
        else:
            kept.append(sentence)
    return "点击上方蓝字关注我们。\n" + "".join(kept) + "\n来源：省税务局。转发给身边的纳税人。"


def score(clue: str, text: str) -> int:
    found = compare(sample(clue), text)
    return found.score if found else 0


def test_copies_with_changed_sentences_are_found() -> None:
    chance = random.Random(7)  # noqa: S311 - the same copies every time
    long = [one for one in texts() if len(folded(one).text) >= LONG]
    scores = [score(one, copied(one, chance)) for one in long for _ in range(20)]
    found = sum(one >= USUAL_THRESHOLD for one in scores)
    assert found / len(scores) >= 0.95


def test_different_texts_of_one_trade_are_hardly_taken_for_one() -> None:
    every = [one for one in texts() if len(folded(one).text) >= 10]
    scores = [score(one, other) for one, other in permutations(every, 2)]
    false = sum(one >= USUAL_THRESHOLD for one in scores)
    assert false / len(scores) <= 0.005
