"""Small files that would keep a reader busy for minutes, or fill the memory there is."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Final

_W: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_S: Final = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_R: Final = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_RELS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>'


def zipped(parts: dict[str, bytes]) -> bytes:
    """A zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def docx(body: str, before: str = "", **more: bytes) -> bytes:
    """A Word document with this body; ``before`` stands above its root."""
    document = f"{_HEAD}{before}<w:document {_W}><w:body>{body}</w:body></w:document>"
    types = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_OFFICE}.wordprocessingml.document.main+xml"/>'
    )
    return zipped(
        {
            "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">{types}</Types>'.encode(),
            "_rels/.rels": _relations(("officeDocument", "word/document.xml")),
            "word/document.xml": document.encode(),
            **{name.replace("__", "/"): part for name, part in more.items()},
        }
    )


def xlsx(*sheets: str, strings: str = "", styles: str = "") -> bytes:
    """A workbook of these worksheets, each the XML inside its root."""
    names = [f"worksheets/sheet{n}.xml" for n in range(1, len(sheets) + 1)]
    listed = "".join(
        f'<sheet name="表{n}" sheetId="{n}" r:id="rId{n}"/>' for n in range(1, len(sheets) + 1)
    )
    types = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    types += f'<Override PartName="/xl/workbook.xml" ContentType="{_OFFICE}.spreadsheetml.sheet.main+xml"/>'
    for name in names:
        types += (
            f'<Override PartName="/xl/{name}" ContentType="{_OFFICE}.spreadsheetml.worksheet+xml"/>'
        )
    if strings:
        types += f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_OFFICE}.spreadsheetml.sharedStrings+xml"/>'
    related = [("worksheet", name) for name in names]
    if strings:
        related.append(("sharedStrings", "sharedStrings.xml"))
    parts = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">{types}</Types>'.encode(),
        "_rels/.rels": _relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f"{_HEAD}<workbook {_S} {_R}><sheets>{listed}</sheets></workbook>".encode(),
        "xl/_rels/workbook.xml.rels": _relations(*related),
    }
    for name, sheet in zip(names, sheets, strict=True):
        parts[f"xl/{name}"] = f"{_HEAD}<worksheet {_S}>{sheet}</worksheet>".encode()
    if strings:
        parts["xl/sharedStrings.xml"] = f"{_HEAD}<sst {_S}>{strings}</sst>".encode()
    return zipped(parts)


def _relations(*targets: tuple[str, str]) -> bytes:
    inner = "".join(
        f'<Relationship Id="rId{n}" Type="{_RELS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'.encode()
    )


def sheet(rows: str, after: str = "") -> str:
    """A worksheet's data."""
    return f"<sheetData>{rows}</sheetData>{after}"


def cell(reference: str, text: str = "") -> str:
    """A cell with text."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


_LIST: Final = f'<row r="1">{cell("A1", "问题")}{cell("B1", "答案")}</row>'
_LAUGHS: Final = '<!DOCTYPE l [<!ENTITY a "哈哈">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
) + "]>"  # fmt: skip
_PARAGRAPH: Final = "<w:p><w:r><w:t>甲</w:t></w:r></w:p>"


def png(width: int, height: int) -> bytes:
    """A picture of one colour, so large when it is unpacked and so small before."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    line = b"\0" * (1 + (width + 7) // 8)
    packed = b"".join(packer.compress(line) for _ in range(height)) + packer.flush()
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )


WORD: Final[dict[str, tuple[Callable[[], bytes], str]]] = {
    "a hundred thousand paragraphs": (lambda: docx(_PARAGRAPH * 100_000), "段落超过"),
    "a part of 42 MB": (lambda: docx(_PARAGRAPH * 1_100_000), "最多 20 MB"),
    "five million paragraphs": (lambda: docx("<w:p><w:r><w:t>甲</w:t></w:r></w:p>" * 4_000_000), "最多 20"),
    "millions of runs": (lambda: docx(f"<w:p>{'<w:r/>' * 3_000_000}</w:p>"), "元素超过"),
    "bytes beyond measure": (lambda: docx("", word__media__a=b"\0" * 300_000_000), "解开后有"),
    "elements in elements": (lambda: docx("<w:sdt>" * 5_000 + "</w:sdt>" * 5_000), "嵌套超过"),
    "entities in entities": (lambda: docx(f"<w:p>{_PARAGRAPH}&j;</w:p>", _LAUGHS), "DTD"),
    "an entity that is a file": (
        lambda: docx("<w:p>&x;</w:p>", '<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/hosts">]>'),
        "DTD",
    ),
    "a cell over two thousand million columns": (
        lambda: docx(
            '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr>'
            f"{_PARAGRAPH}</w:tc></w:tr></w:tbl>"
        ),
        "横跨",
    ),
    "cells that all continue the one above": (
        lambda: docx(
            "<w:tbl>"
            + f"<w:tr>{f'<w:tc><w:tcPr><w:vMerge/></w:tcPr>{_PARAGRAPH}</w:tc>' * 9}</w:tr>" * 900
            + "</w:tbl>"
        ),
        "上下合并",
    ),
    "a row of ten thousand cells": (
        lambda: docx(f"<w:tbl><w:tr>{'<w:tc><w:p/></w:tc>' * 9_000}</w:tr></w:tbl>"),
        "一行超过",
    ),
    "a million attributes": (
        lambda: docx("<w:p " + " ".join(f'a{n}=""' for n in range(1_000_000)) + "/>"),
        "1 MB",
    ),
    "twenty thousand files": (
        lambda: docx("", **{f"word__{n}": b"" for n in range(20_000)}),
        "个文件",
    ),
    "an encoding that only one parser knows": (
        lambda: zipped(
            {
                "[Content_Types].xml": b"<Types/>",
                "word/document.xml": f'<?xml version="1.0" encoding="GBK"?><a>{"<b/>" * 9}</a>'.encode("gbk"),
            }
        ),
        "已损坏",
    ),
}  # fmt: skip

BOOKS: Final[dict[str, tuple[Callable[[], bytes], str]]] = {
    "eight million rows": (lambda: xlsx(sheet("<row/>" * 3_000_000)), "超过"),
    "a part of 42 MB": (lambda: xlsx(sheet("<row><c/></row>" * 3_000_000)), "最多 20 MB"),
    "two hundred thousand rows and one": (lambda: xlsx(sheet(_LIST + "<row/>" * 200_001)), "行超过"),
    "millions of cells": (lambda: xlsx(sheet(f"<row>{'<c/>' * 600_000}</row>")), "单元格超过"),
    "a cell in the last corner": (
        lambda: xlsx(sheet(_LIST + f'<row r="1048576">{cell("XFD1048576", "甲")}</row>')),
        "请删除多余的空行空列",
    ),
    "a cell in a corner within rows and columns": (
        lambda: xlsx(sheet(_LIST + f'<row r="199999">{cell("GR199999", "甲")}</row>')),
        "请删除多余的空行空列",
    ),
    "a merged area of all there is": (
        lambda: xlsx(sheet(_LIST, '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')),
        "合并的单元格",
    ),
    "merged columns": (
        lambda: xlsx(sheet(_LIST, '<mergeCells><mergeCell ref="A:C"/></mergeCells>')),
        "合并的单元格",
    ),
    "strings beyond measure": (
        lambda: xlsx(sheet(_LIST), strings=f"<si><t>{'长' * 8_000_000}</t></si>"),
        "最多 20 MB",
    ),
    "one string of 3 MB": (
        lambda: xlsx(sheet(_LIST), strings=f"<si><t>{'长' * 1_000_000}</t></si>"),
        "一段超过",
    ),
    "millions of strings": (lambda: xlsx(sheet(_LIST), strings="<si/>" * 3_000_000), "元素超过"),
    "a thousand sheets": (lambda: xlsx(*[sheet(_LIST)] * 1_000), "工作表超过"),
    "a long formula in every row": (
        lambda: xlsx(
            sheet(
                f'<row><c><f t="shared" si="0" ref="A1:A9999">{"A1+" * 2_000}1</f></c></row>'
                + '<row><c><f t="shared" si="0"/></c></row>' * 9_000
            )
        ),
        "公式太多",
    ),
    "entities in entities": (
        lambda: zipped({"xl/workbook.xml": f"{_HEAD}{_LAUGHS}<workbook>&j;</workbook>".encode()}),
        "DTD",
    ),
}  # fmt: skip

_MD: Final = "---\ntitle: 题目\ncover: 封面.png\n---\n"
_YAML_LAUGHS: Final = "a: &a [哈, 哈]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(9)
)

MARKDOWN: Final[dict[str, tuple[Callable[[], str], str]]] = {
    "quotes in quotes": (lambda: _MD + ">" * 10_000 + " 甲", "连着的 >"),
    "quotes in quotes with blanks": (lambda: _MD + "> " * 10_000 + "甲", "连着的 >"),
    "brackets without end": (lambda: _MD + "[" * 50_000, r"连着的 \["),
    "brackets with words": (lambda: _MD + "[甲" * 50_000, "符号超过"),
    "stars without end": (lambda: _MD + "*" * 50_000, r"连着的 \*"),
    "emphasis without end": (lambda: _MD + "**甲 " * 50_000, "符号超过"),
    "emphasis of both kinds": (lambda: _MD + "*甲_乙 " * 30_000, "符号超过"),
    "ticks without end": (lambda: _MD + "".join("甲" + "`" * (n % 60 + 1) for n in range(9_000)), "符号超过"),
    "entities without end": (lambda: _MD + "&" * 60_000, "符号超过"),
    "lists in lists": (lambda: _MD + "".join(" " * n + "- 甲\n" for n in range(900)), "文字太多"),
    "a text of two million characters": (lambda: _MD + "甲乙丙丁。\n" * 400_000, "文字太多"),
    "references in the fields": (lambda: f"---\ntitle: 题\n{_YAML_LAUGHS}---\n正文", "引用"),
    "fields in fields": (lambda: f"---\ntitle: {'[甲, ' * 5_000}\n---\n正文", "嵌套"),
    "ten thousand fields": (
        lambda: "---\n" + "".join(f"a{n}: 甲\n" for n in range(10_000)) + "---\n正文",
        "超过 1,000 项",
    ),
    "html in markdown": (lambda: _MD + "<div>\n\n" * 50_000, "嵌套超过"),
}  # fmt: skip

PAGES: Final[dict[str, tuple[Callable[[], str], str]]] = {
    "boxes in boxes": (lambda: "<div>" * 19_000, "嵌套超过"),
    "millions of tags": (lambda: "<p>甲" * 1_500_000, "太多|超过"),
    "tags without end": (lambda: "<a " * 300_000, "超过|没有写完"),
    "declarations without end": (lambda: "<!" * 15_000 + "<p>甲</p>", "没有写完"),
    "seven million characters": (lambda: f"<p>{'甲乙丙' * 2_500_000}</p>", "文字太多|超过 20 MB"),
}

ROWS: Final[dict[str, tuple[Callable[[], bytes], str]]] = {
    "a line of 19 MB": (lambda: "问题,答案\n".encode() + b"a" * 19_000_000, "这一行太长"),
    "a quote that never ends": (lambda: '问题,答案\n"'.encode() + b"a\n" * 500_000, "太长|无法读取"),
    "a row of a million cells": (lambda: "问题,答案\n".encode() + b"," * 900_000, "每行 200 格"),
    "cells over many lines": (lambda: "问题,答案\n".encode() + b'"a\n",' * 500_000, "太长"),
    "a million empty lines": (lambda: "问题,答案\n甲,乙\n".encode() + b"\n" * 1_000_000, "从这一行起没有读"),
    "a file of 60 MB": (lambda: b"a,b\n" * 15_000_000, "MB"),
}  # fmt: skip

YAML: Final[dict[str, tuple[Callable[[], bytes], str]]] = {
    "references to references": (_YAML_LAUGHS.encode, "引用"),
    "lists in lists": (lambda: b"- " * 100_000, "嵌套"),
    "brackets without end": (lambda: b"[" * 1_000_000, "嵌套"),
    "a million values": (lambda: b"- a\n" * 1_000_000, "项"),
    "a text of 15 MB": (lambda: b"a: " + b"b" * 15_000_000, "字符"),
}
