"""The text of a message that tells a follower the answer to a question of theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from chalicelib.conversation.ladder import phrases
from chalicelib.conversation.ladder.links import LinkKind, LinkTarget, link
from chalicelib.conversation.ladder.news import shortened
from chalicelib.conversation.ladder.pages import PAGE_BYTES

if TYPE_CHECKING:
    from chalicelib.knowledge import CompiledEntry

_QUESTION_CHARS: Final = 30


def told_text(entry: CompiledEntry, question: str) -> str:
    """The answer whole, where it fits into one message; else a link to its first page."""
    short = shortened(question, _QUESTION_CHARS)
    basis = "".join(f"\n{phrases.BASIS}{one.title}" for one in entry.basis)
    text = f"{phrases.TOLD.format(question=short)}\n{entry.answer.strip()}{basis}"
    if len(text.encode()) <= PAGE_BYTES:
        return text
    tap = link(LinkTarget(LinkKind.FAQ, entry.id), phrases.NEWS_LINK, entry.question)
    return phrases.NEWS.format(question=short, link=tap)
