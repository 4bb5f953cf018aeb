"""Entries that ask nearly the same: those beside one, and all pairs of a knowledge base."""

from __future__ import annotations

from datetime import datetime
from typing import Final, NamedTuple

from pydantic import TypeAdapter

from chalicelib import jobs, knowledge
from chalicelib.actor import Actor
from chalicelib.application.account_reach import account_for
from chalicelib.application.knowledge_base import MANY, READ
from chalicelib.knowledge import FaqEntry, Knowledge

KIND: Final = "knowledge.duplicates"
MOST_PAIRS: Final = 200
"""Pairs that somebody looks through."""
MOST_NEW: Final = 300
"""Unreleased entries with which one is compared while somebody waits."""
_MOST_ALIKE: Final = 5


class Pairs(NamedTuple):
    """Entries that ask nearly the same."""

    shown: list[knowledge.quality.SimilarPair]
    """The likest first, ``MOST_PAIRS`` at most."""
    in_all: int


_KEPT: Final = TypeAdapter(Pairs)


def alike_to(
    account_id: str, shown: knowledge.versions.Edition, entry: FaqEntry
) -> list[knowledge.quality.SimilarPair] | None:
    """Other entries of an edition that ask nearly what this one does, the likest first; it may be one that is not saved.

    What is in force is looked up in its index, what is not is compared. None where too much is not.
    """
    others = {one.id: one for one in shown.knowledge.entries if one.id != entry.id}
    in_force = knowledge.versions.in_force(account_id)
    key = in_force.version.compiled if in_force.version else ""
    released = {one.id: one for one in in_force.knowledge.entries} if key else {}
    new = [one for one in others.values() if not _same(one, released.get(one.id))]
    if len(new) > MOST_NEW:
        return None
    found = [
        one
        for one in knowledge.quality.near_duplicates([*new, entry], only={entry.id})
        if one.first == entry.id
    ]
    if key:
        same = {one: other for one, other in others.items() if _same(other, released.get(one))}
        compiled = knowledge.compiled.opened(key)
        found += knowledge.quality.neighbours(entry, compiled, same)
    return sorted(found, key=lambda one: -one.similarity)[:_MOST_ALIKE]


def _same(one: FaqEntry, released: FaqEntry | None) -> bool:
    return one is released or one == released


def duplicates_or_start(account_id: str, *, by: Actor, now: datetime) -> Pairs | jobs.Job:
    """Pairs of entries that ask nearly the same; the job that looks for them where there are many entries.

    Raises like ``entries_for``, and ``TooManyJobs``.
    """
    account = account_for(by, READ, account_id)
    shown = knowledge.versions.working(account_id)

    def start() -> jobs.Job:
        title, arguments = f"查找{account.name}近似的问答", {"account": account_id}
        return jobs.start(KIND, title, by=by, unit=account.unit, arguments=arguments, now=now)

    return jobs.here_or_later(
        lambda progress: _duplicates(shown.knowledge, progress),
        start,
        large=len(shown.knowledge.entries) > MANY,
    )


def duplicates_job(job: jobs.Job, progress: jobs.Progress) -> jobs.Result:
    """The function of ``knowledge.duplicates``."""
    account_id = job.arguments["account"]
    account_for(job.by, READ, account_id)
    found = _duplicates(knowledge.versions.working(account_id).knowledge, progress)
    return jobs.Result(
        f"{found.in_all} 对问答问得近似",
        page=f"/knowledge?account={account_id}&duplicates={job.id}",
        outcome=_KEPT.dump_json(found).decode(),
    )


def duplicates_of(job_id: str, *, by: Actor) -> Pairs:
    """What came of the job. Raises ``UnknownJob``, ``JobNotDone`` or ``PermissionDenied``."""
    job, kept = jobs.outcome(job_id, KIND, by=by)
    account_for(by, READ, job.arguments["account"])
    return _KEPT.validate_json(kept)


def _duplicates(known: Knowledge, progress: jobs.Tells) -> Pairs:
    found = knowledge.quality.near_duplicates(
        known.entries, progress=lambda done, of: progress(done, of, "正在逐条比较")
    )
    return Pairs(found[:MOST_PAIRS], len(found))
