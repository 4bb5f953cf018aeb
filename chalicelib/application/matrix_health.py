"""How every account is, told anew by rounds: the sweep begins one each ten minutes, a step does a group of accounts.

Once an hour a round reads everything of each account; the others read what changes quickly: orders, findings, tokens,
check-ups, registrations (docs/decisions/0283).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Final

from chalicelib import accounts, matrix, orders
from chalicelib.application import control_tasks
from chalicelib.application.matrix_facts import Known, around, gather
from chalicelib.clock import SHANGHAI, utc_now
from chalicelib.cloud.afterwards import afterwards
from chalicelib.errors import Unavailable
from chalicelib.matrix import MOST_TURNS, Facts, Group, Row, SignalName, SignalThreshold, Turn

KIND: Final = "matrix-round"
STEP: Final = "matrix-group"
IDLE_DAYS: Final = 30
"""From so many days without a publication and without an answer on an account is a 僵尸号."""
_MINUTES: Final = 10
_WHOLE_AFTER: Final = 55 * 60
"""Seconds: the rounds are ten minutes apart, and a little late."""
_TRIES: Final = 6


class Busy(Unavailable):
    """Others write the same group of accounts again and again."""


def sweep(now: datetime) -> int:
    """Begin a round each ten minutes; returns the messages queued. Twice is once more than needed, and harmless."""
    if now.minute % _MINUTES:
        return 0
    control_tasks.send(KIND, ["all"])
    return 1


def begin(_about: str, clock: Callable[[], datetime] = utc_now) -> None:
    """Queue a step for each group of accounts. Twice does each twice, which is the same."""
    now = clock()
    matrix.store.keep_late_orders(orders.overdue_by_unit(now), now)
    found: dict[int, list[str]] = {}
    for state in accounts.states():
        found.setdefault(matrix.group_of(state.account.id), []).append(state.account.id)
    # A group that has lost its last account is emptied too.
    numbers = {*found, *(one.number for one in matrix.store.groups() if one.rows)}
    control_tasks.send(
        STEP, [f"{number:02d} {','.join(found.get(number, ()))}" for number in sorted(numbers)]
    )


def carry_out(about: str, clock: Callable[[], datetime] = utc_now) -> None:
    """Look at the accounts of one group.

    Stopped anywhere and run again it ends the same: the pack is written over the version that was read, and with it what
    turned. Where a person's change came in between, it is looked at again.
    """
    number, _, listed = about.partition(" ")
    look(int(number), [one for one in listed.split(",") if one], clock=clock)


def look(
    number: int,
    listed: Sequence[str],
    *,
    clock: Callable[[], datetime] = utc_now,
    whole: bool | None = None,
    only: Iterable[str] = (),
) -> int:
    """Tell the lines of a group anew, of ``only`` these accounts where they are named; returns how many turned.

    ``whole`` is by the hour where it is not said. Raises ``Busy``.
    """
    wanted, turned = frozenset(only), 0
    for _ in range(_TRIES):
        now = clock()
        before = matrix.store.group(number)
        hourly = now.timestamp() - before.read_at >= _WHOLE_AFTER
        ids = sorted(wanted or {*listed, *before.rows})
        told, turns = _told(before, ids, now, whole=hourly if whole is None else whole)
        kept = {one: row for one, row in before.rows.items() if one not in ids} | told
        late = turns[MOST_TURNS:]
        # What does not fit into one write stays as it was, and turns in the next.
        for one in late:
            kept[one.account] = before.rows[one.account]
        done = not wanted and (hourly or bool(whole))
        if matrix.store.save_group(before, kept, turns[:MOST_TURNS], now, whole=done):
            turned += len(turns) - len(late)
            if not late:
                return turned
    raise Busy("账号状态正被多处同时更新，请稍后再试。")


def refresh(account: str, now: datetime, *, whole: bool = False) -> None:
    """Tell one account's line anew, at once. Raises ``Busy``."""
    look(matrix.group_of(account), (), clock=lambda: now, whole=whole, only=[account])


def after_change(changed: Iterable[str], now: datetime) -> None:
    """Tell the lines of these accounts anew, after a person changed what is on file of them.

    What fails here the next round does.
    """
    by_group: dict[int, list[str]] = {}
    for account in changed:
        by_group.setdefault(matrix.group_of(account), []).append(account)
    for number, some in sorted(by_group.items()):
        with afterwards("the matrix's lines of accounts"), suppress(Busy):
            look(number, (), clock=lambda: now, whole=False, only=some)


def _told(
    before: Group, ids: Sequence[str], now: datetime, *, whole: bool
) -> tuple[dict[str, Row], list[Turn]]:
    shared, limits = around(now), matrix.store.thresholds()
    by_unit: dict[str, dict[SignalName, SignalThreshold]] = {}
    rows, turns = dict[str, Row](), list[Turn]()
    for one in gather(ids, before.rows, shared, now, whole=whole):
        unit = one.state.account.unit
        if unit not in by_unit:
            said = matrix.in_force(unit, limits, shared.units)
            by_unit[unit] = {name: threshold for name, (threshold, _) in said.items()}
        row, turn = _row(one, before.rows.get(one.state.account.id), by_unit[unit], now)
        rows[row.account] = row
        if turn is not None:
            turns.append(turn)
    return rows, turns


def _row(
    one: Known, before: Row | None, limits: dict[SignalName, SignalThreshold], now: datetime
) -> tuple[Row, Turn | None]:
    health, shown = matrix.evaluate(one.facts, limits, now)
    account, facts = one.state.account, one.facts
    return matrix.renewed(
        before,
        now,
        health,
        shown,
        account=account.id,
        name=account.name,
        unit=account.unit,
        kind=account.kind.value,
        facts=facts,
        idle=_idle(facts, now),
        days=one.days,
    )


def _idle(facts: Facts, now: datetime) -> bool:
    return matrix.is_idle(facts, IDLE_DAYS, now.astimezone(SHANGHAI).date())
