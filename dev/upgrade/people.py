"""Followers, an agent and an editor who use a stage at once while two versions run in it, and what they saw of it."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

from dev.upgrade import snapshot
from dev.upgrade.turns import OK

_FOLLOWERS: Final = 12
_ASKS: Final = "转人工"


class Place(Protocol):
    """A stage as these people reach it."""

    env: dict[str, str]

    def console(self, session: str, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """A request below ``/console/api/v1``: its status, and the JSON that came back."""

    def sign_in(self, person: str) -> str:
        """A session of a person of the demo."""

    def plan_push(self) -> str:
        """Plan the demo's article for the next free minute; the delivery's id, or empty."""

    def items(self) -> list[dict[str, Any]]:
        """Every item of the table, as DynamoDB spells it."""


class People:
    """Who uses the stage, each in a thread until ``stop``."""

    def __init__(self, at: Place, chance: random.Random, pause: float = 0.0) -> None:
        self._at, self._chance, self._pause = at, chance, pause
        self._over = threading.Event()
        self._threads: list[threading.Thread] = []
        self._before = self._on_record()
        self.asked = 0
        self.phase = ""
        """What the stage goes through at the moment."""
        self.refused: Counter[str] = Counter()
        """What WeChat told of messages that got no answer in time, by phase."""
        self.said: list[str] = []
        """What the agent told followers, each in words of its own."""
        self.pushes: list[str] = []
        self.errors: Counter[str] = Counter()
        """What these people could not do."""

    def start(self) -> None:
        """Let everybody begin."""
        parts = (self._follower, self._agent, self._editor)
        self._threads = [threading.Thread(target=self._until_over, args=(one,)) for one in parts]
        for one in self._threads:
            one.start()

    def stop(self) -> None:
        """Let everybody end what they do."""
        self._over.set()
        for one in self._threads:
            one.join()

    def report(self) -> dict[str, Any]:
        """What is to be seen, in the table and on the telephones."""
        on_phones: Counter[str] = Counter()
        for who in snapshot.phones(self._at.env):
            on_phones.update(snapshot.heard(self._at.env, who))
        return {
            "asked": self.asked,
            "lost": self.asked - len(self._on_record() - self._before),
            "unanswered by WeChat's telling": dict(self.refused),
            "agent's answers": len(self.said),
            "of them lost": [one for one in self.said if not on_phones[one]],
            "of them doubled": [one for one in self.said if on_phones[one] > 1],
            "pushes": Counter(self._states().values()),
            "errors of people": dict(self.errors),
        }

    def under_way(self) -> bool:
        """Whether a push has no outcome yet."""
        return not set(self._states().values()) <= {"confirmed", "failed", "unknown"}

    def _states(self) -> dict[str, str]:
        return {
            one["sk"]["S"]: one["state"]["S"]
            for one in self._at.items()
            if one["pk"]["S"] == "DELIVERIES#province" and one["sk"]["S"] in self.pushes
        }

    def _on_record(self) -> frozenset[tuple[str, str]]:
        return frozenset(
            (one["pk"]["S"], one["sk"]["S"])
            for one in self._at.items()
            if one["sk"]["S"].startswith("IN#M#")
        )

    def _until_over(self, part: Callable[[], None]) -> None:
        while not self._over.is_set():
            try:
                part()
            except Exception as error:
                self.errors[f"{part.__name__}: {error!r}"[:200]] += 1
                self._over.wait(1.0)

    def _follower(self) -> None:
        questions = [one["content"] for one in snapshot.morning() if one["type"] == "text"]
        number = 0
        while not self._over.wait(self._pause):
            who, words = f"压测{number % _FOLLOWERS}", self._chance.choice(questions)
            if number % 10 == _FOLLOWERS // 2:
                words = _ASKS
            said = snapshot.say(self._at.env, {"who": who, "type": "text", "content": words})
            self.asked += 1
            number += 1
            if said.get("problem"):
                self.refused[f"{self.phase}: {said['problem']}".removeprefix(": ")] += 1

    def _agent(self) -> None:
        session = self._at.sign_in("zuo1")
        self._act(session, "/presence", {"presence": "online"})
        number = 0
        while not self._over.wait(max(0.5, self._pause)):
            number += 1
            self._act(session, "/heartbeat")
            self._act(session, "/next")
            status, board = self._at.console(session, "GET", "/desk/province")
            mine = board["board"]["mine"] if status == OK else []
            for one in mine[:3]:
                words = f"答复{number}-{one['id'][-6:]}"
                if self._act(session, f"/sessions/{one['id']}/reply", {"text": words}):
                    self.said.append(words)
                self._act(session, f"/sessions/{one['id']}/resolve", {"survey": False})

    def _act(self, session: str, path: str, body: Mapping[str, Any] | None = None) -> bool:
        status, _ = self._at.console(session, "POST", f"/desk/province{path}", body)
        return status < 300

    def _editor(self) -> None:
        if not self._over.wait(20) and (planned := self._at.plan_push()):
            self.pushes.append(planned)
