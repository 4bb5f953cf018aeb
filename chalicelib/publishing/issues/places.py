"""Where a push may go: every slot of some days, free or not, and why not, before anybody moves anything.

Nothing is set aside by looking: between the look and the drop somebody else may be quicker, and the drop says so.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from pydantic import AwareDatetime

from chalicelib import accounts
from chalicelib.accounts import OfficialAccount
from chalicelib.clock import shown
from chalicelib.publishing.deliveries import store
from chalicelib.publishing.deliveries.models import Way
from chalicelib.publishing.issues import availability, slots
from chalicelib.publishing.issues import store as issue_store
from chalicelib.publishing.issues.models import Issue, IssueState
from chalicelib.publishing.issues.possible import issue_refusal
from chalicelib.publishing.issues.transitions import IssueAction
from chalicelib.values import Value


class Place(Value):
    """One slot, seen by somebody who wants to put a push there."""

    at: AwareDatetime
    free: bool
    why: str
    """Why it is not free, or what to know about it; empty: nothing."""
    holder: str
    """The issue that has it; empty: none."""
    next: AwareDatetime | None
    """The next slot after it that is free; None within two months."""


def places(
    account: OfficialAccount,
    days: Collection[date],
    *,
    now: datetime,
    way: Way = Way.MASS,
    tag_id: int | None = None,
    issue: Issue | None = None,
) -> list[Place]:
    """The slots of ``days`` for a push of this way, or for ``issue``, which leaves the one that it has.

    An issue that is an intention may go anywhere: what it would meet is only told.
    """
    if issue is not None:
        way, tag_id = issue.way, issue.tag_id
    look = _Look(account, way, tag_id, issue)
    intention = issue is not None and issue.state is IssueState.PLANNED
    wanted = [at for day in sorted(days) for at in slots.times(account.slots, day)]
    since = max(now, wanted[0]) if wanted else now
    free = [at for at in slots.coming(account.slots, since) if not look.obstacle(at)]
    found = []
    for at in wanted:
        why = f"{shown(at)} 已经过去。" if at < now else look.obstacle(at)
        found.append(
            Place(
                at=at,
                free=at >= now and (intention or not why),
                why=why,
                holder=look.holder(at),
                next=next((one for one in free if one > at), None),
            )
        )
    return found


class _Look:
    """Slots and ledger of an account, read once."""

    def __init__(
        self, account: OfficialAccount, way: Way, tag_id: int | None, issue: Issue | None
    ) -> None:
        self._account = account
        self._scarce = availability.needed(account, way, tag_id)
        self._gone = accounts.ledger.taken(account.id, self._scarce)
        self._seen = accounts.ledger.seen_limits(account.id)
        self._holders = issue_store.slots_taken(account.id)
        self._own = issue.id if issue is not None else ""
        for key in _set_free(issue):
            self._gone[key] = self._gone.get(key, 0) - 1

    def holder(self, at: datetime) -> str:
        """The other issue that has this slot; empty: none."""
        found = self._holders.get(at, "")
        return "" if found == self._own else found

    def obstacle(self, at: datetime) -> str:
        """What stands in the way at a time to come, as a sentence; empty: nothing."""
        if self.holder(at):
            return f"{shown(at)} 已经排了期 {self.holder(at)}。"
        for claim in accounts.claims_at(self._account, self._scarce, at, self._seen):
            if self._gone.get(claim.key, 0) >= claim.limit:
                return f"{claim}已用完（上限 {claim.limit} 次）。"
        return ""


def _set_free(issue: Issue | None) -> tuple[str, ...]:
    """The allowances that an issue gives back when it moves."""
    if issue is None or issue.state is not IssueState.SCHEDULED or issue.delivery is None:
        return ()
    delivery = store.get(issue.delivery)
    return () if issue_refusal(issue, delivery, IssueAction.MOVE) else delivery.allowances
