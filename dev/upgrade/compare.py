"""What one version's models refuse of what another version's models write, by their JSON schemas.

Examples show what was written; schemas show what may be. Both versions ignore unknown fields (``values.Value``), so a
new field is refused by nobody, and forgotten by an older version that writes the document again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

Schema = dict[str, Any]

_WIDER: Final = {
    "maxLength": 1, "maximum": 1, "exclusiveMaximum": 1, "maxItems": 1,
    "minLength": -1, "minimum": -1, "exclusiveMinimum": -1, "minItems": -1,
}  # fmt: skip
"""Bounds, and in which direction one takes more."""
_SCALARS: Final = {"integer": "number"}
"""What else takes a type."""


class _Pair(NamedTuple):
    reader: Schema
    writer: Schema
    """Whole schemas, which definitions are looked up in."""


def refused(reader: Schema, writer: Schema) -> list[str]:
    """What ``reader`` does not take of what ``writer`` may write, each with its path; empty where it takes all."""
    return list(dict.fromkeys(_refused(_Pair(reader, writer), reader, writer, "", frozenset())))


def forgotten(reader: Schema, writer: Schema) -> list[str]:
    """Paths of fields that ``writer`` has and ``reader`` does not know, and therefore leaves out when it writes."""
    return list(dict.fromkeys(_forgotten(_Pair(reader, writer), reader, writer, "", frozenset())))


def _resolved(whole: Schema, part: Schema) -> Schema:
    while "$ref" in part:
        part = whole["$defs"][part["$ref"].rpartition("/")[2]]
    return part


def _both(pair: _Pair, reader: Schema, writer: Schema) -> tuple[Schema, Schema]:
    return _resolved(pair.reader, reader), _resolved(pair.writer, writer)


def _choices(schema: Schema) -> list[Schema]:
    found: list[Schema] = schema.get("anyOf") or schema.get("oneOf") or [schema]
    return found


def _refused(
    pair: _Pair, reader: Schema, writer: Schema, path: str, seen: frozenset[tuple[int, int]]
) -> Iterator[str]:
    reader, writer = _both(pair, reader, writer)
    here = (id(reader), id(writer))
    if here in seen or reader == {} or reader == writer == {}:
        return
    seen |= {here}
    if len(_choices(writer)) > 1 or len(_choices(reader)) > 1:
        for written in _choices(writer):
            tried = [list(_refused(pair, taken, written, path, seen)) for taken in _choices(reader)]
            yield from min(tried, key=len)
        return
    values, known = _values(writer), _values(reader)
    if known is not None:
        unknown = sorted(map(str, (values or {"any other"}) - known))
        if unknown:
            yield f"{path or '/'}: {', '.join(unknown)}"
        return
    yield from _of_type(pair, reader, writer, path, seen)


def _of_type(
    pair: _Pair, reader: Schema, writer: Schema, path: str, seen: frozenset[tuple[int, int]]
) -> Iterator[str]:
    wanted, given = reader.get("type"), writer.get("type")
    if wanted and given != wanted and _SCALARS.get(str(given)) != wanted:
        yield f"{path or '/'}: {given or 'anything'} for {wanted}"
        return
    for bound, direction in _WIDER.items():
        if bound in reader and _beyond(writer.get(bound), reader[bound], direction):
            yield f"{path or '/'}: {bound} {writer.get(bound)} for {reader[bound]}"
    if "pattern" in reader and writer.get("pattern") != reader["pattern"]:
        yield f"{path or '/'}: another pattern"
    if wanted == "object":
        yield from _fields(pair, reader, writer, path, seen)
    elif wanted == "array" and "items" in reader and "items" in writer:
        yield from _refused(pair, reader["items"], writer["items"], f"{path}/-", seen)


def _fields(
    pair: _Pair, reader: Schema, writer: Schema, path: str, seen: frozenset[tuple[int, int]]
) -> Iterator[str]:
    taken, written = reader.get("properties", {}), writer.get("properties", {})
    always = set(writer.get("required", ()))
    for name in reader.get("required", ()):
        if name not in always:
            yield f"{path}/{name}: may be missing"
    for name, schema in written.items():
        if name in taken:
            yield from _refused(pair, taken[name], schema, f"{path}/{name}", seen)
        elif reader.get("additionalProperties") is False:
            yield f"{path}/{name}: unknown, and nothing unknown is taken"
    rest = reader.get("additionalProperties"), writer.get("additionalProperties")
    if isinstance(rest[0], dict) and isinstance(rest[1], dict):
        yield from _refused(pair, rest[0], rest[1], f"{path}/*", seen)


def _forgotten(
    pair: _Pair, reader: Schema, writer: Schema, path: str, seen: frozenset[tuple[int, int]]
) -> Iterator[str]:
    reader, writer = _both(pair, reader, writer)
    here = (id(reader), id(writer))
    if here in seen:
        return
    seen |= {here}
    for written in _choices(writer):
        for taken in _choices(reader):
            if (written, taken) != (writer, reader):
                yield from _forgotten(pair, taken, written, path, seen)
    known, fields = reader.get("properties"), writer.get("properties", {})
    if known is not None:
        for name, schema in fields.items():
            if name not in known:
                yield f"{path}/{name}"
            else:
                yield from _forgotten(pair, known[name], schema, f"{path}/{name}", seen)
    for inner, step in (("items", "-"), ("additionalProperties", "*")):
        if isinstance(reader.get(inner), dict) and isinstance(writer.get(inner), dict):
            yield from _forgotten(pair, reader[inner], writer[inner], f"{path}/{step}", seen)


def _values(schema: Schema) -> frozenset[Any] | None:
    if "const" in schema:
        return frozenset([schema["const"]])
    return frozenset(schema["enum"]) if "enum" in schema else None


def _beyond(written: float | None, taken: float, direction: int) -> bool:
    return written is None or (written - taken) * direction > 0
