"""Items of attempts and of what is counted.

| pk | sk | attributes |
|---|---|---|
| ``QUIZATTEMPT#{attempt}`` | ``ATTEMPT`` | ``doc`` (Attempt: no person is named), ``ended`` (epoch s) once it was handed in; ``expires_at`` two days after its start |
| ``QUIZTRIES#{hash of a visitor's cookie}`` | ``{account}#{quiz}#{day}`` | ``tries`` of the day; ``expires_at`` two days later |
| ``QUIZRATE#{hash of a network}`` | ``{account}#{quiz}#{minute}`` | ``starts`` of the minute; ``expires_at`` an hour later |
| ``QUIZRATE#{account}#{quiz}#{shard}`` | ``ALL#{minute}`` | ``starts`` of the minute in this shard; ``expires_at`` an hour later |
| ``QUIZSALT`` | day | ``salt`` (random) of the day's hashes of networks; ``expires_at`` two days later |
| ``QUIZCOUNT#{account}#{quiz}`` | ``DAY#{day}#{shard:02d}`` | ``started``, ``ended``, ``passed``, ``s0`` … ``s10`` (scores by tenths) |
| ``QUIZCOUNT#{account}#{quiz}`` | ``QUESTIONS#{shard:02d}`` | of each question ``{id}_n`` (answered) and ``{id}_r`` (right), its ``-`` written ``_`` |

An attempt ends in one transaction with what is counted of it, on condition that it has not ended: counted once, however
often it is handed in, and wherever whoever counts is killed.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from chalicelib.clock import SHANGHAI
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.quizzes import draw
from chalicelib.quizzes.models import Attempt, QuestionCount, QuizDay, QuizNumbers

SHARDS: Final = 8
"""Counters of one thing, so that a crowd does not wait at one item."""
_KEPT: Final = timedelta(days=2)
_SK: Final = "ATTEMPT"


def read(attempt_id: str) -> Attempt | None:
    """An attempt as it is now, or None."""
    item = table.get(_pk(attempt_id), _SK, consistent=True)
    return Attempt.model_validate_json(str(item["doc"])) if item else None


def begin(attempt: Attempt, tries: int) -> None:
    """Store a new attempt, one of its visitor's ``tries`` of the day, and count it.

    Raises ``ConditionFailed``: with index 0 for an attempt that was begun before, with index 1 where no try is left.
    """
    day = _day(attempt.started_at)
    place = f"{attempt.account}#{attempt.quiz}"
    left = _expires(attempt.started_at, _KEPT)
    table.transact(
        [
            table.put_action(_item(attempt), only_new=True),
            table.update_action(
                f"QUIZTRIES#{attempt.visitor}",
                f"{place}#{day}",
                "SET expires_at = :left ADD tries :one",
                {":left": left, ":one": 1, ":most": tries},
                condition="attribute_not_exists(tries) OR tries < :most",
            ),
            table.update_action(
                _counts(attempt),
                f"DAY#{day}#{_shard(attempt.id):02d}",
                "ADD started :one",
                {":one": 1},
            ),
        ]
    )


def finish(attempt: Attempt, right: Sequence[str], asked: Sequence[str], full: int) -> bool:
    """Store an attempt that was handed in, and count it; False where it had ended before. ``asked`` are its questions.

    Counted on the day on which it began, so that a day's ends are of its starts.
    """
    shard, day = _shard(attempt.id), _day(attempt.started_at)
    where = draw.bucket(attempt.score, full)
    added = Counter({_name(one, "n"): 1 for one in asked})
    added.update({_name(one, "r"): 1 for one in right})
    sums = ", ".join(f"{name} :one" for name in added)
    actions = [
        table.put_if_action(
            _item(attempt), "attribute_exists(pk) AND attribute_not_exists(ended)", {}
        ),
        table.update_action(
            _counts(attempt),
            f"DAY#{day}#{shard:02d}",
            f"ADD ended :one, passed :passed, s{where} :one",
            {":one": 1, ":passed": int(attempt.passed)},
        ),
        table.update_action(_counts(attempt), f"QUESTIONS#{shard:02d}", f"ADD {sums}", {":one": 1}),
    ]
    try:
        table.transact(actions)
    except ConditionFailed:
        return False
    return True


def numbers(account: str, quiz: str) -> QuizNumbers:
    """All that is counted of a quiz; the days in order, the questions most got wrong first."""
    days: dict[str, Counter[str]] = {}
    questions: Counter[str] = Counter()
    for item in table.query(f"QUIZCOUNT#{account}#{quiz}", consistent=True):
        what, _, rest = str(item["sk"]).partition("#")
        sums = {key: value for key, value in item.items() if isinstance(value, int)}
        if what == "DAY":
            days.setdefault(rest.partition("#")[0], Counter()).update(sums)
        else:
            questions.update(sums)
    return QuizNumbers(
        days=tuple(_read_day(day, sums) for day, sums in sorted(days.items())),
        questions=tuple(sorted(_read_questions(questions), key=_most_wrong)),
    )


def took(pk: str, sk: str, most: int, now: datetime) -> bool:
    """Count one more start of a minute; False where there were ``most``."""
    try:
        table.update(
            pk,
            sk,
            "SET expires_at = :left ADD starts :one",
            {":left": _expires(now, timedelta(hours=1)), ":one": 1, ":most": most},
            condition="attribute_not_exists(starts) OR starts < :most",
        )
    except ConditionFailed:
        return False
    return True


def salt(now: datetime) -> str:
    """The random salt of a day, the same for everybody; made by whoever asks first."""
    day = _day(now)
    made: table.Item = {
        "pk": "QUIZSALT",
        "sk": day,
        "salt": secrets.token_hex(16),
        "expires_at": _expires(now, _KEPT),
    }
    found = table.get("QUIZSALT", day, consistent=True)
    if found is not None:
        return str(found["salt"])
    try:
        table.put(made, only_new=True)
    except ConditionFailed as lost:
        return str((lost.old or {})["salt"])
    return str(made["salt"])


def _item(attempt: Attempt) -> table.Item:
    item: table.Item = {
        "pk": _pk(attempt.id),
        "sk": _SK,
        "doc": attempt.model_dump_json(),
        "expires_at": _expires(attempt.started_at, _KEPT),
    }
    if attempt.ended_at is not None:
        item["ended"] = int(attempt.ended_at.timestamp())
    return item


def _read_day(day: str, sums: Counter[str]) -> QuizDay:
    return QuizDay(
        day=day,
        started=sums["started"],
        ended=sums["ended"],
        passed=sums["passed"],
        scores=tuple(sums[f"s{tenth}"] for tenth in range(draw.BUCKETS)),
    )


def _read_questions(sums: Counter[str]) -> list[QuestionCount]:
    known = sorted(name.removesuffix("_n") for name in sums if name.endswith("_n"))
    return [
        QuestionCount(
            id=one.replace("_", "-", 1), answered=sums[f"{one}_n"], right=sums[f"{one}_r"]
        )
        for one in known
    ]


def _most_wrong(one: QuestionCount) -> tuple[float, int, str]:
    return (one.right / one.answered if one.answered else 1.0, -one.answered, one.id)


def _name(question: str, what: str) -> str:
    return f"{question.replace('-', '_')}_{what}"


def _shard(attempt_id: str) -> int:
    return int(attempt_id[:8], 16) % SHARDS


def _counts(attempt: Attempt) -> str:
    return f"QUIZCOUNT#{attempt.account}#{attempt.quiz}"


def _day(at: datetime) -> str:
    return at.astimezone(SHANGHAI).date().isoformat()


def _expires(at: datetime, after: timedelta) -> int:
    return int((at.astimezone(UTC) + after).timestamp())


def _pk(attempt_id: str) -> str:
    return f"QUIZATTEMPT#{attempt_id}"
