"""The demo's service catalogue, imported and released as the product asks for: by two persons."""

from __future__ import annotations

from typing import Final

from chalicelib import catalogue
from chalicelib.actor import local
from chalicelib.application import service_spread
from chalicelib.application.list_import import File
from chalicelib.application.service_edits import take_file
from chalicelib.catalogue import VersionState
from chalicelib.clock import utc_now
from demo.accounts import PROVINCE

EDITOR: Final = local("demo-editor")
REVIEWER: Final = local("demo-reviewer")
OUT: Final = "customs-payment-check"
"""A service that is in maintenance from the start, so that a follower can see what that looks like."""


def release() -> str:
    """Put the province's services in force; its city and county share them. What people changed since stays."""
    unit, services = PROVINCE.id, PROVINCE.services
    head = catalogue.versions.head(unit)
    if head.in_force:
        return "services stand"
    file = File(services.name, services.read_bytes(), ())
    made = take_file(unit, file, dry_run=False, note="演示", by=EDITOR, now=utc_now())
    number = made.version or head.working
    version = catalogue.versions.edition(unit, number).version
    if version is None or version.by != EDITOR.person:
        return "services left as they are being edited"
    if version.state is VersionState.DRAFT:
        catalogue.versions.submit(unit, number, by=EDITOR, now=utc_now())
    released = service_spread.release_catalogue(unit, number, by=REVIEWER, now=utc_now())
    service_spread.maintain(
        unit,
        OUT,
        by=EDITOR,
        now=utc_now(),
        notice="海关数据接口正在升级，暂时不能采集；已采集的不受影响。",
        instead="deduction-check",
    )
    return f"{released.services} services released"
