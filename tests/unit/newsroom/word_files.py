"""Word documents for tests, as Word itself packs them."""

from __future__ import annotations

import io
import zipfile
from html import escape
from typing import Final

_W: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_TYPES: Final = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="png" ContentType="image/png"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
_REL: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_REL}/officeDocument" Target="word/document.xml"/></Relationships>'
)
_STYLES: Final = "".join(
    f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{shown}"/></w:style>'
    for name, shown in (
        ("1", "heading 1"),
        ("2", "heading 2"),
        ("a3", "Title"),
        ("a4", "Quote"),
        ("a5", "caption"),
        ("a6", "List Paragraph"),
    )
)
_NUMBERING: Final = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
)


def words(text: str, *, bold: bool = False) -> str:
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*runs: str, style: str = "", numbered: int = 0) -> str:
    parts = f'<w:pStyle w:val="{style}"/>' if style else ""
    if numbered:
        parts += f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{numbered}"/></w:numPr>'
    inner = "".join(run if run.startswith("<w:") else words(run) for run in runs)
    return f"<w:p><w:pPr>{parts}</w:pPr>{inner}</w:p>"


def table(*rows: tuple[str, ...], bold_head: bool = False) -> str:
    made = ""
    for number, row in enumerate(rows):
        cells = (
            cell
            if cell.startswith("<w:p>")
            else paragraph(words(cell, bold=bold_head and number == 0))
            for cell in row
        )
        made += "<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>"
    return f"<w:tbl>{made}</w:tbl>"


def link(address_id: str, text: str) -> str:
    return f'<w:hyperlink r:id="{address_id}">{words(text)}</w:hyperlink>'


def footnote(number: int) -> str:
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def picture(relation: str = "rId9") -> str:
    return (
        '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="图片 1" descr="图片 1"/><a:graphic><a:graphicData>'
        f'<pic:pic><pic:blipFill><a:blip r:embed="{relation}"/></pic:blipFill></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def document(
    *blocks: str,
    links: dict[str, str] | None = None,
    notes: dict[int, str] | None = None,
    image: bytes = b"",
) -> bytes:
    """A .docx of these blocks; ``image`` is what ``picture()`` shows."""
    relations = [
        ("rId1", "styles", "styles.xml", ""),
        ("rId2", "numbering", "numbering.xml", ""),
        *((name, "hyperlink", address, "External") for name, address in (links or {}).items()),
    ]
    files = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _PACKAGE,
        "word/document.xml": f"<w:document {_W}><w:body>{''.join(blocks)}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {_W}>{_STYLES}</w:styles>",
        "word/numbering.xml": f"<w:numbering {_W}>{_NUMBERING}</w:numbering>",
    }
    if notes:
        relations.append(("rId8", "footnotes", "footnotes.xml", ""))
        inner = "".join(
            f'<w:footnote w:id="{number}">{paragraph(text)}</w:footnote>'
            for number, text in notes.items()
        )
        files["word/footnotes.xml"] = f"<w:footnotes {_W}>{inner}</w:footnotes>"
    if image:
        relations.append(("rId9", "image", "media/image1.png", ""))
    files["word/_rels/document.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + "".join(
            f'<Relationship Id="{name}" Type="{_REL}/{kind}" Target="{escape(target)}"'
            + (f' TargetMode="{mode}"' if mode else "")
            + "/>"
            for name, kind, target, mode in relations
        )
        + "</Relationships>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)
        if image:
            archive.writestr("word/media/image1.png", image)
    return out.getvalue()
