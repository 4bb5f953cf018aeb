"""Rule matching against a naive reference, and the hours of a rule."""

from datetime import datetime, time, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.conversation.models import Hours, Rule, Rung
from chalicelib.conversation.rules.matcher import Matcher, fold

SHANGHAI = timezone(timedelta(hours=8))
NOON = datetime(2026, 12, 1, 12, 0, tzinfo=SHANGHAI)


def rule(name: str, **fields: Any) -> Rule:
    return Rule(name=name, replies=[{"type": "text", "content": name}], **fields)


def naive(rules: list[Rule], text: str, now: datetime) -> tuple[Rung, str] | None:
    """What the documentation says, spelt out: look at every keyword of every rule."""
    folded = fold(text)
    for rung in (Rung.EXACT, Rung.CONTAINS):
        candidates = []
        for position, one in enumerate(rules):
            if one.hours is not None and not one.hours.cover(now):
                continue
            for keyword in one.exact if rung is Rung.EXACT else one.contains:
                key = fold(keyword)
                if key and (folded == key if rung is Rung.EXACT else key in folded):
                    candidates.append((-one.priority, -len(key), position, one.name))
        if candidates:
            return rung, min(candidates)[3]
    return None


words = st.text(alphabet="税票Ａa １1", min_size=0, max_size=3)
hours = st.sampled_from(
    [
        None,
        Hours(daily_from=time(8), daily_until=time(13)),
        Hours(daily_from=time(22), daily_until=time(6)),
    ]
)
any_rules = st.lists(
    st.builds(
        lambda exact, contains, priority, when: (exact, contains, priority, when),
        st.lists(words, max_size=3),
        st.lists(words, max_size=3),
        st.integers(-1, 1),
        hours,
    ).filter(lambda parts: parts[0] or parts[1]),
    max_size=8,
)


@given(any_rules, st.text(alphabet="税票Ａa １1", max_size=8), st.integers(0, 23))
def test_the_automaton_answers_like_a_look_at_every_rule(parts, text, hour):
    rules = [
        rule(str(i), exact=exact, contains=contains, priority=priority, hours=when)
        for i, (exact, contains, priority, when) in enumerate(parts)
    ]
    now = NOON.replace(hour=hour)
    best = Matcher(rules).best(text, now)
    assert (best and (best.rung, best.rule.name)) == naive(rules, text, now)


@pytest.mark.parametrize(
    ("keyword", "text"),
    [
        ("FaPiao", "ｆａｐｉａｏ"),
        ("１２３６６", "12366"),
        ("个 税", "个\u3000 税"),
        ("ﬁ", "FI"),
        ("ß", "SS"),
        ("㈱", "(株)"),
    ],
)
def test_width_case_and_form_make_no_difference(keyword, text):
    best = Matcher([rule("r", exact=[keyword])]).best(text, NOON)
    assert best is not None


@pytest.mark.parametrize("unseen", ["\u200b", "\ufeff", "\u202a", "\ufe0f", "\u00ad", "\u200d"])
def test_what_nobody_sees_hinders_no_exact_keyword(unseen):
    rules = Matcher([rule("r", exact=["人工"])])
    for text in (f"人工{unseen}", f"{unseen}人工", f"人{unseen}工"):
        assert rules.best(text, NOON) is not None
    assert Matcher([rule("r", exact=[f"人工{unseen}"])]).best("人工", NOON) is not None


@pytest.mark.parametrize(
    ("keyword", "text"),
    [
        ("发票", "我的發票丟了"),
        ("個人所得稅", "个人所得税怎么交"),
        ("后果", "有什么後果"),
        ("干部", "退休幹部"),
        ("汇算清缴", "匯算清繳"),
    ],
)
def test_traditional_and_simplified_characters_call_the_same_rule(keyword, text):
    assert Matcher([rule("r", contains=[keyword])]).best(text, NOON) is not None


def test_a_rule_shows_its_keyword_as_it_was_written():
    best = Matcher([rule("r", contains=["發票"])]).best("开发票", NOON)
    assert best is not None
    assert best.keyword == "發票"


@given(st.text() | st.text(alphabet="發票\u200d\u200b👨後e\u0301Aß "))
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


def test_a_keyword_of_nothing_that_is_seen_calls_nothing():
    assert Matcher([rule("r", exact=["\u3000"], contains=[" "])]).best("  ", NOON) is None
    assert Matcher([rule("r", contains=["\u200b"])]).best("发票", NOON) is None


@pytest.mark.parametrize(
    ("hours", "at", "speaks"),
    [
        (Hours(daily_from=time(8, 30), daily_until=time(17, 30)), time(8, 30), True),
        (Hours(daily_from=time(8, 30), daily_until=time(17, 30)), time(17, 30), False),
        (Hours(daily_from=time(17, 30), daily_until=time(8, 30)), time(23, 0), True),
        (Hours(daily_from=time(17, 30), daily_until=time(8, 30)), time(9, 0), False),
        (Hours(valid_from=NOON), time(12, 0), True),
        (Hours(valid_from=NOON), time(11, 59), False),
        (Hours(valid_until=NOON), time(12, 0), False),
        (Hours(valid_until=NOON), time(11, 59), True),
    ],
)
def test_hours_include_their_start_and_exclude_their_end(hours, at, speaks):
    assert hours.cover(datetime.combine(NOON.date(), at, SHANGHAI)) is speaks


def test_outside_its_hours_a_rule_leaves_the_word_to_the_next():
    rules = [
        rule(
            "night",
            contains=["发票"],
            priority=9,
            hours=Hours(daily_from=time(20), daily_until=time(23)),
        ),
        rule("day", contains=["发票"]),
    ]
    best = Matcher(rules).best("开发票", NOON)
    assert best is not None
    assert best.rule.name == "day"
    assert [match.rule.name for match in Matcher(rules).all("开发票")] == ["night", "day"]
