"""A chart as Word has it: a part with the drawing, and a workbook behind it, so that its reader may change both."""

from __future__ import annotations

import io
from typing import Any, Final

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from lxml import etree
from openpyxl import Workbook
from openpyxl.chart import BarChart, LineChart
from openpyxl.chart.data_source import (
    AxDataSource,
    NumData,
    NumDataSource,
    NumRef,
    NumVal,
    StrData,
    StrRef,
    StrVal,
)
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.utils import get_column_letter
from openpyxl.xml.functions import tostring

from chalicelib.reports.chart_colours import COLOURS
from chalicelib.reports.models import Chart, ChartLook
from chalicelib.reports.wording import printable

_SHEET: Final = "数据"
_CHART: Final = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_C: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WP: Final = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_EMU: Final = 36_000
"""Of a millimetre."""
_TEXT: Final = (
    f'<c:txPr xmlns:c="{_C}" xmlns:a="{_A}"><a:bodyPr/><a:p><a:pPr><a:defRPr sz="900">'
    '<a:latin typeface="Times New Roman"/><a:ea typeface="宋体"/></a:defRPr></a:pPr>'
    '<a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
)


def add_chart(document: Document, paragraph: Any, chart: Chart, number: int) -> None:
    """Put a chart into a paragraph; ``number`` is its place among the charts of the document, from 1."""
    package = document.part.package
    book = Part(PackURI(f"/word/embeddings/chart{number}.xlsx"), _XLSX, _workbook(chart), package)
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), _CHART, b"", package)
    inside = part.relate_to(book, RELATIONSHIP_TYPE.PACKAGE)
    part._blob = _xml(chart, inside)
    rid = document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    high = 26 + 7 * len(chart.labels) if chart.look is ChartLook.BAR else 72
    paragraph.add_run()._r.append(_drawing(rid, number, chart.caption, 150, min(high, 110)))


def _workbook(chart: Chart) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_SHEET)
    sheet.append(["", *(printable(one.name) for one in chart.series)])
    for row, label in enumerate(chart.labels):
        sheet.append([printable(label), *(one.values[row] for one in chart.series)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _xml(chart: Chart, inside: str) -> bytes:
    drawn = _drawn(chart)
    root = etree.fromstring(tostring(drawn._write()))
    for old in root.findall(f"{{{_C}}}spPr"):
        root.remove(old)
    # The schema wants the text's looks before the workbook, both at the end.
    root.append(etree.fromstring(_TEXT))
    data = etree.SubElement(root, f"{{{_C}}}externalData")
    data.set(f"{{{_R}}}id", inside)
    etree.SubElement(data, f"{{{_C}}}autoUpdate").set("val", "0")
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made


def _drawn(chart: Chart) -> Any:
    drawn: Any
    if chart.look is ChartLook.LINE:
        drawn = LineChart()
    else:
        drawn = BarChart()
        drawn.type = "bar" if chart.look is ChartLook.BAR else "col"
        drawn.gapWidth = 60
    for number, one in enumerate(chart.series):
        drawn.series.append(_series(chart, number))
        if len(chart.series) == 1 and len(one.values) <= 12:
            drawn.dataLabels = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False, showPercent=False)  # fmt: skip
    # Without these words a reader hides both axes.
    drawn.x_axis.delete = False
    drawn.y_axis.delete = False
    drawn.y_axis.title = None
    drawn.y_axis.number_format = _format(chart)
    drawn.y_axis.numFmt.sourceLinked = False
    if chart.look is ChartLook.BAR:
        drawn.x_axis.scaling.orientation = "maxMin"  # the most at the top
        drawn.y_axis.delete = True
        drawn.y_axis.majorGridlines = None
    if len(chart.series) > 1 and drawn.legend is not None:
        drawn.legend.position = "b"
    else:
        drawn.legend = None
    return drawn


def _format(chart: Chart) -> str:
    """Shares keep their decimals, counts have thousands."""
    return "0.##" if chart.unit == "%" else "#,##0"


def _series(chart: Chart, number: int) -> Any:
    one, column = chart.series[number], get_column_letter(number + 2)
    last, count = len(chart.labels) + 1, len(chart.labels)
    names = StrData(ptCount=count, pt=[StrVal(idx=n, v=printable(text)) for n, text in enumerate(chart.labels)])  # fmt: skip
    # A value that nobody knows is left out: the line is broken there, and never falls to zero.
    known = [NumVal(idx=n, v=f"{value:g}" if value < 1e6 else f"{value:.0f}") for n, value in enumerate(one.values) if value is not None]  # fmt: skip
    made: Any = Series(
        idx=number,
        order=number,
        tx=SeriesLabel(
            strRef=StrRef(f"{_SHEET}!${column}$1", StrData(ptCount=1, pt=[StrVal(idx=0, v=printable(one.name))]))
        ),
        cat=AxDataSource(strRef=StrRef(f"{_SHEET}!$A$2:$A${last}", names)),
        val=NumDataSource(
            numRef=NumRef(
                f"{_SHEET}!${column}$2:${column}${last}",
                NumData(formatCode=_format(chart), ptCount=count, pt=known),
            )
        ),
    )  # fmt: skip
    colour = COLOURS[number % len(COLOURS)]
    if chart.look is ChartLook.LINE:
        made.graphicalProperties.line.solidFill = colour
        made.graphicalProperties.line.width = 25_400
        made.smooth = False
        made.marker.symbol = "circle" if number == 0 else "square"
        made.marker.size = 5
        made.marker.graphicalProperties.solidFill = colour
        made.marker.graphicalProperties.line.solidFill = colour
    else:
        made.graphicalProperties.solidFill = colour
    return made


def _drawing(rid: str, number: int, name: str, wide: int, high: int) -> Any:
    size = f'cx="{wide * _EMU}" cy="{high * _EMU}"'
    frame = parse_xml(
        f'<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:wp="{_WP}" xmlns:a="{_A}">'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/><wp:docPr id="{100 + number}" name="chart{number}"/>'
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_C}">'
        f'<c:chart xmlns:c="{_C}" xmlns:r="{_R}" r:id="{rid}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )
    # Set, not pasted: a caption may hold any sign.
    frame.find(f".//{{{_WP}}}docPr").set("descr", printable(name))
    return frame
