"""A long text as pages that WeChat takes whole: split between sentences, never inside a link."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from chalicelib.conversation.ladder import phrases
from chalicelib.conversation.ladder.links import LinkKind, LinkTarget, link

PAGE_BYTES: Final = 2000
"""Of a whole reply (sheet §1.6)."""
_BODY_BYTES: Final = 1600
"""Of a page's text where there are several; the links below take the rest."""

_LINK = re.compile(r"<a\b[^>]*>.*?</a\s*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?a\b[^>]*>", re.IGNORECASE)
_SENTENCE = re.compile(r"[^\n。！？；!?;]*(?:[。！？；!?;]+[”’」』）)]*|\n+|$)")


def page(text: str, source: str, number: int, foot: str = "") -> str:
    """Page ``number`` (from 1) of a text that ``source`` names; the last one has the ``foot``, others lead on."""
    foot = f"\n\n{foot}" if foot else ""
    made = pages(text, len(foot.encode()))
    at = min(max(number, 1), len(made))
    if at < len(made):
        shown = f"{phrases.NEXT_LINK}（{at + 1}/{len(made)}）"
        foot = f"\n\n{link(LinkTarget(LinkKind.PAGE, source, at + 1), shown, phrases.NEXT_LINK)}"
    return made[at - 1] + foot


def pages(text: str, foot_bytes: int = 0) -> list[str]:
    """``text`` as one page where it fits together with a foot of ``foot_bytes``, else as several.

    Joined they are the text, but for white space around the borders. Empty only for an empty text.
    """
    text = text.strip()
    if _size(text) + foot_bytes <= PAGE_BYTES:
        return [text] if text else []
    made: list[str] = []
    page = ""
    for piece in _pieces(text):
        if page.strip() and _size(page) + _size(piece) > _BODY_BYTES:
            made.append(page.strip())
            page = ""
        page += piece
    if page.strip():
        made.append(page.strip())
    return made


def _pieces(text: str) -> Iterator[str]:
    """Sentences and links, none longer than a page. A sentence that a link stands in may end a page before it."""
    at = 0
    for found in _LINK.finditer(text):
        yield from _sentences(text[at : found.start()])
        if _size(found[0]) <= _BODY_BYTES:
            yield found[0]
        else:  # an address longer than a page can't be tapped whole; its words can be read
            yield from _sentences(_TAG.sub("", found[0]))
        at = found.end()
    yield from _sentences(text[at:])


def _sentences(text: str) -> Iterator[str]:
    for found in _SENTENCE.finditer(text):
        data = found[0].encode()
        while len(data) > _BODY_BYTES:
            head = data[:_BODY_BYTES].decode(errors="ignore")
            yield head
            data = data[len(head.encode()) :]
        if data:
            yield data.decode()


def _size(text: str) -> int:
    return len(text.encode())
