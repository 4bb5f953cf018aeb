"""Traditional and simplified characters compare as equal; what nobody sees does not compare at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.characters import IN_GB2312, TABLE, comparable


def in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("電子發票怎麼開", "电子发票怎么开"),
        ("個人所得稅匯算清繳", "个人所得税汇算清缴"),
        ("說明 説明", "说明 说明"),  # Taiwan and Hong Kong
        ("裏面 裡面", "里面 里面"),
        ("三年後到期", "三年后到期"),  # 後 stands in the standard of simplified characters too
        ("衞生 枱", "卫生 台"),
        ("车船税怎么交", "车船税怎么交"),
        ("hello, 12366", "hello, 12366"),
    ],
)
def test_traditional_characters_compare_as_simplified_ones(written: str, compared: str) -> None:
    assert comparable(written) == compared


@pytest.mark.parametrize(
    "code", [0x200B, 0xFEFF, 0x202A, 0x202C, 0xFE0F, 0xAD, 0x200D, 0x2060, 0x3164, 0x01, 0xE0101]
)
def test_what_nobody_sees_is_dropped_wherever_it_stands(code: int) -> None:
    unseen = chr(code)
    assert comparable(f"{unseen}人{unseen}工{unseen}") == "人工"


def test_a_joiner_inside_an_emoji_stays() -> None:
    family = "👨\u200d👩\u200d👧"
    assert comparable(family) == family
    assert comparable("❤\ufe0f\u200d🔥") == "❤\u200d🔥"
    assert comparable("👨\u200d") == "👨"


def test_white_space_is_seen() -> None:
    assert comparable("人\t工\n\u3000好") == "人\t工\n\u3000好"


@given(st.text() | st.text(alphabet="發票\u200d\u200b👨👩後税A "))
def test_comparing_twice_is_comparing_once(text: str) -> None:
    assert comparable(comparable(text)) == comparable(text)


def test_the_table_has_a_simplified_character_for_each_and_leads_nowhere_else() -> None:
    characters, simplified = TABLE.read_text("utf-8").split()
    assert len(characters) == len(simplified) > 2900
    assert not set(characters) & set(simplified)
    assert set(IN_GB2312) == set(filter(in_gb2312, characters))
