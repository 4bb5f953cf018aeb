"""Whether a push fits: what it uses up, and the next free slot if it does not fit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from chalicelib import accounts
from chalicelib.accounts import Claim, OfficialAccount, Scarce
from chalicelib.clock import shown
from chalicelib.errors import Remedy, remedy
from chalicelib.publishing.deliveries.models import Way
from chalicelib.publishing.errors import NoAllowance, SlotTaken
from chalicelib.publishing.issues import slots
from chalicelib.publishing.issues import store as issue_store
from chalicelib.publishing.issues.models import Issue, IssueState


def needed(account: OfficialAccount, way: Way, tag_id: int | None) -> tuple[Scarce, ...]:
    """The quotas that one push uses."""
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
    gone = accounts.ledger.taken(account.id, scarce)
    seen = accounts.ledger.seen_limits(account.id)

    def fits(at: datetime) -> bool:
        claims = accounts.claims_at(account, scarce, at, seen)
        return all(gone.get(one.key, 0) < one.limit for one in claims)

    return slots.next_free(
        account.slots, since, busy=issue_store.slots_taken(account.id), fits=fits
    )


def full(account: OfficialAccount, claims: Iterable[Claim]) -> Claim | None:
    """The first of these claims of which nothing is left; None where something is left of all."""
    return next((one for one in claims if accounts.ledger.line(account.id, one).left == 0), None)


def held_by_others(account: OfficialAccount, issues: Sequence[Issue]) -> Issue | None:
    """The first of these issues, as they would be, whose time an issue has that is none of them."""
    taken = issue_store.slots_taken(account.id)
    own = {"", *(one.id for one in issues)}
    scheduled = (one for one in issues if one.state is IssueState.SCHEDULED)
    return next((one for one in scheduled if taken.get(one.at, "") not in own), None)


def no_allowance(
    account: OfficialAccount,
    claims: tuple[Claim, ...],
    at: datetime,
    way: Way,
    tag_id: int | None,
    issue: str = "",
) -> NoAllowance:
    """The refusal of a push (of an issue, if one is named) that does not fit at ``at``, with what can be done instead."""
    used_up = full(account, claims) or claims[0]
    ways: list[str] = []
    remedies: list[Remedy] = []
    if way is Way.MASS and next_free(account, Way.PUBLISH, None, at) is not None:
        ways.append("改用“发布”（不推送给粉丝）")
        remedies.append(
            remedy("issue.publish", "改为发布", issue=issue)
            if issue
            else remedy("push.publish", "改为发布")
        )
    if (free := next_free(account, way, tag_id, at)) is not None:
        ways.append(f"排到 {shown(free)}")
    return NoAllowance(
        f"公众号“{account.id}”{used_up}已用完（上限 {used_up.limit} 次，"
        f"已排和已用 {accounts.ledger.line(account.id, used_up).taken} 次）。"
        + (f"可{'，或'.join(ways)}。" if ways else "两个月内没有空的时段。"),
        remedies=[*remedies, remedy("account.allowance", "查看配额", account=account.id)],
    )


def slot_taken(account: OfficialAccount, issue: Issue) -> SlotTaken:
    """The refusal of an issue's time, which another issue has."""
    holder = issue_store.slots_taken(account.id).get(issue.at, "")
    free = next_free(account, issue.way, issue.tag_id, issue.at)
    remedies = [remedy("issue.swap", "对调两期", first=issue.id, second=holder)]
    if free is not None:
        remedies.insert(0, remedy("issue.schedule_next", "排到那个时段", issue=issue.id))
    return SlotTaken(
        f"公众号“{account.id}”{shown(issue.at)} 已经排了期 {holder}。"
        + (f"下一个空的时段是 {shown(free)}。" if free else "两个月内没有空的时段。"),
        by=holder,
        remedies=remedies,
    )


def nothing_free(account: OfficialAccount) -> NoAllowance:
    """The refusal where two months hold no free slot."""
    return NoAllowance(
        f"公众号“{account.id}”两个月内没有空的时段。",
        remedies=[remedy("account.allowance", "查看配额", account=account.id)],
    )
