"""Word documents become articles."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from chalicelib.newsroom import ArticleRefused, Composed, read_file
from chalicelib.newsroom.errors import UnreadableFile
from tests.unit.newsroom.images import image
from tests.unit.newsroom.word_files import (
    document,
    footnote,
    link,
    paragraph,
    picture,
    table,
    words,
)

PNG = image()
FIELDS = table(
    ("字段", "内容"), ("标题", "灵活就业人员社保怎么缴"), ("作者", "云岭税务"), ("封面", "封面.png")
)
TODAY = date(2026, 11, 23)


@pytest.fixture
def read(tmp_path: Path):
    def done(body: bytes, **given: str) -> Composed:
        (tmp_path / "封面.png").write_bytes(PNG)
        (tmp_path / "稿件.docx").write_bytes(body)
        return read_file(tmp_path / "稿件.docx", given=given, today=TODAY)

    return done


def test_the_first_table_gives_the_fields_and_leaves_the_body(read) -> None:
    article = read(document(FIELDS, paragraph("正文在这里。"))).article
    assert (article.title, article.author) == ("灵活就业人员社保怎么缴", "云岭税务")
    assert "字段" not in article.html
    assert "正文在这里。" in article.html


def test_a_first_table_of_other_content_stays_in_the_body(read) -> None:
    body = document(table(("项目", "金额"), ("上限", "22,386")), paragraph("正文。"))
    assert "22,386" in read(body, title="题", cover="封面.png").article.html


def test_headings_lists_quotes_tables_and_notes_are_kept(read) -> None:
    body = document(
        FIELDS,
        paragraph("一、谁来缴", style="1"),
        paragraph("甲", numbered=1),
        paragraph("乙", numbered=1),
        paragraph("丙", numbered=2),
        paragraph("量力而行。", style="a4"),
        table(("档次", "金额"), ("一档", "100")),
        table(("险种", "比例"), ("养老", "8%"), bold_head=True),
        paragraph("按月缴", footnote(2), "，也可以看", link("rId7", "操作手册"), "。"),
        links={"rId7": "https://www.yunling.example/guide"},
        notes={2: "每月 25 日前。"},
    )
    html = read(body).article.html
    for part in ("<h2 ", "<ol ", "<ul ", "<blockquote ", "<table ", "<td ", "<th "):
        assert part in html
    assert "按月缴<sup" in html
    assert "注1 每月 25 日前。</p>" in html
    assert "↑" not in html
    assert "[1] 操作手册：https://www.yunling.example/guide</p>" in html


def test_a_picture_inside_is_kept_by_its_content_and_takes_the_caption_below_it(read) -> None:
    body = document(FIELDS, paragraph(picture()), paragraph("图1 办理流程", style="a5"), image=PNG)
    composed = read(body)
    [shown] = composed.article.pictures
    assert composed.files[shown.key] == PNG
    assert f'src="{shown.key}"' in composed.article.html
    assert composed.article.html.count("图1 办理流程") == 1


def test_a_cover_may_be_a_picture_in_the_table(read) -> None:
    fields = table(("标题", "题"), ("封面", paragraph(picture())))
    article = read(document(fields, paragraph("正文。"), image=PNG)).article
    assert article.cover is not None
    assert article.pictures == ()


def test_the_title_may_be_the_documents_own(read) -> None:
    article = read(
        document(paragraph("社保缴费指南", style="a3"), paragraph("正文。")), cover="封面.png"
    ).article
    assert article.title == "社保缴费指南"
    assert "社保缴费指南" not in article.html


def test_a_file_beside_the_document_gives_fields_too(read, tmp_path: Path) -> None:
    (tmp_path / "稿件.yaml").write_text("title: 旁边的标题\ncover: 封面.png\n", "utf-8")
    assert read(document(paragraph("正文。"))).article.title == "旁边的标题"


def test_what_is_wrong_is_said_with_the_paragraph(read) -> None:
    body = document(
        FIELDS,
        paragraph("第一段没有问题。"),
        paragraph("第二段有", link("rId7", "坏链接")),
        links={"rId7": "../别处.docx"},
    )
    with pytest.raises(ArticleRefused) as refused:
        read(body)
    [finding] = refused.value.findings
    assert finding.where == "第 2 段“第二段有坏链接”"
    assert "相对地址" in finding.what


@pytest.mark.parametrize("body", [b"", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0 old .doc"])
def test_what_is_no_word_document_is_said_plainly(read, body: bytes) -> None:
    with pytest.raises(UnreadableFile, match="docx"):
        read(body)


def test_a_document_without_its_text_is_said_to_be_damaged(read) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    with pytest.raises(UnreadableFile, match="损坏"):
        read(out.getvalue())


def test_a_zip_bomb_is_not_unfolded(read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.foreign_files.archives.MOST_UNZIPPED", 1000)
    with pytest.raises(UnreadableFile, match="太大"):
        read(document(paragraph(words("长" * 2000))))
