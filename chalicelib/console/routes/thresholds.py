"""把握与门槛: when the account answers by itself, and when it asks back."""

from __future__ import annotations

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from pydantic import BaseModel, Field

from chalicelib.application import threshold_trial as trial
from chalicelib.clock import utc_now
from chalicelib.console.accepted import JobSeen, begun_or_done, seen
from chalicelib.console.caller import actor
from chalicelib.console.routes.jobs import JobId
from chalicelib.jobs import Job
from chalicelib.transitions import Deed

router = Router()


class PointSeen(BaseModel):
    """One question whose answer is known."""

    confidence: float
    known: bool
    """Whether an entry answers it."""
    right: bool
    among: bool


class ThresholdsSeen(BaseModel):
    """The thresholds that decide now."""

    sure: float
    unsure: float
    own: bool
    version: int
    actions: list[Deed]


class TrialSeen(BaseModel):
    """All questions as they were judged."""

    points: list[PointSeen]
    version: int
    """The version that judged them."""
    enough: bool
    """Whether there are so many that the figures mean something."""
    days: int


class TrialAsked(BaseModel):
    """Questions of which days are tried."""

    days: int = Field(default=90, ge=1, le=180)


class TrialAnswer(BaseModel):
    """How they were judged, or the job that finds it out."""

    job: JobSeen | None
    outcome: TrialSeen | None


class NewThresholds(BaseModel):
    """Probabilities from which it answers, and from which it asks back."""

    sure: float = Field(ge=0, le=1)
    unsure: float = Field(ge=0, le=1)


class ThresholdsAdopted(BaseModel):
    """The draft that they have become."""

    version: int
    """0: they are what they were."""


@router.get("/knowledge/<account>/thresholds", tags=["knowledge"], summary="把握与门槛")
def thresholds(account: str) -> ThresholdsSeen:
    """When the newest draft answers, and when it asks back."""
    found = trial.thresholds_for(account, by=actor())
    return ThresholdsSeen(
        sure=found.sure,
        unsure=found.unsure,
        own=found.own,
        version=found.version,
        actions=list(found.deeds),
    )


@router.post(
    "/knowledge/<account>/threshold-trial", tags=["knowledge"], summary="用真实提问检验门槛"
)
def try_thresholds(account: str, asked: TrialAsked) -> Response[TrialAnswer]:
    """Questions of the last days, judged by the newest draft; of many by a job."""
    done = trial.trial_or_start(account, by=actor(), now=utc_now(), days=asked.days)
    if isinstance(done, Job):
        return begun_or_done(TrialAnswer(job=seen(done), outcome=None))
    return begun_or_done(TrialAnswer(job=None, outcome=_seen(done)))


@router.get("/threshold-trials/<job_id>", tags=["jobs"], summary="检验任务的结果")
def outcome(job_id: JobId) -> TrialSeen:
    """What came of a trial that went on as a job of the caller."""
    return _seen(trial.outcome_for(job_id, by=actor()))


@router.post("/knowledge/<account>/thresholds", tags=["knowledge"], summary="采用门槛")
def adopt(account: str, given: NewThresholds) -> ThresholdsAdopted:
    """Other thresholds, as a draft of the knowledge base."""
    made = trial.adopt_thresholds(account, given.sure, given.unsure, by=actor(), now=utc_now())
    return ThresholdsAdopted(version=made.version if made else 0)


def _seen(done: trial.Trial) -> TrialSeen:
    return TrialSeen(
        points=[PointSeen(**one._asdict()) for one in done.points],
        version=done.version,
        enough=done.enough,
        days=done.days,
    )
