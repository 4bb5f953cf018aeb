"""人员与角色: who has which roles where, invitations, what a person may do."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from pydantic import BaseModel, Field

from chalicelib import people, sign_in
from chalicelib.application import staff_directory as directory
from chalicelib.application.invite_person import SIGN_IN_NAMES, SignInState, invite
from chalicelib.clock import utc_now
from chalicelib.console.caller import actor
from chalicelib.console.once import once
from chalicelib.people import ROLE_NAMES, Role
from chalicelib.settings import settings

router = Router()
Person = Annotated[str, Path(max_length=60)]
Unit = Annotated[str, Query(max_length=40)]


class Invitation(BaseModel):
    """A person to be invited."""

    person: str
    unit: str
    roles: list[Role] = Field(min_length=1)
    name: str = Field(min_length=1, max_length=40)
    login: str = Field(min_length=1, max_length=200)
    again: bool = False


class InvitedPerson(BaseModel):
    """An invitation that was made."""

    person: str
    state: SignInState
    state_name: str
    console_url: str
    """What the person opens next."""


class NewRoles(BaseModel):
    """The roles of a person in a unit from now on, in the place of those that were seen."""

    unit: str
    roles: list[Role]
    instead_of: list[Role]
    name: str = ""


class Changed(BaseModel):
    """The roles that the person has now."""

    roles: list[Role]


class Separate(BaseModel):
    """Whether 三员 shall be separated."""

    on: bool


class SessionsEnded(BaseModel):
    """How many sessions were ended."""

    ended: int


class Held(BaseModel):
    """A role and the unit in which it is held."""

    role: Role
    role_name: str
    unit: str


class Permission(BaseModel):
    """One permission, as a person has it in a unit."""

    permission: str
    label: str
    granted: bool
    through: list[Held]
    roles: list[str]
    """Names of all roles that would grant it."""


class Permissions(BaseModel):
    """What a person may do in a unit."""

    permissions: list[Permission]


class FoundStaff(BaseModel):
    """People of all units that the caller looks after."""

    people: list[directory.PersonRow]


@router.get("/people", tags=["people"], summary="一个单位的人员与角色")
def staff(unit: Unit) -> directory.StaffOf:
    """Everybody whose roles count in a unit."""
    return directory.staff_of(unit, actor())


@router.get("/people-found", tags=["people"], summary="按编号或姓名查找人员")
def found(q: Annotated[str, Query(max_length=60)]) -> FoundStaff:
    """People with these words in their id or name."""
    return FoundStaff(people=list(directory.found_staff(q, actor())))


@router.post("/people", tags=["people"], summary="邀请人员")
def new_person(new: Invitation) -> InvitedPerson:
    """Give roles, and know the first sign-in."""

    def make() -> InvitedPerson:
        done = invite(
            new.person,
            new.unit,
            new.roles,
            name=new.name,
            claim=directory.claim(),
            login=new.login,
            by=actor(),
            now=utc_now(),
            again=new.again,
        )
        return InvitedPerson(
            person=done.staff.id,
            state=done.state,
            state_name=SIGN_IN_NAMES[done.state],
            console_url=settings().console_url,
        )

    return once(InvitedPerson, make)


@router.get("/people/<person>", tags=["people"], summary="一个人员")
def one_person(person: Person) -> directory.PersonSeen:
    """One person: roles, sign-ins, sessions."""
    return directory.person_seen(person, actor())


@router.put("/people/<person>/roles", tags=["people"], summary="修改一个人在一个单位的角色")
def roles(person: Person, new: NewRoles) -> Changed:
    """Give and take roles; none left: the person is no longer registered there."""
    after = people.set_roles(
        person,
        new.unit,
        new.roles,
        instead_of=new.instead_of,
        by=actor(),
        now=utc_now(),
        name=new.name,
    )
    return Changed(roles=list(after.roles) if after else [])


@router.post("/people/<person>/sign-out", tags=["people"], summary="让一个人在所有浏览器上退出登录")
def sign_out(person: Person) -> SessionsEnded:
    """End all sessions of a person at once."""
    return SessionsEnded(ended=sign_in.end_all(person, by=actor(), now=utc_now()))


@router.get("/people/<person>/permissions", tags=["people"], summary="一个人在一个单位可以做什么")
def permissions(person: Person, unit: Unit) -> Permissions:
    """Every permission, granted or not, and through which role of which unit."""
    return Permissions(
        permissions=[
            Permission(
                permission=one.permission,
                label=one.label,
                granted=one.granted,
                through=[
                    Held(role=held.role, role_name=ROLE_NAMES[held.role], unit=held.unit)
                    for held in one.through
                ],
                roles=[ROLE_NAMES[role] for role in one.roles],
            )
            for one in people.explain(person, unit, by=actor())
        ]
    )


@router.put("/people-separation", tags=["people"], summary="启用三员分立，或请求、同意停用")
def separate(wanted: Separate) -> directory.SeparationSeen:
    """Separate 系统管理员, 安全管理员 and 审计员; or ask for the end of it, which a person of the other role agrees to."""
    by = actor()
    if wanted.on:
        people.begin_separation(by=by, now=utc_now())
    else:
        people.end_separation(by=by, now=utc_now())
    return directory.separation_seen(by)
