"""The model that fits a push, where its fields are not quite those that WeChat's pages name.

Optional parts that do not fit are left out; the essential ones decide. White space alone is nothing.
"""

from __future__ import annotations

from typing import Any, Final

from pydantic import ValidationError

from chalicelib.wechat.body import Fields
from chalicelib.wechat.callback_errors import Malformed
from chalicelib.wechat.messages import MESSAGES, PLACEHOLDER, UNSHOWN, OtherMessage
from chalicelib.wechat.push import Push, Unknown
from chalicelib.wechat.text import Message

_EVENT: Final = "event"
_NO_TYPE: Final = "unknown"
"""The type of a message that names none."""


def fitted(fields: Fields) -> Push:
    """The push that ``fields`` describe. Raises ``Malformed`` where sender, receiver or time are missing."""
    kind = str(fields.get("MsgType", "")).strip().lower()
    given = fields | {"MsgType": kind}
    tidy = _tidied(given)
    if kind == _EVENT:
        from chalicelib.wechat.events import EVENTS

        model = EVENTS.get(str(fields.get("Event", "")).strip().lower())
        push = _fit(model, tidy) if model else None
        return push or _unknown(given, fields)
    if kind == "text" and PLACEHOLDER.match(str(fields.get("Content", ""))):
        return _message(OtherMessage, tidy | {"MsgType": UNSHOWN}, fields)
    if kind in MESSAGES:
        return _message(MESSAGES[kind], tidy, fields)
    if fields.get("MsgId"):
        return _message(OtherMessage, tidy | {"MsgType": kind or _NO_TYPE}, fields)
    return _unknown(given, fields)


def _message(model: type[Message], given: Fields, fields: Fields) -> Push:
    return _fit(model, given) or _fit(OtherMessage, given) or _unknown(given, fields)


def _fit(model: type[Push], given: Fields) -> Push | None:
    """``given`` as ``model``, without the optional parts that do not fit; None where an essential one is wrong."""
    fields = dict(given)
    while True:
        try:
            return model.model_validate(fields)
        except ValidationError as error:
            odd = {str(problem["loc"][0]) for problem in error.errors()} & fields.keys()
            if not odd:
                return None
            for name in odd:
                del fields[name]


def _unknown(given: Fields, fields: Fields) -> Push:
    try:
        return Unknown.model_validate(given | {"fields": fields})
    except ValidationError as error:
        named = ", ".join(str(problem["loc"][0]) for problem in error.errors())
        raise Malformed(f"missing or unusable: {named}") from error


def _tidied(value: Any) -> Any:
    """``value`` with nothing where only white space stands, in every part of it."""
    if isinstance(value, str):
        return "" if value.isspace() else value
    if isinstance(value, dict):
        return {name: _tidied(held) for name, held in value.items()}
    if isinstance(value, list):
        return [_tidied(held) for held in value]
    return value
