"""What is known of accounts, gathered from the domains that know it (docs/control.md has the budget of reads)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any, Final, NamedTuple

from chalicelib import (
    accounts,
    catalogue,
    insight,
    inspection,
    matrix,
    orders,
    people,
    publishing,
    units,
)
from chalicelib.accounts import AccountState
from chalicelib.clock import SHANGHAI
from chalicelib.cloud.at_once import side_by_side
from chalicelib.matrix import Facts, Registration, Responsible, Row
from chalicelib.units import OrgUnit
from chalicelib.wechat import token_refusals

LOOK_BACK: Final = timedelta(days=40)
"""So far back the first look at an account goes; what is older has long been 异常."""
ROUND: Final = timedelta(minutes=15)
"""Longer than from one round to the end of the next."""
LATE: Final = timedelta(days=2)
"""A day's numbers are counted again so much later at most."""
KEPT_DAYS: Final = 7

Days = tuple[tuple[str, int, int, int], ...]


class Around(NamedTuple):
    """What a round reads once for all accounts."""

    units: Mapping[str, OrgUnit]
    staffed: frozenset[str]
    """Persons who hold any role anywhere."""
    names: Mapping[str, str]
    """Of persons, as far as they are entered."""
    findings: Mapping[str, inspection.OpenFindings]
    late_orders: Mapping[str, int]
    """Unit → orders past their deadline."""


def around(now: datetime) -> Around:
    """Read it: some queries, however many accounts there are."""
    staff = list(people.list_staff())
    return Around(
        units={one.id: one for _, one in units.tree()},
        staffed=frozenset(one.id for one in staff),
        names={one.id: one.name for one in staff if one.name},
        findings=inspection.open_by_account(now),
        late_orders=_late_orders(now),
    )


def _late_orders(now: datetime) -> Mapping[str, int]:
    """As this round's beginning counted them: it takes a query for each order under way."""
    kept = matrix.store.late_orders(now - ROUND)
    return orders.overdue_by_unit(now) if kept is None else kept


class Known(NamedTuple):
    """Facts of an account, and what of them the next look goes on from."""

    state: AccountState
    facts: Facts
    days: Days


def gather(
    wanted: Sequence[str], before: Mapping[str, Row], shared: Around, now: datetime, *, whole: bool
) -> list[Known]:
    """The facts of these accounts now; those that are gone are left out.

    ``whole`` reads publications, messages and links of each anew; else they stay as ``before`` knew them.
    """
    states = accounts.states_of(wanted)
    found = [one.account.id for one in states]
    filed = matrix.store.registrations(found)
    checkups = accounts.checkups_of(found)
    refused = token_refusals.refusals([one.account.appid for one in states])

    def known(state: AccountState) -> Known:
        account, last = state.account, before.get(state.account.id)
        facts, days = _carried(state, last, now, whole=whole or last is None)
        checked = checkups.get(account.id)
        open_ = shared.findings.get(account.id, inspection.OpenFindings())
        return Known(
            state,
            facts._replace(
                **_on_file(filed.get(account.id), shared),
                since=last.facts.since if last else _day(now).isoformat(),
                refused=refused.get(account.appid, ""),
                failed=tuple(
                    one.name
                    for one in checked.findings
                    if one.state is accounts.checkup.Health.FAIL
                )
                if checked
                else (),
                veto=open_.veto,
                deduction=open_.deduction,
                late_findings=open_.overdue,
                late_orders=shared.late_orders.get(account.unit, 0),
            ),
            days,
        )

    return side_by_side(known, states) if whole else [known(one) for one in states]


def _carried(
    state: AccountState, last: Row | None, now: datetime, *, whole: bool
) -> tuple[Facts, Days]:
    """Publications, messages and links: read anew, or as they were."""
    before, kept = (last.facts, last.days) if last else (Facts(), ())
    if not whole:
        return _of_days(before, kept, now), kept
    account, today = state.account.id, _day(now)
    days = {one[0]: one for one in kept}
    since = today - (LATE if last else LOOK_BACK)
    heard, answered = before.heard, before.answered
    for one in insight.day_numbers(account, since, today):
        told = one.messages
        if told or one.followers:
            heard = max(heard, one.day.isoformat())
        if told:
            days[told.day] = (told.day, told.messages, told.answered, told.unanswered)
            if told.answered:
                answered = max(answered, told.day)
    first = (today - timedelta(days=KEPT_DAYS - 1)).isoformat()
    left = tuple(one for name, one in sorted(days.items()) if name >= first)
    facts = before._replace(
        heard=heard,
        answered=answered,
        published=max(before.published, _published(account, since, now)),
        # Services without a catalogue of their own are the catalogue's above, and counted there.
        dead_links=catalogue.tending.dead_links(state.account.unit) if state.services else 0,
    )
    return _of_days(facts, left, now), left


def _of_days(facts: Facts, days: Days, now: datetime) -> Facts:
    first = (_day(now) - timedelta(days=KEPT_DAYS - 1)).isoformat()
    counted = [one for one in days if one[0] >= first]
    return facts._replace(
        messages=sum(one[1] for one in counted), unanswered=sum(one[3] for one in counted)
    )


def _published(account: str, since: date, now: datetime) -> str:
    """The day of the last publication that is known: sent from here, or counted by WeChat (sent by hand too)."""
    out = publishing.last_out(account, now)
    told = (one.published for one in insight.wechat_numbers.articles(account, since, _day(now)))
    days = chain(told, [_day(out.at)] if out else [])
    return max((one.isoformat() for one in days), default="")


def _on_file(one: Registration | None, shared: Around) -> dict[str, Any]:
    if one is None:
        return {
            "life": "", "in_charge": "", "in_charge_id": "", "stand_in": "", "stand_in_id": "",
            "left": (), "verified_until": "",
        }  # fmt: skip
    named = {"in_charge": one.in_charge, "stand_in": one.stand_in}
    gone = [who for who in named.values() if who.person and who.person not in shared.staffed]
    return {
        "life": one.state.value,
        **{name: shown_name(who, shared.names) for name, who in named.items()},
        **{f"{name}_id": who.person or "" for name, who in named.items()},
        "left": tuple(dict.fromkeys(shown_name(who, shared.names) for who in gone)),
        "verified_until": one.verified_until.isoformat() if one.verified_until else "",
    }


def shown_name(who: Responsible, names: Mapping[str, str]) -> str:
    """How a person in charge is called: as entered, else as registered."""
    return who.name or names.get(who.person or "", "") or who.person or ""


def _day(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()
