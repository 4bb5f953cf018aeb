"""What the table's stream tells of the audit log: new entries are sealed, a change or removal of one is kept and rings.

Who removes an entry a second after it was written is seen all the same: the stream holds its image for a day, and nobody
can change the stream.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from chalicelib.audit.chain import store
from chalicelib.audit.chain.digests import Algorithm, canonical, digest, holds
from chalicelib.audit.chain.models import Finding, Kind, Seal
from chalicelib.audit.log import ENTRIES, SORT
from chalicelib.cloud.items import Item
from chalicelib.metrics import Metric
from chalicelib.settings import settings


def is_entry(pk: str, sk: str) -> bool:
    """Whether an item of this key is an entry of the audit log."""
    return pk.startswith(ENTRIES) and sk.startswith(SORT)


def algorithm() -> Algorithm:
    """The hash function that this stage uses from now on."""
    return Algorithm(settings().audit_hash)


def seal_for(item: Item, noted: datetime, *, old: bool = False) -> Seal:
    """The seal of an entry as it is."""
    return Seal(
        pk=str(item["pk"]),
        sk=str(item["sk"]),
        unit=str(item.get("gsi1pk", "")).removeprefix("AUDIT#"),
        digest=digest(algorithm(), canonical(item)),
        noted=noted,
        old=old,
    )


def hear(
    keys: Mapping[str, str], old: Item | None, new: Item | None, at: datetime, event: str
) -> None:
    """Follow one record of the stream: ``keys`` are ``pk`` and ``sk``, ``event`` its id, ``at`` when it was noted.

    Running it twice is harmless: a seal is written once, and so is what was seen of one event.
    """
    pk, sk = keys["pk"], keys["sk"]
    if old is None and new is not None:
        if is_entry(pk, sk):
            _sealed(new, at, event)
        return
    what = f"链环 {int(sk.removeprefix(SORT))}" if pk == store.PK else f"{pk} {sk}"
    unit = str((old or {}).get("gsi1pk", "")).removeprefix("AUDIT#")
    if new is None:
        _ring(Finding(kind=Kind.SEEN_REMOVED, what=what, unit=unit, at=at), event)
    elif old != new:
        fields = "、".join(
            sorted(name for name in {*(old or {}), *new} if (old or {}).get(name) != new.get(name))
        )
        detail = f"改动的属性：{fields}"
        _ring(Finding(kind=Kind.SEEN_CHANGED, what=what, unit=unit, detail=detail, at=at), event)


def _sealed(new: Item, at: datetime, event: str) -> None:
    known = store.seal(seal_for(new, at))
    if known is not None and not holds(known.digest, canonical(new)):
        # The key was used before: the entry was removed, and another put in its place.
        _ring(
            Finding(
                kind=Kind.SEEN_CHANGED,
                what=f"{known.pk} {known.sk}",
                unit=known.unit,
                detail="删除后以同一个键重新写入",
                at=at,
            ),
            event,
        )


def _ring(finding: Finding, event: str) -> None:
    from chalicelib import telemetry

    if store.saw(finding, event):
        telemetry.logger.error("audit entry tampered with", extra={"entry": finding.what})
        telemetry.count(Metric.AUDIT_TAMPERED, 1)
