"""The caller: who they are, what they may see, how they sign out."""

from __future__ import annotations

from aws_lambda_powertools.event_handler.api_gateway import Router
from pydantic import BaseModel

from chalicelib import accounts, people, sign_in
from chalicelib.console.caller import caller
from chalicelib.errors import NotPermitted

router = Router()


class NotSignedIn(NotPermitted):
    """A service token has no session to end."""


class HeldRole(BaseModel):
    """The roles that a person holds in one unit, valid there and below."""

    unit: str
    roles: list[str]
    role_names: list[str]


class UnitSeen(BaseModel):
    """A unit that the caller works in."""

    id: str
    name: str
    parent: str | None
    level: str
    permissions: list[str]
    """``domain:object:verb`` that the caller holds there."""


class AccountSeen(BaseModel):
    """An account of one of these units."""

    id: str
    name: str
    unit: str


class Me(BaseModel):
    """The caller."""

    person: str
    name: str
    held: list[HeldRole]
    units: list[UnitSeen]
    accounts: list[AccountSeen]


class SignedOut(BaseModel):
    """Where the browser goes to end the provider's session too; empty where there is no such place."""

    next: str


@router.get("/me", tags=["me"], summary="本人、角色、可见的单位和公众号")
def me() -> Me:
    """The caller with the units and accounts they may work in."""
    who = caller()
    held = [one for one in people.list_staff() if one.id == who.actor.person]
    names = {one.name for one in held if one.name}
    reach = people.reach(who.actor)
    seen = [
        UnitSeen(
            id=unit.id,
            name=unit.name,
            parent=unit.parent,
            level=unit.level.value,
            permissions=[name for name in people.PERMISSIONS if reach.may(name, unit.id)],
        )
        for _, unit in reach.tree
        if unit.id in reach.roles
    ]
    within = {one.id for one in seen}
    return Me(
        person=who.actor.person,
        name=next(iter(names), "") or who.name or who.actor.person,
        held=[
            HeldRole(
                unit=one.unit,
                roles=[role.value for role in one.roles],
                role_names=[people.ROLE_NAMES[role] for role in one.roles],
            )
            for one in held
        ],
        units=seen,
        accounts=[
            AccountSeen(id=one.account.id, name=one.account.name, unit=one.account.unit)
            for one in accounts.states()
            if one.account.unit in within
        ],
    )


@router.post("/sign-out", tags=["me"], summary="退出登录")
def sign_out() -> SignedOut:
    """End the session; the next request needs a new sign-in."""
    who = caller()
    if not who.session_id:
        raise NotSignedIn("接口令牌没有登录，不用退出；要停用它，请在“对外接口”里吊销。")
    sign_in.end(who.session_id)
    try:
        return SignedOut(next=sign_in.sign_out_url())
    except sign_in.SignInError:
        # The session here has ended, whether or not the provider answers.
        return SignedOut(next="")
