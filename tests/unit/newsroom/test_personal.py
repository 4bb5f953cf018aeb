"""Numbers of persons: their check digits, how they stand in a text, and that masking leaves none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chalicelib.newsroom import PersonalKind, hide_personal, personal_in
from chalicelib.newsroom.composing.checks import House, examine
from chalicelib.newsroom.composing.checks.models import Copy
from chalicelib.newsroom.composing.checks.personal import (
    PROVINCES,
    is_bank_card,
    is_credit_code,
    is_identity,
    is_mobile,
)

TODAY = date(2026, 11, 30)
LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def identity_of(first: str) -> str:
    """Seventeen digits and their check digit, worked out another way than in the product."""
    total = sum(int(one) * pow(2, 17 - at, 11) for at, one in enumerate(first))
    return first + "0123456789X"[(12 - total) % 11]


def card_of(first: str) -> str:
    """Digits and their Luhn digit, tried out."""
    table = [sum(divmod(2 * n, 10)) for n in range(10)]
    for last in "0123456789":
        digits = [int(one) for one in first + last][::-1]
        if sum(table[d] if at % 2 else d for at, d in enumerate(digits)) % 10 == 0:
            return first + last
    raise AssertionError(first)


def code_of(first: str) -> str:
    """Seventeen characters and their check character, tried out."""
    for last in LETTERS:
        total = sum(LETTERS.index(one) * 3**at for at, one in enumerate(first + last) if at < 17)
        if (total + LETTERS.index(last)) % 31 == 0:
            return first + last
    raise AssertionError(first)


identities = st.builds(
    lambda province, place, born, serial: identity_of(
        f"{province}{place:04d}{born:%Y%m%d}{serial:03d}"
    ),
    st.sampled_from(sorted(PROVINCES)),
    st.integers(0, 9999),
    st.dates(date(1930, 1, 1), TODAY - timedelta(days=4000)),
    st.integers(0, 999),
)
cards = st.builds(
    lambda first, rest: card_of(first + f"{rest:012d}"),
    st.sampled_from(["622848", "621226"]),
    st.integers(0, 10**12 - 1),
)
mobiles = st.builds(
    lambda first, rest: f"{first}{rest:08d}",
    st.sampled_from(["138", "159", "177", "199", "145", "166"]),
    st.integers(0, 10**8 - 1),
)
codes = st.builds(
    lambda kind, place, rest: code_of(f"{kind}44{place:04d}{rest}"),
    st.sampled_from(["91", "92", "11"]),
    st.integers(0, 9999),
    st.text(alphabet=LETTERS, min_size=9, max_size=9),
)
numbers = st.one_of(identities, cards, mobiles, codes)


@given(identities)
@example("11010519491231002X")
def test_a_right_identity_number_is_one_and_a_changed_digit_makes_it_none(number: str) -> None:
    assert is_identity(number, TODAY)
    wrong = str((int(number[16]) + 1) % 10)
    assert not is_identity(number[:16] + wrong + number[17], TODAY)


@given(cards)
def test_a_right_card_number_is_one_and_a_changed_digit_makes_it_none(number: str) -> None:
    assert is_bank_card(number)
    assert not is_bank_card(number[:-1] + str((int(number[-1]) + 1) % 10))


@given(codes)
@example("91350100M000100Y43")
def test_a_right_credit_code_is_one_and_another_check_character_makes_it_none(code: str) -> None:
    assert is_credit_code(code)
    other = LETTERS[(LETTERS.index(code[-1]) + 1) % 31]
    assert not is_credit_code(code[:-1] + other)


def test_a_mobile_is_in_the_range_of_an_operator() -> None:
    assert is_mobile("13800138000")
    assert not is_mobile("12345678901")
    assert not is_mobile("15412345678")


@given(numbers, st.sampled_from(["", "　", " ", "-", "\u200b"]), st.booleans(), st.text(max_size=8))
def test_no_number_is_left_in_a_masked_text(number: str, gap: str, wide: bool, before: str) -> None:
    spelled = gap.join(number[at : at + 4] for at in range(0, len(number), 4))
    if number.startswith("1") and len(number) == 11:
        spelled = gap.join((number[:3], number[3:7], number[7:]))
    if wide:
        spelled = spelled.translate({0x30 + n: 0xFF10 + n for n in range(10)})
    text = f"{before.rstrip('0123456789').strip()}：{spelled}。"
    hidden = hide_personal(text, TODAY)
    assert not personal_in(hidden, TODAY)
    assert number not in hidden
    assert spelled not in hidden


@given(st.text(alphabet="0123456789Xx -身份证电话卡号，:：１２３*\n", max_size=120))
def test_whatever_the_text_masking_leaves_nothing_to_find(text: str) -> None:
    assert not personal_in(hide_personal(text, TODAY), TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "身份证号440***********1234，手机138****1234",
        "订单号13800138000，流水号6222021208000000018",
        "ISBN 978-7-5678-1234-5，发票代码044001600111，发票号码12345678",
        "请拨打12366，或020-87654321、400-810-9999",
        "粤税公告2026年第13号，合同编号4401062026113000018",
        "合计13812345678元，环比增长13.812345678%",
        "https://mp.weixin.qq.com/s?__biz=MzA3&mid=13800138000&sn=abc",
        "受理编号：440106202511300012",
        "全省138 0013户纳税人",
    ],
)
def test_what_only_looks_like_a_number_of_a_person_is_none(text: str) -> None:
    assert not personal_in(text, TODAY)


@pytest.mark.parametrize(
    ("text", "kind", "shown"),
    [
        ("身份证11010519491231002x", PersonalKind.IDENTITY, "110***********002X"),
        ("110105 19491231 002X", PersonalKind.IDENTITY, "110***********002X"),
        ("联系人张三１３８－００１３－８０００", PersonalKind.MOBILE, "138****8000"),
        ("+86 138 0013 8000", PersonalKind.MOBILE, "138****8000"),
        ("住址：广州市天河区体育东路1号2栋301室", PersonalKind.HOME, "广州市***"),
    ],
)
def test_a_number_is_found_however_it_is_spelled(text: str, kind: PersonalKind, shown: str) -> None:
    (found,) = personal_in(text, TODAY)
    assert (found.kind, found.masked) == (kind, shown)


def test_a_draft_is_kept_back_by_an_identity_number_and_shows_it_masked() -> None:
    copy = Copy({"title": "公告"}, (("第 3 行", "身份证号11010519491231002X"),))
    (found,) = [one for one in examine(copy, House()) if one.check == "privacy"]
    assert (found.where, found.severity.value) == ("第 3 行", "error")
    assert "19491231" not in found.what


def test_a_number_that_the_unit_may_publish_is_no_finding() -> None:
    copy = Copy({"title": "公告"}, (("第 3 行", "咨询电话13800138000"),))
    assert [one.check for one in examine(copy, House())] == ["privacy"]
    assert not examine(copy, House(numbers=frozenset({"13800138000"})))
