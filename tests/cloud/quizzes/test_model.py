"""Any order of starts, forms sent again, late and foreign ones: the counters are those of a plain model."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from chalicelib import quizzes
from chalicelib.cloud import table
from tests.cloud.conversation.test_callback import account
from tests.cloud.quizzes.world import NOW, QUIZ, Telephone, attempt_of, fields_for, publish

__all__ = ["account"]

TRIES = 3
LIMIT = timedelta(minutes=10, seconds=15)


class Model(RuleBasedStateMachine):
    """Two telephones at one quiz, beside a dictionary of attempts."""

    def __init__(self) -> None:
        super().__init__()
        for item in list(table.query(f"QUIZCOUNT#province#{QUIZ}")):
            table.delete(str(item["pk"]), str(item["sk"]))
        publish(tries=TRIES)
        self.telephones = [Telephone(), Telephone("198.51.100.1")]
        for one in self.telephones:
            one.ask()
        self.keys: list[list[str]] = [[], []]
        self.begun: list[dict[str, int]] = [{}, {}]
        """Attempt → minute of its start."""
        self.scores: dict[str, int] = {}
        self.minute = 0

    @property
    def now(self) -> Any:
        return NOW + timedelta(minutes=self.minute)

    @rule(minutes=st.integers(1, 8))
    def time_passes(self, minutes: int) -> None:
        if self.minute + minutes < 8 * 60:
            self.minute += minutes

    @rule(who=st.integers(0, 1), again=st.booleans())
    def somebody_starts(self, who: int, again: bool) -> None:
        one, keys = self.telephones[who], self.keys[who]
        key = keys[-1] if again and keys else one.key(self.now)
        said = one.start(key, at=self.now)
        if key in keys:
            assert attempt_of(said) in self.begun[who]
        elif len(self.begun[who]) < TRIES:
            keys.append(key)
            self.begun[who][attempt_of(said)] = self.minute
        else:
            assert said["statusCode"] == 409

    @rule(who=st.integers(0, 1), by=st.integers(0, 1), which=st.integers(0, TRIES), right=st.integers(0, 6))  # fmt: skip
    def somebody_hands_in(self, who: int, by: int, which: int, right: int) -> None:
        if not self.begun[who]:
            return
        attempt = sorted(self.begun[who])[which % len(self.begun[who])]
        answers = fields_for(attempt, right)
        said = self.telephones[by].hand_in(attempt, answers, at=self.now)
        late = timedelta(minutes=self.minute - self.begun[who][attempt]) > LIMIT
        if by != who or (late and attempt not in self.scores):
            assert said["statusCode"] == 409
            return
        self.scores.setdefault(attempt, right)
        page = self.telephones[who].ask(f"result?attempt={attempt}", at=self.now)
        assert f">{self.scores[attempt] * 10}<" in page["body"]

    @invariant()
    def counters_are_those_of_the_model(self) -> None:
        found = quizzes.numbers("province", QUIZ)
        started = sum(len(some) for some in self.begun)
        scores = list(self.scores.values())
        assert sum(day.started for day in found.days) == started
        assert sum(day.ended for day in found.days) == len(scores)
        assert sum(day.passed for day in found.days) == sum(1 for one in scores if one >= 4)
        assert sum(one.right for one in found.questions) == sum(scores)
        assert sum(one.answered for one in found.questions) == 6 * len(scores)


@pytest.mark.usefixtures("account")
def test_a_quiz_is_counted_as_a_plain_model_counts_it() -> None:
    run_state_machine_as_test(
        Model, settings=settings(max_examples=25, stateful_step_count=25, deadline=None)
    )
