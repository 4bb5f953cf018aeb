"""Persons, the roles they hold in units, and the permissions of roles."""

from chalicelib.people.errors import (
    AlreadyAccepted,
    BadStaff,
    LoginTaken,
    PeopleError,
    PermissionDenied,
    StaffChanged,
    UnknownPerson,
)
from chalicelib.people.identity import accept_invitation, link_identity, require_over, units_of
from chalicelib.people.labels import ROLE_NAMES
from chalicelib.people.permissions import PERMISSIONS, PERSONS_ONLY, Permission
from chalicelib.people.permit import (
    Explained,
    Reach,
    Through,
    explain,
    may,
    people_for,
    permissions_of,
    person_for,
    reach,
    require,
    staffed,
    units_where,
)
from chalicelib.people.staff import add_staff, remove_staff, set_roles
from chalicelib.people.store import Identity, identities, person_of, staff_member
from chalicelib.people.store import staff as list_staff
from chalicelib.roles import HIGHEST, NEWSROOM, RANK, Person, PersonId, Role, Staff

__all__ = [
    "HIGHEST",
    "NEWSROOM",
    "PERMISSIONS",
    "PERSONS_ONLY",
    "RANK",
    "ROLE_NAMES",
    "AlreadyAccepted",
    "BadStaff",
    "Explained",
    "Identity",
    "LoginTaken",
    "PeopleError",
    "Permission",
    "PermissionDenied",
    "Person",
    "PersonId",
    "Reach",
    "Role",
    "Staff",
    "StaffChanged",
    "Through",
    "UnknownPerson",
    "accept_invitation",
    "add_staff",
    "explain",
    "identities",
    "link_identity",
    "list_staff",
    "may",
    "people_for",
    "permissions_of",
    "person_for",
    "person_of",
    "reach",
    "remove_staff",
    "require",
    "require_over",
    "set_roles",
    "staff_member",
    "staffed",
    "units_of",
    "units_where",
]
