"""服务目录的版本: compared, handed in, released by a second person, restored; lists from files."""

from __future__ import annotations

import base64
from typing import Annotated, Final

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from pydantic import AwareDatetime, BaseModel, Field

from chalicelib import catalogue
from chalicelib.application import service_edits as edits
from chalicelib.application import service_versions as versions
from chalicelib.application.service_spread import release_catalogue
from chalicelib.application.version_difference import Difference
from chalicelib.clock import utc_now
from chalicelib.console.caller import actor
from chalicelib.console.download import File
from chalicelib.console.once import once
from chalicelib.console.routes.files import ImportedList, ImportOutcome, outcome_seen
from chalicelib.console.routes.source_names import source_name
from chalicelib.console.routes.staff_names import StaffNames
from chalicelib.transitions import Deed

router = Router()
_SHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Number = Annotated[int, Path(ge=1)]
_MOST: Final = 100
"""Versions that are listed; older ones are reached by the command line."""


class CatalogueVersionSeen(BaseModel):
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
    services: int
    restored_from: int | None
    state: str
    state_name: str
    in_force: bool
    actions: list[Deed]


class CatalogueStanding(BaseModel):
    """What followers get, what was changed since, and every version, the newest first."""

    unit: str
    in_force: int
    working: CatalogueVersionSeen | None
    versions: list[CatalogueVersionSeen]


class ComparedCatalogues(BaseModel):
    """How two versions differ."""

    older: int
    newer: int
    services: list[Difference]
    new: int
    changed: int
    removed: int


class CatalogueNote(BaseModel):
    """A word to the colleague who looks at it."""

    note: str = Field(default="", max_length=500)


class CatalogueReason(BaseModel):
    """Why it goes back."""

    reason: str = Field(min_length=1, max_length=500)


@router.get("/catalogue/<unit>/versions", tags=["services"], summary="服务目录的版本")
def standing(unit: str) -> CatalogueStanding:
    """The version in force, the newest one with changes that are not released, and all others."""
    found = versions.standing_for(unit, by=actor())
    names = StaffNames()
    return CatalogueStanding(
        unit=found.unit,
        in_force=found.in_force,
        working=_seen(found.working, names) if found.working else None,
        versions=[_seen(one, names) for one in found.versions[:_MOST]],
    )


@router.get("/catalogue/<unit>/difference", tags=["services"], summary="两个版本的差别")
def difference(
    unit: str,
    older: Annotated[int, Query(ge=-1)] = -1,
    newer: Annotated[int, Query(ge=-1)] = -1,
) -> ComparedCatalogues:
    """From ``older`` (-1: the one in force) to ``newer`` (-1: the newest), service by service."""
    found = versions.compare_for(
        unit, None if older < 0 else older, None if newer < 0 else newer, by=actor()
    )
    return ComparedCatalogues(
        older=found.older, newer=found.newer, services=found.services, **found.in_all._asdict()
    )


@router.post("/catalogue/<unit>/versions/<number>/submit", tags=["services"], summary="提交审核")
def submit(unit: str, number: Number, given: CatalogueNote) -> CatalogueStanding:
    """Hand the newest draft in, with all unreleased changes before it."""

    def make() -> CatalogueStanding:
        catalogue.versions.submit(unit, number, by=actor(), now=utc_now(), note=given.note)
        return standing(unit)

    return once(CatalogueStanding, make)


@router.post("/catalogue/<unit>/versions/<number>/release", tags=["services"], summary="发布")
def release(unit: str, number: Number) -> CatalogueStanding:
    """Put a version in force that others made and handed in. Broken off, the same call ends it."""
    release_catalogue(unit, number, by=actor(), now=utc_now())
    return standing(unit)


@router.post("/catalogue/<unit>/versions/<number>/reject", tags=["services"], summary="退回")
def reject(unit: str, number: Number, given: CatalogueReason) -> CatalogueStanding:
    """Return a version to its makers, with the reason."""
    catalogue.versions.send_back(unit, number, by=actor(), now=utc_now(), reason=given.reason)
    return standing(unit)


@router.post("/catalogue/<unit>/versions/<number>/restore", tags=["services"], summary="恢复旧版本")
def restore(unit: str, number: Number) -> CatalogueStanding:
    """The content of an earlier version becomes a draft."""

    def make() -> CatalogueStanding:
        catalogue.versions.restore(unit, number, by=actor(), now=utc_now())
        return standing(unit)

    return once(CatalogueStanding, make)


@router.post("/catalogue/<unit>/import", tags=["services"], summary="导入服务")
def import_services(unit: str, given: ImportedList) -> ImportOutcome:
    """A file's services as a draft, or every fault of it at its place."""

    def make() -> ImportOutcome:
        done = edits.take_file(
            unit,
            given.file.file(),
            dry_run=given.dry_run,
            replace=given.replace,
            note=given.note,
            by=actor(),
            now=utc_now(),
        )
        return outcome_seen(done)

    return make() if given.dry_run else once(ImportOutcome, make)


@router.get("/catalogue/<unit>/file", tags=["services"], summary="导出服务，或空的服务表")
def file(unit: str, template: Annotated[bool, Query()] = False) -> File:
    """The newest draft as a workbook that can be imported again, or an empty one."""
    body = edits.export(unit, "服务.xlsx", by=actor())
    if template:
        body = catalogue.files.template()
    return File(
        name="服务模板.xlsx" if template else f"服务-{unit}.xlsx",
        content_type=_SHEET,
        base64=base64.b64encode(body).decode(),
    )


def _seen(one: versions.VersionView, names: StaffNames) -> CatalogueVersionSeen:
    found = one.version
    return CatalogueVersionSeen(
        version=found.version,
        base=found.base,
        at=found.at,
        by=names[found.by],
        submitted_by=names[found.submitted_by],
        released_by=names[found.released_by],
        released_at=found.released_at,
        source=source_name(found.source),
        note=found.note,
        remark=found.remark,
        services=found.services,
        restored_from=found.restored_from,
        state=found.state,
        state_name=one.state_name,
        in_force=one.in_force,
        actions=list(one.deeds),
    )
