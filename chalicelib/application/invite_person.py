"""Invite a person: their roles in a unit, and the login name by which their first sign-in is known."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple

from chalicelib import newsroom, people, sign_in
from chalicelib.actor import Actor
from chalicelib.errors import Field
from chalicelib.people import BadStaff, LoginTaken, Role, Staff
from chalicelib.sign_in import Claim

LOGIN_NAMES: Final = {
    Claim.PREFERRED_USERNAME: "登录名",
    Claim.EMAIL: "邮箱",
    Claim.PHONE_NUMBER: "手机号",
}
"""What a person signs in with, by the claim that says who it is."""
_LOGINS: Final = {
    Claim.PREFERRED_USERNAME: re.compile(r"\S{1,200}"),
    Claim.EMAIL: re.compile(r"[^\s@]{1,100}@[^\s@]{1,100}"),
    Claim.PHONE_NUMBER: re.compile(r"[+＋]?[\d -]{5,20}"),
}


class SignInState(StrEnum):
    """How far a person is with signing in."""

    NONE = "none"
    INVITED = "invited"
    LINKED = "linked"


SIGN_IN_NAMES: Final = {
    SignInState.NONE: "未邀请",
    SignInState.INVITED: "已邀请，尚未登录",
    SignInState.LINKED: "已登录过",
}


class Invited(NamedTuple):
    """What came of it."""

    staff: Staff
    state: SignInState
    """``LINKED`` where the person has signed in with this login name before: nothing is to be done."""


def invite(
    person_id: str,
    unit: str,
    roles: Iterable[Role],
    *,
    name: str,
    claim: Claim,
    login: str,
    by: Actor,
    now: datetime,
    again: bool = False,
) -> Invited:
    """Give a person roles in a unit and let whoever signs in with this login name be that person; twice is once.

    An invitation is used up by the first sign-in; ``again`` makes a new one for somebody whose account at the
    provider was made anew. Who invites can act as that person, so it takes the right to link identities in the unit
    wherever the person has a role, and wherever a workflow names them. Raises ``PermissionDenied``, ``UnknownUnit``, ``BadStaff`` or ``LoginTaken``.
    """
    roles = tuple(roles)
    people.require_over(person_id, by, unit)
    for naming in newsroom.units_naming(person_id):
        people.require(by, "people:identity:link", naming)
    wanted = login.strip()
    if not _LOGINS[claim].fullmatch(wanted):
        raise BadStaff(
            f"“{login[:40]}”不是正确的{LOGIN_NAMES[claim]}。", fields=[Field("login", "格式不对")]
        )
    invited = sign_in.claim_identity(claim, wanted)
    known = [one for one in people.identities() if invited in (one.identity, one.invited)]
    other = next((one.person for one in known if one.person != person_id), None)
    if other is not None:
        raise LoginTaken(
            f"{LOGIN_NAMES[claim]}“{wanted}”已属于人员“{other}”，不能再邀请“{person_id}”。",
            by=other,
        )
    added = people.add_staff(person_id, unit, roles, by=by, now=now, name=name)
    if any(one.invited == invited for one in known) and not again:
        return Invited(added, SignInState.LINKED)
    people.link_identity(person_id, invited, by=by, now=now, unit=unit)
    return Invited(added, SignInState.INVITED)


def sign_in_states() -> dict[str, SignInState]:
    """How far each person is; who is missing was never invited. AWS identities do not count."""
    states: dict[str, SignInState] = {}
    for one in people.identities():
        if one.identity.startswith("invited:"):
            states.setdefault(one.person, SignInState.INVITED)
        elif not one.identity.startswith("arn:"):
            states[one.person] = SignInState.LINKED
    return states
