"""One call of an OpenAI-compatible service."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from chalicelib import foreign_http
from chalicelib.assistant.errors import NoAnswer
from chalicelib.assistant.models import AssistantSettings
from chalicelib.assistant.prompt import COMPLETION_TOKENS, Messages

_OK: Final = 200


class Completion(NamedTuple):
    """An answer of the service."""

    content: str
    tokens: int | None
    """As the service counted them; None if it did not say."""


def complete(settings: AssistantSettings, key: str, chat: Messages) -> Completion:
    """Ask once; it is never asked again. Raises ``NoAnswer``."""
    body = {
        "model": settings.model,
        "messages": chat,
        "temperature": 0,
        "max_tokens": COMPLETION_TOKENS,
    }
    headers = {"Content-Type": "application/json"}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    try:
        answer = foreign_http.call(
            "POST",
            settings.base_url + "/chat/completions",
            json.dumps(body, ensure_ascii=False).encode(),
            headers,
            seconds=settings.timeout_seconds,
        )
    except foreign_http.NoResponse as failure:
        raise NoAnswer(f"模型服务{failure}") from failure
    if answer.status != _OK:
        raise NoAnswer(f"模型服务返回 {answer.status}")
    return _read(answer.body)


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
