"""An erasure (删除个人信息): whose data, why, when, and the mark by which its receipt can be confirmed. Values only."""

from __future__ import annotations

import hmac
from enum import StrEnum

from pydantic import AwareDatetime

from chalicelib.actor import SYSTEM, Actor
from chalicelib.values import Value


class Why(StrEnum):
    """What started an erasure."""

    UNFOLLOWED = "unfollowed"
    """The follower left; they may come back until it is due."""
    REVOKED = "revoked"
    """WeChat reports that the user took back an authorisation (sheet §1.5): at once."""
    CLOSED = "closed"
    """WeChat reports that the user closed their account with it: at once."""
    ASKED = "asked"
    """A person here carries out a request."""


class Erasure(Value):
    """One person's data on one account, to be erased."""

    account: str
    openid: str
    unit: str
    """Of the account: its log gets the receipt."""
    why: Why
    note: str = ""
    """The reason in a person's words."""
    by: Actor = SYSTEM
    asked_at: AwareDatetime
    cut: AwareDatetime
    """What came after it stays: whoever follows again begins anew."""
    due_at: AwareDatetime
    mark: str
    """Random; the salt of the receipt."""
    found: dict[str, int] | None = None
    """What was kept when it began, by kind; None before."""

    @property
    def begun(self) -> bool:
        """Whether something may be erased already."""
        return self.found is not None

    @property
    def receipt(self) -> str:
        """What the receipt calls the person."""
        return named(self.mark, self.account, self.openid)


def named(mark: str, account_id: str, openid: str) -> str:
    """A person in the audit log: no way back to the openid, but who knows the openid can confirm it.

    ``follower:{mark}:{digest}``. The mark is random, so two receipts of one person have nothing in common.
    """
    digest = hmac.new(mark.encode(), f"{account_id}#{openid}".encode(), "sha256").hexdigest()
    return f"follower:{mark}:{digest[:24]}"


def names(object_: str, account_id: str, openid: str) -> bool:
    """Whether an object of the audit log names this person."""
    kind, _, rest = object_.partition(":")
    mark, _, _ = rest.partition(":")
    return kind == "follower" and hmac.compare_digest(
        object_.encode(), named(mark, account_id, openid).encode()
    )


def joined(before: Erasure, asked: Erasure) -> Erasure:
    """Of two erasures of one person, the one that has to be carried out: what is asked later erases more.

    The mark stays, so that one erasure has one receipt; so does what was found by the one that has begun.
    """
    if asked.why is Why.UNFOLLOWED and before.why is Why.UNFOLLOWED:
        return before if before.begun or asked.due_at >= before.due_at else asked
    if asked.why is Why.UNFOLLOWED:
        # Due at once for another reason: leaving as well postpones nothing, and is erased too.
        return before.model_copy(update={"cut": max(before.cut, asked.asked_at)})
    if before.why is not Why.UNFOLLOWED and asked.cut <= before.cut:
        return before
    return asked.model_copy(
        update={"mark": before.mark, "found": before.found, "cut": max(before.cut, asked.cut)}
    )
