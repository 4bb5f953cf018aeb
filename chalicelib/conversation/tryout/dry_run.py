"""An edited reply book over real messages: which answers would change, before it goes live."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

from chalicelib.clock import SHANGHAI
from chalicelib.conversation.ladder.context import AccountContext
from chalicelib.conversation.ladder.decide import decide
from chalicelib.conversation.ladder.knowledge_source import KnowledgeSource
from chalicelib.conversation.models import AskedMessage, Decision, Rung
from chalicelib.conversation.rules.reply_book import ReplyBook
from chalicelib.conversation.tryout.message import first, typed
from chalicelib.followers import FollowerState
from chalicelib.values import Value
from chalicelib.wechat.replies import TextReply

_PAGE: Final = re.compile(r"page:rule-\d+-\d+")
NOT_THE_ROBOTS: Final = frozenset({Rung.OWNED, Rung.WAITING})
"""Messages that were for a person."""


class AnswerSummary(Value):
    """An answer, as short as it can be told from another one."""

    rung: Rung
    by: str = ""
    """The rule, the service or the entry."""
    text: str = ""


class Changed(Value):
    """An answer that would be another one."""

    before: AnswerSummary
    after: AnswerSummary
    count: int
    examples: tuple[str, ...]
    """Up to three messages."""


class DryRun(Value):
    """The changes that an edit would have made."""

    messages: int
    changed: int
    rungs_before: dict[Rung, int]
    rungs_after: dict[Rung, int]
    changes: tuple[Changed, ...]
    """The most frequent first."""


KnowledgeAt = Callable[[ReplyBook, datetime], KnowledgeSource | None]
"""Book, time → the knowledge that goes with the book then."""


def dry_run(
    messages: Iterable[AskedMessage],
    before: ReplyBook,
    after: ReplyBook,
    account: AccountContext,
    knowledge_at: KnowledgeAt,
) -> DryRun:
    """Ask both books every typed message at its own time, as somebody new would.

    Tapped links and messages to a person are left out. Of several replies the first is taken, so that chance
    changes nothing.
    """
    pairs: dict[tuple[AnswerSummary, AnswerSummary], Counter[str]] = {}
    rungs_before: Counter[Rung] = Counter()
    rungs_after: Counter[Rung] = Counter()
    for message in messages:
        if message.tap or message.rung in NOT_THE_ROBOTS:
            continue
        old, new = (_answer(message, book, account, knowledge_at) for book in (before, after))
        rungs_before[old.rung] += 1
        rungs_after[new.rung] += 1
        if old != new:
            pairs.setdefault((old, new), Counter())[message.text] += 1
    changes = [
        Changed(
            before=old,
            after=new,
            count=texts.total(),
            examples=tuple(text for text, _ in texts.most_common(3)),
        )
        for (old, new), texts in pairs.items()
    ]
    return DryRun(
        messages=rungs_before.total(),
        changed=sum(one.count for one in changes),
        rungs_before=dict(rungs_before),
        rungs_after=dict(rungs_after),
        changes=tuple(sorted(changes, key=lambda one: -one.count)),
    )


def _answer(
    message: AskedMessage, book: ReplyBook, account: AccountContext, knowledge_at: KnowledgeAt
) -> AnswerSummary:
    at = datetime.fromtimestamp(message.at, SHANGHAI)
    context = account._replace(knowledge=knowledge_at(book, at))
    push = typed(message.text, at, message.who)
    return _summary(decide(push, book, FollowerState(), at, first, context))


def _summary(decision: Decision) -> AnswerSummary:
    reply = decision.reply
    text = reply.content if isinstance(reply, TextReply) else (reply.type if reply else "")
    # The next page of another version is no other answer.
    text = _PAGE.sub("page:rule", text)
    return AnswerSummary(rung=decision.rung, by=decision.rule or decision.entry or "", text=text)
