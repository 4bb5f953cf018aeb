"""规则的版本: listed, compared, restored."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from pydantic import AwareDatetime, BaseModel

from chalicelib.application import reply_rules as rules
from chalicelib.application.version_difference import Difference
from chalicelib.clock import utc_now
from chalicelib.console import cursors
from chalicelib.console.caller import actor
from chalicelib.console.cursors import Cursor, Limit
from chalicelib.console.once import once
from chalicelib.console.routes.rules import RuleSaved
from chalicelib.console.routes.source_names import source_name
from chalicelib.console.routes.staff_names import StaffNames
from chalicelib.transitions import Deed

router = Router()


class RuleVersionSeen(BaseModel):
    """One version of the rules."""

    version: int
    at: AwareDatetime
    by: str
    source: str
    note: str
    rules: int
    keywords: int
    restored_from: int | None
    in_force: bool


class RuleVersions(BaseModel):
    """One page of versions, the newest first."""

    versions: list[RuleVersionSeen]
    next: str
    actions: list[Deed]


class ComparedRules(BaseModel):
    """How the rules of two versions differ."""

    older: int
    newer: int
    changes: list[Difference]


@router.get("/rules/<account>/versions", tags=["rules"], summary="规则的版本")
def versions(account: str, cursor: Cursor = "", limit: Limit = cursors.LIMIT) -> RuleVersions:
    """Every version, the newest first."""
    found, in_force, deeds = rules.versions_for(account, by=actor())
    if cursor:
        last = cursors.after(cursor)
        found = [one for one in found if one.version < int(last if last.isdecimal() else 0)]
    shown, following = cursors.page(found, limit, lambda one: str(one.version))
    names = StaffNames()
    return RuleVersions(
        versions=[
            RuleVersionSeen(
                version=one.version,
                at=one.at,
                by=names[one.by],
                source=source_name(one.source),
                note=one.note,
                rules=one.counts.rules,
                keywords=one.counts.keywords,
                restored_from=one.restored_from,
                in_force=one.version == in_force,
            )
            for one in shown
        ],
        next=following,
        actions=list(deeds),
    )


@router.get("/rules/<account>/difference", tags=["rules"], summary="两个版本的差别")
def difference(
    account: str, older: Annotated[int, Query(ge=0)], newer: Annotated[int, Query(ge=0)]
) -> ComparedRules:
    """Rule by rule; 0 is the empty book of before the first."""
    found = rules.compare_for(account, older, newer, by=actor())
    return ComparedRules(older=older, newer=newer, changes=found)


@router.post("/rules/<account>/versions/<number>/restore", tags=["rules"], summary="恢复旧版本")
def restore(account: str, number: Annotated[int, Path(ge=0)]) -> RuleSaved:
    """Put an old version's rules in force again, as a new version."""

    def make() -> RuleSaved:
        done = rules.restore(account, number, by=actor(), now=utc_now())
        return RuleSaved(before=done.before, version=done.version)

    return once(RuleSaved, make)
