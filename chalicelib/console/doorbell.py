"""The WebSocket API and the table's stream → here: pages connect, and are rung when something changed.

A third function of the bundle. It reads of the stream only the keys of what pages show.
"""

from __future__ import annotations

import json
import os

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

from collections.abc import Mapping
from typing import Any

from chalicelib import live, telemetry
from chalicelib.clock import utc_now

_OK = {"statusCode": 200}


def handler(event: Mapping[str, Any], _: Any) -> dict[str, Any]:
    """One request of a page, or a batch of the stream. A batch that comes again rings again, which is harmless."""
    if "Records" in event:
        return _stream(event)
    context = event["requestContext"]
    connection = str(context["connectionId"])
    match context["eventType"]:
        case "CONNECT":
            query = event.get("queryStringParameters") or {}
            try:
                live.connected(connection, str(query.get("ticket", "")), utc_now())
            except live.BadTicket:
                return {"statusCode": 403}
        case "DISCONNECT":
            live.closed(connection)
        case _:
            live.watch(connection, _asked(event.get("body")), utc_now())
    return _OK


def _stream(event: Mapping[str, Any]) -> dict[str, Any]:
    topics: set[str] = set()
    for record in event["Records"]:
        keys = record["dynamodb"]["Keys"]
        topics |= live.topics_of(str(keys["pk"]["S"]), str(keys["sk"]["S"]))
    if topics:
        try:
            live.ring(topics, utc_now())
        except Exception:
            # Who was not rung asks by itself soon; the stream must not stand still for it.
            telemetry.logger.exception("pages were not rung", extra={"topics": len(topics)})
    return {"batchItemFailures": []}


def _asked(body: object) -> list[str]:
    """The topics of a message ``{"watch": […]}``; anything else asks for none."""
    try:
        asked = json.loads(str(body)).get("watch")
    except (ValueError, AttributeError):
        return []
    return [one for one in asked if isinstance(one, str)] if isinstance(asked, list) else []
