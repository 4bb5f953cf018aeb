"""What became of a list's notices after WeChat took them: counted in the shard's item (``list_store``)."""

from __future__ import annotations

from chalicelib.cloud import table
from chalicelib.notices.models import Sending, SendingState


def partition(account_id: str, list_id: str) -> str:
    """The partition of one list's shards and receivers."""
    return f"NOTICELIST#{account_id}#{list_id}"


def shard_key(shard: int) -> str:
    """The sort key of a shard."""
    return f"SHARD#{shard:02d}"


def ended_action(one: Sending, state: SendingState) -> table.Action:
    """For the transaction that ends a notice: its list has one more that arrived, or failed."""
    name = "delivered" if state is SendingState.DELIVERED else "failed"
    pk = partition(one.account, one.list)
    return table.update_action(pk, shard_key(one.shard), f"ADD {name} :one", {":one": 1})
