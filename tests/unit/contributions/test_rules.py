"""Rules of contributions: the table, what a step needs, who may send where."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from chalicelib.clock import SHANGHAI
from chalicelib.contributions import (
    CONTRIBUTION,
    BadContribution,
    Contribution,
    ContributionAction,
    ContributionState,
    NotDecidable,
    Publication,
    Who,
    Written,
    rules,
)
from chalicelib.units import OrgUnit, UnitLevel

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
SETTINGS = rules.default_settings("sheng")


def contribution(
    state: ContributionState = ContributionState.DRAFT, **changes: object
) -> Contribution:
    written = Written.model_validate(
        {
            "kind": "lead",
            "title": "窗口办税更便利",
            "text": "新增自助机。",
            "contact": {"name": "秦某"},
        }
    )
    return Contribution.model_validate(
        {
            "id": "bs-1",
            "unit": "qing",
            "to": "sheng",
            "written": written,
            "state": state,
            "by": "qin",
            "at": MONDAY,
            **changes,
        }
    )


def adopted() -> Contribution:
    sent = rules.sent(contribution(), SETTINGS, by="qin", at=MONDAY)
    return rules.decided(sent, ContributionAction.ADOPT, SETTINGS, by="li", at=MONDAY)


def test_every_state_but_the_last_ones_has_a_way_on() -> None:
    ends = {
        state
        for state in ContributionState
        if not CONTRIBUTION.possible(contribution(state, known=True), Who)
    }
    assert ends == {ContributionState.WITHDRAWN}


def test_an_answer_is_due_after_three_working_days() -> None:
    sent = rules.sent(contribution(), SETTINGS, by="qin", at=MONDAY)
    assert sent.answer_by == datetime(2026, 11, 26, 18, 0, tzinfo=SHANGHAI)
    assert not rules.late(sent, MONDAY)
    assert rules.late(sent, MONDAY + timedelta(days=4))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": " "}, "text"),
        ({"contact": {"name": ""}}, "contact.name"),
        ({"kind": "article"}, "article"),
    ],
)
def test_what_nobody_could_decide_about_is_not_sent(changes: dict[str, object], field: str) -> None:
    one = contribution()
    written = Written.model_validate({**one.written.model_dump(), **changes})
    with pytest.raises(BadContribution) as error:
        rules.sent(one.model_copy(update={"written": written}), SETTINGS, by="qin", at=MONDAY)
    assert [each.name for each in error.value.fields] == [field]


def test_a_reason_that_is_not_in_the_list_declines_nothing() -> None:
    sent = rules.sent(contribution(), SETTINGS, by="qin", at=MONDAY)
    with pytest.raises(BadContribution):
        rules.declined(sent, SETTINGS, "不想用", "就是不想", by="li", at=MONDAY)


def test_a_reason_without_words_declines_nothing() -> None:
    sent = rules.sent(contribution(), SETTINGS, by="qin", at=MONDAY)
    with pytest.raises(BadContribution):
        rules.declined(sent, SETTINGS, "选题重复", "  ", by="li", at=MONDAY)


def test_the_refusal_says_who_was_first() -> None:
    with pytest.raises(NotDecidable) as error:
        rules.decided(adopted(), ContributionAction.DECLINE, SETTINGS, by="wang", at=MONDAY)
    assert "已采用（li，2026-11-23 10:00）" in str(error.value)


def test_a_decision_may_be_taken_back_for_a_day() -> None:
    in_time = rules.undone(adopted(), by="li", at=MONDAY + timedelta(hours=24), note="点错了")
    assert in_time.state is ContributionState.RECEIVED
    with pytest.raises(NotDecidable):
        rules.undone(adopted(), by="li", at=MONDAY + timedelta(hours=25), note="点错了")


def out(**changes: object) -> Publication:
    return Publication.model_validate(
        {"account": "province", "delivery": "d1", "at": MONDAY, "place": 1, **changes}
    )


def test_what_is_out_is_not_taken_back() -> None:
    published = rules.with_publication(adopted(), out())
    with pytest.raises(NotDecidable):
        rules.undone(published, by="li", at=MONDAY, note="点错了")


def test_a_publication_told_twice_is_one() -> None:
    once = rules.with_publication(adopted(), out())
    assert rules.with_publication(once, out()) == once
    assert rules.title_of_state(once) == "已刊发"


def test_a_page_that_was_taken_down_is_no_longer_out() -> None:
    once = rules.with_publication(adopted(), out())
    gone = rules.with_publication(once, out(taken_down=True))
    assert gone.published == ()
    assert rules.title_of_state(gone) == "已采用"
    assert [each.action for each in gone.steps][-2:] == ["published", "taken_down"]


def unit(name: str, level: UnitLevel, parent: str | None) -> OrgUnit:
    return OrgUnit(id=name, name=name, level=level, parent=parent)


def test_a_county_sends_to_its_city_and_to_a_province_that_is_open_to_counties() -> None:
    above = [
        unit("xian", UnitLevel.COUNTY, "shi"),
        unit("shi", UnitLevel.CITY, "sheng"),
        unit("sheng", UnitLevel.PROVINCE, None),
    ]
    assert [one.id for one in rules.receivers(above, {})] == ["shi"]
    open_ = {"sheng": SETTINGS.model_copy(update={"direct_levels": ("county",)})}
    assert [one.id for one in rules.receivers(above, open_)] == ["shi", "sheng"]
