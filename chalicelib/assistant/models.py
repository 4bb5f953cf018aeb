"""Settings of a language model, the answers it may draw on, and its opinion. Values only."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from pydantic import Field

from chalicelib.values import LateValue, ServiceAddress


class AssistantSettings(LateValue):
    """Where an account's language model answers, and how much of it may be used."""

    base_url: ServiceAddress
    """Of an OpenAI-compatible service, up to and without ``/chat/completions``."""
    model: str = Field(min_length=1, max_length=100)
    rephrase: bool = False
    """Whether it may put the answer in other words; otherwise it only chooses."""
    timeout_seconds: int = Field(default=8, ge=1, le=20)
    tokens_per_day: int = Field(default=200_000, ge=1)
    """Prompt and completion together, counted by the day of Asia/Shanghai; past it nothing is asked."""
    yuan_per_million: float = Field(default=0, ge=0, le=100_000)
    """The price of a million tokens, to tell the cost of a day; 0: not said."""


class Source(LateValue):
    """An answer that people released: all that the model may draw on."""

    id: str
    question: str
    answer: str


class Opinion(LateValue):
    """Which answer fits, and how it is said."""

    source: str
    """Id of the answer chosen; it is what the follower is shown as the ground."""
    text: str
    """The text to say: the released answer itself, or the model's words where they passed the check."""
    rephrased: bool = False
    tokens: int = 0
    """Its cost."""


class Outcome(StrEnum):
    """The result of asking the model; a dimension of the metric ``AssistantAsked``."""

    NOT_ASKED = "not_asked"
    OVER_BUDGET = "over_budget"
    NO_ANSWER = "no_answer"
    UNUSABLE = "unusable"
    NONE_FITS = "none_fits"
    CHOSEN = "chosen"
    REPHRASED = "rephrased"


class Considered(NamedTuple):
    """An opinion, or why there is none."""

    outcome: Outcome
    opinion: Opinion | None = None
    why: str = ""
