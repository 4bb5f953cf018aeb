"""This version goes on where the last release stopped: its items, messages, records, pages, and its answers."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from dev.places import ROOT
from dev.upgrade import release
from dev.upgrade.snapshot import followed
from dev.upgrade.stage import HANDLERS
from dev.upgrade.turns import OK
from dev.upgrade.world import World
from tests.cloud.upgrade.conftest import Examples, Standing, going_on, pushed
from tests.cloud.upgrade.reads import READERS, SOME, reads

MANY: Final = 140
"""Routes that read something of the kept stage, at least."""
NEWCOMERS: Final = 4
"""Followers who ask in turn: of these rungs no answer depends on who asks."""
ALWAYS_ALIKE: Final = {"exact", "contains", "faq", "clarify", "service"}
"""Rungs that answer a question alike, whatever was said before."""
_DRAWN: Final = {"打招呼"}
"""Rules of the demo that draw one of their replies by lot."""


def test_this_version_goes_on_where_the_last_release_stopped(
    kept: World, examples: Examples
) -> None:
    with going_on(kept, ROOT) as there:
        what_was_left_in_stream_and_queues_is_carried_out(there, kept)
        a_push_that_was_planned_goes_out_once(there)
        questions_get_the_answers_that_the_last_release_gave(there, kept)
        every_page_reads_what_was_left(there, kept)
        what_the_release_followed_in_its_stream_is_followed(there, examples)
        what_the_release_worked_off_its_queues_is_worked_off(there, examples)


def what_was_left_in_stream_and_queues_is_carried_out(there: Standing, kept: World) -> None:
    assert kept.records
    assert kept.messages
    there.settle()


def a_push_that_was_planned_goes_out_once(there: Standing) -> None:
    assert pushed(there) == ["confirmed"]


def questions_get_the_answers_that_the_last_release_gave(there: Standing, kept: World) -> None:
    before = {text: reply for text, reply in answers(kept.items) if reply}
    assert len(before) > 15
    for number, text in enumerate(before):
        there.write(f"新客{number % NEWCOMERS}", text)
    after = dict(answers(there.stage.items()))
    assert {text: after[text] for text in before} == before


def answers(items: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Texts that followers wrote, and the reply to each, in the order of their arrival."""
    messages = [one for one in items if one["sk"]["S"].startswith("IN#M#")]
    for one in sorted(messages, key=lambda one: int(one["received"]["N"])):
        push, decision = json.loads(one["push"]["S"]), json.loads(one["decision"]["S"])
        if (
            push["MsgType"] == "text"
            and decision["rung"] in ALWAYS_ALIKE
            and decision.get("rule") not in _DRAWN
        ):
            yield push["Content"], json.dumps(decision["reply"], ensure_ascii=False)


def every_page_reads_what_was_left(there: Standing, kept: World) -> None:
    [functions] = there.functions
    sessions = [functions.do("sign_in", person=one) for one in READERS]
    every = list(reads(kept))
    assert len(every) >= MANY
    # Where the last release's code is here, pages are read by both (test_side_by_side.py).
    some = every[:: SOME * (4 if release.is_here() else 1)]
    read = Counter(there.read(functions, sessions, one)[0] for one in some)
    assert read[OK] > 0.7 * len(some)
    # 403: none of these people may; 404: there is none of these; 503: the simulated WeChat has no such call.
    assert set(read) <= {OK, 403, 404, 503}
    assert read[503] <= 1


def what_the_release_followed_in_its_stream_is_followed(
    there: Standing, examples: Examples
) -> None:
    [functions] = there.functions
    records = [
        one
        for name, found in examples.items()
        if name.startswith("item ")
        for one in found
        if one.get("followed")
    ]
    assert len(records) > 200
    for start in range(0, len(records), 50):
        some = records[start : start + 50]
        assert (
            followed(functions, some)
            or [one["new"]["pk"] for one in some if not followed(functions, [one])] == []
        )


def what_the_release_worked_off_its_queues_is_worked_off(
    there: Standing, examples: Examples
) -> None:
    number = 0
    for name, found in examples.items():
        queue = name.removeprefix("message ")
        for one in found if queue in HANDLERS else ():
            if one.get("followed"):
                there.stage.work(queue, one["body"], there.turns.next)
                number += 1
    assert there.stage.failures == []
    assert number > 5
