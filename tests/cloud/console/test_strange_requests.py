"""Whatever is sent, the API answers as its description says: no fault of ours, no status and no body that it does not name.

Ten requests a route, the same ones each time; with ``RONGMEI_PROOF=all`` a hundred others.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from chalicelib import public_connection
from chalicelib.console import openapi
from chalicelib.console.bearer import GUESSES
from chalicelib.console.handler import handler
from chalicelib.console.rates import RATES
from chalicelib.people import PERMISSIONS, PERSONS_ONLY, Role
from tests.cloud import snapshot
from tests.cloud.console import world
from tests.cloud.console.conftest import session_for
from tests.cloud.console.strange_requests import DOCUMENT, Request, faults, requests
from tests.cloud.console.test_every_route import made_token
from tests.cloud.wechat.stub import WeChat

ALL = os.environ.get("RONGMEI_PROOF") == "all"
PEOPLE = (world.person_of(Role.CHIEF), world.person_of(Role.OPERATOR), world.person_of(Role.EDITOR), world.ABOVE, world.NEIGHBOUR, "", "token")  # fmt: skip
"""Who asks; ``""`` is nobody, ``token`` a service with every permission that one can have."""


def nowhere(*_: Any) -> Any:
    raise OSError("no network in tests")


def routes(tag: str) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (method, path, operation)
        for path, row in DOCUMENT["paths"].items()
        for method, operation in row.items()
        if operation["tags"] == [tag]
    ]


def answered(person: str, token: str, method: str, request: Request) -> Mapping[str, Any]:
    """What API Gateway would pass back."""
    RATES._left.clear()
    GUESSES._left.clear()
    headers = {"Content-Type": "application/json", "X-Rongmei-Console": "1", **request.headers}
    if person == "token":
        headers["Authorization"] = f"Bearer {token}"
    elif person:
        headers["Cookie"] = f"__Host-rongmei={session_for(person)}"
    # As API Gateway hands it on: a path with its signs escaped, a query with them read.
    full = f"/console/api/v1{quote(request.path, safe='/{}:', errors='replace')}"
    event = {
        "httpMethod": method.upper(),
        "path": full,
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": request.query or None,
        "multiValueQueryStringParameters": {k: [v] for k, v in request.query.items()} or None,
        "body": None if request.body is None else json.dumps(request.body),
        "isBase64Encoded": False,
        "requestContext": {"requestId": "r-1", "httpMethod": method.upper(), "path": full},
    }
    found: Mapping[str, Any] = handler(event, None)
    return found


@pytest.mark.parametrize("tag", openapi.TAGS)
def test_a_strange_request_gets_an_answer_that_is_described(
    wechat: WeChat, monkeypatch: pytest.MonkeyPatch, tag: str
) -> None:
    monkeypatch.setattr(public_connection, "NETWORK", public_connection.Network(nowhere, nowhere))
    RATES._left.clear()
    ids = snapshot.world("publishing", lambda: world.publish(world.fill()))
    token = made_token(set(PERMISSIONS) - PERSONS_ONLY)
    wrong = [
        one
        for method, path, operation in routes(tag)
        for one in found(method, path, operation, ids, token)
    ]
    assert not wrong, f"{len(wrong)} answers, the first:\n" + "\n".join(wrong[:12])


def found(
    method: str, path: str, operation: dict[str, Any], ids: Mapping[str, str], token: str
) -> list[str]:
    """What is wrong with the answers of one route."""
    wrong: list[str] = []

    @settings(
        max_examples=100 if ALL else 10,
        derandomize=not ALL,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(person=st.sampled_from(PEOPLE), request=requests(path, operation, ids))
    def asks(person: str, request: Request) -> None:
        answer = answered(person, token, method, request)
        wrong.extend(
            f"{method} {path} by {person or 'nobody'}: {fault}\n  {request}"
            for fault in judged(answer, operation)
        )

    asks()
    return wrong


def judged(answer: Mapping[str, Any], operation: Mapping[str, Any]) -> list[str]:
    """What is wrong with an answer: a fault of ours, or something that the description does not name."""
    status = str(answer["statusCode"])
    text = answer.get("body") or ""
    if status >= "500" and status != "503":
        return [f"{status} {text[:200]}"]
    described = operation["responses"].get(status)
    if described is None:
        return [f"{status} is not described: {text[:200]}"]
    [kind] = {k.lower(): v for k, v in answer["multiValueHeaders"].items()}["content-type"]
    content = described.get("content", {}).get(kind.partition(";")[0])
    if content is None:
        return [f"{status} as {kind} is not described"]
    if "json" not in kind:
        return []
    found = json.loads(text)
    if kind.startswith("application/problem+json") and found.get("request") != "r-1":
        return [f"{status} does not name its request: {text[:200]}"]
    return faults(found, content.get("schema", {}))
