"""The bytes of a file decide what its words are; the name that it gives itself counts only where they fit both."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from chalicelib import knowledge
from chalicelib.foreign_files.encoding import decoded, decoded_page
from chalicelib.foreign_files.refusal import FileRefused
from chalicelib.newsroom import read_file
from tests.unit.newsroom.images import image

WORDS = "办税指南：月底前申报，逾期不予受理。"


def page(named: str) -> str:
    return f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={named}"></head><body>{WORDS}</body></html>'


@pytest.mark.parametrize(
    "named", ["utf-8", "gb2312", "gbk", "unicode", "utf-16", "iso-8859-1", "windows-1252"]
)
@pytest.mark.parametrize(
    "written", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_whatever_a_page_calls_itself_its_words_are_read(named: str, written: str) -> None:
    assert WORDS in decoded_page(page(named).encode(written))


def test_big5_is_read_where_a_page_says_so() -> None:
    text = '<meta charset="big5"><p>發票</p>'
    assert decoded_page(text.encode("big5")) == text


@pytest.mark.parametrize("written", ["utf-8", "gb18030", "utf-16", "utf-32"])
def test_other_texts_are_read_alike(written: str) -> None:
    assert decoded(f"---\ntitle: {WORDS}\n---\n".encode(written)).count(WORDS) == 1


def test_a_broken_utf_8_is_no_gbk() -> None:
    body = (f"第一行{WORDS}\n" * 3).encode() + b"\xff" + f"{WORDS}\n".encode()
    with pytest.raises(FileRefused, match=r"UTF-8，但第 4 行有损坏的字节"):
        decoded(body)


def test_what_is_no_text_is_refused() -> None:
    for body in (b"\x81\x00\x00\x00\x81\x30", codecs.BOM_UTF16_LE + b"\x00\xd8\x41"):
        with pytest.raises(FileRefused):
            decoded(body)


@pytest.mark.parametrize("name", ["稿.md", "稿.html"])
def test_an_article_in_gbk_is_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "封面.png").write_bytes(image())
    (tmp_path / name).write_bytes(f"---\ntitle: 题\ncover: 封面.png\n---\n{WORDS}\n".encode("gbk"))
    assert WORDS in read_file(tmp_path / name).article.html


def test_a_question_list_in_utf_16_is_read() -> None:
    body = "<p>问：能办吗？</p><p>答：能。</p>".encode("utf-16")
    assert [one.answer for one in knowledge.files.read_faq("a.html", body).kept] == ["能。"]
