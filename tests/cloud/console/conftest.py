"""Requests to the console's function as API Gateway passes them on."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest

from chalicelib import sign_in
from chalicelib.console.handler import handler
from chalicelib.console.rates import RATES


class Said(NamedTuple):
    """An answer: its status, its JSON (None where it has none), its headers in lower case."""

    status: int
    json: Any
    headers: Mapping[str, str]


Ask = Callable[..., Said]


@pytest.fixture(autouse=True)
def _patient() -> None:
    """What the tests before have asked of this process counts for nobody here."""
    RATES.forget()


@pytest.fixture
def ask(cloud: None) -> Ask:
    """``ask(person, method, path, body=None, headers=None, query=None)`` below ``/console/api/v1``."""
    sessions: dict[str, str] = {}

    def send(
        person: str,
        method: str,
        path: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
    ) -> Said:
        if person and person not in sessions:
            sessions[person] = session_for(person)
        sent = {"X-Rongmei-Console": "1", "Content-Type": "application/json", **(headers or {})}
        if person:
            sent["Cookie"] = f"__Host-rongmei={sessions[person]}"
        full = f"/console/api/v1{path}"
        event = {
            "httpMethod": method,
            "path": full,
            "headers": sent,
            "multiValueHeaders": {name: [value] for name, value in sent.items()},
            "queryStringParameters": dict(query or {}) or None,
            "multiValueQueryStringParameters": {k: [v] for k, v in (query or {}).items()} or None,
            "body": None if body is None else json.dumps(body),
            "isBase64Encoded": False,
            "requestContext": {
                "requestId": sent.get("X-Amzn-Requestid") or secrets.token_hex(4),
                "httpMethod": method,
                "path": full,
            },
        }
        answer = handler(event, SimpleNamespace(aws_request_id="r"))
        text = answer.get("body") or ""
        found = {name.lower(): values[0] for name, values in answer["multiValueHeaders"].items()}
        kind = found.get("content-type", "")
        return Said(
            answer["statusCode"], json.loads(text) if "json" in kind and text else None, found
        )

    return send


def session_for(person: str) -> str:
    """A session of a person, as a completed sign-in makes it; returns its id."""
    from chalicelib.sign_in import store

    now, session_id = datetime.now(UTC), secrets.token_urlsafe(32)
    session = sign_in.Session(
        person=person,
        identity=f"https://issuer.example#{person}",
        began_at=now,
        seen_at=now,
        ends_at=now + sign_in.LONGEST,
    )
    store.put_session(session_id, session)
    return session_id
