"""Plain records to JSON and back."""

import dataclasses
import types
import typing
from typing import Any

from wechat_simulator.world.members import Members


def dump(record: Any) -> Any:
    """The record as JSON-ready values; they share their texts with it, and are to be written at once."""
    if dataclasses.is_dataclass(record):
        names = (field.name for field in dataclasses.fields(record))
        return {name: dump(getattr(record, name)) for name in names}
    if isinstance(record, list):
        return [dump(item) for item in record]
    if isinstance(record, dict):
        return {key: dump(item) for key, item in record.items()}
    return record.pack() if isinstance(record, Members) else record


def revive(kind: Any, value: Any) -> Any:
    """The record that `dump` wrote; unknown keys are dropped, missing ones get their default."""
    if kind is Members:
        return Members.unpacked(value)
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
