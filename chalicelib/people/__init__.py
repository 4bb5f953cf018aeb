"""Persons, the roles they hold in units, and the permissions of roles."""

from chalicelib.people.errors import (
    AlreadyAccepted,
    BadStaff,
    PeopleError,
    PermissionDenied,
    UnknownPerson,
)
from chalicelib.people.labels import ROLE_NAMES
from chalicelib.people.permissions import PERMISSIONS, Permission
from chalicelib.people.staff import (
    accept_invitation,
    add_staff,
    link_identity,
    may,
    people_for,
    person_for,
    remove_staff,
    require,
    staffed,
)
from chalicelib.people.store import identities, person_of, staff_member
from chalicelib.people.store import staff as list_staff
from chalicelib.roles import HIGHEST, NEWSROOM, RANK, Person, PersonId, Role, Staff

__all__ = [
    "HIGHEST",
    "NEWSROOM",
    "PERMISSIONS",
    "RANK",
    "ROLE_NAMES",
    "AlreadyAccepted",
    "BadStaff",
    "PeopleError",
    "Permission",
    "PermissionDenied",
    "Person",
    "PersonId",
    "Role",
    "Staff",
    "UnknownPerson",
    "accept_invitation",
    "add_staff",
    "identities",
    "link_identity",
    "list_staff",
    "may",
    "people_for",
    "person_for",
    "person_of",
    "remove_staff",
    "require",
    "staff_member",
    "staffed",
]
