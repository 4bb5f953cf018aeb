"""Whether a push fits: what it uses up, and where there is room if it does not."""

from __future__ import annotations

from datetime import datetime

from chalicelib import accounts
from chalicelib.accounts import Claim, OfficialAccount, Scarce, ledger
from chalicelib.publishing.deliveries.models import Way
from chalicelib.publishing.deliveries.planning import shown
from chalicelib.publishing.errors import NoAllowance, SlotTaken
from chalicelib.publishing.issues import slots
from chalicelib.publishing.issues import store as issue_store


def needed(account: OfficialAccount, way: Way, tag_id: int | None) -> tuple[Scarce, ...]:
    """What one push uses up."""
    if way is Way.PUBLISH:
        return (Scarce.PUBLISH_SUBMIT,)
    return accounts.taken_by_mass(account, tag_id)


def next_free(
    account: OfficialAccount, way: Way, tag_id: int | None, since: datetime
) -> datetime | None:
    """The account's first slot from ``since`` on that nobody has, with an allowance left.

    None if there is none within two months.
    """
    scarce = needed(account, way, tag_id)
    gone = ledger.taken(account.id, scarce)

    seen = ledger.seen_limits(account.id)

    def fits(at: datetime) -> bool:
        claims = accounts.claims_at(account, scarce, at, seen)
        return all(gone.get(one.key, 0) < one.limit for one in claims)

    return slots.next_free(
        account.slots, since, busy=issue_store.slots_taken(account.id), fits=fits
    )


def no_allowance(
    account: OfficialAccount, claims: tuple[Claim, ...], at: datetime, way: Way, tag_id: int | None
) -> NoAllowance:
    """The refusal of a push that does not fit at ``at``, with what can be done instead."""
    full = next((one for one in claims if ledger.line(account.id, one).left == 0), claims[0])
    ways = []
    if way is Way.MASS and next_free(account, Way.PUBLISH, None, at) is not None:
        ways.append("改用 --way publish 发布（不推送给粉丝）")
    if (free := next_free(account, way, tag_id, at)) is not None:
        ways.append(f"排到 {shown(free)}")
    return NoAllowance(
        f"公众号“{account.id}”{full}已用完（上限 {full.limit} 次，"
        f"已排和已用 {ledger.line(account.id, full).taken} 次）。"
        + (f"可{'，或'.join(ways)}。" if ways else "两个月内没有空的时段。")
        + f"用 `./rongmei account allowance {account.id}` 查看。"
    )


def slot_taken(account: OfficialAccount, at: datetime, way: Way, tag_id: int | None) -> SlotTaken:
    """The refusal of a time that another issue has."""
    holder = issue_store.slots_taken(account.id).get(at, "")
    free = next_free(account, way, tag_id, at)
    return SlotTaken(
        f"公众号“{account.id}”{shown(at)} 已经排了期 {holder}。"
        + (f"下一个空的时段是 {shown(free)}（--next）。" if free else "两个月内没有空的时段。")
        + "两期对调用 `./rongmei issue swap`。"
    )
