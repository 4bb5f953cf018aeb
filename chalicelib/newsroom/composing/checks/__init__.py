"""The house's own checks, beside WeChat's limits. A new check is one more line of ``CHECKS``.

A check is a pure function from ``Copy`` (an article's words and their places) to findings. To add one, write it in a
module here and enter it in ``CHECKS``; its id is what a unit switches off.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from chalicelib.newsroom.composing.checks.basis import missing_basis
from chalicelib.newsroom.composing.checks.brackets import unclosed
from chalicelib.newsroom.composing.checks.dates import in_calendar
from chalicelib.newsroom.composing.checks.leaders import titled
from chalicelib.newsroom.composing.checks.marks import left_over
from chalicelib.newsroom.composing.checks.models import Copy, House, Leader, UnitWords, Word
from chalicelib.newsroom.composing.checks.numbers import differing
from chalicelib.newsroom.composing.checks.privacy import unmasked
from chalicelib.newsroom.composing.checks.word_lists import WordList, own_words, wrong_words
from chalicelib.newsroom.models import Finding

Check = Callable[[Copy, House], list[Finding]]

CHECKS: Final[dict[str, tuple[str, Check]]] = {
    "words": ("错别字、敏感词", wrong_words),
    "privacy": ("个人信息已打码", unmasked),
    "leaders": ("领导人职务与名单一致", titled),
    "marks": ("没有遗留的排版标记", left_over),
    "brackets": ("括号、引号成对", unclosed),
    "numbers": ("标题中的数字与正文一致", differing),
    "dates": ("日期存在，期限没有过期", in_calendar),
    "basis": ("政策类栏目写明依据", missing_basis),
}
"""Id → its name for people, and the check."""


def examine(copy: Copy, house: House) -> list[Finding]:
    """Every finding of every check that is not switched off, each marked with the check's id."""
    return [
        finding.model_copy(update={"check": name})
        for name, (_, check) in CHECKS.items()
        if name not in house.off
        for finding in check(copy, house)
    ]


__all__ = [
    "CHECKS",
    "Check",
    "Copy",
    "House",
    "Leader",
    "UnitWords",
    "Word",
    "WordList",
    "examine",
    "own_words",
]
