"""How acceptances are counted: pure changes of one follower's consent to one template (docs/decisions/0270).

WeChat tells of an acceptance by an event and of its use by nothing; what it counts is the only count that decides. So
ours may be too low, which loses a notice, and is mended where it is too high: 43101 sets it to nothing.
"""

from __future__ import annotations

from typing import Final

from chalicelib.notices.models import Consent, TemplateKind

ACCEPT: Final = "accept"
MOST: Final = 1000
"""Acceptances that are counted of one template; more are never used."""


def popped(before: Consent, status: str, at: int, kind: TemplateKind, number: int = 1) -> Consent:
    """After a pop-up: an acceptance adds one, anything else adds nothing.

    One from before the follower took everything back comes too late. Of a long-term template one is all.
    """
    if status != ACCEPT or at < before.refused_at:
        return before
    left = 1 if kind is TemplateKind.LONG_TERM else min(MOST, before.left + number)
    return before.model_copy(update={"left": left, "accepted_at": max(at, before.accepted_at)})


def changed(before: Consent, status: str, at: int, kind: TemplateKind) -> Consent:
    """After a change in WeChat's settings of notices: taken back, or given again where it holds for long."""
    if status != ACCEPT:
        return taken_back(before, at)
    if kind is TemplateKind.ONE_TIME:
        return before  # a switch that is on again is not a notice that was accepted
    return popped(before, status, at, kind)


def taken_back(before: Consent, at: int) -> Consent:
    """After the follower took it back at ``at``; what they accepted since then stands."""
    left = before.left if before.accepted_at > at else 0
    return before.model_copy(update={"left": left, "refused_at": max(at, before.refused_at)})


def used(before: Consent, kind: TemplateKind) -> Consent | None:
    """After a notice was queued; None where there is no consent."""
    if before.left < 1:
        return None
    if kind is TemplateKind.LONG_TERM:
        return before
    return before.model_copy(update={"left": before.left - 1})


def given_back(before: Consent, queued_at: int) -> Consent:
    """After WeChat surely took nothing of a one-time notice; unless it was taken back since it was queued."""
    if before.refused_at and before.refused_at >= queued_at:
        return before
    return before.model_copy(update={"left": min(MOST, before.left + 1)})


def found_refused(before: Consent, tried_at: int) -> Consent:
    """After 43101 to a call made at ``tried_at``: WeChat had no consent then; what was accepted later stands."""
    return before if before.accepted_at > tried_at else before.model_copy(update={"left": 0})
