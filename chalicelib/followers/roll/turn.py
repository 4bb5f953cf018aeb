"""One function's turn at a sync: step after step, each written down before the next, until the time is over."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from chalicelib import accounts
from chalicelib.accounts import AllowanceUsedUp, Scarce, SecretsMissing
from chalicelib.clock import SHANGHAI, utc_now
from chalicelib.followers.roll import store
from chalicelib.followers.roll.comparing import compare, doubt, part_of, parts_for
from chalicelib.followers.roll.models import Phase, Roll, Sync
from chalicelib.followers.roll.store import Page
from chalicelib.wechat.errors import ApiRefused, Busy, QuotaUsedUp, UserUnreachable, WeChatError

if TYPE_CHECKING:
    from chalicelib.wechat.client import AccountClient

GROUP: Final = 50
"""Pages that are divided at once: half a million openids, some fifty megabytes in memory."""
_PAGE: Final = 10_000
_REPAIRED_AT_ONCE: Final = 50
_BACK: Final = 100
_SOON, _LONG = timedelta(minutes=2), timedelta(hours=1)
_AFTER_MIDNIGHT: Final = timedelta(minutes=5)


class Repair(NamedTuple):
    """How what no event told is written down; each returns whether it was news, and changes nothing the second time."""

    came: Callable[[str, str, int], bool]
    """Account, openid, and since when at the latest (Unix seconds)."""
    left: Callable[[str, str, int], bool]


def work(
    account_id: str,
    repair: Repair,
    *,
    until: datetime | None = None,
    clock: Callable[[], datetime] = utc_now,
    client: Callable[[str], AccountClient] = accounts.wechat_client,
) -> Sync | None:
    """Go on with the sync of an account; None where there is none, or another function has it.

    ``until`` is when to stop. Killed anywhere and run again it goes on: a page is an object that is written once, and
    the cursor moves after it by a conditional write; what is divided, compared or written down is done again from the
    last step that was written down, with the same result. A call that was counted and not answered is counted again,
    so that the day's quota is never passed.
    """
    mark = secrets.token_hex(8)
    sync = store.claim(account_id, mark, clock())
    if sync is None:
        return None
    turn = _Turn(sync, mark, repair, clock, client)
    return turn.work(until)


class _Turn:
    def __init__(
        self,
        sync: Sync,
        mark: str,
        repair: Repair,
        clock: Callable[[], datetime],
        client: Callable[[str], AccountClient],
    ) -> None:
        self.sync, self.mark, self.repair, self.clock, self.client = (
            sync,
            mark,
            repair,
            clock,
            client,
        )
        self.fresh = True
        """Whether a page may be there already that the last function had no time to count."""

    def work(self, until: datetime | None) -> Sync | None:
        while self.sync.phase in _STEPS and not self._waits():
            if until is not None and self.clock() >= until:
                break
            after = _STEPS[self.sync.phase](self)
            if after is None or not self._keep(after, go=False):
                return None
        self._keep(self.sync, go=True)
        return self.sync

    def _waits(self) -> bool:
        return self.sync.next_at is not None and self.sync.next_at > self.clock()

    def _keep(self, after: Sync, *, go: bool) -> bool:
        if not store.keep(after, self.mark, self.clock(), go=go):
            return False
        self.sync = after
        return True

    def _with(self, **changes: object) -> Sync:
        return self.sync.model_copy(update={"changed_at": self.clock(), **changes})

    # Listing

    def list(self) -> Sync:
        sync = self.sync
        waiting = sync.pages - sync.split
        if waiting >= GROUP or (sync.ended and waiting):
            return self._split()
        if sync.ended:
            return self._with(phase=Phase.COMPARING, parts=sync.parts or 1)
        there = store.page(sync, sync.pages) if self.fresh else None
        self.fresh = False
        return self._counted(there) if there is not None else self._ask()

    def _ask(self) -> Sync:
        """Ask for the next page. It is counted before: who is killed in between has counted one too many."""
        sync = self.sync
        try:
            accounts.ledger.spend(sync.account, Scarce.FOLLOWERS, self.clock())
            told = self.client(sync.account).user.get_followers(sync.cursor)
        except UserUnreachable as error:
            return self._step_back(error)
        except (WeChatError, AllowanceUsedUp, SecretsMissing) as error:
            return self._put_off(error)
        openids = [str(one) for one in (told.get("data") or {}).get("openid", ())]
        page = Page(str(told.get("next_openid") or ""), int(told.get("total", 0)), openids)
        self.sync = self._with(calls=sync.calls + 1)
        return self._counted(store.add_page(sync, sync.pages, page))

    def _counted(self, page: Page) -> Sync:
        sync = self.sync
        pages = sync.pages + 1
        if pages > 2 * page.total // _PAGE + 2 * GROUP:
            # A list that leads back to itself.
            return self._with(
                phase=Phase.HELD, problem=f"取了 {pages} 页，名单还没有结束。请取消后重试。"
            )
        return self._with(
            pages=pages,
            listed=sync.listed + len(page.openids),
            total=page.total,
            parts=sync.parts or parts_for(page.total),
            cursor=page.next,
            back=0,
            ended=not page.openids or not page.next,
            problem="",
            tries=0,
            next_at=None,
        )

    def _step_back(self, error: Exception) -> Sync:
        """The follower of the cursor has left: begin after the one before."""
        sync = self.sync
        page = store.page(sync, sync.pages - 1) if sync.pages else None
        back = sync.back + 1
        if page is None or back >= min(_BACK, len(page.openids)):
            return self._put_off(error)
        return self._with(calls=sync.calls + 1, cursor=page.openids[-1 - back], back=back)

    def _put_off(self, error: Exception) -> Sync:
        now, tries = self.clock(), self.sync.tries + 1
        if isinstance(error, AllowanceUsedUp | QuotaUsedUp):
            day = now.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
            next_at = day + timedelta(days=1) + _AFTER_MIDNIGHT
        elif isinstance(error, SecretsMissing) or (
            isinstance(error, ApiRefused) and not isinstance(error, Busy)
        ):
            next_at = now + _LONG
        else:
            next_at = now + min(_SOON * 2 ** min(tries - 1, 10), _LONG)
        asked = not isinstance(error, AllowanceUsedUp | SecretsMissing)
        calls = self.sync.calls + asked
        return self._with(problem=str(error), tries=tries, next_at=next_at, calls=calls)

    def _split(self) -> Sync:
        """Divide the pages that are not into parts."""
        sync = self.sync
        last = min(sync.pages, sync.split + GROUP)
        parts: defaultdict[int, list[str]] = defaultdict(list)
        for number in range(sync.split, last):
            page = store.page(sync, number)
            for openid in page.openids if page else ():
                parts[part_of(openid, sync.parts)].append(openid)
        for part in range(sync.parts):
            store.write_run(sync, sync.split // GROUP, part, parts.pop(part, ()))
        return self._with(split=last)

    # Comparing

    def compare(self) -> Sync:
        sync = self.sync
        if sync.compared == sync.parts:
            why = doubt(sync)
            held = self._with(phase=Phase.HELD, problem=why)
            return held if why else self._with(phase=Phase.REPAIRING, problem="")
        part = sync.compared
        listed = {
            openid
            for group in range(-(-sync.pages // GROUP))
            for openid in store.run(sync, group, part)
        }
        roll = store.roll_of(sync.account)
        base = roll if roll is not None and roll.appid == sync.appid else None
        found = compare(
            listed,
            None if base is None else store.part(sync.account, base, part, sync.parts),
            store.since(sync.account, part, sync.parts),
            before_at=0 if base is None else int(base.started_at.timestamp()),
            started=int(sync.started_at.timestamp()),
        )
        store.write_found(sync, part, found)
        store.write_part(sync, part, listed)
        # Asked for afterwards: an erasure leaves its mark before it looks at what is written.
        if out := store.erased(sync.account, part, sync.parts):
            listed = {one for one in listed if store.digest(one) not in out}
            came = tuple(one for one in found.came if store.digest(one) not in out)
            found = found._replace(came=came)
            store.write_found(sync, part, found)
            store.write_part(sync, part, listed)
        return self._with(
            compared=part + 1,
            on_roll=sync.on_roll + len(listed),
            known=sync.known + found.known,
            came=sync.came + len(found.came),
            gone=sync.gone + len(found.gone),
        )

    # Repairing

    def repair_some(self) -> Sync | None:
        sync = self.sync
        if sync.repaired == sync.parts:
            return self._put_in_force()
        found = store.found(sync, sync.repaired)
        todo = [(one, True) for one in found.came] + [(one, False) for one in found.gone]
        at = int(sync.started_at.timestamp())
        came = gone = 0
        first = sync.repaired_in_part
        for openid, follows in todo[first : first + _REPAIRED_AT_ONCE]:
            if follows:
                came += self.repair.came(sync.account, openid, at)
            else:
                gone += self.repair.left(sync.account, openid, at)
        whole = first + _REPAIRED_AT_ONCE >= len(todo)
        return self._with(
            repaired=sync.repaired + whole,
            repaired_in_part=0 if whole else first + _REPAIRED_AT_ONCE,
            came_written=sync.came_written + came,
            gone_written=sync.gone_written + gone,
        )

    def _put_in_force(self) -> Sync | None:
        sync, now = self.sync, self.clock()
        roll = Roll(
            sync=sync.id,
            appid=sync.appid,
            parts=sync.parts,
            number=sync.on_roll,
            started_at=sync.started_at,
            finished_at=now,
            came=sync.came_written,
            gone=sync.gone_written,
        )
        after = self._with(phase=Phase.CLEANING, cursor="", problem="")
        return after if store.put_in_force(after, roll, self.mark, now) else None

    # Cleaning

    def clean(self) -> Sync:
        sync = self.sync
        kinds = ("",) if sync.cancelled else ("page-", "run-", "found-")
        for kind in kinds:
            if store.delete_some(sync.account, sync.id, kind):
                return sync
        if not sync.cancelled and store.delete_older(sync.account, sync.id):
            return sync
        ended = Phase.CANCELLED if sync.cancelled else Phase.DONE
        return self._with(phase=ended, finished_at=self.clock(), cursor="")


_STEPS: Final[dict[Phase, Callable[[_Turn], Sync | None]]] = {
    Phase.LISTING: _Turn.list,
    Phase.COMPARING: _Turn.compare,
    Phase.REPAIRING: _Turn.repair_some,
    Phase.CLEANING: _Turn.clean,
}
