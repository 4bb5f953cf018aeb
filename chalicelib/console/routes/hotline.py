"""热线: settings, whether calls go through, and what is at the hotline."""

from __future__ import annotations

from aws_lambda_powertools.event_handler.api_gateway import Router
from pydantic import BaseModel, Field

from chalicelib import hotline
from chalicelib.application.hotline_page import HotlineSeen, hotline_seen
from chalicelib.clock import utc_now
from chalicelib.console.caller import actor

router = Router()

_TAG = "hotline"


class HotlineIn(BaseModel):
    """Settings; no secret leaves the one kept before, or has one made at the first connection."""

    base_url: str = Field(max_length=500)
    timeout_seconds: int
    when: hotline.When
    secret: str | None = Field(default=None, max_length=200)


class Connected(BaseModel):
    """The hotline as it is now; ``secret`` is one that was made here, shown this once."""

    hotline: HotlineSeen
    secret: str


@router.get("/hotline/<account>", tags=[_TAG], summary="热线的设置、通断与会话")
def show(account: str) -> HotlineSeen:
    """All of it, but for the secret."""
    return hotline_seen(actor(), account, utc_now())


@router.put("/hotline/<account>", tags=[_TAG], summary="接入热线或修改设置")
def connect(account: str, body: HotlineIn) -> Connected:
    """Connect it, or change its settings."""
    made = hotline.connect(
        account,
        base_url=body.base_url.strip(),
        timeout_seconds=body.timeout_seconds,
        secret=body.secret or None,
        when=body.when,
        by=actor(),
        now=utc_now(),
    )
    return Connected(hotline=show(account), secret=made or "")


@router.delete("/hotline/<account>", tags=[_TAG], summary="断开热线")
def disconnect(account: str) -> HotlineSeen:
    """Disconnect it; cases that are not over stay and wait."""
    hotline.disconnect(account, by=actor(), now=utc_now())
    return show(account)
