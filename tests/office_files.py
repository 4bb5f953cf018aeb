"""Small office files, as programs write them: the parts that hold words."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

_TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def packed(parts: dict[str, str]) -> bytes:
    """An archive of these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {"[Content_Types].xml": _TYPES, **parts}.items():
            archive.writestr(name, text)
    return made.getvalue()


def document(*paragraphs: Sequence[str]) -> bytes:
    """A Word document; each paragraph is given in its runs."""
    text = "".join(
        "<w:p>" + "".join(f"<w:r><w:t>{escape(run)}</w:t></w:r>" for run in runs) + "</w:p>"
        for runs in paragraphs
    )
    return packed(
        {"word/document.xml": f"<w:document {_WORD}><w:body>{text}</w:body></w:document>"}
    )


def workbook(*rows: Sequence[str]) -> bytes:
    """A workbook whose cells lie in its shared strings; digits alone are numbers."""
    strings: list[str] = []
    lines = []
    for row in rows:
        cells = []
        for cell in row:
            if cell.isdecimal():
                cells.append(f"<c><v>{cell}</v></c>")
            else:
                strings.append(cell)
                cells.append(f'<c t="s"><v>{len(strings) - 1}</v></c>')
        lines.append(f"<row>{''.join(cells)}</row>")
    shared = "".join(f"<si><t>{escape(one)}</t></si>" for one in strings)
    return packed(
        {
            "xl/sharedStrings.xml": f"<sst>{shared}</sst>",
            "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{''.join(lines)}</sheetData></worksheet>",
        }
    )
