"""The part of the model's words that counts. Pure. It may be wrong, or talked into anything; released answers are not."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Final

from chalicelib.assistant.errors import NoAnswer
from chalicelib.assistant.models import Opinion, Source

_FENCED: Final = re.compile(r"^```(?:json)?\s*(.*?)\s*```$", re.DOTALL)
_FACTS: Final = re.compile(
    r"https?://[^\s<>\"'，。；）]+"  # where to go
    r"|《[^》]*》|〔\d+〕|〈[^〉]*〉"  # what it rests on
    r"|\d+(?:[.,:：/-]\d+)*\s*[%％]?"  # how much, when
    r"|百分之[零一二三四五六七八九十百点]+"
    r"|[零一二三四五六七八九十百千万亿两]{2,}"
)
_NEGATIONS: Final = "不未无免非禁勿别没"
_LONGER: Final = 1.3
"""A rephrased answer much longer than what it rests on says more than that."""


def judge(content: str, sources: Sequence[Source], *, rephrase: bool) -> Opinion | None:
    """The opinion in a completion's text; None if it says that no answer fits.

    Words that hold a fact which the released answer doesn't, or lose one, give way to the released answer.
    Raises ``NoAnswer`` for what can't be read, or names an answer that was not offered.
    """
    said = _object(content)
    choice = said.get("choice")
    if choice is None or choice in ("", "null"):
        return None
    chosen = next((one for one in sources if one.id == choice), None)
    if chosen is None:
        raise NoAnswer("模型选了没有给它的条目")
    words = said.get("answer")
    if rephrase and isinstance(words, str) and says_the_same(words, chosen.answer):
        return Opinion(source=chosen.id, text=words.strip(), rephrased=True)
    return Opinion(source=chosen.id, text=chosen.answer)


def says_the_same(words: str, answer: str) -> bool:
    """Whether ``words`` could be ``answer`` said differently: the same facts, the same negations, no more length.

    A coarse check that errs on the side of the released answer.
    """
    words = words.strip()
    return (
        bool(words)
        and len(words) <= len(answer) * _LONGER + 20
        and "<" not in words.replace("<a ", "").replace("</a>", "")
        and _facts(words) == _facts(answer)
        and {c for c in words if c in _NEGATIONS} == {c for c in answer if c in _NEGATIONS}
    )


def _facts(text: str) -> set[str]:
    return {"".join(found.split()).rstrip("/.") for found in _FACTS.findall(text)}


def _object(content: str) -> dict[str, object]:
    text = content.strip()
    fenced = _FENCED.match(text)
    try:
        found = json.loads(fenced.group(1) if fenced else text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise NoAnswer("模型没有按要求返回 JSON")
    return found
