"""What a file is, by its first bytes: its name proves nothing. Pure."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final, NamedTuple

from chalicelib.errors import Field
from chalicelib.materials.errors import BadMaterialFile
from chalicelib.materials.models import MaterialKind

_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0"
_MB: Final = 1024 * 1024
MOST: Final = {
    MaterialKind.PICTURE: 30 * _MB,
    MaterialKind.VIDEO: 30 * _MB,
    MaterialKind.AUDIO: 30 * _MB,
    MaterialKind.FILE: 20 * _MB,
}
"""Bytes. What WeChat takes is less (sheet §2.3); pictures are made smaller, of the rest the file's remark tells."""
MOST_BYTES: Final = max(MOST.values())


class _Known(NamedTuple):
    ending: str
    kind: MaterialKind
    media_type: str
    begins: bytes
    at: int = 0
    """Where the sign stands."""
    and_then: bytes = b""
    """A second sign, at 8."""


_PICTURE, _VIDEO, _AUDIO, _FILE = (
    MaterialKind.PICTURE,
    MaterialKind.VIDEO,
    MaterialKind.AUDIO,
    MaterialKind.FILE,
)
KNOWN: Final = (
    _Known("png", _PICTURE, "image/png", b"\x89PNG\r\n\x1a\n"),
    _Known("jpg", _PICTURE, "image/jpeg", b"\xff\xd8\xff"),
    _Known("gif", _PICTURE, "image/gif", b"GIF8"),
    _Known("webp", _PICTURE, "image/webp", b"RIFF", 0, b"WEBP"),
    _Known("bmp", _PICTURE, "image/bmp", b"BM"),
    _Known("mov", _VIDEO, "video/quicktime", b"ftypqt  ", 4),
    _Known("m4a", _AUDIO, "audio/mp4", b"ftypM4A", 4),
    _Known("mp4", _VIDEO, "video/mp4", b"ftyp", 4),
    _Known("mp3", _AUDIO, "audio/mpeg", b"ID3"),
    _Known("mp3", _AUDIO, "audio/mpeg", b"\xff\xfb"),
    _Known("mp3", _AUDIO, "audio/mpeg", b"\xff\xf3"),
    _Known("amr", _AUDIO, "audio/amr", b"#!AMR\n"),
    _Known("wav", _AUDIO, "audio/wav", b"RIFF", 0, b"WAVE"),
    _Known("pdf", _FILE, "application/pdf", b"%PDF-"),
)
_BY_NAME: Final = {
    "docx": (_ZIP, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": (_ZIP, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "pptx": (_ZIP, "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    "ofd": (_ZIP, "application/ofd"),
    "zip": (_ZIP, "application/zip"),
    "doc": (_OLE, "application/msword"),
    "xls": (_OLE, "application/vnd.ms-excel"),
    "ppt": (_OLE, "application/vnd.ms-powerpoint"),
    "wps": (_OLE, "application/vnd.ms-works"),
}
"""Files of one family: which of them it is, its name says."""


class Content(NamedTuple):
    """What a file is."""

    ending: str
    kind: MaterialKind
    media_type: str


def content_of(body: bytes, name: str) -> Content:
    """What a file is. Raises ``BadMaterialFile``."""
    if not body:
        raise _refused("是空文件")
    found = next(filter(None, (_by_bytes(body), _by_name(body, name))), None)
    if found is None:
        raise _refused("不是收得下的类型：图片、MP4 视频、MP3 等音频、PDF、Office、WPS、OFD、ZIP")
    if len(body) > MOST[found.kind]:
        raise _refused(f"超过 {MOST[found.kind] // _MB} MB")
    return found


def _by_bytes(body: bytes) -> Content | None:
    for one in KNOWN:
        if body[one.at :].startswith(one.begins) and body[8:].startswith(one.and_then):
            return Content(one.ending, one.kind, one.media_type)
    return None


def _by_name(body: bytes, name: str) -> Content | None:
    ending = PurePath(name).suffix.lstrip(".").lower()
    begins, media_type = _BY_NAME.get(ending, (b"", ""))
    return Content(ending, _FILE, media_type) if begins and body.startswith(begins) else None


def _refused(problem: str) -> BadMaterialFile:
    return BadMaterialFile(f"这个文件{problem}。", fields=[Field("upload", problem)])
