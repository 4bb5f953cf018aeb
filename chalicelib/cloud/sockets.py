"""Messages to open connections of the WebSocket API."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.cloud.clients import sockets

_GONE = frozenset({"GoneException", "410", "ForbiddenException"})


def send(connection: str, message: Mapping[str, Any]) -> bool:
    """Send a JSON message; False where the connection is gone."""
    try:
        sockets().post_to_connection(
            ConnectionId=connection, Data=json.dumps(message, ensure_ascii=False).encode()
        )
    except ClientError as error:
        if error.response["Error"]["Code"] in _GONE:
            return False
        raise
    return True
