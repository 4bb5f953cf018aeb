"""Answers that are no text: API Gateway passes them on from base64."""

from __future__ import annotations

import base64

from aws_lambda_powertools.event_handler import Response


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
