"""报送: what one chooses from, calls for contributions, how a unit receives, and the ranking."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import AwareDatetime, BaseModel, Field

from chalicelib import contributions
from chalicelib.application import contribution_page as reading
from chalicelib.application import contribution_ranking
from chalicelib.clock import utc_now
from chalicelib.console.accepted import JobSeen, accepted, seen
from chalicelib.console.caller import actor
from chalicelib.console.once import once
from chalicelib.console.versions import expected, tagged
from chalicelib.contributions import ContributionKind, DeclineReason, PointRules
from chalicelib.sheets.exports import Form
from chalicelib.units import UnitLevel

router = Router()

_TAG = "contributions"
Unit = Annotated[str, Query(max_length=80)]
Period = Annotated[str, Query(max_length=7, description="2026-11、2026-Q4 或 2026；空为本月")]


class ContributionCallText(BaseModel):
    """What a unit asks for."""

    title: str = Field(min_length=1, max_length=contributions.TITLE_CHARS)
    text: str = Field(default="", max_length=2000)
    wants: ContributionKind | None = None
    number: int = Field(default=0, ge=0, le=1000)
    until: AwareDatetime
    levels: list[UnitLevel] = Field(default=[], max_length=5)

    def written(self) -> contributions.CallText:
        """As the domain has it."""
        return contributions.CallText.model_validate(self.model_dump())


class NewContributionCall(ContributionCallText):
    """A new call of a unit."""

    unit: str = Field(max_length=80)


class MadeContributionCall(BaseModel):
    """The call that was made."""

    id: str


class GivenContributionSettings(BaseModel):
    """How a unit receives from now on."""

    unit: str = Field(max_length=80)
    direct_levels: list[UnitLevel] = Field(default=[], max_length=5)
    days: int = Field(ge=1, le=60)
    undo_hours: int = Field(ge=0, le=240)
    reasons: list[DeclineReason] = Field(min_length=1, max_length=20)
    points: list[PointRules] = Field(min_length=1, max_length=60)


class WantedContributionRanking(BaseModel):
    """A ranking to be written into a file, and why."""

    unit: str = Field(max_length=80)
    period: str = Field(default="", max_length=7)
    persons: bool = False
    reason: str = Field(max_length=400)
    form: Form = Form.XLSX


@router.get("/contribution-choices", tags=[_TAG], summary="报送时可选的单位、约稿、指令、稿件")
def choices(unit: Unit) -> reading.ContributionChoices:
    """What a person of a unit chooses from."""
    return reading.choices(actor(), unit, utc_now())


@router.get("/contribution-calls", tags=[_TAG], summary="本单位的约稿，和上级向本单位的约稿")
def calls(unit: Unit) -> reading.ContributionCalls:
    """The calls that concern a unit."""
    return reading.calls(actor(), unit, utc_now())


@router.post("/contribution-calls", tags=[_TAG], summary="约稿")
def call(body: NewContributionCall) -> MadeContributionCall:
    """Call for contributions."""

    def made() -> MadeContributionCall:
        one = contributions.calls.make(body.unit, body.written(), by=actor(), now=utc_now())
        return MadeContributionCall(id=one.id)

    return once(MadeContributionCall, made)


@router.put("/contribution-calls/<call_id>", tags=[_TAG], summary="修改约稿")
def change(call_id: str, body: ContributionCallText) -> MadeContributionCall:
    """Change a call."""
    one = contributions.calls.change(
        call_id, body.written(), seen=expected(), by=actor(), now=utc_now()
    )
    return MadeContributionCall(id=one.id)


@router.post("/contribution-calls/<call_id>/close", tags=[_TAG], summary="结束约稿")
def close(call_id: str) -> MadeContributionCall:
    """End a call."""
    return MadeContributionCall(id=contributions.calls.close(call_id, by=actor(), now=utc_now()).id)


@router.get("/contribution-settings", tags=[_TAG], summary="一个单位怎样收报送、怎样计分")
def settings(unit: Unit) -> Response[reading.ContributionSettings]:
    """How a unit receives."""
    found = reading.settings(actor(), unit, utc_now())
    return tagged(found, found.settings.version)


@router.put("/contribution-settings", tags=[_TAG], summary="修改怎样收报送、怎样计分")
def set_settings(body: GivenContributionSettings) -> Response[reading.ContributionSettings]:
    """Change how a unit receives."""
    contributions.set_settings(
        body.unit,
        body.model_dump(exclude={"unit"}),
        base=expected(),
        by=actor(),
        now=utc_now(),
    )
    return settings(body.unit)


@router.get("/contribution-ranking", tags=[_TAG], summary="采用排行")
def ranking(
    unit: Unit,
    period: Period = "",
    persons: bool = False,
    looking: Annotated[str, Query(max_length=80, description="谁在看；空为收报送的单位")] = "",
) -> contribution_ranking.ContributionRanking:
    """Units or persons by points."""
    return contribution_ranking.ranking(
        actor(), unit, period, utc_now(), by_person=persons, looking=looking
    )


@router.post("/contribution-ranking/export", tags=[_TAG], summary="导出采用排行", status_code=202)
def export(body: WantedContributionRanking) -> Response[JobSeen]:
    """Have it written into a file, as a job; the export itself stands in the log, with its reason."""

    def make() -> JobSeen:
        return seen(
            contribution_ranking.start_export(
                body.unit,
                body.period,
                body.reason,
                body.form.value,
                by_person=body.persons,
                by=actor(),
                now=utc_now(),
            )
        )

    return accepted(once(JobSeen, make))
