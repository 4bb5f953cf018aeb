"""The rung of keyword rules, and when a contained keyword leaves the word to the knowledge base (docs/decisions/0094)."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from chalicelib.accounts import Agents
from chalicelib.conversation.ladder.context import MessageContext, SkipReason
from chalicelib.conversation.ladder.replies import rule_reply
from chalicelib.conversation.ladder.rungs import knowledge, person
from chalicelib.conversation.models import Decision, Reason, Rung
from chalicelib.conversation.rules.matcher import Match, fold
from chalicelib.wechat.replies import TransferReply

LONG: Final = 15
"""Characters of a message below which a rule always speaks; of shorter ones the knowledge base is not asked first."""
TIMES: Final = 3
"""So many times as long as its keyword, a message may well be about something else."""
_HEARD_ENDS: Final = " 。？！，.?!,"
"""What WeChat heard ends in a full stop that nobody said."""


def called(context: MessageContext) -> Decision | SkipReason:
    """A keyword rule is called: exact, then contains, unless a small one leaves a long message to a sure answer.

    Exact, marked 必答, or a good part of the message, a keyword is always answered.
    """
    match = winner(context)
    if isinstance(match, SkipReason):
        return match
    own_desk = context.account.desk.agents and context.account.agents is Agents.OWN
    if own_desk and isinstance(match.rule.replies[0], TransferReply):
        handed = person.hand_over(context, Reason.RULE, match.rule.name)
        if isinstance(handed, Decision):
            return replace(handed, keyword=match.keyword)
    return rule_reply(context, match)


def winner(context: MessageContext) -> Match | SkipReason:
    """The rule that speaks, or the reason that none does."""
    if not context.text:
        return SkipReason.NO_TEXT
    matcher, folded = context.book.matcher, context.folded
    match = matcher.best_folded(folded, context.now)
    if context.push.msg_type == "voice" and (match is None or match.rung is not Rung.EXACT):
        heard = fold(context.text.rstrip(_HEARD_ENDS))
        better = matcher.best_folded(heard, context.now)
        if better is not None:
            match, folded = better, heard
    if match is None:
        return SkipReason.NO_RULE
    if is_aside(match, folded) and knowledge.sure_source(context):
        calls = matcher.calling(folded, context.now)
        return next((one for one in calls if not is_aside(one, folded)), SkipReason.LEFT)
    return match


def is_aside(match: Match, folded: str) -> bool:
    """Whether a rule's keyword is a small part of a long message, and the rule need not be given."""
    return len(folded) >= LONG and is_small(match, folded) and not match.rule.must_answer


def is_small(match: Match, folded: str) -> bool:
    """Whether a contained keyword is a small part of a message, however short that is."""
    return match.rung is Rung.CONTAINS and len(folded) >= TIMES * len(match.keyword)
