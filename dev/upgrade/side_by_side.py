"""Two versions over one stage under load: ``python -m dev.upgrade.side_by_side --minutes 10``.

The last release's stage is put up again. Then its functions and this version's take every event between them: the new
one's share goes from nothing to all and back to nothing, an upgrade and a way back. Followers write without a pause, some of
what they write reaches us twice (WeChat tries again), an agent at the console answers who asks for a person, pushes are planned
and go out. A record or message that fails is tried again as AWS does, ten times and five, and then given up.

What is counted at the end: what was asked, answered, lost, doubled, given up, and every error that a function logged. The
stage is moto's, the functions run as they do on Lambda, in a process for each version; roles, packaging and the deployment
itself are ``dev.upgrade.redeployed``'s.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from dev.places import ROOT
from dev.problem import Problem, run
from dev.upgrade import release, snapshot, world
from dev.upgrade.people import People
from dev.upgrade.stage import QUEUES, Functions, Stage, console_event
from dev.upgrade.turns import OK

_MINUTE: Final[dict[str, Any]] = {
    "version": "0", "id": "s", "detail-type": "Scheduled Event", "source": "aws.events", "account": "123456789012",
    "time": "2026-12-01T00:00:00Z", "region": "us-east-1", "resources": [], "detail": {},
}  # fmt: skip
_RECORD_TRIES: Final = 10
_MESSAGE_TRIES: Final = 5
"""As the template has them (MaximumRetryAttempts, maxReceiveCount)."""
_AGAIN: Final = 0.1
"""Of the messages that WeChat brings a second time."""
WRONG: Final = ("lost", "of them lost", "of them doubled", "given up")
"""What must not be."""
_SWEPT: Final = 10.0
"""Seconds between two sweeps here; a minute's are more than a short run has."""


class Load:
    """One run: who takes what, and what came of it."""

    def __init__(
        self, there: Stage, old: Functions, new: Functions, seconds: float, seed: int
    ) -> None:
        self.there, self.old, self.new, self.seconds = there, old, new, seconds
        self.env, self.items = there.env, there.items
        self.began = time.monotonic()
        self.chance = random.Random(seed)  # noqa: S311 - no secret
        self.taken: Counter[str] = Counter()
        self.errors: Counter[str] = Counter()
        self.given_up: list[str] = []
        self._over = threading.Event()

    def share(self) -> float:
        """Of the events that fall to the new version: up during the first half, down again during the other."""
        gone = min(1.0, (time.monotonic() - self.began) / self.seconds)
        return 1.0 - abs(1.0 - 2.0 * gone)

    def choose(self, name: str) -> Functions:
        """Who takes the next event of a function."""
        version = self.new if self.chance.random() < self.share() else self.old
        self.taken[f"{name} {'new' if version is self.new else 'old'}"] += 1
        return version

    def call(self, name: str, event: Any) -> Any:
        """Bring an event to whose turn it is; errors are counted."""
        result, errors = self.choose(name).call(name, event)
        for error in errors:
            self.errors[f"{name}: {error[:160]}"] += 1
        return result

    def answer(self, event: dict[str, Any]) -> Any:
        """Answer WeChat, which brings some of it a second time and then shows what it gets then."""
        said = self.call("api", event)
        if said and said["statusCode"] == OK and self.chance.random() < _AGAIN:
            said = self.call("api", event)
        return said

    def console(self, session: str, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """A request of the agent's page."""
        answer = self.call("console", console_event(session, method, path, body=body))
        return (
            (answer["statusCode"], json.loads(answer["body"] or "null")) if answer else (500, None)
        )

    def sign_in(self, person: str) -> str:
        """A session of a person of the demo."""
        return str(self.new.do("sign_in", person=person))

    def plan_push(self) -> str:
        """One of both versions plans a push."""
        return str(self.choose("editor").do("plan_push"))

    def run(self) -> dict[str, Any]:
        """Let everybody do what they do until the time is over, and bring the rest to its end."""
        people = People(self, self.chance)
        functions = threading.Thread(target=self._functions)
        functions.start()
        people.start()
        time.sleep(self.seconds)
        people.stop()
        self._over.set()
        functions.join()
        for _ in range(4):
            self.call("sweep", _MINUTE)
            while self._events():
                pass
        return {
            "minutes": round(self.seconds / 60, 1),
            **people.report(),
            "given up": self.given_up,
            "errors": dict(self.errors),
            "events": dict(sorted(self.taken.items())),
        }

    def _functions(self) -> None:
        swept = time.monotonic()
        while not self._over.is_set():
            if not self._events():
                self._over.wait(0.1)
            if time.monotonic() - swept > _SWEPT:
                swept = time.monotonic()
                self.call("sweep", _MINUTE)

    def _events(self) -> int:
        """Bring what stream and queues have to their functions, once; returns how many that were."""
        records = self.there.records()
        left, tries = records, 0
        while left:
            result = self.call("outbox", {"Records": left[:10]})
            failed = {one["itemIdentifier"] for one in (result or {}).get("batchItemFailures", [])}
            first = (
                0
                if result is None
                else next(
                    (
                        n
                        for n, one in enumerate(left[:10])
                        if one["dynamodb"]["SequenceNumber"] in failed
                    ),
                    len(left[:10]),
                )
            )
            tries = 0 if first else tries + 1
            left = left[first:]
            if left and tries > _RECORD_TRIES:
                self.given_up.append(f"stream: {left[0]['dynamodb']['Keys']}")
                left, tries = left[1:], 0
        number = len(records)
        for queue in QUEUES:
            for body in list(self.there.waiting(queue)):
                number += 1
                if queue != "archive" and not any(
                    self._worked(queue, body) for _ in range(_MESSAGE_TRIES)
                ):
                    self.given_up.append(f"{queue}: {body}")
        return number

    def _worked(self, queue: str, body: str) -> bool:
        record = {
            "messageId": "m",
            "receiptHandle": "r",
            "body": body,
            "eventSource": "aws:sqs",
            "attributes": {},
        }
        result = self.call(queue, {"Records": [record]})
        return result is not None and not result.get("batchItemFailures")


def load(minutes: float, writes: int, seed: int = 1) -> dict[str, Any]:
    """Let both versions run side by side; returns what came of it."""
    kept = world.read(snapshot.WORLD)
    with snapshot.stage_of(kept, [release.tree(), ROOT], writes=writes) as (
        standing,
        functions,
        wechat,
    ):
        old, new = functions
        going = Load(standing, old, new, minutes * 60, seed)
        with standing.callback(going.answer) as address:
            wechat.call_back(snapshot.ACCOUNTS, address)
            return going.run()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument(
        "--writes",
        type=int,
        default=0,
        help="newest shape that the new version writes (settings.writes)",
    )
    given = parser.parse_args()
    report = load(given.minutes, given.writes)
    json.dump(report, sys.stdout, ensure_ascii=False, indent=1)
    print()
    judge(report)


def judge(report: Mapping[str, Any]) -> None:
    """Raises ``Problem`` where something was lost, doubled or given up."""
    wrong = [name for name in WRONG if report.get(name)]
    if wrong:
        raise Problem(f"side by side something went wrong: {', '.join(wrong)}")


if __name__ == "__main__":
    run(main)
