"""The verification: the chain link by link, each entry that it holds, each anchor, and every entry back to its link."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from chalicelib.audit.chain import comparing, store
from chalicelib.audit.chain.anchoring import ReadAnchor, anchors
from chalicelib.audit.chain.comparing import Trusted
from chalicelib.audit.chain.models import NOTICES, Finding, Head, StoredLink, Verification
from chalicelib.cloud import batches, table

Progress = Callable[[int, int, str], object]
"""Told how far it is: done, of how many, in words."""
_LAST: Final = "9"
_KEPT: Final = 200
"""Findings that are kept by name; all are counted."""
_SOON: Final = timedelta(minutes=15)
"""An entry so new may still be on its way through the stream."""
_DAY: Final = timedelta(days=1)
"""One that the stream has shown may wait so long for its link, should the function of links fail."""
_BATCH: Final = 100
_HELD: Final = 64


def silent(done: int, total: int, words: str) -> None:
    """Tell nobody."""


def verify(
    units: Sequence[str],
    *,
    every: bool,
    since: datetime | None,
    by: str,
    unit: str,
    now: datetime,
    progress: Progress = silent,
) -> Verification:
    """Verify the chain, and the entries of these units both ways; with ``every`` those of all units.

    ``since`` leaves out what the last anchor before that time vouches for. ``unit`` is how the result is called.
    """
    return _Walk(frozenset(units), every, since, now, progress).result(units, by=by, unit=unit)


class _Walk:
    """One verification under way."""

    def __init__(
        self, wanted: frozenset[str], every: bool, since: datetime | None, now: datetime,
        progress: Progress,
    ) -> None:  # fmt: skip
        self.wanted, self.every, self.since, self.now = wanted, every, since, now
        self.progress = progress
        self.findings: list[Finding] = []
        self.found = self.notices = self.links = self.entries = self.waiting = self.before = 0
        self.until: datetime | None = None
        self.held: dict[int, frozenset[tuple[str, str]]] = {}

    def result(self, units: Sequence[str], *, by: str, unit: str) -> Verification:
        """Walk, and say what was found."""
        read = self._anchors()
        start = self._start(read)
        head, last = self._links(read, start)
        self.add(comparing.check_end(head, last))
        self.add(comparing.check_last_anchor(head, read[-1] if read else None))
        self.add(comparing.beyond(read, last.number))
        for number, one in enumerate(units):
            self.progress(
                number, len(units), f"正在逐条核对第 {number + 1} 个单位，共 {len(units)} 个"
            )
            self._entries(one, head)
        return Verification(
            at=self.now,
            by=by,
            unit=unit,
            since=self.since,
            first=start.number + 1 if self.links else 0,
            last=last.number,
            until=self.until,
            links=self.links,
            entries=self.entries,
            anchors=len(read),
            waiting=self.waiting,
            before=self.before,
            findings=tuple(self.findings),
            found=self.found,
            notices=self.notices,
        )

    def add(self, found: Iterable[Finding]) -> None:
        """Count findings, and keep the first of them."""
        for one in found:
            self.found += 1
            self.notices += one.kind in NOTICES
            if len(self.findings) < _KEPT:
                self.findings.append(one)

    def _anchors(self) -> list[ReadAnchor]:
        read: list[ReadAnchor] = []
        for one in anchors():
            self.add(comparing.check_anchor(one, read[-1] if read else None))
            if not read and one.anchor is not None and one.anchor.previous:
                self.add([comparing.gone(one.anchor.previous, one.key)])
            read.append(one)
            if len(read) % 50 == 0:
                self.progress(0, 1, f"已核对 {len(read)} 个锚点")
        return read

    def _start(self, read: list[ReadAnchor]) -> Trusted:
        """The place of the last anchor before ``since``."""
        if self.since is None:
            return Trusted()
        sound = (one for one in read if one.anchor is not None and one.anchor.at < self.since)
        return max((comparing.trusted(one) for one in sound), default=Trusted())

    def _links(self, read: list[ReadAnchor], start: Trusted) -> tuple[Head | None, Trusted]:
        by_number: dict[int, list[ReadAnchor]] = {}
        for one in read:
            if one.anchor is not None:
                by_number.setdefault(one.anchor.number, []).append(one)
        head, last = store.head(), start
        total = max((head.number if head else 0) - start.number, 1)
        while True:
            before = last
            for stored in store.links(last.number):
                last, found = comparing.check_link(stored, last)
                self.add(found)
                for one in by_number.get(stored.number, ()):
                    self.add(comparing.against_link(one, stored))
                self._sealed(stored)
                self.links += 1
                done = min(self.links, total)
                self.progress(done, total, f"已核对 {self.links} 个链环、{self.entries} 条")
            head = store.head()
            # Links that were added meanwhile are looked at too.
            if head is None or head.number <= last.number or last == before:
                return head, last

    def _sealed(self, stored: StoredLink) -> None:
        """The entries of a link."""
        if stored.link is None:
            return
        self.until = stored.link.at
        wanted = [one for one in stored.link.entries if self.every or one.unit in self.wanted]
        items = batches.get_all([(one.pk, one.sk) for one in wanted])
        self.entries += len(wanted)
        for one in wanted:
            found = comparing.check_entry(one, items.get((one.pk, one.sk)))
            self.add([found] if found else [])

    def _entries(self, unit: str, head: Head | None) -> None:
        """The entries of a unit, each back to its link."""
        since = None if self.since is None else self.since.strftime("%Y-%m-%dT%H:%M:%S")
        for batch in _batches(table.due(f"AUDIT#{unit}", _LAST, since=since)):
            links = store.seals_of([_key(one) for one in batch])
            for item in batch:
                self._entry(item, links.get(_key(item)), head)

    def _held(self, number: int) -> frozenset[tuple[str, str]]:
        """The entries that a link holds; entries come in order of time, so the last few links are asked for again."""
        if number not in self.held:
            stored = store.link_of(number)
            link = stored.link if stored else None
            self.held[number] = (
                frozenset((one.pk, one.sk) for one in link.entries) if link else frozenset()
            )
            if len(self.held) > _HELD:
                del self.held[next(iter(self.held))]
        return self.held[number]

    def _entry(self, item: table.Item, link: int | None, head: Head | None) -> None:
        if link and _key(item) in self._held(link):
            return
        at = comparing.time_of(item)
        age = self.now - at if at else None
        if at and link is None and (head is None or (not head.taken_in and at < head.begun_at)):
            self.before += 1
        elif age is not None and not link and -_SOON < age < (_SOON if link is None else _DAY):
            self.waiting += 1
        else:
            self.add([comparing.inserted(item)])


def _key(item: table.Item) -> tuple[str, str]:
    return str(item["pk"]), str(item["sk"])


def _batches(found: Iterator[table.Item]) -> Iterator[list[table.Item]]:
    while batch := list(islice(found, _BATCH)):
        yield batch
