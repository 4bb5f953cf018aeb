"""Every small file that would cost a reader minutes or gigabytes is refused, with the limit and what to do."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from chalicelib import conversation, knowledge
from chalicelib.newsroom import read_file
from tests.unit.foreign_files import hostile
from tests.unit.foreign_files.bounded import told
from tests.unit.newsroom.images import image

Build = Callable[[], bytes]
Text = Callable[[], str]


def _cases(kind: dict[str, tuple[Callable[[], object], str]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("build", "said"), kind.values(), ids=kind.keys())


@pytest.fixture
def article(tmp_path: Path) -> Callable[[str, bytes], str]:
    def read(name: str, body: bytes) -> str:
        (tmp_path / "封面.png").write_bytes(image())
        (tmp_path / name).write_bytes(body)
        return told(lambda: read_file(tmp_path / name))

    return read


@_cases(hostile.WORD)
def test_a_word_file(article: Callable[[str, bytes], str], build: Build, said: str) -> None:
    body = build()
    assert re.search(said, article("稿.docx", body))
    assert re.search(said, told(lambda: knowledge.files.read_faq("问答.docx", body)))


@_cases(hostile.BOOKS)
def test_a_workbook(build: Build, said: str) -> None:
    body = build()
    assert re.search(said, told(lambda: knowledge.files.read_faq("问答.xlsx", body)))
    assert re.search(said, told(lambda: conversation.rules_file.read("规则.xlsx", body)))


@_cases(hostile.MARKDOWN)
def test_markdown(article: Callable[[str, bytes], str], build: Text, said: str) -> None:
    assert re.search(said, article("稿.md", build().encode()))


@_cases(hostile.PAGES)
def test_a_page(article: Callable[[str, bytes], str], build: Text, said: str) -> None:
    body = build().encode()
    assert re.search(said, article("稿.html", b"---\ntitle: a\ncover: a.png\n---\n" + body))
    assert re.search(said, told(lambda: knowledge.files.read_faq("问答.html", body)))


@_cases(hostile.ROWS)
def test_rows(build: Build, said: str) -> None:
    body = build()
    assert re.search(said, told(lambda: knowledge.files.read_faq("问答.csv", body)))
    assert re.search(said, told(lambda: conversation.rules_file.read("规则.csv", body)))


@_cases(hostile.YAML)
def test_yaml(build: Build, said: str) -> None:
    body = build()
    assert re.search(said, told(lambda: knowledge.files.read_faq("问答.yaml", body)))
    assert re.search(said, told(lambda: conversation.rules_file.read("规则.yaml", body)))


def test_boxes_in_boxes_with_words_in_each_are_read_in_time(
    article: Callable[[str, bytes], str],
) -> None:
    page = "---\ntitle: 题\ncover: 封面.png\n---\n" + "<div>甲" * 2_000
    assert article("稿.html", page.encode()) == "accepted"


def test_one_picture_shown_ten_thousand_times(article: Callable[[str, bytes], str]) -> None:
    page = "---\ntitle: 题\ncover: 封面.png\n---\n" + "".join(
        f"![]({'./' * n}封面.png)\n\n" for n in range(300)
    )
    assert "图片超过 200 张" in article("稿.md", page.encode())


def test_a_picture_of_too_many_points(article: Callable[[str, bytes], str], tmp_path: Path) -> None:
    page = "---\ntitle: 题\ncover: 炸弹.png\n---\n正文"
    for side, why in ((8_000, "太大了；最多 5,000 万像素"), (30_000, "展开后太大")):
        (tmp_path / "炸弹.png").write_bytes(hostile.png(side, side))
        assert why in article("稿.md", page.encode())


def test_the_readers_still_take_what_is_within_the_limits(
    article: Callable[[str, bytes], str],
) -> None:
    row = "<row>{}{}</row>".format
    lines = [
        row(hostile.cell(f"A{n}", f"问题{n}"), hostile.cell(f"B{n}", "答")) for n in range(2, 900)
    ]
    head = row(hostile.cell("A1", "问题"), hostile.cell("B1", "答案"))
    book = hostile.xlsx(hostile.sheet(head + "".join(lines)))
    assert told(lambda: knowledge.files.read_faq("问答.xlsx", book)) == "accepted"
    words = "<w:p><w:r><w:t>甲</w:t></w:r></w:p>" * 300
    faq = hostile.docx(f"<w:p><w:r><w:t>问：能办吗？</w:t></w:r></w:p>{words}")
    assert told(lambda: knowledge.files.read_faq("问答.docx", faq)) == "accepted"
