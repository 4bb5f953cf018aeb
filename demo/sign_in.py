"""The demo's people as the local sign-in knows them: a user each, with a password drawn once a checkout."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path
from typing import Final

import boto3

from chalicelib import people, sign_in
from chalicelib.actor import local
from chalicelib.clock import utc_now
from chalicelib.sign_in import Claim
from demo import contributions
from demo.newsroom import SEEDER
from demo.newsroom import STAFF as NEWSROOM

STAFF: Final = (*NEWSROOM, *contributions.STAFF)


def fill() -> str:
    """Make the users that are missing and invite their people; says how many there are."""
    pool, file = os.environ.get("RONGMEI_CONSOLE_USER_POOL"), os.environ.get("RONGMEI_DEMO_PEOPLE")
    if not pool or not file:
        return "no sign-in here"
    known = _passwords(Path(file))
    cognito = boto3.client("cognito-idp")
    there = {
        user["Username"]
        for page in cognito.get_paginator("list_users").paginate(UserPoolId=pool)
        for user in page["Users"]
    }
    for member in STAFF:
        password = known.setdefault(member.id, f"Rm-{secrets.token_urlsafe(9)}-7a")
        if member.id not in there:
            cognito.admin_create_user(
                UserPoolId=pool,
                Username=member.id,
                MessageAction="SUPPRESS",
                UserAttributes=[
                    {"Name": "preferred_username", "Value": member.id},
                    {"Name": "name", "Value": member.name},
                ],
            )
        cognito.admin_set_user_password(
            UserPoolId=pool, Username=member.id, Password=password, Permanent=True
        )
        _invite(member.id)
    _keep(Path(file), known)
    return f"{len(STAFF)} people can sign in"


def _invite(person: str) -> None:
    if any(held.person == person for held in people.identities()):
        return
    people.link_identity(
        person,
        sign_in.claim_identity(Claim.PREFERRED_USERNAME, person),
        by=local(SEEDER),
        now=utc_now(),
    )


def _passwords(file: Path) -> dict[str, str]:
    return dict(json.loads(file.read_text())) if file.is_file() else {}


def _keep(file: Path, known: dict[str, str]) -> None:
    file.touch(mode=0o600)
    file.write_text(json.dumps(known, indent=1))
