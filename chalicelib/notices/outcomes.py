"""What WeChat says of a notice in the end (subscribe_msg_sent_event) meets the notice, whichever comes first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.notices import consent_store, consents, list_counts, sending_store
from chalicelib.notices.models import Sending, SendingState
from chalicelib.wechat.error_codes import NOTICE_REFUSED

_OPEN: Final = (SendingState.SENT, SendingState.UNKNOWN, SendingState.SENDING)
"""States in which a notice waits for WeChat's last word."""
_EARLIER: Final = 5
"""Seconds by which WeChat's clock may be behind ours."""


def pairs(
    sendings: Sequence[Sending], ends: Iterable[table.Item]
) -> list[tuple[Sending, table.Item]]:
    """Which word of WeChat's is of which notice: by the message's number; else of the oldest of its template. Pure.

    A notice that is being sent has no number yet: its own result is written first, unless its sender is gone.
    """
    open_ = {one.id: one for one in sendings if one.state in _OPEN}
    found = []
    for end in ends:
        if end.get("sending"):
            continue
        number = str(end["sk"]).removeprefix(sending_store.END)
        of = next((one for one in open_.values() if one.msg_id == number), None)
        of = of or next((one for one in open_.values() if _may_be(one, end)), None)
        if of is not None:
            found.append((open_.pop(of.id), end))
    return found


def join(account_id: str, openid: str) -> int:
    """Bring WeChat's words together with the notices of a person; returns how many met. Twice is once."""
    found = pairs(
        sending_store.of_follower(account_id, openid), sending_store.ends(account_id, openid)
    )
    return sum(_end(one, end) for one, end in found)


def _may_be(one: Sending, end: table.Item) -> bool:
    known = one.msg_id == "" and one.state is not SendingState.SENDING
    return known and one.template == end["template"] and one.tried <= int(end["at"]) + _EARLIER


def _end(one: Sending, end: table.Item) -> bool:
    code, status = str(end["code"]), str(end["status"])
    arrived = code in ("", "0")
    state = SendingState.DELIVERED if arrived else SendingState.FAILED
    problem = "" if arrived else f"微信没有送达（{code}）：{status or '未说明原因'}"
    actions = sending_store.end_actions(one, end, state, problem)
    if one.list:
        actions.append(list_counts.ended_action(one, state))
    changes: dict[str, consent_store.Change] = {}
    if code == str(NOTICE_REFUSED):
        changes[one.template] = lambda before: consents.found_refused(before, one.tried)
    try:
        consent_store.change(one.account, one.openid, changes, also=actions)
    except ConditionFailed:
        return False  # somebody else brought them together
    return True
