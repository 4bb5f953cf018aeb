"""The scenario file: waves of followers and their questions."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DEFAULT = Path(__file__).with_name("policy_day.toml")


class ScenarioError(ValueError):
    """The scenario file can't be played; the text names the mistake."""


@dataclass(frozen=True)
class Wave:
    """A part of the day; `follow` and `messages` are shares of the whole, `at_once` a number."""

    name: str
    follow: float
    messages: float
    at_once: int


@dataclass(frozen=True)
class Scenario:
    name: str
    unfollow: float
    waves: list[Wave]
    questions: list[str]
    weights: list[float]


def load(file: Path) -> Scenario:
    """Read a scenario.

    Raises:
        ScenarioError: no TOML, something missing, or shares that don't add up to one.
    """
    try:
        given: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))
        waves = [Wave(**wave) for wave in given["waves"]]
        questions = given["questions"]
        scenario = Scenario(
            name=given["name"],
            unfollow=float(given.get("unfollow", 0)),
            waves=waves,
            questions=[q["text"] for q in questions],
            weights=[float(q.get("weight", 1)) for q in questions],
        )
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise ScenarioError(f"{file}: {type(error).__name__}: {error}") from error
    for share in ("follow", "messages"):
        total = sum(getattr(wave, share) for wave in waves)
        if abs(total - 1) > 0.001:
            raise ScenarioError(f"{file}: the waves' shares of {share} make {total:g}, not 1")
    return scenario


def split(total: int, shares: list[float]) -> list[int]:
    """Whole numbers in these shares that add up to the total."""
    parts, given = [], 0
    for n in range(len(shares)):
        upto = round(total * sum(shares[: n + 1]))
        parts.append(upto - given)
        given = upto
    return parts
