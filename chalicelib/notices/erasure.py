"""What this domain keeps of a follower: for an erasure and for a copy."""

from __future__ import annotations

from typing import Final

from chalicelib.notices import consent_store, list_store, sending_store, setup_store
from chalicelib.notices.consent_store import of_follower as consents_of
from chalicelib.notices.sending_store import of_follower as sendings_of

__all__ = ["KINDS", "consents_of", "erase", "forget_account", "sendings_of"]

KINDS: Final = (consent_store.CONSENT, consent_store.PUSH, sending_store.NOTE, sending_store.END)
"""Beginnings of the sort keys of this domain's items in a follower's partition."""


def erase(account_id: str, openid: str, cut: int) -> int:
    """Erase consents and notices of a person up to ``cut`` (Unix seconds); returns how many items went."""
    return consent_store.erase(account_id, openid, cut) + sending_store.erase(account_id, openid, cut)  # fmt: skip


def forget_account(account_id: str) -> None:
    """Delete templates, purposes, lists and numbers of an account. Twice is once."""
    list_store.forget(account_id)
    setup_store.forget(account_id)
    consent_store.forget_counts(account_id)
