"""Lists of Word's clipboard: paragraphs with their own marks become lists, or keep the marks as words."""

from __future__ import annotations

import pytest

from chalicelib.newsroom.composing.layout.clean import clean
from chalicelib.newsroom.composing.markdown_text import to_markdown
from chalicelib.newsroom.composing.sources import read_html


def item(mark: str, words: str, level: int = 1, of: int = 0) -> str:
    """A paragraph as Word writes it: the mark in a span of its own, between comments that browsers pass over."""
    return (
        f"<p class=MsoListParagraph style='margin-left:21.0pt;text-indent:-21.0pt;mso-list:l{of} level{level} lfo1'>"
        f"<![if !supportLists]><span lang=EN-US style='font-family:Wingdings'><span style='mso-list:Ignore'>{mark}"
        "<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>"
        f"<b style='mso-bidi-font-weight:normal'>{words}</b>可以办<o:p></o:p></p>\n"
    )


def text(html: str) -> str:
    cleaned = clean(
        read_html(f"<html><body><!--StartFragment-->{html}<!--EndFragment--></body></html>").html,
        "",
    )
    return to_markdown(cleaned.soup, lambda name: name).strip()


@pytest.mark.parametrize("mark", ["l", "n", "·", "•", "Ø", "\uf0b7", "o", "-"])
def test_bullets_of_any_font_become_a_list(mark: str) -> None:
    assert text(item(mark, "甲") + item(mark, "乙")) == "- **甲**可以办\n- **乙**可以办"


@pytest.mark.parametrize("mark", ["{}.", "{}、", "{})", "{}"])
def test_figures_become_a_numbered_list(mark: str) -> None:
    items = "".join(item(mark.format(n), f"第{n}") for n in (3, 4))
    assert text(items) == "3. **第3**可以办\n4. **第4**可以办"


def test_levels_become_lists_in_lists() -> None:
    html = item("1.", "甲") + item("l", "乙", 2) + item("l", "丙", 2) + item("2.", "丁")
    assert text(html) == "1. **甲**可以办\n   - **乙**可以办\n   - **丙**可以办\n2. **丁**可以办"


def test_a_list_ends_where_other_words_come() -> None:
    html = item("l", "甲") + "<p class=MsoNormal>中间。</p>" + item("l", "乙")
    assert text(html) == "- **甲**可以办\n\n中间。\n\n- **乙**可以办"


@pytest.mark.parametrize("mark", ["一、", "（一）", "①", "a.", "A", "第一条"])
def test_a_mark_that_a_list_would_not_show_stays_as_words(mark: str) -> None:
    found = text(item(mark, "甲") + item(mark, "乙"))
    assert found.count(mark) == 2
    assert "**甲**可以办" in found


def test_a_number_out_of_order_stays_as_it_is() -> None:
    found = text(item("1.", "甲") + item("5.", "乙"))
    assert found.startswith("1. **甲**可以办\n\n5")
    assert "**乙**可以办" in found


def test_an_item_deeper_than_its_first_and_a_change_of_kind_lose_no_words() -> None:
    html = item("l", "甲", 2) + item("1.", "乙") + item("l", "丙") + item("l", "丁", 3)
    found = text(html)
    assert [one for one in "甲乙丙丁" if f"**{one}**可以办" not in found] == []
