"""An edited reply book over real messages: which answers would change, before it goes live."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Final

from pydantic import BaseModel, ConfigDict

from chalicelib.clock import SHANGHAI
from chalicelib.conversation.ladder.climb import decide
from chalicelib.conversation.ladder.context import Around, Knows
from chalicelib.conversation.models import AskedMessage, Decision, Rung
from chalicelib.conversation.rules.reply_book import ReplyBook
from chalicelib.followers import FollowerState
from chalicelib.wechat.messages import Text
from chalicelib.wechat.replies import Reply, TextReply

_PAGE: Final = re.compile(r"page:rule-\d+-\d+")
NOT_THE_ROBOTS: Final = frozenset({Rung.OWNED, Rung.WAITING})
"""Messages that were for a person."""


class Said(BaseModel):
    """An answer, as short as it can be told from another."""

    model_config = ConfigDict(frozen=True)

    rung: Rung
    by: str = ""
    """The rule, the service or the entry."""
    text: str = ""


class Changed(BaseModel):
    """An answer that would be another one."""

    model_config = ConfigDict(frozen=True)

    before: Said
    after: Said
    count: int
    examples: tuple[str, ...]
    """Up to three messages."""


class DryRun(BaseModel):
    """What an edit would have changed."""

    model_config = ConfigDict(frozen=True)

    messages: int
    changed: int
    rungs_before: dict[Rung, int]
    rungs_after: dict[Rung, int]
    changes: tuple[Changed, ...]
    """The most frequent first."""


KnowsAt = Callable[[ReplyBook, datetime], Knows | None]
"""What a book knows at a time."""


def dry_run(
    messages: Iterable[AskedMessage],
    before: ReplyBook,
    after: ReplyBook,
    around: Around,
    knows: KnowsAt,
) -> DryRun:
    """Ask both books every typed message at its own time, as somebody new would.

    Links that were tapped, and what was said to a person, are left out. Of several replies the first is taken, so
    that chance changes nothing.
    """
    pairs: dict[tuple[Said, Said], Counter[str]] = {}
    rungs: tuple[Counter[Rung], Counter[Rung]] = (Counter(), Counter())
    for one in messages:
        if one.tap or one.rung in NOT_THE_ROBOTS:
            continue
        was, is_ = (_said(one, book, around, knows) for book in (before, after))
        rungs[0][was.rung] += 1
        rungs[1][is_.rung] += 1
        if was != is_:
            pairs.setdefault((was, is_), Counter())[one.text] += 1
    changes = [
        Changed(
            before=was,
            after=is_,
            count=texts.total(),
            examples=tuple(text for text, _ in texts.most_common(3)),
        )
        for (was, is_), texts in pairs.items()
    ]
    return DryRun(
        messages=rungs[0].total(),
        changed=sum(one.count for one in changes),
        rungs_before=dict(rungs[0]),
        rungs_after=dict(rungs[1]),
        changes=tuple(sorted(changes, key=lambda one: -one.count)),
    )


def _said(one: AskedMessage, book: ReplyBook, around: Around, knows: KnowsAt) -> Said:
    at = datetime.fromtimestamp(one.at, SHANGHAI)
    push = Text.model_validate(
        {
            "ToUserName": "gh",
            "FromUserName": one.who,
            "CreateTime": one.at,
            "MsgType": "text",
            "MsgId": "0",
            "Content": one.text,
        }
    )
    here = around._replace(knows=knows(book, at))
    return _told(decide(push, book, FollowerState(), at, _first, here))


def _told(decision: Decision) -> Said:
    reply = decision.reply
    text = reply.content if isinstance(reply, TextReply) else (reply.type if reply else "")
    # Which page of which version follows is no other answer.
    text = _PAGE.sub("page:rule", text)
    return Said(rung=decision.rung, by=decision.rule or decision.entry or "", text=text)


def _first(replies: Sequence[Reply]) -> Reply:
    return replies[0]
