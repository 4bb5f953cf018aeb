"""The description of the API is whole: whoever reads it alone can call every route."""

from __future__ import annotations

import re
from typing import Any

import pytest

from chalicelib.console import openapi
from tests.cloud.console.description import DOCUMENT

OPERATIONS = [
    (f"{method} {path}", operation)
    for path, row in DOCUMENT["paths"].items()
    for method, operation in row.items()
]


@pytest.mark.parametrize(("name", "operation"), OPERATIONS, ids=[one[0] for one in OPERATIONS])
def test_each_route_says_what_it_does_in_chinese_and_more_in_english(
    name: str, operation: dict[str, Any]
) -> None:
    assert re.search(r"[一-鿿]", operation.get("summary", "")), f"{name} has no Chinese summary"
    assert operation.get("description", "").endswith("."), f"{name} has no docstring"
    [tag] = operation["tags"]
    assert tag in openapi.TAGS, f"{name}: give the tag {tag} its Chinese name in openapi.TAGS"


@pytest.mark.parametrize(("name", "operation"), OPERATIONS, ids=[one[0] for one in OPERATIONS])
def test_each_route_says_what_it_answers(name: str, operation: dict[str, Any]) -> None:
    good = [status for status in operation["responses"] if status < "300"]
    assert len(good) == 1, f"{name} answers {good}"
    for status in ("401", "403", "422", "429", "500"):
        assert "application/problem+json" in operation["responses"][status]["content"]


def test_every_section_has_routes() -> None:
    assert {tag for _, one in OPERATIONS for tag in one["tags"]} == set(openapi.TAGS)


def test_it_says_how_one_proves_who_one_is() -> None:
    schemes = DOCUMENT["components"]["securitySchemes"]
    assert {"token", "session"} == set(schemes)
    assert DOCUMENT["security"] == [{"token": []}, {"session": []}]
