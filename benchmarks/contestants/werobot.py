"""WeRoBot 1.13.1 with its filters.

Given the cheapest rules it knows: strings that equal the whole message, where the others look for keywords inside
it. A message inside which a keyword stands is therefore its miss, and gets the default reply.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from werobot import WeRoBot

from benchmarks import corpus, wire


def contestant(rules: Sequence[corpus.Rule]) -> Callable[[Mapping[str, str], bytes], str]:
    """A robot with one filter a keyword, no sessions, encryption on."""
    robot = WeRoBot(
        config={
            "TOKEN": wire.TOKEN,
            "APP_ID": wire.APPID,
            "ENCODING_AES_KEY": wire.AES_KEY,
            "SESSION_STORAGE": False,
        }
    )
    robot.use_encryption = True
    for rule in rules:
        robot.add_filter(func=_saying(rule.answer), rules=list(rule.keywords))
    robot.handler(_saying(corpus.DEFAULT))

    def run(query: Mapping[str, str], body: bytes) -> str:
        message = robot.parse_message(
            body,
            timestamp=query["timestamp"],
            nonce=query["nonce"],
            msg_signature=query["msg_signature"],
        )
        sealed: str = robot.get_encrypted_reply(message)
        return sealed

    return run


def _saying(answer: str) -> Callable[[Any], str]:
    def say(_message: Any) -> str:
        return answer

    return say
