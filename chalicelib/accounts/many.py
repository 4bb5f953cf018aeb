"""Some accounts of many with what a look at them needs, a call for each hundred items."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.accounts import store
from chalicelib.accounts.checkup_store import CHECKUPS, Checked
from chalicelib.accounts.models import AccountState
from chalicelib.cloud import batches


def states_of(account_ids: Sequence[str]) -> list[AccountState]:
    """Those of these accounts that exist, in order."""
    found: dict[str, AccountState] = {}
    for start in range(0, len(account_ids), batches.MOST):
        for name, item in batches.get_each(
            store.ACCOUNTS, account_ids[start : start + batches.MOST]
        ).items():
            found[name] = store.read(item)
    return [found[one] for one in account_ids if one in found]


def checkups_of(account_ids: Sequence[str]) -> dict[str, Checked]:
    """The last check-up of those that had one."""
    found = {}
    for start in range(0, len(account_ids), batches.MOST):
        for name, item in batches.get_each(
            CHECKUPS, account_ids[start : start + batches.MOST]
        ).items():
            found[name] = Checked.model_validate_json(str(item["doc"]))
    return found
