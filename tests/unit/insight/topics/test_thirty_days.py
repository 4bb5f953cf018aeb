"""Thirty days: a topic keeps its id, and what an editor decided holds at every later count."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, time, timedelta

from chalicelib.clock import SHANGHAI
from chalicelib.insight.topics.count import Counted
from tests.unit.insight.topics.asked_days import (
    MATTERS,
    START,
    Simulated,
    a_day,
    asked,
    places_of,
    topic_of,
)

DAYS = 30


def main_topic(counted: Counted, matters: dict[str, str], matter: str) -> str:
    lies_in = topic_of(counted, matters, matter)
    return max(lies_in, key=lambda name: (lies_in[name], name))


def test_a_matter_keeps_its_id_for_thirty_days() -> None:
    account = Simulated()
    by_matter: dict[str, Counter[str]] = {matter: Counter() for matter in MATTERS}
    by_wording: dict[str, Counter[str]] = {
        wording: Counter() for wordings in MATTERS.values() for wording in wordings
    }
    for nth, (_, counted, matters) in enumerate(account.days(DAYS)):
        for matter in MATTERS:
            by_matter[matter].update(topic_of(counted, matters, matter))
        for topic, group in counted.asked.items() if nth else ():
            for one in group:
                for wording, found in by_wording.items():
                    found[topic] += one.text.startswith(wording)
    for wording, found in by_wording.items():
        [(_, most)] = found.most_common(1)
        assert most / found.total() > 0.9, (wording, found)
    mains = []
    for matter, found in by_matter.items():
        [(main, most)] = found.most_common(1)
        mains.append(main)
        assert most / found.total() > 0.7, (matter, found)
    assert len(set(mains)) == len(MATTERS), "two matters share an id"


def test_a_day_counted_again_and_again_gives_each_topic_one_id() -> None:
    account = Simulated()
    for _ in account.days(2):
        pass
    day = START + timedelta(days=2)
    messages, _ = a_day(day, each=6)
    new = [
        asked(f"数电票额度{how}", datetime.combine(day, time(9, nth), SHANGHAI), f"n{nth}")
        for nth, how in enumerate(("怎么调整", "怎么提高", "不够用怎么调整", "如何调整", "怎么调"))
    ]
    whole = sorted([*messages, *new], key=lambda one: (one.at, one.key))
    seen: set[str] = set()
    for hour in range(9, 21):
        now = datetime.combine(day, time(hour), SHANGHAI).timestamp()
        counted = account.count(day, [one for one in whole if one.at <= now])
        again = account.count(day, [one for one in whole if one.at <= now])
        assert again.own == counted.own
        seen |= {name for name, group in counted.asked.items() if {*group} & {*new[:1]}}
    assert len(seen) == 1


def test_a_merge_holds() -> None:
    account = Simulated()
    merged = kept = ""
    for nth, (_, counted, matters) in enumerate(account.days(DAYS)):
        if nth == 1:
            merged = main_topic(counted, matters, "invoice")
            kept = main_topic(counted, matters, "lost")
            account.decide(merged, into=kept)
        if nth > 1:
            shown = {one.id: one for one in counted.figures}
            assert merged not in shown
            own = sum(len(counted.own.get(name, ())) for name in (merged, kept))
            assert shown[kept].questions == own
            assert counted.own[merged], "its questions are still found, so that it can be undone"


def test_a_split_holds() -> None:
    account = Simulated()
    weekend = "hours"
    old = new = ""
    for nth, (_, counted, matters) in enumerate(account.days(DAYS)):
        if nth == 1:
            old = main_topic(counted, matters, weekend)
            words = [p for p in places_of(counted, old) if "周末" in account.archive[p]]
            assert words, "the day has such a question"
            new = "tsplitted00"
            account.decide(new, split_from=old, words=tuple(words), name="周末办税")
        if nth > 1:
            asked_of = [p for name in counted.own for p in places_of(counted, name)]
            weekends = [p for p in asked_of if "周末" in account.archive[p]]
            assert set(weekends) <= set(places_of(counted, new))
            opening = [p for p in asked_of if "几点" in account.archive[p]]
            assert set(opening) <= set(places_of(counted, old)), "the rest stays where it was"
    assert account.memory.topics[new].first <= START + timedelta(days=1)


def test_what_is_ignored_or_renamed_keeps_its_id_though_nobody_asks_for_long() -> None:
    account = Simulated()
    renamed = ""
    for nth, (_, counted, matters) in enumerate(account.days(2)):
        renamed = main_topic(counted, matters, "deed")
        if nth == 1:
            account.decide(renamed, name="契税税率", ignored=True)
    for nth in range(2, 50):  # longer than a topic is remembered
        day = START + timedelta(days=nth)
        messages, matters = a_day(day)
        account.count(day, [one for one in messages if matters[one.key] != "deed"])
    day = START + timedelta(days=50)
    messages, matters = a_day(day)
    assert main_topic(account.count(day, messages), matters, "deed") == renamed


def test_a_topic_outlives_the_erasure_of_some_of_its_messages() -> None:
    account = Simulated()
    before = ""
    for _, counted, matters in account.days(5):
        before = main_topic(counted, matters, "refund")
    first_two = account.memory.topics[before].words[:2]
    for place in first_two:
        del account.archive[place]
    day = START + timedelta(days=5)
    messages, matters = a_day(day)
    assert main_topic(account.count(day, messages), matters, "refund") == before


def test_one_question_a_day_becomes_a_topic() -> None:
    account = Simulated()
    sizes = []
    for nth in range(3):
        day = START + timedelta(days=nth)
        at = datetime.combine(day, time(10), SHANGHAI)
        counted = account.count(day, [asked("残保金怎么申报缴纳", at, f"o{nth}")])
        sizes.append(len(counted.own))
    assert sizes == [0, 1, 1]
