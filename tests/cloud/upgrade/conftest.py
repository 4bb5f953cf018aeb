"""The last release's stage, put up again, and the functions of this version and of the last one over it."""

from __future__ import annotations

import json
import lzma
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from dev.problem import Problem
from dev.upgrade import reading, release, snapshot, world
from dev.upgrade.kinds import kind_of
from dev.upgrade.snapshot import (
    ACCOUNTS,
    heard,
    say,
    stage_of,
)
from dev.upgrade.stage import Functions, Stage, console_event
from dev.upgrade.turns import OK, Turns
from dev.upgrade.world import World
from tests.cloud.upgrade.reads import Read

Examples = dict[str, list[dict[str, Any]]]
"""By kind: `item`, `message` or `object`, and which."""
LATER = 90.0
"""Seconds after the last release was stopped; its push is due by then."""


@pytest.fixture(scope="session")
def kept() -> World:
    """What the last release left."""
    return world.read(snapshot.WORLD)


@pytest.fixture(scope="session")
def examples(kept: World) -> Examples:
    """What the last release wrote, by kind: what its tests showed, and its stage."""
    found: Examples = {}
    kinds = tuple(reading.by_name().values())
    for item in kept.items:
        kind = kind_of(kinds, item["pk"]["S"], item["sk"]["S"])
        if kind is None:
            continue  # one that is written no more (differences.GONE)
        found.setdefault(f"item {kind.name}", []).append({"new": item})
    for line in lzma.decompress(snapshot.EXAMPLES.read_bytes()).decode().splitlines():
        one = json.loads(line)
        name = one.pop("kind")
        if "new" in one and (kind := kind_of(kinds, one["new"]["pk"]["S"], one["new"]["sk"]["S"])):
            name = f"item {kind.name}"  # as this version documents it
        found.setdefault(name, []).append(one)
    return found


@pytest.fixture(scope="session")
def last_release() -> Path:
    """The last release's source."""
    try:
        return release.tree()
    except Problem as problem:
        pytest.skip(f"the last release's code is not here: {problem}")


MINUTE: dict[str, Any] = {
    "version": "0",
    "id": "s",
    "detail-type": "Scheduled Event",
    "source": "aws.events",
    "account": "123456789012",
    "time": "2026-12-01T00:00:00Z",
    "region": "us-east-1",
    "resources": [],
    "detail": {},
}


class Standing(NamedTuple):
    """A stage that goes on, and how to bring something to it."""

    stage: Stage
    functions: list[Functions]
    turns: Turns

    def settle(self) -> None:
        """Bring everything to its function until nothing is left, and nothing may fail."""
        self.stage.settle(self.turns.next)
        assert self.stage.failures == []

    def sweep(self) -> None:
        """The minute's sweep, and what it queued."""
        _, errors = self.turns.next("sweep").call("sweep", MINUTE)
        assert errors == []
        self.settle()

    def write(self, who: str, words: str) -> str:
        """A follower writes; what the phone shows."""
        said = say(self.stage.env, {"who": who, "type": "text", "content": words})
        assert not said.get("problem"), said
        return str(said.get("shown") or "")

    def read(
        self, functions: Functions, sessions: Sequence[str], read: Read
    ) -> tuple[int, Any, str]:
        """What a page of the console is told, and whose sign-in of these is told anything."""
        for session in sessions:
            answer, errors = functions.call(
                "console", console_event(session, "GET", read.path, read.query)
            )
            if answer is None or answer["statusCode"] == OK:
                break
        assert answer is not None, (read, errors)
        kind = answer["multiValueHeaders"].get("Content-Type", [""])[0]
        told = json.loads(answer["body"]) if "json" in kind else kind
        return answer["statusCode"], told, session

    def act(self, session: str, path: str, body: Any) -> Any:
        """Somebody at the console does something; what the page is told."""
        answer, errors = self.turns.next("console").call(
            "console", console_event(session, "POST", path, body=body)
        )
        assert errors == []
        assert answer["statusCode"] == OK, answer
        return json.loads(answer["body"])

    def chat(self, who: str) -> list[str]:
        """What stands on a follower's phone, as it came from the account."""
        return heard(self.stage.env, who)

    def items(self, partition: str, prefix: str = "") -> list[dict[str, Any]]:
        """What lies in a partition now."""
        return [
            one
            for one in self.stage.items()
            if one["pk"]["S"] == partition and one["sk"]["S"].startswith(prefix)
        ]


@contextmanager
def going_on(kept: World, *trees: Path, writes: int = 0) -> Iterator[Standing]:
    """What was kept, with the functions of these trees in turn."""
    with stage_of(kept, list(trees), LATER, writes) as (standing, functions, wechat):
        turns = Turns(functions)
        with standing.callback(turns.answer) as address:
            wechat.call_back(ACCOUNTS, address)
            yield Standing(standing, functions, turns)


def pushed(there: Standing) -> list[str]:
    """How the province's pushes stand, once WeChat has said its last word, a second after it took one."""
    for _ in range(100):
        there.sweep()
        states = [one["state"]["S"] for one in there.items("DELIVERIES#province")]
        if set(states) <= {"confirmed", "failed"}:
            break
        time.sleep(0.2)
    return states
