"""The person in whose name a command works."""

from __future__ import annotations

import getpass
import re
from typing import Annotated

import typer

from chalicelib import people
from chalicelib.actor import Actor, KnownBy
from chalicelib.cloud import identity
from chalicelib.settings import settings

By = Annotated[
    str | None, typer.Option("--by", metavar="PERSON", help="经办人的编号；默认取当前用户。")
]
"""The option that every command has that changes something."""


def acting(by: str | None = None) -> Actor:
    """The actor of this command.

    On stage ``local`` the name that ``--by`` gives, else the user of this machine. On any other stage the AWS
    identity says who it is, through the link of ``staff link``; ``--by`` then names another person for whom it
    acts, and the log marks that.
    """
    given = (by or "").strip()
    if settings().stage == "local":
        return Actor(person=given or getpass.getuser())
    arn = identity.arn()
    person = people.person_of(arn) or _name_in(arn)
    return Actor(
        person=given or person,
        known_by=KnownBy.AWS,
        identity=arn,
        on_behalf=bool(given) and given != person,
    )


def _name_in(arn: str) -> str:
    """The last part of an ARN, as an id of a person: ``li.ming`` of ``…:assumed-role/Ops/li.ming@example.cn``."""
    last = arn.rsplit("/", 1)[-1].rsplit(":", 1)[-1].split("@", 1)[0]
    return re.sub(r"[^A-Za-z0-9._-]", "-", last).strip("-._")[:40] or "aws"
