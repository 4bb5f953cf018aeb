"""接龙的一棒: written by its unit; reminded, changed, skipped, handed over by who runs the relay."""

from __future__ import annotations

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from pydantic import AwareDatetime, BaseModel, Field

from chalicelib import relays
from chalicelib.application import relay_article
from chalicelib.application.relay_values import RelaySeen
from chalicelib.clock import utc_now
from chalicelib.console.caller import actor
from chalicelib.console.routes.relays import RelayReason, seen
from chalicelib.relays import StepChange

router = Router()

_TAG = "relays"


class RelayArticle(BaseModel):
    """An article."""

    article: str = Field(min_length=1, max_length=80)


class RelayHandOver(RelayReason):
    """To which account a step is given, and why."""

    account: str = Field(max_length=32)
    owner: str = Field(default="", max_length=60)


class RelayStepChange(BaseModel):
    """What is changed of a step; None: it stays."""

    title: str | None = Field(default=None, min_length=1, max_length=relays.STEP_TITLE_CHARS)
    owner: str | None = Field(default=None, max_length=60)
    """Empty: anybody of the unit."""
    due_at: AwareDatetime | None = None
    text: str | None = Field(default=None, max_length=relays.TEXT_CHARS)
    note: str | None = Field(default=None, max_length=relays.NOTE_CHARS)


@router.post(
    "/relays/<relay_id>/steps/<step_id>/begin",
    tags=[_TAG],
    summary="按模板写这一棒；已有稿件的给出稿件",
)
def begin(relay_id: str, step_id: str) -> RelayArticle:
    """The article of a step, begun from the skeleton where there is none."""
    return RelayArticle(article=relay_article.begin(relay_id, step_id, by=actor(), now=utc_now()))


@router.post(
    "/relays/<relay_id>/steps/<step_id>/attach", tags=[_TAG], summary="把一篇稿件用作这一棒"
)
def attach(relay_id: str, step_id: str, body: RelayArticle) -> Response[RelaySeen]:
    """Let an article of the unit be the step's."""
    relay_article.attach(relay_id, step_id, body.article.strip(), by=actor(), now=utc_now())
    return seen(relay_id)


@router.post("/relays/<relay_id>/steps/<step_id>/detach", tags=[_TAG], summary="取下这一棒的稿件")
def detach(relay_id: str, step_id: str) -> Response[RelaySeen]:
    """Its article is none of the step's any more."""
    relays.making.detach(relay_id, step_id, by=actor(), now=utc_now())
    return seen(relay_id)


@router.post(
    "/relays/<relay_id>/steps/<step_id>/hand-on", tags=[_TAG], summary="更新稿件里的交棒文字"
)
def hand_on(relay_id: str, step_id: str) -> Response[RelaySeen]:
    """Put the words to the next step right."""
    relay_article.mend_hand_on(relay_id, step_id, by=actor(), now=utc_now())
    return seen(relay_id)


@router.post("/relays/<relay_id>/steps/<step_id>/remind", tags=[_TAG], summary="催办轮到的一棒")
def remind(relay_id: str, step_id: str) -> Response[RelaySeen]:
    """Remind the unit whose turn it is."""
    relays.running.remind(relay_id, step_id, by=actor(), now=utc_now())
    return seen(relay_id)


@router.post("/relays/<relay_id>/steps/<step_id>/skip", tags=[_TAG], summary="跳过一棒")
def skip(relay_id: str, step_id: str, body: RelayReason) -> Response[RelaySeen]:
    """Leave a step out."""
    relays.running.skip(relay_id, step_id, body.reason, by=actor(), now=utc_now())
    return seen(relay_id)


@router.post(
    "/relays/<relay_id>/steps/<step_id>/hand-over", tags=[_TAG], summary="一棒换公众号接手"
)
def hand_over(relay_id: str, step_id: str, body: RelayHandOver) -> Response[RelaySeen]:
    """Give a step to another account."""
    relays.running.hand_over(
        relay_id,
        step_id,
        body.account,
        body.reason,
        owner=body.owner or None,
        by=actor(),
        now=utc_now(),
    )
    return seen(relay_id)


@router.post(
    "/relays/<relay_id>/steps/<step_id>/restore", tags=[_TAG], summary="恢复跳过或撤稿的一棒"
)
def restore(relay_id: str, step_id: str) -> Response[RelaySeen]:
    """Take a step up again."""
    relays.running.restore(relay_id, step_id, by=actor(), now=utc_now())
    return seen(relay_id)


@router.put("/relays/<relay_id>/steps/<step_id>", tags=[_TAG], summary="修改没有发布的一棒")
def change(relay_id: str, step_id: str, body: RelayStepChange) -> Response[RelaySeen]:
    """Change words, person or due time of a step."""
    given = StepChange.model_validate(body.model_dump())
    relays.running.change(relay_id, step_id, given, by=actor(), now=utc_now())
    return seen(relay_id)
