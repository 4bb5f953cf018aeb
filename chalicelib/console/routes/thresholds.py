"""把握与门槛: when the account answers by itself, and when it asks back."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import BaseModel, Field

from chalicelib.application import threshold_trial as trial
from chalicelib.clock import utc_now
from chalicelib.console.caller import actor
from chalicelib.transitions import Deed

router = Router()


class PointSeen(BaseModel):
    """One question whose answer is known."""

    confidence: float
    known: bool
    """Whether an entry answers it."""
    right: bool
    among: bool


class TrialSeen(BaseModel):
    """All questions as they were judged, and the thresholds that decide now."""

    points: list[PointSeen]
    sure: float
    unsure: float
    own: bool
    version: int
    enough: bool
    """Whether there are so many that the figures mean something."""
    actions: list[Deed]


class NewThresholds(BaseModel):
    """Probabilities from which it answers, and from which it asks back."""

    sure: float = Field(ge=0, le=1)
    unsure: float = Field(ge=0, le=1)


class ThresholdsAdopted(BaseModel):
    """The draft that they have become."""

    version: int
    """0: they are what they were."""


@router.get("/knowledge/<account>/thresholds", tags=["knowledge"], summary="把握与门槛")
def thresholds(account: str, days: Annotated[int, Query(ge=1, le=180)] = 90) -> TrialSeen:
    """Questions of the last days, judged by the newest draft."""
    found = trial.trial_for(account, by=actor(), now=utc_now(), days=days)
    return TrialSeen(
        points=[PointSeen(**one._asdict()) for one in found.points],
        sure=found.sure,
        unsure=found.unsure,
        own=found.own,
        version=found.version,
        enough=found.enough,
        actions=list(found.deeds),
    )


@router.post("/knowledge/<account>/thresholds", tags=["knowledge"], summary="采用门槛")
def adopt(account: str, given: NewThresholds) -> ThresholdsAdopted:
    """Other thresholds, as a draft of the knowledge base."""
    made = trial.adopt_thresholds(account, given.sure, given.unsure, by=actor(), now=utc_now())
    return ThresholdsAdopted(version=made.version if made else 0)
