"""What is wrong in a text, whatever the HTML that it stands in; and what is not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.foreign_http import Page
from chalicelib.inspection import (
    Judge,
    ListedWord,
    Permitted,
    Place,
    PlaceKind,
    Text,
    UnitIndicators,
    judged,
    link_faults,
    read_page,
    rules_for,
)
from chalicelib.inspection.activity import Activity, activity_faults
from chalicelib.link_check import Checked, LinkState
from chalicelib.newsroom import personal_in

TODAY = date(2026, 11, 30)
NUMBERS = ("11010519491231002X", "13800138000", "91350100M000100Y43", "6222021208000000115")
PLACE = Place(kind=PlaceKind.ARTICLE, id="a:1", label="提醒")


def faults_of(
    html: str, *words: ListedWord, allowed: tuple[str, ...] = ()
) -> list[tuple[str, str]]:
    blocks, links = read_page(html)
    rules = rules_for("xian", [UnitIndicators(unit="sheng", version=1, words=words)])
    permitted = [
        Permitted(unit="sheng", kind="number", value=one, reason="公开") for one in allowed
    ]
    found = Judge(rules, permitted, TODAY).faults(Text(PLACE, blocks, links))
    return [(one.indicator, one.what) for one in found]


@pytest.mark.parametrize(
    "html",
    [
        "<p>身份证号110105<b>1949</b>1231<i>002X</i></p>",
        "<p>身份证号1101&#48;519491231002X</p>",
        "<td>11010519491231002X</td>",
        '<img alt="身份证11010519491231002X">',
        "<p>110105\u200b19491231\u200b002X</p>",
        "<p>身份证<!-- x -->11010519491231002X<script>var a</script>",
    ],
)
def test_markup_does_not_hide_a_number(html: str) -> None:
    assert faults_of(html) == [("privacy", "身份证号 110***********002X")]


def test_numbers_of_two_paragraphs_are_not_one() -> None:
    assert faults_of("<p>138</p><p>0013</p><p>8000</p>") == []


def test_a_number_that_a_unit_may_publish_is_no_fault() -> None:
    assert faults_of("<p>咨询手机13800138000</p>", allowed=("13800138000",)) == []


def test_a_leaders_title_has_to_be_one_of_the_list() -> None:
    listed = ListedWord(kind="leader", wrong="王某某", right="局长、党委书记")
    assert faults_of("<p>省局局长王某某出席</p>", listed) == []
    assert faults_of("<p>党委书记、局长王某某</p>", listed) == []
    assert faults_of("<p>省局副局长王某某出席</p>", listed) == [("leaders", "副局长王某某")]


def test_a_banned_word_is_a_veto() -> None:
    assert faults_of("<p>税务通上线</p>", ListedWord(kind="banned", wrong="税务通")) == [
        ("error-grave", "税务通")
    ]


tags = st.sampled_from(
    [
        "<b>",
        "</b>",
        "<p>",
        "</p>",
        "<",
        ">",
        "<!--",
        "-->",
        "<a href='https://x.test/1'>",
        "&#49;",
        "<img alt='",
        "'>",
        "<script>",
        "</script>",
        "&",
        "]]>",
        "\x00",
    ]
)
pieces = st.lists(st.one_of(tags, st.sampled_from(NUMBERS), st.text(max_size=12)), max_size=30)


@given(pieces)
def test_no_number_of_a_person_is_in_a_fault_whatever_strangers_publish(parts: list[str]) -> None:
    blocks, links = read_page("".join(parts))
    rules = rules_for("xian", [])
    text = Text(PLACE, blocks, links)
    for fault in Judge(rules, (), TODAY).faults(text):
        for told in (fault.what, fault.said, fault.around):
            assert not personal_in(told, TODAY)
            assert not any(number in told for number in NUMBERS)


@given(st.text(alphabet="<>/ab'\"=!-&#x;", max_size=3000))
def test_any_html_is_read(html: str) -> None:
    read_page(html * 3)


def test_html_that_costs_a_parser_the_square_of_its_size_is_read_otherwise() -> None:
    blocks, _ = read_page("<a " * 100_000 + "身份证11010519491231002X")
    assert personal_in("".join(blocks), TODAY)


@pytest.mark.parametrize(
    ("state", "page", "verdict"),
    [
        (LinkState.GONE, None, "dead"),
        (LinkState.FAILS, None, "dead"),
        (LinkState.SILENT, None, "dead"),
        (LinkState.INNER, None, "dead"),
        (LinkState.REFUSED, None, "good"),
        (LinkState.OPENS, Page(200, "https://b.test/x/1", "<p>正文</p>"), "good"),
        (LinkState.OPENS, Page(200, "https://a.test/", "<p>欢迎</p>"), "wrong"),
        (LinkState.OPENS, Page(200, "https://a.test/x/1", "<html> </html>"), "wrong"),
        (LinkState.OPENS, Page(200, "https://a.test/x/1", "<script>app()</script>"), "good"),
        (LinkState.OPENS, Page(200, "https://a.test/x/1", "该内容已被发布者删除"), "wrong"),
        (LinkState.OPENS, Page(200, "https://a.test/x/1", "页面不存在" + "正文" * 400), "good"),
    ],
)
def test_a_page_is_judged_as_a_reader_sees_it(
    state: LinkState, page: Page | None, verdict: str
) -> None:
    assert judged(Checked("https://a.test/x/1", state), page).verdict == verdict


def test_an_address_that_leads_to_a_listed_host_is_harmful() -> None:
    page = Page(200, "https://m.bet.test/x", "<p>赢</p>")
    seen = {"https://a.test/x": judged(Checked("https://a.test/x", LinkState.OPENS), page)}
    rules = rules_for(
        "xian", [UnitIndicators(unit="sheng", words=(ListedWord(kind="host", wrong="bet.test"),))]
    )
    found = link_faults([Text(PLACE, (), ("https://a.test/x",))], seen, rules, ())
    assert [one.indicator for one in found] == ["harmful-link"]


def whole(**known: object) -> list[str]:
    found = activity_faults(Activity(TODAY, **known), rules_for("xian", []), "县局")  # type: ignore[arg-type]
    return [one.indicator for one in found]


def test_two_weeks_without_a_publication_are_a_veto() -> None:
    early = date(2026, 8, 1)
    assert "silent" in whole(published=(date(2026, 11, 15),), since=early)
    assert "silent" not in whole(published=(date(2026, 11, 16),), since=early)


def test_what_could_not_be_seen_is_not_judged() -> None:
    assert whole() == []


def test_an_account_that_closes_is_asked_for_nothing() -> None:
    assert whole(published=(date(2026, 1, 1),), since=date(2025, 1, 1), asleep=True) == []


def test_each_lack_is_named() -> None:
    days = tuple(date(2026, 11, day) for day in (29, 22, 15, 8, 2))
    lacks = whole(
        published=days,
        since=date(2026, 1, 1),
        can_write=False,
        welcome=False,
        asked=20,
        unanswered=10,
        late_reprints=("公告",),
        registered=False,
        in_charge=False,
        publications=10,
        originals=1,
    )
    assert lacks == [
        "no-way-in", "welcome", "unanswered", "reprint-late", "unregistered", "nobody", "original",
    ]  # fmt: skip
