"""A language model's place: what it is asked, and what of its answer counts."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.values import ServiceAddress


class AssistantSettings(BaseModel):
    """Where an account's language model answers, and how much of it may be used."""

    model_config = ConfigDict(frozen=True)

    base_url: ServiceAddress
    """Of an OpenAI-compatible service, up to and without ``/chat/completions``."""
    model: str = Field(min_length=1, max_length=100)
    rephrase: bool = False
    """Whether it may put the answer in other words; otherwise it only chooses."""
    timeout_seconds: int = Field(default=8, ge=1, le=20)
    tokens_per_day: int = Field(default=200_000, ge=1)
    """Prompt and completion together, counted by the day of Asia/Shanghai; past it nothing is asked."""


class Source(BaseModel):
    """An answer that people released: all that the model may draw on."""

    model_config = ConfigDict(frozen=True)

    id: str
    question: str
    answer: str


class Opinion(BaseModel):
    """Which answer fits, and how it is said."""

    model_config = ConfigDict(frozen=True)

    source: str
    """Id of the answer chosen; it is what the follower is shown as the ground."""
    text: str
    """What to say: the released answer itself, or the model's words where they passed the check."""
    rephrased: bool = False
    tokens: int = 0
    """What it cost."""
