"""Answers that followers wanted to be told: offered where a question got none, and told at their next word.

A follower's state holds the news that could not be told by a message: a JSON list of ``[agreement, entry, question]``.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from chalicelib.conversation.ladder import phrases
from chalicelib.conversation.ladder.links import LinkKind, LinkTarget, link
from chalicelib.conversation.ladder.pages import PAGE_BYTES
from chalicelib.conversation.models import Decision, Rung
from chalicelib.wechat.replies import TextReply

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chalicelib.conversation.ladder.context import MessageContext

UNANSWERED: Final = frozenset({Rung.PERSON, Rung.DEFAULT})
"""Rungs that tell a follower, without a person, that nothing was found."""
MOST_NEWS: Final = 5
"""Answers that wait for a follower's next word; an older one gives way to a newer."""
_QUESTION_CHARS: Final = 20


def with_offer(decision: Decision, context: MessageContext) -> Decision:
    """The decision with the offer to be told, where it is a text that leaves a question open, and there is room."""
    if decision.handover is not None or not context.text or context.asks_little:
        return decision
    tap = link(LinkTarget(LinkKind.TELL, context.push.key), phrases.TELL_LINK)
    return _with_text(decision, phrases.TELL_ME.format(link=tap)) or decision


def with_news(decision: Decision, news: str) -> Decision:
    """The decision with as much of a follower's news as there is room for; while a person speaks, with none."""
    if decision.rung is Rung.OWNED:
        return decision
    told: list[str] = []
    for agreement, entry, question in json.loads(news):
        text = phrases.NEWS.format(
            question=question, link=link(LinkTarget(LinkKind.FAQ, entry), phrases.NEWS_LINK)
        )
        more = _with_text(decision, text)
        if more is None:
            break
        decision = more
        told.append(agreement)
    return replace(decision, news=tuple(told)) if told else decision


def news_with(news: str, agreement: str, entry: str, question: str) -> str:
    """A follower's news with one more; twice is once."""
    kept = [one for one in json.loads(news or "[]") if one[0] != agreement]
    short = shortened(question, _QUESTION_CHARS)
    return json.dumps([*kept, [agreement, entry, short]][-MOST_NEWS:], ensure_ascii=False)


def shortened(question: str, most: int) -> str:
    """A question on one line, of ``most`` characters at most."""
    line = " ".join(question.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def news_left(news: str, told: Sequence[str]) -> str:
    """A follower's news without those that were told; empty where none is left."""
    left = [one for one in json.loads(news or "[]") if one[0] not in told]
    return json.dumps(left, ensure_ascii=False) if left else ""


def _with_text(decision: Decision, text: str) -> Decision | None:
    """The decision with a paragraph more; None where it is no text, or would get too long."""
    reply = decision.reply
    if reply is None:
        said = text
    elif isinstance(reply, TextReply):
        said = f"{reply.content}\n\n{text}"
    else:
        return None
    if len(said.encode()) > PAGE_BYTES:
        return None
    return replace(decision, reply=TextReply(content=said))
