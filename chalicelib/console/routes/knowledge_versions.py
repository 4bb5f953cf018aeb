"""知识库的版本: compared, handed in, released by a second person, restored."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from pydantic import AwareDatetime, BaseModel, Field

from chalicelib import knowledge
from chalicelib.application import knowledge_release as releases
from chalicelib.application.version_difference import Difference
from chalicelib.clock import utc_now
from chalicelib.console import cursors
from chalicelib.console.accepted import JobSeen, begun_or_done, seen
from chalicelib.console.caller import actor
from chalicelib.console.cursors import Cursor, Limit
from chalicelib.console.once import once
from chalicelib.console.routes.source_names import source_name
from chalicelib.console.routes.staff_names import StaffNames
from chalicelib.jobs import Job
from chalicelib.transitions import Deed

router = Router()
Number = Annotated[int, Path(ge=1)]


class VersionSeen(BaseModel):
    """One version."""

    version: int
    base: int
    at: AwareDatetime
    by: str
    """Names of people, not ids."""
    submitted_by: str
    released_by: str
    released_at: AwareDatetime | None
    source: str
    note: str
    remark: str
    """Why it was sent back."""
    entries: int
    policies: int
    restored_from: int | None
    state: str
    state_name: str
    in_force: bool
    actions: list[Deed]


class Versions(BaseModel):
    """One page of versions, the newest first."""

    versions: list[VersionSeen]
    next: str


class StandingSeen(BaseModel):
    """What followers get, and what was changed since."""

    in_force: int
    working: VersionSeen | None
    hands: list[str]


class CountsSeen(BaseModel):
    """How many are new, changed and gone."""

    new: int
    changed: int
    removed: int


class ComparedVersions(BaseModel):
    """How two versions differ."""

    older: int
    newer: int
    entries: list[Difference]
    policies: list[Difference]
    entries_in_all: CountsSeen
    policies_in_all: CountsSeen
    refitted: bool
    """Whether it was fitted anew when to answer and when to ask back."""
    next: str


class ReleaseAnswer(BaseModel):
    """Where the knowledge stands after a release, and the job that goes on with it where it takes longer."""

    job: JobSeen | None
    standing: StandingSeen


class VersionNote(BaseModel):
    """A word to the colleague who looks at it."""

    note: str = Field(default="", max_length=500)


class VersionReason(BaseModel):
    """Why it goes back."""

    reason: str = Field(max_length=500)


class DroppedVersions(BaseModel):
    """The versions that were given up."""

    versions: list[int]


@router.get("/knowledge/<account>/standing", tags=["knowledge"], summary="知识库现状")
def standing(account: str) -> StandingSeen:
    """The version in force, and the newest one with changes that are not released."""
    found = releases.standing_for(account, by=actor())
    names = StaffNames()
    return StandingSeen(
        in_force=found.in_force,
        working=_seen(found.working, names) if found.working else None,
        hands=[names[one] for one in found.hands],
    )


@router.get("/knowledge/<account>/versions", tags=["knowledge"], summary="知识库的版本")
def versions(account: str, cursor: Cursor = "", limit: Limit = cursors.LIMIT) -> Versions:
    """Every version, the newest first."""
    found = releases.versions_for(account, by=actor())
    if cursor:
        last = cursors.after(cursor)
        found = [one for one in found if one.version.version < int(last if last.isdecimal() else 0)]
    shown, following = cursors.page(found, limit, lambda one: str(one.version.version))
    names = StaffNames()
    return Versions(versions=[_seen(one, names) for one in shown], next=following)


@router.get("/knowledge/<account>/difference", tags=["knowledge"], summary="两个版本的差别")
def difference(
    account: str,
    older: Annotated[int, Query(ge=-1)] = -1,
    newer: Annotated[int, Query(ge=-1)] = -1,
    cursor: Cursor = "",
) -> ComparedVersions:
    """From ``older`` (-1: the one in force) to ``newer`` (-1: the newest), entry by entry, a hundred a page."""
    place = cursors.after(cursor)
    skip = int(place) if place.isdecimal() else 0
    found = releases.compare_for(
        account,
        None if older < 0 else older,
        None if newer < 0 else newer,
        by=actor(),
        skip=skip,
    )
    shown = skip + len(found.entries) + len(found.policies)
    return ComparedVersions(
        older=found.older,
        newer=found.newer,
        entries=found.entries,
        policies=found.policies,
        entries_in_all=CountsSeen(**found.entries_in_all._asdict()),
        policies_in_all=CountsSeen(**found.policies_in_all._asdict()),
        refitted=found.refitted,
        next=cursors.cursor_at(str(shown)) if found.more else "",
    )


@router.post(
    "/knowledge/<account>/versions/<number>/submit", tags=["knowledge"], summary="提交审核"
)
def submit(account: str, number: Number, given: VersionNote) -> StandingSeen:
    """Hand a draft in, with all unreleased changes before it."""

    def make() -> StandingSeen:
        knowledge.versions.submit(account, number, by=actor(), now=utc_now(), note=given.note)
        return standing(account)

    return once(StandingSeen, make)


@router.post("/knowledge/<account>/versions/<number>/release", tags=["knowledge"], summary="发布")
def release(account: str, number: Number) -> Response[ReleaseAnswer]:
    """Put a version in force that others made and handed in. Broken off, the same call ends it."""
    done = releases.release_or_start(account, number, by=actor(), now=utc_now())
    job = seen(done) if isinstance(done, Job) else None
    return begun_or_done(ReleaseAnswer(job=job, standing=standing(account)))


@router.post("/knowledge/<account>/versions/<number>/send-back", tags=["knowledge"], summary="退回")
def send_back(account: str, number: Number, given: VersionReason) -> StandingSeen:
    """Return a version to its makers, with the reason."""
    releases.send_back(account, number, given.reason, by=actor(), now=utc_now())
    return standing(account)


@router.post(
    "/knowledge/<account>/versions/<number>/restore", tags=["knowledge"], summary="恢复旧版本"
)
def restore(account: str, number: Number) -> StandingSeen:
    """Make an old version's content a draft, to be released by another person like every version."""

    def make() -> StandingSeen:
        knowledge.versions.restore(account, number, by=actor(), now=utc_now())
        return standing(account)

    return once(StandingSeen, make)


@router.post("/knowledge/<account>/drop", tags=["knowledge"], summary="放弃未发布的修改")
def drop(account: str) -> DroppedVersions:
    """Go back to the version in force; what is given up stays in the history."""
    return DroppedVersions(
        versions=list(knowledge.versions.drop(account, by=actor(), now=utc_now()))
    )


def _seen(one: releases.VersionView, names: StaffNames) -> VersionSeen:
    version = one.version
    return VersionSeen(
        version=version.version,
        base=version.base,
        at=version.at,
        by=names[version.by],
        submitted_by=names[version.submitted_by],
        released_by=names[version.released_by],
        released_at=version.released_at,
        source=source_name(version.source),
        note=version.note,
        remark=version.remark,
        entries=version.entries,
        policies=version.policies,
        restored_from=version.restored_from,
        state=version.state,
        state_name=one.state_name,
        in_force=one.in_force,
        actions=list(one.deeds),
    )
