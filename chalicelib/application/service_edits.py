"""The service catalogue (服务目录) as people change it: in a form, and from files."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from chalicelib import catalogue, people
from chalicelib.actor import Actor
from chalicelib.application.list_import import (
    MOST_SHOWN,
    File,
    Outcome,
    fits,
    refused,
    require_small,
)
from chalicelib.application.service_catalogue import EDIT, READ, place_of
from chalicelib.application.service_replies import told_of
from chalicelib.application.version_difference import differences
from chalicelib.catalogue import BadService, Catalogue, CatalogueVersion, NoSuchService, Service
from chalicelib.clock import SHANGHAI
from chalicelib.conversation import ServiceBook
from chalicelib.errors import Conflict, Field
from chalicelib.sheets import cells as sheet_cells

_BAR: Final = re.compile(r"([|\\｜])")


def mark_of(service: Service | None) -> int:
    """Tells one content of a service from another; 0 for none. For ``If-Match``."""
    if service is None:
        return 0
    return int(hashlib.sha256(service.model_dump_json().encode()).hexdigest()[:12], 16)


def preview(unit: str, typed: Mapping[str, str], *, by: Actor, now: datetime) -> str:
    """What a follower would read of a service as it was typed. Raises ``BadService`` or ``PermissionDenied``."""
    people.require(by, READ, unit)
    one = catalogue.files.service_of(typed, regions=catalogue.versions.regions_of(place_of(unit)))
    told = told_of(one)
    return ServiceBook([told]).reply(told, now.astimezone(SHANGHAI)).content


def add_service(
    unit: str, typed: Mapping[str, str], *, by: Actor, now: datetime, source: str = "service add"
) -> Service:
    """Make a draft with one more service. Raises ``BadService`` and like ``versions.edit``."""
    people.require(by, EDIT, unit)
    new = catalogue.files.service_of(typed, regions=catalogue.versions.regions_of(unit))

    def change(known: Catalogue) -> Catalogue:
        if known.find(new.id):
            raise BadService([Field("id", f"编号“{new.id}”已经有了，请另取一个")])
        return Catalogue(services=(*known.services, new))

    catalogue.versions.edit(unit, change, by=by, now=now, source=source)
    return new


def save_service(
    unit: str,
    service_id: str,
    typed: Mapping[str, str],
    *,
    seen: int | None,
    by: Actor,
    now: datetime,
    source: str = "service edit",
) -> CatalogueVersion | None:
    """Make a draft with a service as it was typed, other fields as they are; None where nothing changes.

    ``seen`` is the mark of the content that was edited, None where nobody looked. Raises ``Conflict`` where it is
    another one by now, ``NoSuchService``, ``BadService`` and like ``versions.edit``.
    """
    people.require(by, EDIT, unit)
    regions = catalogue.versions.regions_of(unit)

    def change(known: Catalogue) -> Catalogue:
        before = known.find(service_id)
        if before is None:
            raise NoSuchService(unit, service_id)
        if seen is not None and mark_of(before) != seen:
            raise Conflict("刚刚有人改过这项服务，您的修改还没有保存。请对照后再保存。")
        after = catalogue.files.service_of({**typed, "id": service_id}, before, regions)
        return Catalogue(
            services=tuple(after if one.id == service_id else one for one in known.services)
        )

    return catalogue.versions.edit(unit, change, by=by, now=now, source=f"{source} {service_id}")


def take_file(
    unit: str,
    file: File,
    *,
    dry_run: bool,
    replace: bool = False,
    note: str = "",
    by: Actor,
    now: datetime,
) -> Outcome:
    """Take a service list as a draft, or try it: every fault at its place, or what it changes.

    Raises ``Invalid`` for a file that is too large, ``BadService`` where it clashes with what is there, and like
    ``versions.edit``.
    """
    people.require(by, EDIT, unit)
    require_small(file)
    grids = catalogue.files.grid(file.name, file.body, file.fixes)
    try:
        read = catalogue.files.read(
            file.name,
            file.body,
            regions=catalogue.versions.regions_of(unit),
            fixes=file.fixes,
        )
    except catalogue.files.ServiceFileErrors as error:
        return refused(error.problems, grids)
    known = catalogue.versions.working(unit).catalogue
    after = catalogue.rules.joined(known, read.services, replace=replace)
    catalogue.rules.check_whole(after)
    found, counts = differences(known.services, after.services, most=MOST_SHOWN)
    made = None
    if not dry_run:
        made = catalogue.versions.edit(
            unit,
            lambda now_known: catalogue.rules.joined(now_known, read.services, replace=replace),
            by=by,
            now=now,
            source=file.name,
            note=note,
        )
    return fits(read.problems, grids, found, counts, version=made.version if made else 0)


def export(unit: str, name: str, *, by: Actor) -> bytes:
    """The services as a file, as they are being edited. Raises ``ServiceFileErrors`` or ``PermissionDenied``."""
    people.require(by, READ, unit)
    return catalogue.files.write(
        name, catalogue.versions.working(place_of(unit)).catalogue.services
    )


def typed_of(service: Service | None) -> dict[str, str]:
    """A service as the fields of a form: several things of one field on lines of their own."""
    if service is None:
        return {one.field: "" for one in catalogue.columns.COLUMNS}
    written = catalogue.columns.cells_of(service)
    return {
        one.field: "\n".join(
            _BAR.sub(r"\\\1", part) for part in sheet_cells.split(written[one.field])
        )
        if one.several
        else written[one.field]
        for one in catalogue.columns.COLUMNS
    }
