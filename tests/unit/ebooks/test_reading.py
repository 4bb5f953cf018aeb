"""What of an article's page comes into a book."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.ebooks import Heading, Image, Items, Quote, Run, Table, Words, blocks_of, xhtml
from tests.unit.ebooks.books import HTML


def test_words_headings_lists_boxes_pictures_and_tables_come_in_order_and_nothing_else() -> None:
    blocks = blocks_of(HTML)
    assert [type(one) for one in blocks] == [Words, Heading, Items, Quote, Image, Table]
    first = blocks[0]
    assert isinstance(first, Words)
    assert first.runs[1] == Run("算一算", bold=True)
    assert first.runs[3] == Run("网址", link="https://tax.example/a")
    assert blocks[1] == Heading(2, "第一步 打开")
    assert "alert" not in xhtml(blocks, lambda name: name)


def test_a_list_in_a_list_stays_in_its_item() -> None:
    [outer] = blocks_of("<ol start=3><li>一<ul><li>二</li></ul></li></ol>")
    assert isinstance(outer, Items)
    assert outer.start == 3
    assert isinstance(outer.items[0][1], Items)


def test_cells_keep_what_they_span_and_heads_are_known() -> None:
    [table] = blocks_of(
        "<table><tr><th colspan=2>头</th></tr><tr><td rowspan=99999>一</td><td>二</td></tr></table>"
    )
    assert isinstance(table, Table)
    assert table.heads == 1
    assert (table.rows[0][0].across, table.rows[1][0].down) == (2, 1)


def test_a_link_that_is_no_address_of_the_web_is_only_its_words() -> None:
    [words] = blocks_of('<p><a href="javascript:alert(1)">点</a></p>')
    assert words == Words((Run("点"),))


def test_breaks_are_kept_and_spaces_of_the_source_are_not() -> None:
    [words] = blocks_of("<p>  甲 <br>\n 乙\n\n丙 </p>")
    assert words == Words((Run("甲\n乙 丙"),))


@given(html=st.text("<p>ab</p><ul><li>税</li></ul><table><tr><td>&amp;\"'</td></tr>", max_size=80))
def test_any_source_gives_markup_whose_words_are_escaped(html: str) -> None:
    from lxml import etree

    made = xhtml(blocks_of(html), lambda name: name)
    etree.fromstring(f"<div>{made}</div>")
