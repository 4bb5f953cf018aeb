"""Rules that hid sure answers: what recent messages got from a rule although the knowledge base knew better."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from chalicelib.conversation.ladder.context import AccountContext, MessageContext
from chalicelib.conversation.ladder.knowledge_source import KnowledgeSource
from chalicelib.conversation.ladder.rungs import knowledge, rule
from chalicelib.conversation.models import ReplyRules
from chalicelib.conversation.rules.matcher import Match
from chalicelib.conversation.rules.reply_book import ReplyBook
from chalicelib.conversation.tryout.lint import FindingKind, RuleFinding
from chalicelib.conversation.tryout.message import first, typed
from chalicelib.followers import FollowerState

OFTEN: Final = 3
"""Messages of a rule from which it is named; one or two may be chance."""


def hidden_answers(
    rules: ReplyRules, messages: Sequence[str], source: KnowledgeSource, now: datetime
) -> list[RuleFinding]:
    """A finding for each rule that speaks to ``messages`` to which the knowledge base is sure of an answer.

    A rule whose keyword is a good part of the message is what was asked for. Each different message is looked up
    once, at ``now`` (aware, Asia/Shanghai).
    """
    book = ReplyBook(rules, 0)
    account = AccountContext(knowledge=source)
    hidden: dict[str, Counter[tuple[str, str]]] = {}
    for text, times in Counter(messages).items():
        context = MessageContext(typed(text, now), book, FollowerState(), now, account, first)
        match = rule.winner(context)
        if isinstance(match, Match) and rule.is_small(match, context.folded):
            better = knowledge.sure_source(context)
            if better is not None:
                hidden.setdefault(match.rule.name, Counter())[match.keyword, better] += times
    return [_finding(name, found) for name, found in hidden.items() if found.total() >= OFTEN]


def _finding(name: str, found: Counter[tuple[str, str]]) -> RuleFinding:
    keyword, better = found.most_common(1)[0][0]
    return RuleFinding(
        kind=FindingKind.HIDES,
        rule=name,
        keyword=keyword,
        other=better,
        detail=str(found.total()),
    )
