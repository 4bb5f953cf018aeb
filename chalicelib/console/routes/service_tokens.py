"""对外接口：接口令牌，其他系统用它调用这套接口。"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from pydantic import BaseModel, Field

from chalicelib import service_tokens
from chalicelib.application.deeds import deed, denied
from chalicelib.clock import utc_now
from chalicelib.console.caller import actor
from chalicelib.console.choice import Choice
from chalicelib.people import PERMISSIONS
from chalicelib.service_tokens import ServiceToken
from chalicelib.transitions import Deed

router = Router()
Unit = Annotated[str, Query(max_length=40)]
TokenId = Annotated[str, Path(max_length=40)]


class NewToken(BaseModel):
    """A token to be made."""

    unit: str
    name: str = Field(max_length=40)
    permissions: list[str] = Field(max_length=100)
    days: int = 90
    per_minute: int = service_tokens.PER_MINUTE


class TokenSeen(BaseModel):
    """A token without its secret."""

    id: str
    prefix: str
    """How it begins: enough to recognise it."""
    name: str
    unit: str
    permissions: list[Choice]
    maker: str
    made_at: datetime
    ends_at: datetime
    per_minute: int
    used_at: datetime | None
    revoked_at: datetime | None
    revoked_by: str
    state: str
    """``valid``, ``ended`` or ``revoked``."""
    state_name: str
    actions: list[Deed]


class TokenMade(BaseModel):
    """A token that was made a moment ago."""

    token: TokenSeen
    secret: str
    """All of the token. It is shown this once."""


class Tokens(BaseModel):
    """The tokens of a unit, and what a new one could get."""

    tokens: list[TokenSeen]
    grantable: list[Choice]
    """The permissions that the caller could put into one."""
    longest_days: int
    actions: list[Deed]


@router.get("/service-tokens", tags=["integrations"], summary="一个单位的接口令牌")
def tokens(unit: Unit) -> Tokens:
    """The tokens of just this unit, newest first."""
    by = actor()
    found = service_tokens.tokens_of(unit, by=by)
    return Tokens(
        tokens=[_seen(one) for one in found],
        grantable=[_choice(one) for one in service_tokens.grantable(unit, by=by)],
        longest_days=service_tokens.LONGEST.days,
        actions=[deed("make", "建立令牌", denied(by, service_tokens.MAKE, unit))],
    )


@router.post("/service-tokens", tags=["integrations"], summary="建立接口令牌")
def make(new: NewToken) -> TokenMade:
    """Make a token. Its secret is in this answer alone, so a repeated request makes another one."""
    made = service_tokens.make(
        new.name,
        new.unit,
        new.permissions,
        days=new.days,
        per_minute=new.per_minute,
        by=actor(),
        now=utc_now(),
    )
    return TokenMade(token=_seen(made.token), secret=made.secret)


@router.post("/service-tokens/<token_id>/revoke", tags=["integrations"], summary="吊销接口令牌")
def revoke(token_id: TokenId) -> TokenSeen:
    """End a token: its next request is refused."""
    return _seen(service_tokens.revoke(token_id, by=actor(), now=utc_now()))


_STATES = {"valid": "有效", "ended": "已过期", "revoked": "已吊销"}


def _seen(token: ServiceToken) -> TokenSeen:
    state = "revoked" if token.revoked_at else "valid" if token.valid(utc_now()) else "ended"
    over = "" if state == "valid" else f"令牌{_STATES[state]}"
    return TokenSeen(
        **token.model_dump(exclude={"permissions"}),
        prefix=f"rmt_{token.id}_…",
        permissions=[_choice(one) for one in token.permissions],
        state=state,
        state_name=_STATES[state],
        actions=[deed("revoke", "吊销", denied(actor(), service_tokens.REVOKE, token.unit), over)],
    )


def _choice(permission: str) -> Choice:
    row = PERMISSIONS.get(permission)
    return Choice(value=permission, label=row.label if row else permission)
