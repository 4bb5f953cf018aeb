"""What moto can't show: conditional writes that many make at once, on the local cloud and the simulated WeChat."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests

from tests.stack.conftest import Stack


@pytest.fixture(scope="module")
def outcome(seeded: Stack) -> dict[str, Any]:
    done = seeded.python("-m", "tests.stack.races")
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_two_hundred_issues_find_six_places(outcome: dict[str, Any]) -> None:
    six = ("won", "slots", "deliveries", "stored", "taken")
    assert outcome["six_places"] == dict.fromkeys(six, 6)


def test_fifty_workers_send_one_push_once(seeded: Stack, outcome: dict[str, Any]) -> None:
    delivery = outcome["delivery"]
    assert delivery["state"] in ("submitted", "confirmed")
    masses = requests.get(
        f"{seeded.simulator_url}/_sim/accounts/{delivery['appid']}/masses", timeout=30
    ).json()
    assert len(masses) == 1, masses


def test_five_hundred_people_get_the_seven_places_of_a_slot(outcome: dict[str, Any]) -> None:
    assert outcome["slot"] == {"told": 7, "held": 7, "both": 7}
