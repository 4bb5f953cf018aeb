"""Word documents for tests, part by part, and what the reader makes of them."""

from __future__ import annotations

import io
import zipfile
from html import escape
from typing import Final

from chalicelib.foreign_files.elements import OFFICE
from chalicelib.word_files import (
    Block,
    Document,
    Mark,
    Paragraph,
    Remark,
    Words,
    paragraphs,
    read_document,
)

NAMESPACES: Final = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
}
_DECLARED: Final = " ".join(f'xmlns:{name}="{uri}"' for name, uri in NAMESPACES.items())
_REL: Final = NAMESPACES["r"]
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_KINDS: Final = {
    "styles": "styles",
    "numbering": "numbering",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "comments": "comments",
    "header1": "header",
    "settings": "settings",
}
_ROOTS: Final = {"header1": "hdr"}

STYLES: Final = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>'
    '<w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="a"/>'
    '<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
)


def run(text: str, properties: str = "") -> str:
    """A run; ``properties`` is the inside of its ``w:rPr``."""
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'


def para(*inside: str, ppr: str = "") -> str:
    """A paragraph of runs and of plain words; ``ppr`` is the inside of its ``w:pPr``."""
    runs = "".join(one if one.startswith("<") else run(one) for one in inside)
    return f"<w:p>{f'<w:pPr>{ppr}</w:pPr>' if ppr else ''}{runs}</w:p>"


def listed(text: str, list_id: int = 1, level: int = 0, more: str = "") -> str:
    """A paragraph of a list."""
    numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return para(text, ppr=f"{numbered}{more}")


def level(at: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    """A level of an abstract list. ``more`` stands between format and text."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
    )


def numbering(*abstract: str, lists: str = "") -> str:
    """Abstract lists 0, 1, …, and a list of each: 1, 2, …; or ``lists`` as given."""
    made = "".join(
        f'<w:abstractNum w:abstractNumId="{at}"><w:multiLevelType w:val="multilevel"/>{one}</w:abstractNum>'
        for at, one in enumerate(abstract)
    )
    usual = "".join(
        f'<w:num w:numId="{at + 1}"><w:abstractNumId w:val="{at}"/></w:num>'
        for at in range(len(abstract))
    )
    return made + (lists or usual)


def field(instruction: str, result: str | None, data: str = "") -> str:
    """A field in runs; without a result it has none."""
    shown = "" if result is None else f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}'
    return (
        f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{escape(instruction)}</w:instrText></w:r>{shown}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def table(*rows: str, style: str = "") -> str:
    """A table of ``w:tr`` elements."""
    named = f'<w:tblStyle w:val="{style}"/>' if style else ""
    grid = "<w:tblGrid><w:gridCol/><w:gridCol/><w:gridCol/></w:tblGrid>"
    return f"<w:tbl><w:tblPr>{named}</w:tblPr>{grid}{''.join(rows)}</w:tbl>"


def cell(*blocks: str, properties: str = "") -> str:
    """A cell of blocks, or of plain words."""
    inside = "".join(one if one.startswith("<") else para(one) for one in blocks)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside or '<w:p/>'}</w:tc>"


def row(*cells: str) -> str:
    """A row of cells, or of plain words."""
    return (
        "<w:tr>" + "".join(one if one.startswith("<") else cell(one) for one in cells) + "</w:tr>"
    )


def word(
    body: str,
    *,
    relations: dict[str, tuple[str, str]] | None = None,
    files: dict[str, bytes] | None = None,
    strict: bool = False,
    macros: bool = False,
    **parts: str,
) -> bytes:
    """A .docx. ``parts`` are insides of other parts by name; ``relations`` are kind and target by id.

    Targets that begin with http are outside. ``files`` are further parts below ``word/``.
    """
    given = {"styles": STYLES, **parts}
    main = (
        "application/vnd.ms-word.document.macroEnabled.main+xml"
        if macros
        else f"{_TYPE}.document.main+xml"
    )
    kinds = {name: f"{_TYPE}.{_KINDS[name]}+xml" for name in given}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{kind}"/>'
        for name, kind in kinds.items()
    )
    listed_relations = [
        (f"part{at}", _KINDS[name], f"{name}.xml") for at, name in enumerate(given)
    ] + [(name, kind, target) for name, (kind, target) in (relations or {}).items()]
    texts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/>{overrides}</Types>',
        "_rels/.rels": _relations([("rId1", "officeDocument", "word/document.xml")]),
        "word/_rels/document.xml.rels": _relations(listed_relations),
        "word/document.xml": f"<w:document {_DECLARED}><w:body>{body}<w:sectPr/></w:body></w:document>",
        **{
            f"word/{name}.xml": f"<w:{_ROOTS.get(name, name)} {_DECLARED}>{inside}</w:{_ROOTS.get(name, name)}>"
            for name, inside in given.items()
        },
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            archive.writestr(name, _HEAD + (_strict(text) if strict else text))
        for name, content in (files or {}).items():
            archive.writestr(f"word/{name}", content)
    return out.getvalue()


def _relations(listed_relations: list[tuple[str, str, str]]) -> str:
    inside = "".join(
        f'<Relationship Id="{name}" Type="{_REL}/{kind}" Target="{escape(target)}"'
        + (' TargetMode="External"' if target.startswith(("http", "file:", "mailto:")) else "")
        + "/>"
        for name, kind, target in listed_relations
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _strict(text: str) -> str:
    strict = {
        NAMESPACES["w"]: "http://purl.oclc.org/ooxml/wordprocessingml/main",
        NAMESPACES["m"]: "http://purl.oclc.org/ooxml/officeDocument/math",
        NAMESPACES["r"]: "http://purl.oclc.org/ooxml/officeDocument/relationships",
    }
    for usual, other in strict.items():
        text = text.replace(usual, other)
    return text


def read(body: str | bytes, **parts: str) -> Document:
    """What the reader makes of a document, or of a body."""
    return read_document(body if isinstance(body, bytes) else word(body, **parts), OFFICE)


def shown(document: Document) -> list[str]:
    """The filled paragraphs with their numbers, those of cells among them."""
    return [line(one) for one in paragraphs(document.blocks) if one.filled]


def line(one: Paragraph) -> str:
    """A paragraph with its number."""
    return (one.label.text + one.label.gap if one.label else "") + one.words


def lines(body: str | bytes, **parts: str) -> list[str]:
    """The lines of a document."""
    return shown(read(body, **parts))


def remarks(document: Document) -> list[Remark]:
    """All remarks, those of the whole document first."""
    return [
        *document.remarks,
        *(said for one in paragraphs(document.blocks) for said in one.remarks),
        *(
            said
            for note in document.notes.values()
            for one in paragraphs(note)
            for said in one.remarks
        ),
    ]


def errors(body: str | bytes, **parts: str) -> list[str]:
    """What could not be carried along."""
    return [one.what for one in remarks(read(body, **parts)) if one.serious]


def warnings(body: str | bytes, **parts: str) -> list[str]:
    """What a person should know."""
    return [one.what for one in remarks(read(body, **parts)) if not one.serious]


def looks(body: str | bytes, **parts: str) -> list[Words]:
    """The words of the first paragraph, by look."""
    first = next(paragraphs(read(body, **parts).blocks))
    return [one for one in first.pieces if isinstance(one, Words)]


def everything(document: Document) -> str:
    """All that is shown, notes where their marks stand, without blanks."""

    def of(blocks: list[Block]) -> str:
        return "".join(
            line(Paragraph(label=one.label))
            + "".join(
                of(document.notes.get(piece.note, []))
                if isinstance(piece, Mark)
                else getattr(piece, "text", "")
                for piece in one.pieces
            )
            for one in paragraphs(blocks)
        )

    return "".join(of(document.blocks).split())
