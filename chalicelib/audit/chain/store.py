"""Items of the chain. One chain for the whole stage.

| pk | sk | attributes |
|---|---|---|
| ``AUDITSEAL#{entry's pk}`` | the entry's sk | ``doc`` (Seal), ``link`` (its number, 0 while it waits); in ``GSI1`` by ``AUDITWAIT`` and time while it waits |
| ``AUDITCHAIN`` | ``L#{number:010d}`` | ``doc`` (Link), ``hash`` over just that text |
| ``AUDITCHAIN`` | ``HEAD`` | ``doc`` (Head), ``version``; in ``GSI1`` by ``AUDITANCHOR`` and the time of the next anchor |
| ``AUDITCHAIN`` | ``SEEN#{time}#{event}`` | ``doc`` (Finding): a change or removal that the stream showed |
| ``AUDITCHAIN`` | ``VERIFIED#{unit}`` | ``doc`` (Verification): the last one of a unit, without name of all |
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final

from pydantic import ValidationError

from chalicelib.audit.chain.models import Finding, Head, Link, Seal, StoredLink, Verification
from chalicelib.clock import stamp
from chalicelib.cloud import batches, table
from chalicelib.cloud.errors import ConditionFailed

PK: Final = "AUDITCHAIN"
WAITING: Final = "AUDITWAIT"
ANCHORS: Final = "AUDITANCHOR"
_LAST: Final = "9"
"""Later than every time."""


def seal(made: Seal) -> Seal | None:
    """Put an entry among those that wait for a link; returns the seal that it has already, if it has one."""
    item: table.Item = {
        **_key(made.pk, made.sk),
        "doc": made.model_dump_json(),
        "link": 0,
        "gsi1pk": WAITING,
        "gsi1sk": f"{stamp(made.noted)}#{made.pk}#{made.sk}",
    }
    try:
        table.put(item, only_new=True)
    except ConditionFailed as error:
        if error.old is None:
            raise
        return Seal.model_validate_json(str(error.old["doc"]))
    return None


def seal_of(pk: str, sk: str) -> tuple[Seal, int] | None:
    """The seal of an entry with the number of its link, 0 while it waits."""
    item = table.get(**_key(pk, sk), consistent=True)
    return (Seal.model_validate_json(str(item["doc"])), int(item["link"])) if item else None


def seals_of(keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Of up to a hundred entries those that have a seal, each with the number of its link, 0 while it waits."""
    found = batches.get_all([(_key(pk, sk)["pk"], sk) for pk, sk in keys])
    prefix = len("AUDITSEAL#")
    return {(pk[prefix:], sk): int(item["link"]) for (pk, sk), item in found.items()}


def waiting(most: int) -> list[Seal]:
    """Seals that wait for a link, the oldest first; those that just got one are left out."""
    listed = [(str(one["pk"]), str(one["sk"])) for one in table.due(WAITING, _LAST, limit=most)]
    now = batches.get_all(listed)
    held = (now[key] for key in listed if key in now and not now[key]["link"])
    return [Seal.model_validate_json(str(one["doc"])) for one in held]


def anything_waits() -> bool:
    """Whether an entry waits for its link, as the index knows a moment later."""
    return next(table.due(WAITING, _LAST, limit=1), None) is not None


def head() -> Head | None:
    """The end of the chain; None before the first link."""
    item = table.get(PK, "HEAD", consistent=True)
    if item is None:
        return None
    return Head.model_validate_json(str(item["doc"]))


def append(made: StoredLink, after: Head, before: Head | None, seals: Iterable[Seal]) -> None:
    """Write a link in one transaction with the end of the chain and its seals.

    Raises ``ConditionFailed`` where somebody else wrote a link meanwhile.
    """
    item: table.Item = {
        "pk": PK,
        "sk": _number(made.number),
        "doc": made.doc,
        "hash": made.hash,
    }
    table.transact(
        [
            table.put_action(item, only_new=True),
            _head_action(after, before),
            *(_sealed_action(one, made.number) for one in seals),
        ]
    )


def save_head(after: Head, before: Head) -> None:
    """Write the end of the chain, if it is still what was read. Raises ``ConditionFailed``."""
    table.transact([_head_action(after, before)])


def links(after: int = 0) -> Iterator[StoredLink]:
    """The links behind a number, in order, as they lie there."""
    for item in table.query(PK, "L#", consistent=True, after=_number(after) if after else ""):
        yield _link(item)


def link_of(number: int) -> StoredLink | None:
    """One link."""
    item = table.get(PK, _number(number), consistent=True)
    return _link(item) if item else None


def anchor_is_due(now: datetime) -> bool:
    """Whether the chain's next anchor is due."""
    return next(table.due(ANCHORS, stamp(now), limit=1), None) is not None


def saw(finding: Finding, event: str) -> bool:
    """Keep what the stream showed, once an event; returns whether it is new."""
    at = finding.at
    assert at is not None  # noqa: S101 - the stream's findings have a time
    item: table.Item = {
        "pk": PK,
        "sk": f"SEEN#{stamp(at)}#{event}",
        "doc": finding.model_dump_json(),
    }
    try:
        table.put(item, only_new=True)
    except ConditionFailed:
        return False
    return True


def seen(most: int) -> list[Finding]:
    """What the stream showed, newest first."""
    found = table.query(PK, "SEEN#", newest_first=True, limit=most)
    return [Finding.model_validate_json(str(item["doc"])) for item in found]


def keep_verified(made: Verification) -> table.Action:
    """The write of the last verification of a unit."""
    item: table.Item = {
        "pk": PK,
        "sk": f"VERIFIED#{made.unit}",
        "doc": made.model_dump_json(),
    }
    return table.put_action(item)


def verified(unit: str) -> Verification | None:
    """The last verification of a unit; of all units without a name."""
    item = table.get(PK, f"VERIFIED#{unit}")
    return Verification.model_validate_json(str(item["doc"])) if item else None


def _head_action(after: Head, before: Head | None) -> table.Action:
    version = before.version + 1 if before else 1
    item: table.Item = {
        "pk": PK,
        "sk": "HEAD",
        "doc": after.model_copy(update={"version": version}).model_dump_json(),
        "version": version,
        "gsi1pk": ANCHORS,
        "gsi1sk": stamp(after.due_at),
    }
    if before is None:
        return table.put_action(item, only_new=True)
    return table.put_if_action(item, "version = :seen", {":seen": before.version})


def _sealed_action(one: Seal, number: int) -> table.Action:
    key = _key(one.pk, one.sk)
    return table.update_action(
        key["pk"],
        key["sk"],
        "SET link = :number REMOVE gsi1pk, gsi1sk",
        {":number": number, ":waits": 0},
        condition="link = :waits",
    )


def _key(pk: str, sk: str) -> dict[str, str]:
    return {"pk": f"AUDITSEAL#{pk}", "sk": sk}


def _number(number: int) -> str:
    return f"L#{number:010d}"


def _link(item: table.Item) -> StoredLink:
    doc, sk = str(item.get("doc", "")), str(item["sk"])
    try:
        link = Link.model_validate_json(doc)
    except ValidationError:
        link = None
    digits = sk.removeprefix("L#")
    # One under a key that no writer makes stands behind all others: a gap is found, and no walk turns back.
    number = int(digits) if digits.isdecimal() else 10**10
    return StoredLink(number=number, link=link, doc=doc, hash=str(item.get("hash", "")))
