"""Taps by version, and what taps and questions suggest."""

from __future__ import annotations

from datetime import date, datetime

from chalicelib.clock import SHANGHAI
from chalicelib.menus.clicks import DayTaps, clicks
from chalicelib.menus.models import Button, MenuDocument, Period
from chalicelib.menus.suggestions import LEAST_ASKED, Asked, SuggestionKind, suggestions

A, B, C, D = (
    Button(name=one, type="view", url=f"https://tax.example/{one}")
    for one in ("甲", "乙", "丙", "丁")
)
KEY = {one.name: one.url for one in (A, B, C, D)}
NEW = Button(name="社保缴费", type="click", key="SOCIAL")


def tree(*top: Button, below: tuple[Button, ...] = ()) -> MenuDocument:
    more = (Button(name="更多", children=below),) if below else ()
    return MenuDocument(buttons=(*top, *more))


def at(day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


def test_taps_belong_to_the_version_that_was_in_force() -> None:
    hours = {(9, A.url): 3, (10, A.url): 5, (11, A.url): 7, (11, "other"): 9}
    days = [
        DayTaps(date(2026, 11, 1), {A.url: 40}, None),
        DayTaps(date(2026, 11, 2), {A.url: 15}, hours),
    ]
    changed = at(2, 10, 30)
    first = clicks(1, tree(A), [Period(since=at(1), until=changed)], days)
    second = clicks(2, tree(A, B), [Period(since=changed)], days)
    assert [(one.where, one.taps) for one in first.entries] == [("甲", 43)]
    assert [(one.where, one.taps) for one in second.entries] == [("甲", 12), ("乙", 0)]
    assert first.taps + second.taps == 55, "no tap is lost, none counts twice"


def test_a_version_that_returns_has_the_taps_of_both_its_times() -> None:
    days = [DayTaps(date(2026, 11, n), {A.url: n}, None) for n in (1, 2, 3)]
    spans = [Period(since=at(3)), Period(since=at(1), until=at(2))]
    found = clicks(1, tree(A), spans, days)
    assert (found.taps, found.days) == (4, 2)


def test_what_is_asked_often_and_has_no_entry_is_suggested_with_its_number() -> None:
    [found] = suggestions(tree(A, below=(B,)), [Asked("社保缴费", LEAST_ASKED, NEW)], {})
    assert found.kind is SuggestionKind.NO_ENTRY
    assert str(LEAST_ASKED) in found.why
    assert found.document == tree(A, below=(B, NEW))
    assert suggestions(tree(A), [Asked("社保缴费", LEAST_ASKED - 1, NEW)], {}) == ()
    assert suggestions(tree(NEW), [Asked("社保缴费", 99, NEW)], {}) == ()


def test_where_the_menu_is_full_it_is_said() -> None:
    full = tuple(A.model_copy(update={"name": f"{n}"}) for n in range(5))
    menu = MenuDocument(buttons=tuple(Button(name=f"组{n}", children=full) for n in range(3)))
    [found] = suggestions(menu, [Asked("社保缴费", 50, NEW)], {})
    assert found.document is None
    assert "已满" in found.why


def test_an_entry_below_that_is_tapped_more_than_one_above_changes_places_with_it() -> None:
    [found] = suggestions(tree(A, B, below=(C, D)), [], {A.url: 90, B.url: 10, C.url: 5, D.url: 70})
    assert found.kind is SuggestionKind.DEEP
    assert "70" in found.why
    assert "10" in found.why
    assert found.document == tree(A, D, below=(C, B))


def test_below_the_same_top_the_order_is_the_depth() -> None:
    [found] = suggestions(tree(below=(A, B, C)), [], {A.url: 9, B.url: 8, C.url: 50})
    assert found.document == tree(below=(C, A, B))


def test_what_nobody_taps_goes_once_there_are_taps_enough() -> None:
    taps = {A.url: 30, B.url: 50}
    [found] = suggestions(tree(A, B, C), [], taps)
    assert (found.kind, found.document) == (SuggestionKind.NEVER_TAPPED, tree(A, B))
    assert suggestions(tree(A, B, C), [], {A.url: 3}) == ()


def test_entries_of_which_wechat_tells_no_taps_are_left_in_peace() -> None:
    silent = Button(name="素材", type="media_id", media_id="M1")
    assert suggestions(tree(A, silent), [], {A.url: 500}) == ()


def test_a_suggestion_stands_for_the_same_thing_tomorrow() -> None:
    day = [suggestions(tree(A, B, C), [], {A.url: n, B.url: 90}) for n in (30, 31)]
    assert day[0][0].id == day[1][0].id
