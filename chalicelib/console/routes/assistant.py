"""语言模型: settings, use of the last days, a try."""

from __future__ import annotations

from aws_lambda_powertools.event_handler.api_gateway import Router
from pydantic import BaseModel, Field

from chalicelib import assistant
from chalicelib.application import assistant_page
from chalicelib.application.assistant_page import AssistantSeen
from chalicelib.clock import utc_now
from chalicelib.console.caller import actor

router = Router()

_TAG = "assistant"


class AssistantIn(BaseModel):
    """Settings; no key leaves the one kept before, an empty one takes it away."""

    base_url: str = Field(max_length=500)
    model: str = Field(max_length=100)
    rephrase: bool
    timeout_seconds: int
    tokens_per_day: int
    yuan_per_million: float
    key: str | None = Field(default=None, max_length=500)


class TriedQuestion(BaseModel):
    """A question to try."""

    question: str = Field(min_length=1, max_length=500)


class OfferedAnswer(BaseModel):
    """A released answer that the model could choose."""

    id: str
    question: str


class AssistantTried(BaseModel):
    """What the model made of a question."""

    offered: list[OfferedAnswer]
    outcome: str
    why: str
    source: str
    """The answer chosen; empty for none."""
    text: str
    rephrased: bool
    tokens: int


@router.get("/assistant/<account>", tags=[_TAG], summary="语言模型的设置与用量")
def show(account: str) -> AssistantSeen:
    """Settings and use, without the key."""
    return assistant_page.assistant_seen(actor(), account, utc_now())


@router.put("/assistant/<account>", tags=[_TAG], summary="启用或修改语言模型")
def switch_on(account: str, body: AssistantIn) -> AssistantSeen:
    """Switch it on, or change it."""
    chosen = body.model_dump(exclude={"key"})
    assistant.switch_on(account, chosen, body.key, by=actor(), now=utc_now())
    return show(account)


@router.delete("/assistant/<account>", tags=[_TAG], summary="停用语言模型")
def switch_off(account: str) -> AssistantSeen:
    """Switch it off, and forget its key."""
    assistant.switch_off(account, by=actor(), now=utc_now())
    return show(account)


@router.post("/assistant/<account>/try", tags=[_TAG], summary="拿一个问题试")
def try_out(account: str, body: TriedQuestion) -> AssistantTried:
    """Ask it; nobody else hears the answer, the tokens count."""
    sources, came = assistant_page.try_model(actor(), account, body.question, utc_now())
    chosen = came.opinion
    return AssistantTried(
        offered=[OfferedAnswer(id=one.id, question=one.question) for one in sources],
        outcome=assistant.OUTCOME_NAMES[came.outcome],
        why=came.why,
        source=chosen.source if chosen else "",
        text=chosen.text if chosen else "",
        rephrased=chosen.rephrased if chosen else False,
        tokens=chosen.tokens if chosen else 0,
    )
