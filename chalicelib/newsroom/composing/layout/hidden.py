"""Words and pictures that the author of a page has hidden: they stay hidden, and are named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from chalicelib.newsroom.composing.sources.source import AT
from chalicelib.newsroom.models import Finding, Severity
from chalicelib.visibility import SHOWN, Look, Rules, seen

if TYPE_CHECKING:
    from bs4 import Tag

_SHOWN_CHARS: Final = 20


def drop_hidden(root: Tag, rules: Rules, begins: str) -> list[Finding]:
    """Take out what is hidden; one warning for each place, with the beginning of the words."""
    from bs4 import Tag as Element

    met: dict[str, list[str]] = {}
    # A stack of our own: pages nest deeper than Python likes to call.
    waiting: list[tuple[Tag, Look, str]] = [(root, SHOWN, begins)]
    while waiting:
        tag, look, place = waiting.pop()
        for child in list(tag.contents):
            if not isinstance(child, Element):
                if look.hides_words and str(child).strip():
                    met.setdefault(place, []).append(" ".join(str(child).split()))
                    child.extract()
                continue
            attributes = {key.lower(): _text(value) for key, value in child.attrs.items()}
            inner = seen(look, child.name, attributes, rules)
            where = attributes.get(AT) or place
            if child.name == "img" and inner.hides_pictures:
                met.setdefault(where, []).append(attributes.get("alt") or "图片")
                child.extract()
            elif inner.gone:
                words = " ".join(child.get_text(" ").split())
                if words or child.find("img") is not None:
                    met.setdefault(where, []).append(words or "图片")
                child.extract()
            else:
                waiting.append((child, inner, where))
    return [_finding(place, words) for place, words in met.items()]


def _finding(place: str, words: list[str]) -> Finding:
    whole = " ".join(words)
    shown = whole if len(whole) <= _SHOWN_CHARS else whole[:_SHOWN_CHARS] + "…"
    return Finding(
        where=place,
        what=f"网页里隐藏的内容没有放进正文：“{shown}”；要发布请先取消隐藏",
        severity=Severity.WARNING,
    )


def _text(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)
