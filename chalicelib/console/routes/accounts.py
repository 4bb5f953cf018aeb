"""公众号: settings, secrets that are written and never read, check-up, removal in steps."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from pydantic import BaseModel, Field

from chalicelib import accounts
from chalicelib.accounts import (
    AccountKind,
    Agents,
    CallbackMode,
    Checked,
    InvalidInput,
    Limit,
    Scarce,
)
from chalicelib.application import account_directory as directory
from chalicelib.application.check_account import check_account
from chalicelib.application.register_account import add_account, change_account
from chalicelib.application.remove_account import Stopped, remove_account, what_stops
from chalicelib.clock import utc_now
from chalicelib.console.caller import actor
from chalicelib.console.once import once
from chalicelib.console.versions import expected, tagged
from chalicelib.errors import Field as ProblemAt

router = Router()
Account = Annotated[str, Path(max_length=40)]
_SECRET = Field(default="", max_length=200)


class GivenSecrets(BaseModel):
    """Secrets as a person enters them; an empty one is left as it is. Nothing answers with them."""

    app_secret: str = _SECRET
    token: str = _SECRET
    aes_key: str = _SECRET


class NewAccount(BaseModel):
    """An account to be added."""

    id: str
    name: str
    unit: str
    kind: AccountKind
    appid: str
    mode: CallbackMode = CallbackMode.SAFE
    original_id: str = ""
    secrets: GivenSecrets


class Settings(BaseModel):
    """Fields to be changed; one that is left out stays."""

    name: str | None = None
    mode: CallbackMode | None = None
    original_id: str | None = None
    limits: dict[Scarce, Limit | None] | None = None
    """Null sets a quota back to what accounts of this kind have."""
    slots: list[str] | None = None
    retention_days: int | None = None
    erase_after_days: int | None = None
    agents: Agents | None = None
    mass_protection: bool | None = None
    second_look: bool | None = None
    tell_answers: bool | None = None
    oauth: bool | None = None


class Rotated(BaseModel):
    """The secrets that were replaced, by name."""

    names: list[str]
    old_key_works: bool
    """Whether pushes with the EncodingAESKey of before are still taken."""


class Removal(BaseModel):
    """The word that an account shall go."""

    confirm: str
    """Its id, typed once more."""
    cancel_pushes: bool = False


class RemovedAccount(BaseModel):
    """What went with it."""

    cancelled: list[str]
    waiting: int


@router.get("/accounts", tags=["accounts"], summary="一个单位及其下级的公众号")
def list_accounts(unit: Annotated[str, Query(max_length=40)]) -> directory.AccountPage:
    """The accounts of a unit and below, each with its last check-up."""
    return directory.accounts_seen(unit, actor())


@router.post("/accounts", tags=["accounts"], summary="登记公众号")
def new_account(new: NewAccount) -> directory.AccountDetail:
    """Add an account with its secrets."""

    def make() -> directory.AccountDetail:
        given = new.model_dump(exclude={"secrets"}) | {"original_id": new.original_id or None}
        made = add_account(given, new.secrets.model_dump(), by=actor(), now=utc_now())
        return directory.account_seen(made.id, actor(), utc_now())

    return once(directory.AccountDetail, make)


@router.get("/accounts/<account>", tags=["accounts"], summary="一个公众号")
def one_account(account: Account) -> Response[directory.AccountDetail]:
    """All settings, which secrets there are, the last check-up."""
    return _tagged(account)


@router.patch("/accounts/<account>", tags=["accounts"], summary="修改公众号的设置")
def change(account: Account, new: Settings) -> Response[directory.AccountDetail]:
    """Change some settings. If-Match: the version that was seen."""
    changes = new.model_dump(exclude_unset=True)
    change_account(account, changes, by=actor(), now=utc_now(), seen=expected())
    return _tagged(account)


@router.post("/accounts/<account>/check", tags=["accounts"], summary="检查公众号")
def check(account: Account) -> Checked:
    """Check secrets, token, callback and quotas now."""
    return check_account(account, by=actor(), now=utc_now())


@router.post("/accounts/<account>/secrets", tags=["accounts"], summary="更换密钥")
def rotate(account: Account, new: GivenSecrets) -> Rotated:
    """Replace those that are given; the EncodingAESKey of before stays valid for a round."""
    changed = accounts.rotate(account, new.model_dump(), by=actor(), now=utc_now())
    held = accounts.held_secrets(account)
    return Rotated(names=changed, old_key_works="previous_aes_key" in held)


@router.get("/accounts/<account>/removal", tags=["accounts"], summary="移除公众号会停下什么")
def removal(account: Account) -> Stopped:
    """What stops when the account goes."""
    return what_stops(account, by=actor())


@router.post("/accounts/<account>/removal", tags=["accounts"], summary="移除公众号")
def remove(account: Account, word: Removal) -> RemovedAccount:
    """Remove an account, its secrets, its model and its hotline."""
    if word.confirm != account:
        raise InvalidInput(
            "输入的短名不一致，没有移除。", fields=[ProblemAt("confirm", "与短名不一致")]
        )
    done = remove_account(account, by=actor(), now=utc_now(), cancel_pushes=word.cancel_pushes)
    return RemovedAccount(cancelled=list(done.cancelled), waiting=done.waiting)


def _tagged(account: str) -> Response[directory.AccountDetail]:
    seen = directory.account_seen(account, actor(), utc_now())
    return tagged(seen, seen.version)
