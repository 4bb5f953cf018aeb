"""Fields of a push → the model of its type."""

from __future__ import annotations

from typing import Final

from pydantic import ValidationError

from chalicelib.wechat.body import Fields
from chalicelib.wechat.push import Push
from chalicelib.wechat.text import Text

STANDS_FOR: Final = ("【", "[")
"""Begin a text that may stand for a message of another type."""


def typed(fields: Fields) -> Push:
    """The fields of a push as the model of its type.

    A push with a MsgId is a follower's message, whatever its type or shape; an event that no model fits is
    ``Unknown``. Raises ``Malformed`` where sender, receiver or time are missing.
    """
    kind = fields.get("MsgType")
    if kind == "text":
        try:
            push = Text.model_validate(fields)
        except ValidationError:
            pass  # known by name, strange in shape: read below
        else:
            content = str(fields.get("Content", ""))
            if content.lstrip()[:1] not in STANDS_FOR or not _stands_for_another(content):
                return push
    # Everything but a text that fits: a fraction of the pushes, though a warm function meets them sooner or later.
    from chalicelib.wechat.shapes import fitted

    return fitted(fields)


def _stands_for_another(content: str) -> bool:
    from chalicelib.wechat.messages import PLACEHOLDER

    return PLACEHOLDER.match(content) is not None
