"""The words of an office file that somebody else wrote, a paragraph or a row of a sheet a line; nothing of its look.

The standard library reads them: functions that look through files of strangers at night carry no reader of documents.
What is measured before (``archives.survey``) keeps time and memory within limits.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Final
from xml.parsers import expat

from chalicelib.foreign_files.archives import Damaged, survey
from chalicelib.foreign_files.elements import Limits
from chalicelib.foreign_files.refusal import FileRefused

MOST_CHARS: Final = 400_000
"""Characters of one file that are read; what comes after them is left out."""
_LIMITS: Final = Limits(elements=400_000, paragraphs=50_000, rows=50_000, cells=200_000)
_OLE: Final = b"\xd0\xcf\x11\xe0"
_WORD: Final = re.compile(r"word/(?:document|footnotes|endnotes|comments|header\d*|footer\d*)\.xml")
_SLIDE: Final = re.compile(r"ppt/(?:slides|notesSlides)/\w+\.xml")
_SHEET: Final = re.compile(r"xl/worksheets/\w+\.xml")
_STRINGS: Final = "xl/sharedStrings.xml"
_BETWEEN: Final = "；"
"""Between the cells of a row: two numbers side by side are not one."""


def words_in(body: bytes) -> tuple[str, ...]:
    """The paragraphs of a document or of slides, the rows of sheets. Raises ``FileRefused`` with the reason."""
    if body.startswith(b"%PDF-"):
        raise FileRefused("PDF 没有读")
    if body.startswith(_OLE):
        raise FileRefused("旧版 Office 文件或加了密码，没有读")
    if not body.startswith(b"PK"):
        raise FileRefused("不是 Office 文件，没有读")
    names = survey(body, _LIMITS).names
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        lines = _lines(archive, names)
        found, left = [], MOST_CHARS
        for line in lines:
            plain = " ".join(line.split())
            if plain and left > 0:
                found.append(plain[:left])
                left -= len(plain)
        return tuple(found)


def _lines(archive: zipfile.ZipFile, names: tuple[str, ...]) -> Iterator[str]:
    texts = sorted(one for one in names if _WORD.fullmatch(one) or _SLIDE.fullmatch(one))
    sheets = sorted(one for one in names if _SHEET.fullmatch(one))
    if not texts and not sheets:
        raise FileRefused("里面没有 Word、Excel 或 PowerPoint 的文字，没有读")
    for name in texts:
        yield from _Text(archive.read(name)).lines
    if sheets:
        strings = _Text(archive.read(_STRINGS), ends="si").lines if _STRINGS in names else []
        for name in sheets:
            yield from _Sheet(archive.read(name), strings).lines


class _Text:
    """A part whose texts are ``t`` and whose lines end with ``p``, or with ``ends``."""

    def __init__(self, xml: bytes, ends: str = "p") -> None:
        self.lines: list[str] = []
        self._ends = ends
        self._said: list[str] = []
        self._within = 0
        self._aside = 0
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._words
        _parse(parser, xml)

    def _start(self, name: str, _: dict[str, str]) -> None:
        plain = name.rpartition(":")[2]
        if plain == "t":
            self._within += 1
        elif plain == "rPh":  # how a word is pronounced
            self._aside += 1
        elif plain in ("tab", "br", "cr"):
            self._said.append(" ")

    def _end(self, name: str) -> None:
        plain = name.rpartition(":")[2]
        if plain == "t":
            self._within -= 1
        elif plain == "rPh":
            self._aside -= 1
        elif plain == self._ends:
            self.lines.append("".join(self._said))
            self._said = []

    def _words(self, data: str) -> None:
        if self._within and not self._aside:
            self._said.append(data)


class _Sheet:
    """A sheet, a row a line. What formulas came to stands there too."""

    def __init__(self, xml: bytes, strings: list[str]) -> None:
        self.lines: list[str] = []
        self._strings = strings
        self._row: list[str] = []
        self._kind = ""
        self._said: list[str] | None = None
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._words
        _parse(parser, xml)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        plain = name.rpartition(":")[2]
        if plain == "c":
            self._kind = attributes.get("t", "")
        elif plain in ("v", "t"):
            self._said = []

    def _end(self, name: str) -> None:
        plain = name.rpartition(":")[2]
        if plain in ("v", "t") and self._said is not None:
            self._row.append(self._value("".join(self._said)))
            self._said = None
        elif plain == "row":
            self.lines.append(_BETWEEN.join(filter(None, self._row)))
            self._row = []

    def _value(self, said: str) -> str:
        if self._kind == "s":
            at = int(said) if said.isdecimal() else -1
            return self._strings[at] if 0 <= at < len(self._strings) else ""
        return said

    def _words(self, data: str) -> None:
        if self._said is not None:
            self._said.append(data)


def _parse(parser: expat.XMLParserType, xml: bytes) -> None:
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise Damaged("文件已损坏") from error
