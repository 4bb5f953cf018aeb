"""The ledger of scarce quotas: reserve, then commit or release (docs/decisions/0070, 0079).

| pk | sk | attributes |
|---|---|---|
| ``ALLOWANCE#{account}`` | ``{scarce}#{period}`` | ``taken`` = ``reserved`` + ``committed`` + ``elsewhere``; ``h#{holder}`` (who has one) = ``reserved`` or ``committed``; ``expires_at`` |
| ``ALLOWANCE#{account}`` | ``SEEN#{scarce}`` | ``limit`` as WeChat last said, ``at`` |

``taken`` = ``reserved`` + ``committed`` + ``elsewhere`` always, changed in the same write: DynamoDB's conditions
compare attributes but do not add them up. ``elsewhere`` is what WeChat counted and this ledger did not: sends
made on WeChat's own page, calls of other programs.

Who holds one stands in the same item, so that count and holder cannot disagree, and one write both decides and
records. A second reserve, commit or release of the same holder meets its condition and changes nothing, also
with fifty workers at it. Holders are few because what they hold is scarce; quotas of thousands a day are
``spend``-ed without a holder, by callers that are idempotent themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from chalicelib.accounts import quotas, store
from chalicelib.accounts.errors import AllowanceUsedUp
from chalicelib.accounts.models import OfficialAccount, Scarce
from chalicelib.accounts.quotas import Claim
from chalicelib.clock import stamp
from chalicelib.cloud import batches, table
from chalicelib.cloud.errors import ConditionFailed

_KEPT: Final = timedelta(days=100)
"""After its end a period is kept, for those who ask what was sent."""
_TRIES: Final = 20
_RESERVED: Final = "reserved"
_COMMITTED: Final = "committed"
_SEEN: Final = "SEEN#"


@dataclass(frozen=True, slots=True)
class Line:
    """One quota of an account in one period."""

    claim: Claim
    source: str
    """Where the limit comes from: 默认, 本号设置 or 微信."""
    reserved: int = 0
    committed: int = 0
    elsewhere: int = 0
    holders: dict[str, str] = field(default_factory=dict)

    @property
    def taken(self) -> int:
        """The number that is gone."""
        return self.reserved + self.committed + self.elsewhere

    @property
    def left(self) -> int:
        """The number that is left; never below 0, though a limit may have been lowered since."""
        return max(0, self.claim.limit - self.taken)


def claims(account_id: str, scarce: Iterable[Scarce], at: datetime) -> tuple[Claim, ...]:
    """One of each at ``at`` (aware), by the account's limits as they are now. Raises ``UnknownAccount``."""
    account = store.state(account_id, consistent=True).account
    return quotas.claims_at(account, scarce, at, seen_limits(account_id))


def spend(account_id: str, scarce: Scarce, at: datetime, number: int = 1) -> None:
    """Use some at once, without a holder. Raises ``AllowanceUsedUp``; twice counts twice."""
    for claim in claims(account_id, [scarce], at):
        room = claim.limit - number
        try:
            table.update(
                _pk(account_id),
                claim.key,
                "SET expires_at = :expires ADD committed :n, taken :n",
                {":n": number, ":room": room, ":expires": _expiry(claim.key)},
                condition=_fits(room),
            )
        except ConditionFailed as error:
            raise AllowanceUsedUp(account_id, claim) from error


def note_used(account_id: str, scarce: Scarce, at: datetime) -> None:
    """Count a call that is made whatever is left: WeChat says whether there was any. Raises ``UnknownAccount``."""
    account = store.state(account_id, consistent=True).account
    for claim in quotas.claims_at(account, [scarce], at):
        table.update(
            _pk(account_id),
            claim.key,
            "SET expires_at = :expires ADD committed :n, taken :n",
            {":n": 1, ":expires": _expiry(claim.key)},
        )


def commit_action(account_id: str, key: str, holder: str) -> table.Action:
    """The write by which ``holder`` uses what was set aside for it; its condition fails where there is nothing."""
    return table.update_action(
        _pk(account_id),
        key,
        "SET #h = :committed ADD reserved :less, committed :more",
        {":committed": _COMMITTED, ":reserved": _RESERVED, ":less": -1, ":more": 1},
        condition="#h = :reserved",
        names={"#h": _holder(holder)},
    )


def exchange_actions(
    account_id: str,
    *,
    release: Sequence[tuple[str, str]] = (),
    reserve: Sequence[tuple[Claim, str]] = (),
) -> list[table.Action]:
    """Give back (key, holder) and set aside (claim, holder), one write for each period that changes.

    A transaction takes one write an item, so that a push moved within its day must be one: it hands its place
    over without setting it free. A condition fails where nothing is left, or a holder already has one, or has none
    set aside to give back.
    """
    given: dict[str, list[str]] = {}
    taken: dict[str, list[tuple[Claim, str]]] = {}
    for key, holder in release:
        given.setdefault(key, []).append(holder)
    for claim, holder in reserve:
        taken.setdefault(claim.key, []).append((claim, holder))
    return [
        _exchange(account_id, key, given.get(key, []), taken.get(key, []))
        for key in dict.fromkeys([*given, *taken])
    ]


def _exchange(
    account_id: str, key: str, given: list[str], taken: list[tuple[Claim, str]]
) -> table.Action:
    names = {f"#g{n}": _holder(holder) for n, holder in enumerate(given)}
    names |= {f"#t{n}": _holder(holder) for n, (_, holder) in enumerate(taken)}
    values: table.Item = {":reserved": _RESERVED, ":expires": _expiry(key)}
    conditions = [f"#g{n} = :reserved" for n in range(len(given))]
    conditions += [f"attribute_not_exists(#t{n})" for n in range(len(taken))]
    change = len(taken) - len(given)
    sets = ", ".join(["expires_at = :expires", *(f"#t{n} = :reserved" for n in range(len(taken)))])
    expression = f"SET {sets}"
    if given:
        expression += " REMOVE " + ", ".join(f"#g{n}" for n in range(len(given)))
    if change:
        expression += " ADD reserved :change, taken :change"
        values[":change"] = change
    if change > 0:
        room = taken[0][0].limit - change
        values[":room"] = room
        conditions.append(f"({_fits(room)})")
    return table.update_action(
        _pk(account_id), key, expression, values, condition=" AND ".join(conditions), names=names
    )


def _fits(room: int) -> str:
    """The condition that at most ``room`` are gone; nothing is gone where there is no item yet."""
    return "taken <= :room" + (" OR attribute_not_exists(taken)" if room >= 0 else "")


def line(account_id: str, claim: Claim, source: str = "") -> Line:
    """One quota as it stands."""
    return _line(claim, table.get(_pk(account_id), claim.key, consistent=True) or {}, source)


def _line(claim: Claim, item: table.Item, source: str) -> Line:
    return Line(
        claim,
        source,
        reserved=int(item.get("reserved", 0)),
        committed=int(item.get("committed", 0)),
        elsewhere=int(item.get("elsewhere", 0)),
        holders=_holders(item),
    )


def lines(account_id: str, at: datetime) -> list[Line]:
    """Every quota of an account in the periods that ``at`` belongs to. Raises ``UnknownAccount``."""
    account = store.state(account_id, consistent=True).account
    seen = seen_limits(account_id)
    claimed = list(quotas.claims_at(account, Scarce, at, seen))
    items = batches.get_each(_pk(account_id), [claim.key for claim in claimed])
    found = []
    for claim in claimed:
        limit = quotas.limit_of(account, claim.scarce, seen)
        found.append(_line(claim, items.get(claim.key, {}), limit[1] if limit else ""))
    return found


def taken(account_id: str, scarce: Iterable[Scarce]) -> dict[str, int]:
    """How many of these are gone in each period, by the claim's key: for a search of free times."""
    return {
        str(item["sk"]): int(item.get("taken", 0))
        for one in scarce
        for item in table.query(_pk(account_id), f"{one.value}#", consistent=True)
    }


def room_at(
    account: OfficialAccount, scarce: Sequence[Scarce], at: datetime
) -> list[tuple[int, int]]:
    """How many are left of each limit at ``at`` (aware), and of how many: an item each, whose keys are known before.

    Several accounts are asked in one call by ``read_ahead``.
    """
    batches.read_ahead(_day_keys(account, scarce, at))
    pk = _pk(account.id)
    seen = {one: table.get(pk, _SEEN + one.value) for one in scarce}
    return _rooms(account, scarce, at, seen, lambda key: table.get(pk, key, consistent=True))


def least_left(account_id: str, scarce: Sequence[Scarce], at: datetime) -> int | None:
    """How many are left of the scarcest of these at ``at``, by one read; None where none of them has a limit.

    Raises ``UnknownAccount``.
    """
    account = store.state(account_id, consistent=True).account
    pk = _pk(account_id)
    items = batches.get_each(pk, [key for _, key in _day_keys(account, scarce, at)])
    seen = {one: items.get(_SEEN + one.value) for one in scarce}
    return min((left for left, _ in _rooms(account, scarce, at, seen, items.get)), default=None)


def _rooms(
    account: OfficialAccount,
    scarce: Sequence[Scarce],
    at: datetime,
    seen: Mapping[Scarce, table.Item | None],
    item_of: Callable[[str], table.Item | None],
) -> list[tuple[int, int]]:
    """How many are left of each limit, and of how many; ``seen`` is what WeChat told of each, ``item_of`` its count."""
    told = {one: int(item["limit"]) for one, item in seen.items() if item is not None}
    found = []
    for claim in quotas.claims_at(account, scarce, at, told):
        item = item_of(claim.key) or {}
        found.append((max(0, claim.limit - int(item.get("taken", 0))), claim.limit))
    return found


def read_ahead(wanted: Iterable[tuple[OfficialAccount, Sequence[Scarce]]], at: datetime) -> None:
    """Read what ``room_at`` of each account will ask for, in one call for all of them."""
    batches.read_ahead(key for account, scarce in wanted for key in _day_keys(account, scarce, at))


def _day_keys(
    account: OfficialAccount, scarce: Sequence[Scarce], at: datetime
) -> list[tuple[str, str]]:
    pk = _pk(account.id)
    claims = quotas.claims_at(account, scarce, at)
    return [(pk, _SEEN + one.value) for one in scarce] + [(pk, one.key) for one in claims]


def spend_kf(account_id: str, now: datetime) -> None:
    """Take one of the day's customer-service messages. Raises ``AllowanceUsedUp``."""
    spend(account_id, Scarce.KF, now)


def see_limit(
    account_id: str, scarce: Scarce, limit: int, now: datetime, also: Sequence[table.Action] = ()
) -> None:
    """Keep the daily limit that WeChat told for an account, and write ``also`` in the same transaction."""
    seen: table.Item = {
        "pk": _pk(account_id),
        "sk": f"{_SEEN}{scarce.value}",
        "limit": limit,
        "at": stamp(now),
    }
    table.transact([table.put_action(seen), *also])


def see_used(
    account_id: str,
    scarce: Scarce,
    used: int,
    now: datetime,
    also: Callable[[Line, int], Sequence[table.Action]] = lambda before, taken: (),
) -> None:
    """Keep that WeChat counts ``used`` in the present period, be it by its API or by a person who looked.

    ``also`` gets a quota as it was and the number that is gone then, and returns what is written in the same
    transaction. A person does it through ``corrections``. Raises ``UnknownAccount``.
    """
    for claim in claims(account_id, [scarce], now):
        for _ in range(_TRIES):
            before = line(account_id, claim)
            elsewhere = max(0, used - before.committed)
            try:
                if elsewhere != before.elsewhere:
                    taken = before.taken - before.elsewhere + elsewhere
                    logged = also(before, taken)
                    table.transact([_elsewhere(account_id, claim, before, elsewhere), *logged])
            except ConditionFailed:
                continue  # somebody committed meanwhile: reckon again
            break


def _elsewhere(account_id: str, claim: Claim, before: Line, elsewhere: int) -> table.Action:
    return table.update_action(
        _pk(account_id),
        claim.key,
        "SET expires_at = :expires, elsewhere = :elsewhere ADD taken :change",
        {
            ":expires": _expiry(claim.key),
            ":elsewhere": elsewhere,
            ":change": elsewhere - before.elsewhere,
            ":committed": before.committed,
            ":before": before.elsewhere,
        },
        condition=_unchanged("committed", before.committed, ":committed")
        + " AND "
        + _unchanged("elsewhere", before.elsewhere, ":before"),
    )


def _unchanged(name: str, was: int, value: str) -> str:
    return f"({name} = {value}" + (f" OR attribute_not_exists({name}))" if was == 0 else ")")


def seen_limits(account_id: str) -> dict[Scarce, int]:
    """The daily limits that WeChat last told for an account."""
    return {
        Scarce(str(item["sk"]).removeprefix(_SEEN)): int(item["limit"])
        for item in table.query(_pk(account_id), _SEEN)
    }


def _holders(item: table.Item | None) -> dict[str, str]:
    return {
        name.removeprefix("h#"): str(state)
        for name, state in (item or {}).items()
        if name.startswith("h#")
    }


def _holder(holder: str) -> str:
    return f"h#{holder}"


def _pk(account_id: str) -> str:
    return f"ALLOWANCE#{account_id}"


def _expiry(key: str) -> int:
    return int((quotas.ends(key.split("#", 1)[1]) + _KEPT).timestamp())
