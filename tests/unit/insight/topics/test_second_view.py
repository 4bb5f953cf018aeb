"""The second view: what means the same in other letters is together, where there are vectors."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

import numpy as np
import pytest

from chalicelib.clock import SHANGHAI
from chalicelib.insight.questions.archive import place_of
from chalicelib.insight.topics import second_view
from chalicelib.insight.topics.count import Day, count
from chalicelib.insight.topics.group import grouped
from chalicelib.insight.topics.models import Memory
from chalicelib.insight.topics.second_view import Vectors
from tests.unit.insight.topics.asked_days import asked

PARENTS = ["赡养老人可以扣多少", "爸妈六十多岁能减免个税吗", "父母年纪大有没有优惠"]
INVOICE = ["发票丢了怎么办", "发票丢失怎么处理"]
HALL = ["办税大厅几点上班", "办税大厅周末上班吗"]
DAY = date(2026, 11, 3)


def view(texts: Sequence[str]) -> Vectors:
    """Knows which of three things a text is about, and nothing of its letters."""
    about = [0 if text in PARENTS else 1 if "发票" in text else 2 for text in texts]
    return np.eye(3, dtype=np.float32)[about]


def groups(
    texts: list[str], with_view: bool, known: Sequence[Sequence[str]] = ()
) -> list[set[str]]:
    found = grouped(texts, known, view=view if with_view else None)
    assert sorted(nth for one in found for nth in one.texts) == list(range(len(texts)))
    return [{texts[nth] for nth in one.texts} for one in found]


def test_what_means_the_same_in_other_letters_is_one_group() -> None:
    texts = [*PARENTS, *INVOICE, *HALL]
    assert set(PARENTS) not in groups(texts, with_view=False)
    found = groups(texts, with_view=True)
    assert set(PARENTS) in found
    assert set(INVOICE) in found
    assert not any(one & set(PARENTS) and one & set(HALL) for one in found)


def test_what_only_sounds_alike_is_kept_apart() -> None:
    texts = ["老人怎么办社保卡", "老人怎么办公交卡"]

    def opposite(several: Sequence[str]) -> Vectors:
        return np.array([[1, 0] if "社保" in one else [-1, 0] for one in several], np.float32)

    assert groups(texts, with_view=False) == [set(texts)]
    assert len(grouped(texts, view=opposite)) == 2


def test_a_question_goes_to_the_known_group_that_means_the_same() -> None:
    [group] = grouped([PARENTS[1]], [INVOICE, [PARENTS[0]]], view=view)
    assert group.known == 1
    again = grouped([PARENTS[2]], [[PARENTS[0]], [PARENTS[1]]], view=view)
    assert len(again) == 1, "two that are known stay two"


def test_more_questions_than_there_is_time_for_are_grouped_by_letters(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(second_view, "MOST", 6)
    assert set(PARENTS) in groups([*PARENTS, *INVOICE], with_view=True)
    assert set(PARENTS) not in groups([*PARENTS, *INVOICE, *HALL], with_view=True)


def test_nothing_asked_wants_no_vectors() -> None:
    def never(texts: Sequence[str]) -> Vectors:
        raise AssertionError(texts)

    assert grouped([], [INVOICE], view=never) == []


def test_a_topic_found_by_meaning_is_known_by_letters_the_next_day() -> None:
    messages = [
        asked(text, datetime.combine(DAY, time(9, nth), SHANGHAI), f"o{nth}")
        for nth, text in enumerate((*PARENTS, *INVOICE))
    ]
    words = {place_of(one): one.text for one in messages}
    closed = count(Memory(), Day(DAY, messages, words, {}, view=view))
    [topic] = [name for name, asked_of in closed.asked.items() if asked_of[0].text in PARENTS]
    assert {one.text for one in closed.asked[topic]} == set(PARENTS)
    tomorrow = date(2026, 11, 4)
    new = [
        asked(f"{text}呢", datetime.combine(tomorrow, time(9, nth), SHANGHAI), f"p{nth}")
        for nth, text in enumerate(PARENTS)
    ]
    by_letters = count(closed.memory, Day(tomorrow, new, words, {}))
    assert [one.text for one in by_letters.asked[topic]] == [one.text for one in new]
