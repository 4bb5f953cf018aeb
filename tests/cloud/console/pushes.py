"""Pushes that are out, without WeChat: what a worker would have written."""

from __future__ import annotations

import json
from typing import Any

from chalicelib import publishing
from chalicelib.cloud import table
from chalicelib.publishing import Delivery


def written(delivery_id: str, **fields: Any) -> Delivery:
    """The delivery with these fields, as its item holds them."""
    account = publishing.get(delivery_id).account
    item = table.get(f"DELIVERIES#{account}", delivery_id, consistent=True)
    assert item is not None
    doc = {**json.loads(str(item["doc"])), **fields}
    table.put({**item, "doc": json.dumps(doc), "state": doc["state"]})
    return publishing.get(delivery_id)


def out(delivery_id: str) -> Delivery:
    """The delivery, sent and confirmed."""
    at = publishing.get(delivery_id).at.isoformat()
    counts = {"total": 1000, "filtered": 990, "sent": 985, "failed": 5}
    return written(
        delivery_id,
        state="confirmed",
        draft="d",
        msg_id=7,
        first_tried_at=at,
        tried_at=at,
        submitted_at=at,
        counts=counts,
    )
