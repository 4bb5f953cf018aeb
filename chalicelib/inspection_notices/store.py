"""Items and objects of this package.

| pk | sk | attributes |
|---|---|---|
| ``INSPECTION_NOTICES#{unit}`` | paper id | ``doc`` (Made: a notice or self-check that was made; never changed) |
| ``INSPECTION_NOTICE_TEXTS`` | ``{unit}#{kind}`` | ``doc`` (NoticeTexts: what people wrote for the next one), ``version`` |

| key | body |
|---|---|
| ``inspection-notices/{unit}/{id}.json.gz`` | the paper and what it was made of (Body, Material); gzip |
| ``inspection-notices/{unit}/{id}.docx`` | the same as a Word document |
| ``inspection-notices/{unit}/{id}.xlsx`` | the same as a workbook |
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Final

from chalicelib.cloud import objects, table
from chalicelib.cloud.errors import CloudNotFound, ConditionFailed
from chalicelib.inspection_notices.body import Body
from chalicelib.inspection_notices.errors import TextTaken, UnknownNotice
from chalicelib.inspection_notices.made import Made
from chalicelib.inspection_notices.models import Material, NoticeTexts, PaperKind, Span
from chalicelib.inspection_notices.periods import key_of
from chalicelib.values import Value

FORMS: Final = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_TEXTS: Final = "INSPECTION_NOTICE_TEXTS"


class Kept(Value):
    """A paper with what it was made of."""

    body: Body
    material: Material


def notice_id(kind: PaperKind, span: Span, key: str) -> str:
    """The id of a paper: it sorts by its period, then by when it was asked for. The same key gives the same paper."""
    return f"{key_of(span)}.{kind}.{key}"


def key_at(at: datetime) -> str:
    """A key for a paper that is made at once: milliseconds."""
    return f"{int(at.timestamp() * 1000):013d}"


def keep(made: Made, kept: Kept, document: bytes, workbook: bytes) -> Made:
    """Keep a paper with its files; one of the same id that is there stays, and comes back.

    Stopped anywhere and run again it is there once: the item comes last, and only where there is none.
    """
    known = _get(made.unit, made.id)
    if known is not None:
        return known
    body = gzip.compress(kept.model_dump_json().encode(), mtime=0)
    objects.write(_key(made, "json.gz"), body, "application/gzip")
    objects.write(_key(made, "docx"), document, FORMS["docx"])
    objects.write(_key(made, "xlsx"), workbook, FORMS["xlsx"])
    with suppress(ConditionFailed):
        table.put(
            {"pk": _pk(made.unit), "sk": made.id, "doc": made.model_dump_json()}, only_new=True
        )
    return get(made.unit, made.id)


def get(unit: str, notice: str) -> Made:
    """One paper's item. Raises ``UnknownNotice``."""
    found = _get(unit, notice)
    if found is None:
        raise UnknownNotice
    return found


def of(unit: str, *, after: str = "") -> Iterator[Made]:
    """The papers of a unit, the latest period first, of one period the newest first."""
    for item in table.query(_pk(unit), newest_first=True, after=after):
        yield Made.model_validate_json(str(item["doc"]))


def kept(made: Made) -> Kept:
    """The paper itself with what it was made of. Raises ``UnknownNotice``."""
    return Kept.model_validate_json(gzip.decompress(_object(made, "json.gz")))


def file(made: Made, form: str) -> bytes:
    """The Word document or the workbook. Raises ``UnknownNotice``."""
    return _object(made, form)


def link(made: Made, form: str) -> str:
    """Where a browser saves the file from, for some minutes."""
    return objects.link(_key(made, form), save_as=made.file_name(f".{form}"))


def remove(made: Made, also: Sequence[table.Action]) -> None:
    """Take a paper away together with another write; then its files. Raises ``UnknownNotice``.

    Its item goes first: a run that stops afterwards leaves files that nothing names, and no paper without files.
    """
    gone = table.delete_action(_pk(made.unit), made.id, condition="attribute_exists(pk)")
    try:
        table.transact([gone, *also])
    except ConditionFailed:
        raise UnknownNotice from None
    objects.delete_many([_key(made, form) for form in ("json.gz", *FORMS)])


def texts(unit: str, kind: PaperKind) -> tuple[NoticeTexts, int]:
    """What people wrote for the next paper of a unit, and the version of it; 0: nothing yet."""
    item = table.get(_TEXTS, f"{unit}#{kind}", consistent=True)
    if item is None:
        return NoticeTexts(), 0
    return NoticeTexts.model_validate_json(str(item["doc"])), int(item["version"])  # type: ignore[call-overload,unused-ignore]


def save_texts(
    unit: str, kind: PaperKind, words: NoticeTexts, version: int, also: Sequence[table.Action]
) -> int:
    """Keep the words for the next paper, as the version after ``version``. Raises ``TextTaken``."""
    item: table.Item = {
        "pk": _TEXTS,
        "sk": f"{unit}#{kind}",
        "doc": words.model_dump_json(),
        "version": version + 1,
    }
    holds = "version = :version" if version else "attribute_not_exists(pk)"
    write = table.put_if_action(item, holds, {":version": version} if version else {})
    try:
        table.transact([write, *also])
    except ConditionFailed:
        raise TextTaken from None
    return version + 1


def _get(unit: str, notice: str) -> Made | None:
    item = table.get(_pk(unit), notice, consistent=True)
    return Made.model_validate_json(str(item["doc"])) if item else None


def _object(made: Made, form: str) -> bytes:
    try:
        return objects.read(_key(made, form))
    except CloudNotFound:
        raise UnknownNotice from None


def _key(made: Made, form: str) -> str:
    return f"inspection-notices/{made.unit}/{made.id}.{form}"


def _pk(unit: str) -> str:
    return f"INSPECTION_NOTICES#{unit}"
