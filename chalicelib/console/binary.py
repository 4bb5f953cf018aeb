"""Answers that are no text: API Gateway passes them on from base64."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.event_handler import Response

if TYPE_CHECKING:
    from aws_lambda_powertools.event_handler.openapi.types import OpenAPIResponse


def binary(body: bytes, kind: str, headers: dict[str, str | list[str]]) -> Response[str]:
    """An answer of this media type."""
    made: Response[str] = Response(
        status_code=200,
        content_type=kind,
        body=base64.b64encode(body).decode(),
        headers=headers,
    )
    made.base64_encoded = True
    return made


def files(*kinds: str) -> dict[int, OpenAPIResponse]:
    """The ``responses`` of a route that answers with a file of one of these media types."""
    content: dict[str, Any] = {
        one: {"schema": {"type": "string", "format": "binary"}} for one in kinds
    }
    return {200: {"description": "成功", "content": content}}
