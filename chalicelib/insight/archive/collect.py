"""Facts on their way: from the stream to a queue, from the queue to raw objects."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

from pydantic import TypeAdapter

from chalicelib.cloud import objects, queues
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.conversation import PushName
from chalicelib.insight.archive.places import RAW
from chalicelib.insight.archive.pseudonyms import pseudonyms
from chalicelib.insight.facts.models import Kind, Told
from chalicelib.insight.questions import archive as questions
from chalicelib.settings import settings

_LARGEST: Final = 200_000
"""Bytes of a queue's message; SQS takes 256 KiB."""
_TOLD: Final = TypeAdapter(list[Told])


def hand_on(told: Sequence[Told]) -> int:
    """Put facts on the archive's queue; returns the number of messages.

    Running it twice is harmless: a fact is known by its id, and counted once.
    """
    bodies = list(_bodies(told))
    for body in bodies:
        queues.send(settings().archive_queue_url, body)
    return len(bodies)


def as_message(told: Sequence[Told]) -> str:
    """Facts as a message of the queue spells them."""
    return f"[{','.join(one.model_dump_json(exclude_defaults=True) for one in told)}]"


def collect(bodies: Sequence[str], now: datetime) -> str:
    """Keep the facts of some messages of the queue as one raw object; returns its key, empty where there is no fact.

    The words of messages are read from the messages themselves, and kept for learning (``questions.archive``).

    The object's name follows from the messages, so that the same ones again write nothing. In another company, or in
    another hour, they make another object: the compaction counts a fact once all the same.
    """
    told = [one for body in bodies for one in _TOLD.validate_json(body)]
    if not told:
        return ""
    questions.keep((_name(one) for one in told if one.fact.kind == Kind.MESSAGE), now)
    names = pseudonyms(dict.fromkeys((one.account, one.openid) for one in told if one.openid))
    lines = [_line(one, names) for one in told]
    digest = hashlib.sha256("\n".join(sorted(bodies)).encode()).hexdigest()[:32]
    key = f"{RAW}{now.astimezone(UTC):%Y%m%d%H}/{digest}.ndjson.gz"
    with suppress(ConditionFailed):
        objects.write_over(key, gzip.compress("".join(lines).encode(), mtime=0), None)
    return key


def _name(told: Told) -> PushName:
    return PushName(told.account, told.openid, told.fact.id.removeprefix(f"{told.openid}#"))


def _line(told: Told, names: Mapping[tuple[str, str], str]) -> str:
    fact = told.fact
    if told.openid:
        name = names[told.account, told.openid]
        hidden = fact.id.replace(told.openid, name)
        if hidden != fact.id:
            # Nobody who knows a message's number shall find its writer.
            hidden = hashlib.sha256(hidden.encode()).hexdigest()[:20]
        fact = fact.model_copy(update={"follower": name, "id": hidden})
    row = {"account": told.account, "day": told.day} | fact.model_dump()
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"


def _bodies(told: Sequence[Told]) -> Iterator[str]:
    parts: list[str] = []
    size = 0
    for one in told:
        part = one.model_dump_json(exclude_defaults=True)
        length = len(part.encode()) + 1
        if parts and size + length > _LARGEST:
            yield f"[{','.join(parts)}]"
            parts, size = [], 0
        parts.append(part)
        size += length
    if parts:
        yield f"[{','.join(parts)}]"
