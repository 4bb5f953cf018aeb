"""Fields of a push → the model of its type."""

from __future__ import annotations

from pydantic import ValidationError

from chalicelib.wechat.body import Fields
from chalicelib.wechat.messages import MESSAGES, PLACEHOLDER
from chalicelib.wechat.push import Push


def typed(fields: Fields) -> Push:
    """The fields of a push as the model of its type.

    A push with a MsgId is a follower's message, whatever its type or shape; an event that no model fits is
    ``Unknown``. Raises ``Malformed`` where sender, receiver or time are missing.
    """
    kind = fields.get("MsgType")
    if kind == "text":
        try:
            push = MESSAGES["text"].model_validate(fields)
        except ValidationError:
            pass  # known by name, strange in shape: read below
        else:
            content = str(fields.get("Content", ""))
            if content.lstrip()[:1] not in ("【", "[") or not PLACEHOLDER.match(content):
                return push
    # Everything but a text that fits: a fraction of the pushes, though a warm function meets them sooner or later.
    from chalicelib.wechat.shapes import fitted

    return fitted(fields)
