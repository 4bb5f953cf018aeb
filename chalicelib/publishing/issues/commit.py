"""Booking changes of issues in one transaction, and saying what stood in the way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from chalicelib.accounts import OfficialAccount
from chalicelib.publishing.deliveries.queue import enqueue_if_soon
from chalicelib.publishing.errors import Moved, PublishingError
from chalicelib.publishing.issues import availability
from chalicelib.publishing.issues import store as issue_store
from chalicelib.publishing.issues.models import Issue
from chalicelib.publishing.issues.store import Booking, Part, Refused


def carry_out(bookings: Sequence[Booking], account: OfficialAccount, now: datetime) -> list[Issue]:
    """Book, and say what stood in the way; what changes nothing is left out."""
    wanted = [one for one in bookings if one.after is not one.before]
    try:
        if wanted:
            issue_store.book(wanted)
    except Refused as refused:
        raise _explained(refused, wanted, account) from refused
    for one in wanted:
        if one.made is not None:
            enqueue_if_soon(one.made, now)
    return [one.after for one in bookings]


def _explained(
    refused: Refused, wanted: Sequence[Booking], account: OfficialAccount
) -> PublishingError:
    last = wanted[-1]
    way, tag_id = last.after.way, last.after.tag_id
    if refused.part is Part.SLOT:
        return availability.slot_taken(account, last.after.at, way, tag_id)
    if refused.part is Part.ALLOWANCE:
        # A condition there also fails where somebody called the delivery off meanwhile.
        return availability.no_allowance(account, last.claims, last.after.at, way, tag_id)
    if refused.part is Part.ARTICLE:
        return Moved(f"期 {last.after.id} 的稿件刚被修改或撤回审核，没有排期。请查看后重试。")
    return Moved(f"期 {last.after.id} 或它的投递刚被别处更新，请查看后重试。")
