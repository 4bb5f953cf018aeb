"""The Word document of a report, opened again."""

from __future__ import annotations

import io
import re
import zipfile

import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from chalicelib.reports.content import report_of
from chalicelib.reports.models import Chart, Words
from chalicelib.reports.word import word_document
from tests.unit.reports.small_material import material

REPORT = report_of(material())
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@pytest.fixture(scope="module")
def body() -> bytes:
    return word_document(REPORT)


def test_title_headings_and_words_stand_in_it(body: bytes) -> None:
    document = Document(io.BytesIO(body))
    lines = [one.text for one in document.paragraphs]
    assert lines[:2] == ["省税务局运营周报", "（2026年11月16日至22日）"]
    headings = [one.text for one in document.paragraphs if one.style and one.style.name == "Heading 1"]  # fmt: skip
    assert headings == [
        "一、总体情况",
        "二、粉丝",
        "三、推送与图文",
        "四、互动与应答",
        "五、人工服务",
        "六、没答好的问题",
        "七、重点日子与粉丝增长",
        "附件：数据来源与口径",
    ]
    said = [b.text for one in REPORT.sections for b in one.blocks if isinstance(b, Words)]
    assert set(said) <= set(lines)
    assert set(REPORT.faults) <= set(lines)
    fonts = {
        run._r.rPr.rFonts.get(qn("w:eastAsia"))
        for one in document.paragraphs
        for run in one.runs
        if run.text
    }
    assert {"方正小标宋简体", "黑体", "楷体", "仿宋", "宋体"} == fonts


def test_tables_hold_the_figures_and_their_heads_repeat(body: bytes) -> None:
    tables = Document(io.BytesIO(body)).tables
    first = [[box.text for box in row.cells] for row in tables[0].rows]
    assert first[1] == ["新增粉丝（人）", "285", "—", "—", "—", "—", "微信统计·用户增减"]
    assert first[4][:2] == ["累计粉丝（人）", "5,322"]
    for table in tables:
        head = table.rows[0]._tr.trPr
        assert head is not None
        assert head.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_each_table_and_chart_has_a_caption_and_a_source(body: bytes) -> None:
    lines = [one.text for one in Document(io.BytesIO(body)).paragraphs]
    numbers = [int(one) for line in lines if (one := "".join(re.findall(r"^图 (\d+)　", line)))]
    assert numbers == [1, 2, 3, 4]
    for place, line in enumerate(lines):
        if line.startswith("图 "):
            assert lines[place + 1].startswith("来源：")
            assert "截至 2026-11-23" in lines[place + 1]


def test_a_chart_keeps_its_values_and_the_workbook_behind_them(body: bytes) -> None:
    chart = next(b for one in REPORT.sections for b in one.blocks if isinstance(b, Chart))
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        drawn = etree.fromstring(parts.read("word/charts/chart1.xml"))
        book = openpyxl.load_workbook(io.BytesIO(parts.read("word/embeddings/chart1.xlsx")))
        names = parts.namelist()
    assert sum(one.startswith("word/charts/chart") for one in names) == 4
    came = drawn.findall(f".//{C}ser")[0]
    shown = [(one.get("idx"), one.findtext(f"{C}v")) for one in came.findall(f"{C}val//{C}pt")]
    # Saturday and Sunday are not known: no point, not a zero.
    assert shown == [(str(n), f"{value:g}") for n, value in enumerate(chart.series[0].values[:5])]
    rows = [list(row) for row in book.active.values]
    assert rows[0] == [None, "新增", "取消"]
    assert rows[1] == ["11.16", 11, 4]
    assert rows[7] == ["11.22", None, None]


def test_words_of_others_are_text_and_nothing_else() -> None:
    odd = material()
    first = odd.accounts[0]
    article = first.articles[0].model_copy(update={"title": '<a & "b">\x0b' + "长" * 80})
    odd = odd.model_copy(
        update={
            "place_name": "省<&>局",
            "accounts": (first.model_copy(update={"articles": (article,)}), *odd.accounts[1:]),
        }
    )
    document = Document(io.BytesIO(word_document(report_of(odd))))
    assert document.paragraphs[0].text == "省<&>局运营周报"
    cells = [box.text for table in document.tables for row in table.rows for box in row.cells]
    assert any(one.startswith('<a & "b">') for one in cells)
