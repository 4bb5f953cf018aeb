"""二维码: codes with scenes, and what each brought."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path
from pydantic import AwareDatetime, BaseModel, Field

from chalicelib.application import follower_codes as page
from chalicelib.clock import utc_now
from chalicelib.console.caller import actor
from chalicelib.console.once import once
from chalicelib.followers import QrCode, QrWanted
from chalicelib.transitions import Deed

router = Router()
_TAG = "qr-codes"
Scene = Annotated[str, Path(pattern=r"^[0-9A-Za-z_\-]{1,64}$")]


class CodeSeen(BaseModel):
    """A code, and what it brought."""

    scene: str
    kind: str
    name: str
    purpose: str
    hall: str
    campaign: str
    by: str
    made_at: AwareDatetime
    expires_at: AwareDatetime | None
    url: str
    """What the code says: the page draws it from this."""
    came: int
    """New followers by it in the last ninety days."""
    kept: int
    answered: bool
    """Whether a reply rule speaks to its scene."""


class CodesPage(BaseModel):
    """All codes of an account."""

    codes: list[CodeSeen]
    days: int
    account_name: str
    actions: list[Deed]


class CodeChanged(BaseModel):
    """Its new words."""

    name: Annotated[str, Field(min_length=1, max_length=40)]
    purpose: Annotated[str, Field(max_length=120)] = ""


class CodeGone(BaseModel):
    """Why it is taken off the list."""

    reason: Annotated[str, Field(max_length=200)]


class CodeDone(BaseModel):
    """It was done."""

    scene: str


@router.get("/qr-codes/<account>", tags=[_TAG], summary="二维码")
def codes(account: str) -> CodesPage:
    """The codes of an account, those first that brought most followers."""
    found = page.page(account, by=actor(), now=utc_now())
    return CodesPage(
        codes=[
            CodeSeen(**one.code.model_dump(exclude={"unit", "ticket"}), **_brought(one))
            for one in found.codes
        ],
        days=page.DAYS,
        account_name=found.account_name,
        actions=list(found.actions),
    )


@router.post("/qr-codes/<account>", tags=[_TAG], summary="生成二维码")
def make(account: str, typed: QrWanted) -> CodeSeen:
    """Make a code at WeChat: a permanent one, or one for up to thirty days."""
    return once(CodeSeen, lambda: _new(page.make(account, typed, by=actor(), now=utc_now())))


@router.put("/qr-codes/<account>/<scene>", tags=[_TAG], summary="修改二维码的名称")
def change(account: str, scene: Scene, typed: CodeChanged) -> CodeSeen:
    """Name it anew; the code itself stays."""
    return _new(
        page.change(
            account, scene, name=typed.name, purpose=typed.purpose, by=actor(), now=utc_now()
        )
    )


@router.post("/qr-codes/<account>/<scene>/remove", tags=[_TAG], summary="移除二维码")
def remove(account: str, scene: Scene, typed: CodeGone) -> CodeDone:
    """Take it off the list; printed ones go on working at WeChat."""
    page.remove(account, scene, reason=typed.reason, by=actor(), now=utc_now())
    return CodeDone(scene=scene)


def _brought(one: page.Brought) -> dict[str, int | bool]:
    return {"came": one.came, "kept": one.kept, "answered": one.answered}


def _new(code: QrCode) -> CodeSeen:
    return CodeSeen(**code.model_dump(exclude={"unit", "ticket"}), came=0, kept=0, answered=False)
