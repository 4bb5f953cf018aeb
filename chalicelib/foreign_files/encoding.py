"""The text of a file in one of the encodings that Chinese offices use: UTF-8, UTF-16, GBK, Big5 where a page says so.

What a file says of itself is often wrong: pages saved anew keep the old name, Word's call UTF-8 ``unicode``. So the
bytes decide, and the name only where they fit both.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from chalicelib.foreign_files.refusal import FileRefused

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""The longer mark first: that of UTF-32 begins like that of UTF-16."""
_NAMED: Final = re.compile(
    rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_-]{3,20})""", re.IGNORECASE
)
_GBK: Final = frozenset({b"gb2312", b"gbk", b"gb18030", b"gb_2312-80", b"x-gbk", b"cp936"})
_BIG5: Final = frozenset({b"big5", b"big5-hkscs", b"x-x-big5", b"cp950"})
_HEAD: Final = 4096
"""Bytes within which a page names its encoding."""
_MOSTLY: Final = 20
"""Characters of UTF-8 for each broken byte, from which a file is a broken UTF-8 and not another encoding."""
_WIDE: Final = re.compile("[\u0800-\uffff\U00010000-\U0010ffff]")
_WHAT_TO_DO: Final = "请用原来的软件打开，另存为 UTF-8"


def decoded(body: bytes) -> str:
    """The text of a file, without its mark. Raises ``FileRefused``."""
    return _decoded(body, b"")


def decoded_page(body: bytes) -> str:
    """The text of an HTML page. The encoding that it names counts where its bytes fit several.

    Raises ``FileRefused``.
    """
    named = _NAMED.search(body[:_HEAD])
    return _decoded(body, named[1].lower() if named else b"")


def _decoded(body: bytes, named: bytes) -> str:
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return _strictly(body, encoding)
    wide = _wide(body)
    if wide:
        return _strictly(body, wide)
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        return _in_chinese(body, named, error)
    # Chinese in UTF-8 takes three bytes, which GBK seldom allows. Where there are but two, the page's word counts.
    if named in _GBK and not text.isascii() and not _WIDE.search(text):
        return _strictly(body, "gb18030")
    return text


def _in_chinese(body: bytes, named: bytes, error: UnicodeDecodeError) -> str:
    """The text of a file that is no UTF-8."""
    loose = body.decode(errors="replace")
    broken = loose.count("\ufffd")
    if len(_WIDE.findall(loose)) - broken > _MOSTLY * broken:
        # GBK may take such bytes for other characters: nobody would see what became of the words.
        line = body.count(b"\n", 0, error.start) + 1
        raise FileRefused(f"文字编码是 UTF-8，但第 {line} 行有损坏的字节；{_WHAT_TO_DO}")
    text = _strictly(body, "big5hkscs" if named in _BIG5 else "gb18030")
    if "\0" in text:
        raise FileRefused(f"这不是文本文件，或者用了读不出的编码；{_WHAT_TO_DO}")
    return text


def _wide(body: bytes) -> str:
    """The kind of UTF-16 of a file without a mark; empty for any other. Its first characters are ASCII: ``<``, ``-``."""
    first = body[:4]
    if len(first) < 4 or len(body) % 2:
        return ""
    if first[1] == first[3] == 0 and first[0] and first[2]:
        return "utf-16-le"
    return "utf-16-be" if first[0] == first[2] == 0 and first[1] and first[3] else ""


def _strictly(body: bytes, encoding: str) -> str:
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding.startswith("utf"):
            name = encoding.removesuffix("-sig").upper().removesuffix("-LE").removesuffix("-BE")
            raise FileRefused(
                f"文字编码写明是 {name}，但里面有损坏的字节；{_WHAT_TO_DO}"
            ) from error
        raise FileRefused("文字编码既不是 UTF-8 也不是 GBK，请另存为 UTF-8") from error
