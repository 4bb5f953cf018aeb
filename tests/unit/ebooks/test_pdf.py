"""The PDF: its words, its fonts, and contents that lead where they say."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from chalicelib.ebooks import Book, Chapter, Part, blocks_of
from chalicelib.ebooks.cover import cover
from chalicelib.ebooks.pdf import pdf
from chalicelib.ebooks.pdf_lines import NOT_FIRST, NOT_LAST, _lines
from tests.unit.ebooks.books import book

pytestmark = pytest.mark.usefixtures("with_fonts")


def read(one: Book) -> PdfReader:
    return PdfReader(BytesIO(pdf(one, cover(one))))


@pytest.fixture(scope="module")
def reader(with_fonts: None) -> PdfReader:
    return read(book())


def lines_of(reader: PdfReader, page: int) -> list[str]:
    return [one.strip() for one in reader.pages[page].extract_text().splitlines() if one.strip()]


def test_contents_say_the_page_on_which_each_chapter_begins(reader: PdfReader) -> None:
    lines = lines_of(reader, 1)
    for entry in outline(reader.outline):
        if entry.title == "封面":
            continue
        page = reader.get_destination_page_number(entry)
        # Dots and the number are drawn before the words.
        before = lines[lines.index(str(entry.title)) - 1]
        assert before.split()[-1] == str(page + 1), entry.title
        assert str(entry.title) in lines_of(reader, page)


def test_every_line_of_the_contents_can_be_tapped(reader: PdfReader) -> None:
    links = [one.get_object()["/Dest"][0] for one in reader.pages[1]["/Annots"]]
    leads = {reader.get_page_number(one.get_object()) for one in links}
    entries = [one for one in outline(reader.outline) if one.title != "封面"]
    assert {reader.get_destination_page_number(one) for one in entries} == leads


def test_all_fonts_are_embedded(reader: PdfReader) -> None:
    fonts: set[str] = set()
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            one = font.get_object()
            fonts.add(str(one["/BaseFont"]))
            assert "/FontFile2" in one["/FontDescriptor"], one["/BaseFont"]
    assert len(fonts) >= 2


def test_words_tables_and_pictures_are_there(reader: PdfReader) -> None:
    page = reader.pages[4]
    said = page.extract_text()
    for words in ("个税汇算，三步就好", "子女教育", "绑定银行卡", "来源：省局"):
        assert words in said
    assert len(page.images) == 1


def test_running_heads_name_the_book_and_the_chapter(reader: PdfReader) -> None:
    page = reader.get_destination_page_number(outline(reader.outline)[-3]) + 1
    assert "减税降费一本通" in " ".join(
        lines_of(reader, page - 1)[-4:] + lines_of(reader, page - 1)[:4]
    )


def test_what_the_font_lacks_is_printed_as_the_sign_for_it() -> None:
    strange = Chapter("表情😀", blocks_of("<p>好😀</p>"), "")
    said = read(book(parts=(Part("", (strange,)),))).pages[-2].extract_text()
    assert "好〓" in said


def test_a_table_longer_than_a_page_goes_on_with_its_head() -> None:
    rows = "".join(f"<tr><td>第{n}项</td><td>{'说明。' * 30}</td></tr>" for n in range(40))
    html = f"<table><tr><th>项目</th><th>内容</th></tr>{rows}</table>"
    one = read(book(parts=(Part("", (Chapter("长表", blocks_of(html), ""),)),), imprint=()))
    with_rows = [page.extract_text() for page in one.pages if "第" in page.extract_text()]
    tables = [text for text in with_rows if "项目" in text]
    assert len(tables) >= 2
    assert "第39项" in tables[-1]


def test_the_same_book_gives_the_same_bytes() -> None:
    one = book(parts=book().parts[:1])
    assert pdf(one, cover(one)) == pdf(one, cover(one))


def outline(entries: Any) -> list[Any]:
    found: list[Any] = []
    for one in entries:
        found += outline(one) if isinstance(one, list) else [one]
    return found


class Letter(str):
    """A letter as reportlab measures it."""

    __slots__ = ("frag", "width")


@given(
    text=st.text("减税降费，。；：？！“”（）《》ABC123% ", min_size=1, max_size=200),
    room=st.integers(4, 30),
)
def test_no_line_begins_or_ends_with_a_mark_that_must_not_stand_there(text: str, room: int) -> None:
    from types import SimpleNamespace

    import chalicelib.ebooks.pdf_lines as module

    fragment = SimpleNamespace()
    letters = []
    for one in text:
        letter = Letter(one)
        letter.frag, letter.width = fragment, 1.0
        letters.append(letter)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "makeCJKParaLine", lambda line, *_: "".join(line))
        lines = _lines(letters, [float(room)])
    assert "".join(lines) == text
    for before, after in pairwise(lines):
        assert len(before) <= room
        stuck = not any(module.may_break(before[n - 1], before[n]) for n in range(1, len(before)))
        assert stuck or after[0] not in NOT_FIRST
        assert stuck or before[-1] not in NOT_LAST
