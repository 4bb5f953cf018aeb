"""Changes that people type or import: of entries, policy documents and the confidence. Each makes a draft version."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from pydantic import ValidationError

from chalicelib.actor import Actor
from chalicelib.errors import remedy
from chalicelib.knowledge.errors import BadEntry
from chalicelib.knowledge.files.read import document_of, entry_of
from chalicelib.knowledge.labels import POLICY_STATUS_NAMES, STANDING_NAMES
from chalicelib.knowledge.models import (
    FaqEntry,
    Knowledge,
    KnowledgeVersion,
    PolicyDocument,
    PolicyStatus,
    Standing,
)
from chalicelib.knowledge.policies.search import document
from chalicelib.knowledge.quality.duplicates import SimilarPair, near_duplicates
from chalicelib.knowledge.versions.changes import Changes, compare, with_entries, with_policies
from chalicelib.knowledge.versions.queries import entry
from chalicelib.knowledge.versions.service import Progress, Ready, edit, working
from chalicelib.sheets.cells import join, split

Cells = Mapping[str, str]
"""Field → text as a cell of a sheet has it; an empty text empties the field."""


class ImportOutcome(NamedTuple):
    """The result of an import, or of a trial of one."""

    version: KnowledgeVersion | None
    """The draft that was made; None for a trial, and where nothing changed."""
    changes: Changes
    after: Knowledge
    """What there is with the import."""
    duplicates: tuple[SimilarPair, ...] = ()
    """Imported entries that ask nearly the same as another one, the likest first."""


def import_entries(
    account_id: str,
    entries: Sequence[FaqEntry],
    *,
    by: Actor | None,
    now: datetime,
    source: str,
    note: str = "",
    replace: bool = False,
    duplicates: bool = True,
    progress: Progress = lambda *_: None,
    ready: Ready = lambda: None,
) -> ImportOutcome:
    """Make a draft version with these entries; with ``replace`` they are all there are. ``by`` None only tries it.

    Without ``duplicates`` nobody looks for entries that ask the same: of ten thousand that takes longer than all the
    rest. ``progress`` gets how many of all texts are compared; ``ready`` is called before the draft is made. Raises
    like ``edit``, and what those raise.
    """

    def change(known: Knowledge) -> Knowledge:
        return with_entries(known, entries, replace=replace)

    before = working(account_id).knowledge
    after = change(before)
    found = compare(before.entries, after.entries)
    touched = {one.id for one in (*found.new, *found.changed)}
    near = (
        near_duplicates(after.entries, only=touched, progress=progress)
        if touched and duplicates
        else []
    )
    made = None
    if by:
        ready()
        made = edit(account_id, change, by=by, source=source, now=now, note=note)
    return ImportOutcome(made, found, after, tuple(near))


def import_policies(
    account_id: str,
    documents: Sequence[PolicyDocument],
    *,
    by: Actor | None,
    now: datetime,
    source: str,
    note: str = "",
    replace: bool = False,
    ready: Ready = lambda: None,
) -> ImportOutcome:
    """Make a draft version with these documents, as ``import_entries``."""

    def change(known: Knowledge) -> Knowledge:
        return with_policies(known, documents, replace=replace)

    before = working(account_id).knowledge
    after = change(before)
    made = None
    if by:
        ready()
        made = edit(account_id, change, by=by, source=source, now=now, note=note)
    return ImportOutcome(made, compare(before.policies, after.policies), after)


class Added(NamedTuple):
    """The result of ``add_entry``."""

    entry: FaqEntry
    version: KnowledgeVersion | None
    replaced: bool
    """Whether an entry of the same id was there."""


def add_entry(account_id: str, cells: Cells, *, by: Actor, now: datetime) -> Added:
    """Make a draft version with one more entry. Raises ``BadEntry`` and like ``edit``."""
    new = entry_of(cells)
    replaced = any(one.id == new.id for one in working(account_id).knowledge.entries)

    def change(known: Knowledge) -> Knowledge:
        return with_entries(known, [new], replace=False)

    return Added(new, edit(account_id, change, by=by, source="faq add", now=now), replaced)


def edit_entry(
    account_id: str,
    entry_id: str,
    cells: Cells,
    *,
    drop_variants: Collection[str] = (),
    by: Actor,
    now: datetime,
    source: str = "faq edit",
) -> KnowledgeVersion | None:
    """Make a draft version with one entry changed as ``edited`` does; None where nothing changes.

    Raises ``NoSuchEntry``, ``BadEntry`` and like ``edit``.
    """

    def change(known: Knowledge) -> Knowledge:
        after = edited(entry(known, entry_id), cells, drop_variants=drop_variants)
        return with_entries(known, [after], replace=False)

    return edit(account_id, change, by=by, source=source, now=now)


def edited(before: FaqEntry, cells: Cells, *, drop_variants: Collection[str] = ()) -> FaqEntry:
    """An entry with these cells. Variants are added to those it has. Raises ``BadEntry``.

    A draft that gets its answer goes live: a person who writes the answer means it to be given.
    """
    kept = [one for one in before.variants if one not in drop_variants]
    given = {**cells, "variants": join([*kept, *split(cells.get("variants", ""))])}
    if before.standing is Standing.DRAFT and given.get("answer"):
        given.setdefault("standing", STANDING_NAMES[Standing.LIVE])
    return entry_of(given, before)


def retire_entry(
    account_id: str, entry_id: str, *, by: Actor, now: datetime
) -> KnowledgeVersion | None:
    """Make a draft version in which an entry answers nobody. Raises like ``edit_entry``."""
    retired = {"standing": STANDING_NAMES[Standing.RETIRED]}
    return edit_entry(account_id, entry_id, retired, by=by, now=now, source="faq retire")


def retire_policy(
    account_id: str,
    wanted: str,
    *,
    status: PolicyStatus = PolicyStatus.REPEALED,
    replaced_by: str | None = None,
    by: Actor,
    now: datetime,
) -> KnowledgeVersion | None:
    """Make a draft version in which a document (id, number or title) is repealed or lapsed.

    ``replaced_by`` None leaves the document that holds now as it is. Raises ``NoSuchDocument`` and like ``edit``.
    """
    cells = {"status": POLICY_STATUS_NAMES[status]}
    if replaced_by is not None:
        cells["replaced_by"] = replaced_by

    def change(known: Knowledge) -> Knowledge:
        after = document_of(cells, document(known.policies, wanted))
        return with_policies(known, [after], replace=False)

    return edit(account_id, change, by=by, source="policy retire", now=now)


def adopt_confidence(
    account_id: str, body: bytes, *, by: Actor, now: datetime, source: str
) -> KnowledgeVersion | None:
    """Make a draft version with a fitted confidence (JSON). Raises ``BadEntry`` and like ``edit``."""
    fitted = _fitted(body)

    def change(known: Knowledge) -> Knowledge:
        return known.model_copy(update={"confidence": fitted})

    return edit(account_id, change, by=by, source=source, now=now, note="拟合的把握程度")


def _fitted(body: bytes) -> str:
    """A fitted confidence as the knowledge keeps it. Raises ``BadEntry`` for one that this program did not fit."""
    from chalicelib.knowledge import retrieval

    again = [remedy("faq.eval", "重新拟合")]
    try:
        found = retrieval.Confidence.model_validate_json(body)
    except ValidationError as error:
        raise BadEntry(["这不是检验知识库时写出的把握程度文件"], remedies=again) from error
    if not found.is_current:
        raise BadEntry(["这个文件由另一个版本的程序拟合，要重新拟合"], remedies=again)
    return found.model_dump_json()
