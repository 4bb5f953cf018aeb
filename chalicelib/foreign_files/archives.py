"""Office files (.docx, .xlsx) measured while they are unzipped, before a library builds its tree of them.

A library needs up to seventy times the size of the XML, and seconds for a hundred thousand elements. So the elements
are counted first, by a parser that keeps nothing, which stops at the first limit.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Final
from xml.parsers import expat

from chalicelib.foreign_files.elements import Census, Limits
from chalicelib.foreign_files.refusal import FileRefused, megabytes

PART_BYTES: Final = 20 * 1024 * 1024
"""The largest XML part, unzipped."""
MOST_UNZIPPED: Final = 200 * 1024 * 1024
"""All parts together, pictures among them."""
MOST_ENTRIES: Final = 10_000
LONGEST_PIECE: Final = 1024 * 1024
"""Bytes without the end of a tag: a text, or a tag with its attributes."""

_CHUNK: Final = 64 * 1024
_ENTRY: Final = b"PK\x01\x02"
_MARKS: Final = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
_EBCDIC: Final = b"\x4c\x6f\xa7\x94"
_LOOSE: Final = frozenset({".vml", ".svg", ".htm", ".html", ".xhtml"})
"""Parts that programs write with less care. Nothing here reads them; a small one may be no XML."""
_LOOSE_BYTES: Final = 1024 * 1024
_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError,
)  # fmt: skip
"""What the zip reader raises over a file that is damaged, encrypted, or packed in an unknown way."""


class Damaged(FileRefused):
    """The file is no zip archive, or its XML is not whole."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What was seen of an archive."""

    names: tuple[str, ...]


def survey(body: bytes, limits: Limits) -> Survey:
    """Look through all parts of an office file. Raises ``FileRefused`` at the first limit, ``Damaged`` for a broken one."""
    # Each entry takes half a kilobyte of memory when the directory is read.
    if body.count(_ENTRY) > MOST_ENTRIES:
        raise FileRefused(f"里面有超过 {MOST_ENTRIES:,} 个文件，不是正常的 Office 文件")
    census = Census(limits)
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            entries = archive.infolist()
            _refuse_large(entries)
            for entry in entries:
                _look_through(archive, entry, census)
    except FileRefused:
        raise
    except _BROKEN as error:
        raise Damaged("文件已损坏、不完整或加了密码") from error
    return Survey(tuple(entry.filename for entry in entries))


def _refuse_large(entries: list[zipfile.ZipInfo]) -> None:
    size = sum(entry.file_size for entry in entries)
    if size > MOST_UNZIPPED:
        raise FileRefused(
            f"解开后有 {megabytes(size)}，太大了，最多 {megabytes(MOST_UNZIPPED)}；请压缩图片或拆成几个文件"
        )


def _look_through(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, census: Census) -> None:
    with archive.open(entry) as opened:
        head = opened.read(_CHUNK)
        if head.startswith(_EBCDIC):
            raise Damaged(f"里面的 {entry.filename} 不是 UTF-8 的 XML")
        if not head.lstrip(_MARKS).startswith(b"<"):
            return
        loose = PurePosixPath(entry.filename.lower()).suffix in _LOOSE
        if loose and entry.file_size <= _LOOSE_BYTES:
            return
        if entry.file_size > PART_BYTES:
            raise FileRefused(
                f"里面的文字部分解开后有 {megabytes(entry.file_size)}，最多 {megabytes(PART_BYTES)}；"
                "请拆成几个文件"
            )
        parser = census.parser()
        piece = 0
        try:
            for chunk in _chunks(head, opened):
                piece = _piece(piece, chunk)
                census.weigh(chunk)
                parser.Parse(chunk)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise Damaged(f"文件已损坏：里面的 {entry.filename} 不是正确的 XML") from error


def _chunks(head: bytes, opened: IO[bytes]) -> Iterator[bytes]:
    while head:
        yield head
        head = opened.read(_CHUNK)


def _piece(before: int, chunk: bytes) -> int:
    """Bytes since the last end of a tag; ``before`` is that number for the chunk before."""
    at = chunk.find(b">")
    longest = before + (len(chunk) if at < 0 else at)
    if longest > LONGEST_PIECE:
        raise FileRefused(f"里面有一段超过 {megabytes(LONGEST_PIECE)} 的文字；请分成几段")
    return longest if at < 0 else len(chunk) - chunk.rfind(b">")
