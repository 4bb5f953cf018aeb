"""Items of this package: consents.

| pk | sk | attributes |
|---|---|---|
| ``FOLLOWER#{account}#{openid}`` | ``NOTICE#{template}`` | ``left`` (notices that may be sent), ``accepted_at``, ``refused_at`` (epoch s), ``edition``; in ``GSI1`` under ``CONSENTS#{account}#{template}#{shard}`` by openid while ``left`` is not 0 |
| ``FOLLOWER#{account}#{openid}`` | ``NOTEPUSH#{key}`` | that the event of this key was counted; ``at``, ``expires_at`` |
| ``NOTICECOUNT#{account}#{shard}`` | template | ``holders`` (followers with a consent), ``left`` (notices that may be sent), ``accepted``, ``rejected``, ``taken_back`` (answers of followers so far) |

A consent, its mark and its count are one write, so that none is counted twice and the numbers of the page are exact.
Shards spread the list of everybody who consents over partitions, and the counters with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Final, NamedTuple

from chalicelib import followers
from chalicelib.cloud import batches, table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.notices.models import Consent

CONSENT: Final = "NOTICE#"
PUSH: Final = "NOTEPUSH#"
SHARDS: Final = 16
TRIES: Final = 8
_MARK_KEPT: Final = timedelta(days=7)
"""Longer than the stream repeats a record."""
_LAST: Final = "~"
"""After every openid."""

Change = Callable[[Consent], Consent]


class Numbers(NamedTuple):
    """Consents to one template, over all followers."""

    holders: int = 0
    left: int = 0
    accepted: int = 0
    rejected: int = 0
    taken_back: int = 0


class Contested(Exception):
    """Others changed the same consent again and again; the stream, or the queue, comes back."""


def shard_of(openid: str) -> int:
    """The shard that a follower belongs to."""
    return hashlib.sha256(openid.encode()).digest()[0] % SHARDS


def read(account_id: str, openid: str, template: str) -> Consent:
    """One consent as it is now; an empty one where there is none."""
    item = table.get(_pk(account_id, openid), CONSENT + template, consistent=True)
    return _consent(item, template)


def of_follower(account_id: str, openid: str) -> list[Consent]:
    """Every consent of one person."""
    found = table.query(_pk(account_id, openid), CONSENT, consistent=True)
    return [_consent(item, str(item["sk"]).removeprefix(CONSENT)) for item in found]


def with_consent(
    account_id: str, template: str, shard: int, *, after: str = "", limit: int
) -> list[tuple[str, Consent]]:
    """Openid and consent of those in a shard who consent, in order; ``after`` is the openid that the first follows."""
    place = {"pk": _pk(account_id, after), "sk": CONSENT + template, "gsi1sk": after} if after else None  # fmt: skip
    found = table.due(_index(account_id, template, shard), _LAST, limit=limit, after=place)
    return [(str(item["gsi1sk"]), _consent(item, template)) for item in found]


def number_with_consent(account_id: str, template: str, openids: Sequence[str]) -> int:
    """How many of these have a consent now."""
    number = 0
    for begin in range(0, len(openids), batches.MOST):
        keys = [(_pk(account_id, one), CONSENT + template) for one in openids[begin : begin + batches.MOST]]  # fmt: skip
        number += sum(int(item.get("left", 0)) > 0 for item in batches.get_all(keys).values())
    return number


def numbers(account_id: str, templates: Sequence[str]) -> dict[str, Numbers]:
    """Consents to these templates, over all followers."""
    keys = [(_counter(account_id, shard), one) for one in templates for shard in range(SHARDS)]
    sums = {one: Numbers() for one in templates}
    for begin in range(0, len(keys), batches.MOST):
        for (_, one), item in batches.get_all(keys[begin : begin + batches.MOST]).items():
            sums[one] = Numbers(*(had + int(item.get(name, 0)) for name, had in sums[one]._asdict().items()))  # fmt: skip
    return sums


def change(
    account_id: str,
    openid: str,
    changes: Mapping[str, Change],
    *,
    mark: str = "",
    at: int = 0,
    counted: Mapping[str, Mapping[str, int]] | None = None,
    also: Sequence[table.Action] = (),
) -> bool:
    """Change consents of one follower, by template, in one transaction with ``also``; False where ``mark`` was there.

    The mark is of an event of ``at`` (Unix seconds). ``counted`` are further numbers of each template (``accepted`` …). Raises ``ConditionFailed`` with the index of a
    condition of ``also`` that does not hold, or ``Contested``.
    """
    pk = _pk(account_id, openid)
    for _ in range(TRIES):
        actions = list(also)
        if mark:
            actions.append(table.put_action(_mark(pk, mark, at), only_new=True))
        for template, change_ in changes.items():
            before = read(account_id, openid, template)
            more = (counted or {}).get(template, {})
            actions += change_actions(account_id, openid, before, change_(before), more)
        if not actions:
            return True
        try:
            table.transact(actions)
        except ConditionFailed as error:
            index = -1 if error.index is None else error.index
            if 0 <= index < len(also):
                raise
            if mark and index == len(also):
                return False
            continue
        return True
    raise Contested


def change_actions(
    account_id: str,
    openid: str,
    before: Consent,
    after: Consent,
    counted: Mapping[str, int] | None = None,
) -> list[table.Action]:
    """The writes that put a consent in the place of the one that was read, the condition first; none where nothing changes."""
    changed = after != before
    actions = [_put(account_id, openid, before, after)] if changed else []
    added = {
        "holders": int(after.left > 0) - int(before.left > 0),
        "left": after.left - before.left,
        **(counted or {}),
    }
    added = {name: number for name, number in added.items() if number}
    if added:
        actions.append(_count(account_id, openid, after.template, added))
    return actions


def unchanged_action(account_id: str, openid: str, seen: Consent) -> table.Action:
    """A condition of a transaction: the consent is as it was read."""
    return table.check_action(
        _pk(account_id, openid),
        CONSENT + seen.template,
        "edition = :edition",
        {":edition": seen.edition},
    )


def erase(account_id: str, openid: str, cut: int) -> int:
    """Erase consents and marks of a person up to ``cut`` (Unix seconds), with their counts; returns how many items went."""
    pk, number = _pk(account_id, openid), 0
    for one in of_follower(account_id, openid):
        if max(one.accepted_at, one.refused_at) > cut:
            continue
        gone = table.delete_action(
            pk, CONSENT + one.template, {":edition": one.edition}, condition="edition = :edition"
        )
        less = {"holders": -int(one.left > 0), "left": -one.left}
        less = {name: by for name, by in less.items() if by}
        counts = [_count(account_id, openid, one.template, less)] if less else []
        try:
            table.transact([gone, *counts])
        except ConditionFailed:
            continue  # changed meanwhile: the next look erases it
        number += 1
    for item in list(table.query(pk, PUSH, consistent=True)):
        if int(item["at"]) <= cut:
            table.delete(pk, str(item["sk"]))
            number += 1
    return number


def forget_counts(account_id: str) -> None:
    """Delete the numbers of an account. Twice is once."""
    for shard in range(SHARDS):
        for item in list(table.query(_counter(account_id, shard), consistent=True)):
            table.delete(str(item["pk"]), str(item["sk"]))


def marks(account_id: str, openid: str) -> Iterator[table.Item]:
    """The marks of counted events of one person."""
    return table.query(_pk(account_id, openid), PUSH, consistent=True)


def _put(account_id: str, openid: str, before: Consent, after: Consent) -> table.Action:
    values: table.Item = {
        ":left": after.left,
        ":accepted": after.accepted_at,
        ":refused": after.refused_at,
        ":new": before.edition + 1,
    }
    update = "SET #left = :left, accepted_at = :accepted, refused_at = :refused, edition = :new"
    if after.left:
        values |= {":index": _index(account_id, after.template, shard_of(openid)), ":openid": openid}  # fmt: skip
        update += ", gsi1pk = :index, gsi1sk = :openid"
    else:
        update += " REMOVE gsi1pk, gsi1sk"
    if before.edition:
        values[":old"] = before.edition
    return table.update_action(
        _pk(account_id, openid),
        CONSENT + after.template,
        update,
        values,
        condition="edition = :old" if before.edition else "attribute_not_exists(edition)",
        names={"#left": "left"},
    )


def _count(account_id: str, openid: str, template: str, added: Mapping[str, int]) -> table.Action:
    names = {f"#n{n}": name for n, name in enumerate(added)}
    values: table.Item = {f":n{n}": number for n, number in enumerate(added.values())}
    adds = ", ".join(f"#n{n} :n{n}" for n in range(len(added)))
    pk = _counter(account_id, shard_of(openid))
    return table.update_action(pk, template, f"ADD {adds}", values, names=names)


def _mark(pk: str, key: str, at: int) -> table.Item:
    expires = at + int(_MARK_KEPT.total_seconds())
    return {"pk": pk, "sk": PUSH + key, "at": at, "expires_at": expires}


def _consent(item: table.Item | None, template: str) -> Consent:
    found = item or {}
    return Consent(
        template=template,
        left=int(found.get("left", 0)),
        accepted_at=int(found.get("accepted_at", 0)),
        refused_at=int(found.get("refused_at", 0)),
        edition=int(found.get("edition", 0)),
    )


def _pk(account_id: str, openid: str) -> str:
    return followers.partition(account_id, openid)


def _index(account_id: str, template: str, shard: int) -> str:
    return f"CONSENTS#{account_id}#{template}#{shard:02d}"


def _counter(account_id: str, shard: int) -> str:
    return f"NOTICECOUNT#{account_id}#{shard:02d}"
