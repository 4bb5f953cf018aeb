"""Fields of a push → the model of its type."""

from __future__ import annotations

from pydantic import ValidationError

from chalicelib.wechat.body import Fields
from chalicelib.wechat.callback_errors import Malformed
from chalicelib.wechat.messages import MESSAGES
from chalicelib.wechat.push import Push, Unknown


def typed(fields: Fields) -> Push:
    """The fields of a push as the model of its type; ``Unknown`` where none fits.

    Raises ``Malformed`` where even sender, receiver, time or type are missing.
    """
    model: type[Push] | None = None
    kind = fields.get("MsgType")
    if isinstance(kind, str):
        if kind == "event":
            # Events are needed for a fraction of the pushes only, but by a warm function sooner or later.
            from chalicelib.wechat.events import EVENTS

            model = EVENTS.get(str(fields.get("Event", "")).lower())
        else:
            model = MESSAGES.get(kind)
    if model is not None:
        try:
            return model.model_validate(fields)
        except ValidationError:
            pass  # known by name, strange in shape: kept raw below
    try:
        return Unknown.model_validate(fields | {"fields": fields})
    except ValidationError as error:
        named = ", ".join(str(problem["loc"][0]) for problem in error.errors())
        raise Malformed(f"missing or unusable: {named}") from error
