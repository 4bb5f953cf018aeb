"""Links in texts that come back as messages: ``weixin://bizmsgmenu``, no quota spent.

A tap is a text message whose ``bizmsgmenuid`` is the link's id (sheet §1.4). The ids:

| id | what |
|---|---|
| ``faq:{entry}`` | answer with this entry |
| ``doc:{document}`` | answer with this policy document |
| ``page:{source}:{n}`` | page n of what ``source`` names: an entry, ``doc:{document}``, ``rule-…`` or ``said-…`` |
| ``page:{entry}.{document}:{n}`` | page n of an entry's answer with documents named on it |
| ``helpful:{source}:1`` or ``:0`` | whether that answer helped |
| ``later:{key}`` | what the second look at the message ``key`` has found |
| ``rate:{session}:{stars}`` | what a conversation with a person was worth; the desk counts it |
| ``service:{id}`` | answer with this service of the catalogue |
| ``menu:{key}`` | answer as if this entry of the menu had been tapped |
| ``book:{what}`` | what the counter of appointments understands (``application.appointment_links``) |
| ``tell:{key}`` | tell the follower when the question of the message ``key`` has an answer |
| ``live:{product}`` | remind the follower of this live stream before it starts |
| ``person`` | hand over to a person |
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple
from urllib.parse import quote

SAID_CHARS: Final = 15
"""Of a question as the follower's own bubble shows it; each takes nine bytes of the text, percent-encoded."""
SHOWN_CHARS: Final = 36
"""Of a question as the link shows it."""


class LinkKind(StrEnum):
    """The kinds of answers that a tapped link asks for."""

    FAQ = "faq"
    DOC = "doc"
    PAGE = "page"
    HELPFUL = "helpful"
    LATER = "later"
    RATE = "rate"
    SERVICE = "service"
    MENU = "menu"
    BOOK = "book"
    TELL = "tell"
    LIVE = "live"
    PERSON = "person"


class LinkTarget(NamedTuple):
    """The answer that a tapped link asks for."""

    kind: LinkKind
    of: str = ""
    """The entry, the document, the source of a page, the key of a message, or what the counter is asked."""
    number: int = 0
    """A page from 1; for ``helpful`` 1 or 0; stars."""


_NUMBERED: Final = (LinkKind.PAGE, LinkKind.HELPFUL, LinkKind.RATE)
LONGEST_ID: Final = 120
"""Characters: longer than any of ours. The id becomes part of replies and of keys in the table."""


def link_target(menu_id: str) -> LinkTarget | None:
    """The target of a ``bizmsgmenuid``; None for one that is not ours."""
    if len(menu_id) > LONGEST_ID:
        return None
    word, _, rest = menu_id.partition(":")
    try:
        kind = LinkKind(word)
    except ValueError:
        return None
    if kind is LinkKind.PERSON:
        return LinkTarget(kind) if not rest else None
    if kind not in _NUMBERED:
        return LinkTarget(kind, rest) if rest else None
    of, _, number = rest.rpartition(":")
    if not of or not (number.isascii() and number.isdigit() and len(number) < 4):
        return None
    return LinkTarget(kind, of, int(number))


def link(target: LinkTarget, shown: str, said: str = "") -> str:
    """A link that reads ``shown`` and makes the follower say ``said`` (else the same)."""
    words = _short(_plain(said or shown), SAID_CHARS)
    text = _short(_plain(shown), SHOWN_CHARS)
    return f'<a href="weixin://bizmsgmenu?msgmenucontent={quote(words)}&msgmenuid={_id(target)}">{text}</a>'


def _id(target: LinkTarget) -> str:
    parts = [target.kind.value, target.of] if target.of else [target.kind.value]
    if target.kind in _NUMBERED:
        parts.append(str(target.number))
    return ":".join(parts)


def _plain(text: str) -> str:
    """Words that can't end the link they stand in."""
    return " ".join(text.replace("<", "＜").replace(">", "＞").split())


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
