"""What a message costs to write, by the questions that people asked of a real collection of answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import message_units

DATA = Path(__file__).parents[4] / "shared/data"


@pytest.mark.skipif(
    not DATA.is_dir(), reason="the collection of questions is not beside this checkout"
)
def test_a_message_of_twenty_costs_more_than_one_unit_at_most() -> None:
    from chalicelib.knowledge import FaqEntry

    entries = [
        FaqEntry(id=f"e-{number}", question=one["question"], answer=one["answer"])
        for number, one in enumerate(lines("faq_kb"))
        if one["answer"].strip()
    ]
    measured = message_units.measure(entries, [one["query"] for one in lines("faq_dev")])
    assert measured["one_unit_percent"] >= 95


def lines(name: str) -> list[dict[str, str]]:
    return [json.loads(one) for one in (DATA / f"{name}.jsonl").read_text("utf-8").splitlines()]
