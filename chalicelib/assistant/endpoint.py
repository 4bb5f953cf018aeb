"""One call of an OpenAI-compatible service, bounded in time and size. Nothing of it is logged."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from chalicelib.assistant.errors import NoAnswer
from chalicelib.assistant.models import AssistantSettings
from chalicelib.assistant.prompt import COMPLETION_TOKENS, Messages

CONNECT_SECONDS: Final = 3.05
MOST_BYTES: Final = 64 * 1024


class Completion(NamedTuple):
    """What came back."""

    content: str
    tokens: int | None
    """As the service counted them; None if it did not say."""


def complete(
    settings: AssistantSettings,
    key: str,
    chat: Messages,
    *,
    clock: Callable[[], float] = time.monotonic,
) -> Completion:
    """Ask once; it is never asked again. Raises ``NoAnswer``."""
    import requests

    body = {
        "model": settings.model,
        "messages": chat,
        "temperature": 0,
        "max_tokens": COMPLETION_TOKENS,
    }
    headers = {"Content-Type": "application/json"}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    started, failure = clock(), ""
    try:
        # A redirect would carry the key and the question to wherever it points.
        with requests.post(
            settings.base_url + "/chat/completions",
            data=json.dumps(body, ensure_ascii=False).encode(),
            headers=headers,
            timeout=(CONNECT_SECONDS, settings.timeout_seconds),
            allow_redirects=False,
            stream=True,
        ) as answer:
            if answer.status_code != requests.codes.ok:
                failure = f"模型服务返回 {answer.status_code}"
            else:
                return _read(_body(answer, started + settings.timeout_seconds, clock))
    except requests.RequestException as error:
        failure = f"模型服务没有应答：{type(error).__name__}"
    # Outside the ``except``: what requests raises carries the key in its request.
    raise NoAnswer(failure)


def _body(answer: Any, until: float, clock: Callable[[], float]) -> bytes:
    """The body, as long as it comes in time: a read time-out alone would let it drip for ever."""
    body = b""
    for chunk in answer.iter_content(4096):
        body += chunk
        if len(body) > MOST_BYTES:
            raise NoAnswer("模型服务的返回太长")
        if clock() > until:
            raise NoAnswer("模型服务没有在限时内答完")
    return body


def _read(body: bytes) -> Completion:
    try:
        answer: Mapping[str, Any] = json.loads(body)
        content = answer["choices"][0]["message"]["content"]
    except (ValueError, RecursionError, KeyError, IndexError, TypeError):
        content, answer = None, {}
    if not isinstance(content, str):
        raise NoAnswer("模型服务的返回读不懂")
    usage = answer.get("usage")
    tokens = usage.get("total_tokens") if isinstance(usage, Mapping) else None
    return Completion(content, tokens if isinstance(tokens, int) and tokens >= 0 else None)
