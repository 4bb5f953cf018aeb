"""The person in charge of an account, who has to put right what is found there; and what is on file of the account."""

from __future__ import annotations

from chalicelib import matrix
from chalicelib.matrix import Registration


def on_file(account: str) -> Registration | None:
    """The registration of an account; None where nothing is on file."""
    return matrix.store.registration(account)


def owner_of(account: str) -> str:
    """The id of the person in charge; empty where none is named."""
    return owner_on(on_file(account))


def owner_on(filed: Registration | None) -> str:
    """The id of the person in charge, or their name where they are not registered here."""
    return "" if filed is None else (filed.in_charge.person or filed.in_charge.name)
