"""Emphasis in Markdown as people write it who put no blanks between words.

CommonMark wants a blank or an ASCII letter beside marks that touch punctuation, so ``税率**13%**降为**9%**`` makes 降为 bold.
Here marks open where something follows and close where something stands before them, and a star in a product is a star.
"""

from __future__ import annotations

from collections.abc import Callable
from types import MethodType
from typing import TYPE_CHECKING, Final

from markdown_it.common.utils import isWhiteSpace
from markdown_it.rules_inline import emphasis, strikethrough
from markdown_it.rules_inline.state_inline import Scanned, StateInline

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_MASK: Final = 4
"""So many stars in a row hide digits (138****1234)."""


def allow_chinese_emphasis(parser: MarkdownIt) -> None:
    """Let ``parser`` read ``*``, ``**`` and ``~~`` so."""
    parser.inline.ruler.at("emphasis", _with_own_scan(emphasis.tokenize))
    parser.inline.ruler.at("strikethrough", _with_own_scan(strikethrough.tokenize))


Rule = Callable[[StateInline, bool], bool]


def _with_own_scan(rule: Rule) -> Rule:
    def tokenized(state: StateInline, silent: bool) -> bool:
        state.scanDelims = MethodType(_scan, state)  # type: ignore[method-assign]
        return rule(state, silent)

    return tokenized


def _scan(state: StateInline, start: int, can_split_word: bool) -> Scanned:
    marker = state.src[start]
    if marker == "_":
        return StateInline.scanDelims(state, start, can_split_word)
    end = start
    while end < state.posMax and state.src[end] == marker:
        end += 1
    before = state.src[start - 1] if start > 0 else " "
    after = state.src[end] if end < state.posMax else " "
    length = end - start
    if marker == "*" and (length >= _MASK or (length == 1 and _multiplies(before, after))):
        return Scanned(can_open=False, can_close=False, length=length)
    return Scanned(
        can_open=not isWhiteSpace(ord(after)),
        can_close=not isWhiteSpace(ord(before)),
        length=length,
    )


def _multiplies(before: str, after: str) -> bool:
    """Whether a single star stands between a number and another number or word: 100*2, 单价*3."""
    return (before.isdigit() and after.isalnum()) or (before.isalnum() and after.isdigit())
