"""Plain records to JSON and back."""

import dataclasses
import types
import typing
from typing import Any


def dump(record: Any) -> dict[str, Any]:
    """The record as JSON-ready values."""
    return dataclasses.asdict(record)


def revive(kind: Any, value: Any) -> Any:
    """The record that `dump` wrote; unknown keys are dropped, missing ones get their default."""
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        hints = typing.get_type_hints(kind)
        known = {name: revive(hints[name], item) for name, item in value.items() if name in hints}
        return kind(**known)
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is list:
        return [revive(arguments[0], item) for item in value]
    if origin is dict:
        return {key: revive(arguments[1], item) for key, item in value.items()}
    if origin is types.UnionType and value is not None:
        return revive(arguments[0], value)
    return value
