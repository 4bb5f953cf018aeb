"""What an account may do about an offer now, and if not, why. The rules are those of the deeds themselves."""

from __future__ import annotations

from datetime import datetime

from chalicelib.distribution import rules as distribution_rules
from chalicelib.distribution.models import Answer, ChangeKind, Offer, Receipt
from chalicelib.errors import DomainError

_ANY: str = "-"
"""A reason that is there: whether it is a good one is the deed's to check."""


def adopt_refusal(offer: Offer, receipt: Receipt) -> str:
    """Why an account cannot take an offer over; empty where it can."""
    if receipt.answer is Answer.ADOPTED:
        return f"已采用为稿件 {receipt.article}。"
    try:
        distribution_rules.check_adoptable(offer, receipt)
    except DomainError as error:
        return str(error)
    return ""


def decline_refusal(offer: Offer, receipt: Receipt, now: datetime) -> str:
    """Why an account cannot decline an offer; empty where it can."""
    if receipt.answer is Answer.DECLINED:
        return "已经谢绝。"
    try:
        distribution_rules.declined(offer, receipt, reason=_ANY, by="", at=now)
    except DomainError as error:
        return str(error)
    return ""


def change_refusal(offer: Offer, kind: ChangeKind) -> str:
    """Why an offer cannot be corrected or recalled; empty where it can."""
    if not offer.recalled:
        return ""
    return f"分发 {offer.id} 已撤回" + ("。" if kind is ChangeKind.RECALL else "，不能再更正。")
