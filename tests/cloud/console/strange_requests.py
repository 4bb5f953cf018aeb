"""Requests and answers by the API's description: strategies that make the ones, a check of the others.

Most values fit the schema or are an id of the world, so that a request comes through to the use case; some are what
somebody who means no good, or no harm, might send.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from hypothesis import strategies as st

from chalicelib.console import openapi
from tests.cloud.console.description import DOCUMENT

ODD = st.sampled_from(
    [
        "",
        " ",
        "0",
        "-1",
        "null",
        "..",
        "a/b",
        "#",
        "?",
        "%00",
        "\x00",
        "\ud83d",
        "😀" * 30,
        "甲" * 500,
        "x" * 3000,
        "' OR 1=1 --",
        "<script>",
        "{unit}",
        "9" * 40,
        "2026-02-30",
        "\u202e",
        "=1+1",
    ]
)
WRONG = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.just([]),
    st.just({}),
    ODD,
    st.just([None]),
)


class Request(NamedTuple):
    """One request."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any


def requests(path: str, operation: Mapping[str, Any], ids: Mapping[str, str]) -> st.SearchStrategy[Request]:  # fmt: skip
    """Requests for one route; ``ids`` are the things that there are, by the name that routes give them."""
    places: dict[str, dict[str, st.SearchStrategy[Any]]] = {"path": {}, "query": {}, "header": {}}
    optional: dict[str, st.SearchStrategy[Any]] = {}
    for one in operation.get("parameters", []):
        made = _texts(one["name"], one.get("schema", {}), ids)
        if one["in"] == "query" and not one.get("required"):
            optional[one["name"]] = made
        elif one["in"] in places and one["name"] != openapi.WRITE_HEADER:
            places[one["in"]][one["name"]] = made
    content = operation.get("requestBody", {}).get("content", {})
    schema = next(iter(content.values()), {}).get("schema")
    body = st.none() if schema is None else _mostly(_values(schema, ids, 4), WRONG)
    return st.builds(
        lambda names, query, headers, body: Request(
            _filled(path, names), {k: v for k, v in query.items() if v is not None}, headers, body
        ),
        st.fixed_dictionaries(places["path"]),
        st.fixed_dictionaries(places["query"], optional=optional),
        st.fixed_dictionaries(
            {},
            optional={
                "If-Match": st.sampled_from(['"1"', '"0"', "x", '"99999999999999999999"']),
                "Idempotency-Key": ODD,
            },
        ),
        body,
    )


def _filled(path: str, names: Mapping[str, str]) -> str:
    for name, value in names.items():
        # Nothing, or a slash, would make it the address of another route.
        path = path.replace(f"{{{name}}}", value.strip().replace("/", "-") or "-")
    return path


def _mostly(good: st.SearchStrategy[Any], bad: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(good, good, good, good, good, bad)


def _texts(name: str, schema: Mapping[str, Any], ids: Mapping[str, str]) -> st.SearchStrategy[str]:
    """A value as a path or query carries it."""
    found = _values(schema, ids, 1).map(lambda one: "" if one is None else str(one))
    known = [ids[name]] if name in ids else []
    return _mostly(st.sampled_from(known) if known else found, st.one_of(found, ODD))


def _values(schema: Mapping[str, Any], ids: Mapping[str, str], depth: int) -> st.SearchStrategy[Any]:  # noqa: PLR0911 - one for each form of a schema  # fmt: skip
    if "$ref" in schema:
        schema = _named(schema["$ref"])
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    several = schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf")
    if several:
        return st.one_of([_values(one, ids, depth) for one in several])
    match schema.get("type"):
        case "object":
            return _object(schema, ids, depth)
        case "array":
            return _lists(schema, ids, depth)
        case "string":
            return _strings(schema, ids)
        case "integer":
            low, high = schema.get("minimum", -3), schema.get("maximum", 10**6)
            return st.integers(low, max(low, high))
        case "number":
            return st.floats(-1e6, 1e6, allow_nan=False)
        case "boolean":
            return st.booleans()
        case "null":
            return st.none()
        case _:
            return WRONG


def _lists(schema: Mapping[str, Any], ids: Mapping[str, str], depth: int) -> st.SearchStrategy[Any]:  # fmt: skip
    """Lists of what the schema says; where depth is used up, empty ones: a model may hold itself."""
    least = schema.get("minItems", 0)
    if depth <= 0 and not least:
        return st.just([])
    return st.lists(_values(schema.get("items", {}), ids, depth - 1), min_size=least, max_size=3)


def _object(schema: Mapping[str, Any], ids: Mapping[str, str], depth: int) -> st.SearchStrategy[Any]:  # fmt: skip
    must, may = {}, {}
    for name, one in schema.get("properties", {}).items():
        inner = _values(one, ids, depth - 1) if depth > 0 else st.none()
        good = st.just(ids[name]) if name in ids else inner
        made = _mostly(good, st.one_of(WRONG, _values(one, ids, 0) if depth > 0 else st.none()))
        (must if name in schema.get("required", ()) else may)[name] = made
    inner = schema.get("additionalProperties")
    if not must and not may and isinstance(inner, dict):
        return st.dictionaries(ODD, _values(inner, ids, depth - 1), max_size=2)
    return st.fixed_dictionaries(must, optional=may)


def _strings(schema: Mapping[str, Any], ids: Mapping[str, str]) -> st.SearchStrategy[str]:
    if schema.get("format") == "date-time":
        return st.sampled_from(["2026-12-24T09:00:00+08:00", "2026-12-24T09:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-12-24T09:00:00"])  # fmt: skip
    if schema.get("format") == "date":
        return st.sampled_from(["2026-12-24", "0001-01-01", "9999-12-31"])
    most = schema.get("maxLength", 60)
    words = st.text(min_size=min(schema.get("minLength", 0), 60), max_size=min(most, 60))
    return st.one_of(words, st.sampled_from(sorted(ids.values())), ODD)


def _named(reference: str) -> dict[str, Any]:
    found: dict[str, Any] = DOCUMENT["components"]["schemas"][reference.rsplit("/", 1)[1]]
    return found


def faults(value: Any, schema: Mapping[str, Any], where: str = "") -> list[str]:  # noqa: PLR0911 - one for each form of a schema
    """Where an answer is not as the description says: types, names, values."""
    if "$ref" in schema:
        return faults(value, _named(schema["$ref"]), where)
    if "const" in schema:
        return [] if value == schema["const"] else [f"{where}: {value!r}"]
    if "enum" in schema:
        return [] if value in schema["enum"] else [f"{where}: {value!r} is none of {schema['enum']}"]  # fmt: skip
    several = schema.get("anyOf") or schema.get("oneOf")
    if several:
        tried = [faults(value, one, where) for one in several]
        return [] if [] in tried else min(tried, key=len)
    for one in schema.get("allOf", ()):
        return faults(value, one, where)
    kind = schema.get("type")
    if kind is not None and not _is(value, kind):
        return [f"{where}: {json.dumps(value)[:80]} is no {kind}"]
    if kind == "array":
        return [
            one
            for n, item in enumerate(value)
            for one in faults(item, schema.get("items", {}), f"{where}[{n}]")
        ]
    if kind == "object":
        known = schema.get("properties", {})
        missing = [f"{where}.{one} is missing" for one in schema.get("required", ()) if one not in value]  # fmt: skip
        inner = schema.get("additionalProperties")
        unknown = [] if inner not in (None, False) or not known else [f"{where}.{one} is unknown" for one in value if one not in known]  # fmt: skip
        parts = [
            one
            for name, item in value.items()
            if name in known
            for one in faults(item, known[name], f"{where}.{name}")
        ]
        return [*missing, *unknown, *parts]
    return []


def _is(value: Any, kind: str) -> bool:
    match kind:
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case _:
            types = {"string": str, "boolean": bool, "null": type(None), "array": list, "object": dict}  # fmt: skip
            return isinstance(value, types[kind])
