"""Items and objects of this package.

| pk | sk | attributes |
|---|---|---|
| ``REPORTS#{place}`` | report id | ``doc`` (Made: a report that was made; never changed), ``article`` (id of the draft that was made of it); a place is ``unit:province`` or ``account:province`` |

| key | body |
|---|---|
| ``reports/{place}/{id}.json.gz`` | the report (Report); gzip |
| ``reports/{place}/{id}.docx`` | the same as a Word document |
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from chalicelib.cloud import objects, table
from chalicelib.cloud.errors import CloudNotFound, ConditionFailed
from chalicelib.reports.errors import UnknownReport
from chalicelib.reports.made import Made
from chalicelib.reports.models import Period, Place, Report

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def report_id(period: Period, key: str) -> str:
    """The id of a report: it sorts by its period, then by when it was asked for. The same key gives the same report."""
    return f"{period.since}.{period.kind}.{key}"


def key_at(at: datetime) -> str:
    """A key for a report that is made at once: milliseconds."""
    return f"{int(at.timestamp() * 1000):013d}"


def keep(made: Made, report: Report, document: bytes) -> Made:
    """Keep a report with its document; one of the same id that is there stays, and comes back.

    Stopped anywhere and run again it is there once: the item comes last, and only where there is none.
    """
    known = _get(made.place, made.id)
    if known is not None:
        return known
    body = gzip.compress(report.model_dump_json().encode(), mtime=0)
    objects.write(_key(made, ".json.gz"), body, "application/gzip")
    objects.write(_key(made, ".docx"), document, DOCX)
    item = {"pk": _pk(made.place), "sk": made.id, "doc": made.model_dump_json()}
    with suppress(ConditionFailed):
        table.put(item, only_new=True)
    return get(made.place, made.id)


def get(place: Place, report: str) -> Made:
    """One report's item. Raises ``UnknownReport``."""
    found = _get(place, report)
    if found is None:
        raise UnknownReport
    return found


def of(place: Place, *, after: str = "") -> Iterator[Made]:
    """The reports of a place, the latest period first, of one period the newest first."""
    for item in table.query(_pk(place), newest_first=True, after=after):
        yield _read(item)


def body(made: Made) -> Report:
    """The report itself. Raises ``UnknownReport``."""
    try:
        found = objects.read(_key(made, ".json.gz"))
    except CloudNotFound:
        raise UnknownReport from None
    return Report.model_validate_json(gzip.decompress(found))


def document(made: Made) -> bytes:
    """The Word document. Raises ``UnknownReport``."""
    try:
        return objects.read(_key(made, ".docx"))
    except CloudNotFound:
        raise UnknownReport from None


def link(made: Made) -> str:
    """Where a browser saves the Word document from, for some minutes."""
    return objects.link(_key(made, ".docx"), save_as=made.file_name)


def note_article(made: Made, article: str) -> None:
    """Keep which draft article was made of a report. Twice is once."""
    table.update(
        _pk(made.place),
        made.id,
        "SET article = :article",
        {":article": article},
        condition="attribute_exists(pk)",
    )


def _get(place: Place, report: str) -> Made | None:
    item = table.get(_pk(place), report, consistent=True)
    return _read(item) if item else None


def _read(item: table.Item) -> Made:
    known = Made.model_validate_json(str(item["doc"]))
    return known.model_copy(update={"article": str(item.get("article") or "")})


def _key(made: Made, ending: str) -> str:
    return f"reports/{made.place.key}/{made.id}{ending}"


def _pk(place: Place) -> str:
    return f"REPORTS#{place.key}"
