"""知识库: entries, looked for, looked at and changed."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import BaseModel

from chalicelib import knowledge
from chalicelib.application import duplicates as similar
from chalicelib.application import knowledge_base as base
from chalicelib.application import tryouts
from chalicelib.application.entry_text import EntryText
from chalicelib.application.entry_view import Used, entry_for
from chalicelib.clock import utc_now
from chalicelib.console import cursors
from chalicelib.console.accepted import JobSeen, begun_or_done, seen
from chalicelib.console.caller import actor
from chalicelib.console.choice import Choice
from chalicelib.console.cursors import Cursor, Limit
from chalicelib.console.once import once
from chalicelib.console.routes.jobs import JobId
from chalicelib.console.routes.reply_views import TriedAnswer, tried
from chalicelib.console.versions import expected, tagged
from chalicelib.jobs import Job
from chalicelib.knowledge import FaqStatus, Standing
from chalicelib.transitions import Deed

router = Router()
Word = Annotated[str, Query(max_length=100)]


class EntryRow(BaseModel):
    """An entry in a list."""

    id: str
    question: str
    variants: int
    answer: str
    """Its beginning."""
    owner: str
    audience: str
    valid_until: str
    holds: bool
    state: str
    state_name: str


class Entries(BaseModel):
    """One page of a list."""

    entries: list[EntryRow]
    next: str
    found: int
    """How many fit in all."""
    version: int
    states: dict[str, int]
    """How many there are of each state."""
    state_names: list[Choice]
    owners: list[str]
    audiences: list[str]
    actions: list[Deed]


class FaqSeen(BaseModel):
    """One entry."""

    id: str
    text: EntryText
    state: str
    state_name: str
    version: int
    released: EntryText | None
    """What followers get now; null: it never was in force."""
    holds: bool
    used: Used
    alike: list[PairSeen]
    searched: bool
    """Whether others were looked through for what asks alike."""
    actions: list[Deed]


class PairSeen(BaseModel):
    """Two entries that ask alike."""

    similarity: float
    first: str
    second: str
    asked: str
    known: str


class Pairs(BaseModel):
    """Entries that ask alike, the likest first."""

    pairs: list[PairSeen]
    found: int
    """How many there are in all."""


class PairsAnswer(BaseModel):
    """Entries that ask alike, or the job that looks for them."""

    job: JobSeen | None
    outcome: Pairs | None


class EntryTyped(BaseModel):
    """An entry as it stands in a form; without an id a new one."""

    id: str = ""
    text: EntryText


class EntryPreview(BaseModel):
    """How a follower reads it."""

    id: str
    said: TriedAnswer
    alike: list[PairSeen]
    searched: bool
    """Whether others were looked through for what asks alike."""


class NewEntry(BaseModel):
    """An entry that is added."""

    text: EntryText


@router.get("/knowledge/<account>/entries", tags=["knowledge"], summary="知识库问答")
def entries(
    account: str,
    q: Word = "",
    state: Word = "",
    owner: Word = "",
    audience: Word = "",
    validity: Annotated[base.Validity, Query()] = base.Validity.ANY,
    cursor: Cursor = "",
    limit: Limit = cursors.LIMIT,
) -> Entries:
    """The entries of the newest draft, or of the version in force, in the order in which they are kept."""
    wanted = base.Wanted(
        words=q,
        state=next((one for one in FaqStatus if one.value == state), None),
        owner=owner,
        audience=audience,
        validity=validity,
    )
    now = utc_now()
    found = base.entries_for(account, wanted, by=actor(), now=now)
    rows = found.rows
    if cursor:
        last = cursors.after(cursor)
        ids = [one.entry.id for one in rows]
        rows = rows[ids.index(last) + 1 :] if last in ids else []
    shown, following = cursors.page(rows, limit, lambda one: one.entry.id)
    names = knowledge.labels.ENTRY_STATUS_NAMES
    return Entries(
        entries=[_row(one, now) for one in shown],
        next=following,
        found=len(found.rows),
        version=found.version,
        states={one.value: found.states[one] for one in FaqStatus},
        state_names=[Choice(value=one.value, label=name) for one, name in names.items()],
        owners=found.owners,
        audiences=found.audiences,
        actions=list(found.deeds),
    )


@router.post("/knowledge/<account>/duplicates", tags=["knowledge"], summary="查找近似的问答")
def duplicates(account: str) -> Response[PairsAnswer]:
    """Entries that ask nearly the same: the robot is sure of neither. Among many a job looks for them."""
    found = similar.duplicates_or_start(account, by=actor(), now=utc_now())
    if isinstance(found, Job):
        return begun_or_done(PairsAnswer(job=seen(found), outcome=None))
    return begun_or_done(PairsAnswer(job=None, outcome=_pairs(found)))


@router.get("/duplicates/<job_id>", tags=["jobs"], summary="查找近似问答的结果")
def found_duplicates(job_id: JobId) -> Pairs:
    """What a job of the caller has found."""
    return _pairs(similar.duplicates_of(job_id, by=actor()))


@router.get("/knowledge/<account>/entries/<entry_id>", tags=["knowledge"], summary="一条问答")
def entry(account: str, entry_id: str) -> Response[FaqSeen]:
    """An entry, what followers get of it now, how it was used, and what the caller may do with it."""
    return _seen(account, entry_id)


@router.post("/knowledge/<account>/entries", tags=["knowledge"], summary="新增问答")
def add(account: str, new: NewEntry) -> FaqSeen:
    """One more entry, as a draft of the knowledge base."""

    def make() -> FaqSeen:
        made = base.add_entry(account, new.text, by=actor(), now=utc_now())
        return _view(account, made.id)[0]

    return once(FaqSeen, make)


@router.put("/knowledge/<account>/entries/<entry_id>", tags=["knowledge"], summary="修改问答")
def save(account: str, entry_id: str, new: NewEntry) -> Response[FaqSeen]:
    """An entry as it was typed, as a draft; ``If-Match`` is the content that it was typed over."""
    base.save_entry(account, entry_id, new.text, seen=expected(), by=actor(), now=utc_now())
    return _seen(account, entry_id)


@router.post("/knowledge/<account>/entries/<entry_id>/retire", tags=["knowledge"], summary="停用")
def retire(account: str, entry_id: str) -> Response[FaqSeen]:
    """From its release on it answers nobody."""
    base.set_standing(account, entry_id, Standing.RETIRED, by=actor(), now=utc_now())
    return _seen(account, entry_id)


@router.post(
    "/knowledge/<account>/entries/<entry_id>/revive", tags=["knowledge"], summary="重新启用"
)
def revive(account: str, entry_id: str) -> Response[FaqSeen]:
    """From its release on it answers again."""
    base.set_standing(account, entry_id, Standing.LIVE, by=actor(), now=utc_now())
    return _seen(account, entry_id)


@router.post("/knowledge/<account>/preview", tags=["knowledge"], summary="手机上的样子")
def preview(account: str, typed: EntryTyped) -> EntryPreview:
    """An entry that is not saved, as a follower reads it, and what asks alike."""
    as_typed = tryouts.Typed(typed.id, typed.text)
    found = tryouts.preview_entry(account, as_typed, by=actor(), now=utc_now())
    return EntryPreview(
        id=found.entry_id,
        said=tried(found.said),
        alike=[PairSeen(**one._asdict()) for one in found.alike or ()],
        searched=found.alike is not None,
    )


def _seen(account: str, entry_id: str) -> Response[FaqSeen]:
    view, mark = _view(account, entry_id)
    return tagged(view, mark)


def _view(account: str, entry_id: str) -> tuple[FaqSeen, int]:
    one = entry_for(account, entry_id, by=actor(), now=utc_now())
    seen = FaqSeen(
        id=one.entry.id,
        text=one.text,
        state=one.state,
        state_name=knowledge.labels.ENTRY_STATUS_NAMES[one.state],
        version=one.version,
        released=one.released,
        holds=one.holds,
        used=one.used,
        alike=[PairSeen(**near._asdict()) for near in one.alike or ()],
        searched=one.alike is not None,
        actions=list(one.deeds),
    )
    return seen, one.mark


def _pairs(found: similar.Pairs) -> Pairs:
    return Pairs(pairs=[PairSeen(**one._asdict()) for one in found.shown], found=found.in_all)


def _row(one: knowledge.versions.Listed, now: datetime) -> EntryRow:
    entry = one.entry
    return EntryRow(
        id=entry.id,
        question=entry.question,
        variants=len(entry.variants),
        answer=entry.answer[:160],
        owner=entry.owner,
        audience=entry.audience,
        valid_until=knowledge.labels.last_day(entry.valid_until),
        holds=entry.holds(now),
        state=one.status,
        state_name=knowledge.labels.ENTRY_STATUS_NAMES[one.status],
    )
