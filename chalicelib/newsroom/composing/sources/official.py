"""Official documents (公文) say by font and place what other documents say by styles: title, headings, signature.

After GB/T 9704: 一、 in 黑体, （一） in 楷体, the title centred and larger than the text, the signature on the right.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from chalicelib.word_files import Align, Block, Look, Paragraph, Role, Words

_NUMERAL: Final = "[一二三四五六七八九十百]{1,4}"
_MARKS: Final = (
    (1, re.compile(rf"\s*{_NUMERAL}、")),
    (1, re.compile(rf"\s*第{_NUMERAL}[章编部]")),
    (2, re.compile(rf"\s*第{_NUMERAL}节")),
    (2, re.compile(rf"\s*[（(]{_NUMERAL}[）)]")),
)
"""Beginnings of headings, and the level of each."""
_HEADING_FONT: Final = re.compile("黑体|simhei|heiti|楷|kaiti|simkai", re.IGNORECASE)
_TITLE_FONT: Final = re.compile("小标宋")
_LONGEST_HEADING: Final = 50
_LONGEST_SIGNATURE: Final = 40
_ENDS: Final = "。：；:;"
_NUMBER: Final = re.compile(
    r"[\u4e00-\u9fff（）()\s]{1,20}[〔\[（(【﹝]\s*\d{4}\s*[〕\]）)】﹞]\s*第?\s*\d+\s*号"
)
_ABOVE: Final = re.compile(r"^(?:\d{6}|(?:绝密|机密|秘密|特急|加急|平急|特提)\S{0,6}|签发人.*)$")
"""What stands above the head of an official document: 份号, 密级, 紧急程度, 签发人."""
_DATE: Final = re.compile(
    r"^(?:\d{4}|[一二三四五六七八九〇○零]{4})年(?:\d{1,2}|[一二三四五六七八九十]{1,3})月"
    r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})日$"
)
_BODY_POINTS: Final = 10.5
"""The size of text in a document that says none."""
_LARGER: Final = 1.15
_TITLE_LINES: Final = 4
_SIGNATURE_LINES: Final = 4
_TO_THE_RIGHT: Final = 150
"""Points of blanks or indent from which a signature is meant to stand on the right."""
_WITHIN: Final = 8
"""Filled paragraphs among which the title is looked for."""


def title(blocks: Sequence[Block]) -> list[Paragraph]:
    """The first centred lines that are larger than the text; red heads and document numbers above them are passed."""
    shown = [one for one in blocks if isinstance(one, Paragraph) and one.filled]
    text = _text_points(shown)
    lines: list[Paragraph] = []
    for one in shown[:_WITHIN]:
        if not lines and (_red(one) or _above(one)):
            continue
        if not _titled(one, text) or len(lines) == _TITLE_LINES:
            break
        if lines and abs(_points(one) - _points(lines[0])) > 1:
            break
        lines.append(one)
    return lines


def recognise(blocks: Sequence[Block]) -> None:
    """Give headings their level and signatures their place, where fonts and blanks alone say them."""
    shown = [one for one in blocks if isinstance(one, Paragraph) and one.filled]
    for one in shown:
        if one.role is Role.BODY and not one.heading:
            _head(one)
    for at, one in enumerate(shown):
        if _DATE.match("".join(one.words.split())):
            for line in reversed(shown[max(0, at - _SIGNATURE_LINES + 1) : at + 1]):
                if not _signs(line):
                    break
                line.align = Align.RIGHT


def _head(paragraph: Paragraph) -> None:
    label = paragraph.label.text if paragraph.label and not paragraph.label.bullet else ""
    text = label + paragraph.words
    level = next((level for level, mark in _MARKS if mark.match(text)), 0)
    if not level:
        return
    pieces = [one for one in paragraph.pieces if not isinstance(one, Words) or one.text.strip()]
    leading = 0
    while leading < len(pieces) and _stands_out(pieces[leading]):
        leading += 1
    bare = text.strip()
    alone = len(bare) <= _LONGEST_HEADING and "。" not in bare.rstrip("。")
    if leading == len(pieces) and alone and "\n" not in bare:
        paragraph.heading = level
    elif leading and leading < len(pieces):
        # The heading and its text share a paragraph: （一）提高认识。各单位……
        first = {id(one) for one in pieces[:leading]}
        paragraph.pieces = [
            replace(one, look=replace(one.look, bold=True))
            if id(one) in first and isinstance(one, Words)
            else one
            for one in paragraph.pieces
        ]


def _stands_out(piece: object) -> bool:
    if not isinstance(piece, Words):
        return False
    return piece.look.bold or _HEADING_FONT.search(piece.look.font) is not None


def _titled(paragraph: Paragraph, text: float) -> bool:
    if paragraph.align is not Align.CENTRE or paragraph.role is not Role.BODY:
        return False
    if paragraph.words.strip().endswith(("。", "；", "！")) or not paragraph.words.strip():
        return False
    small = _TITLE_FONT.search(_looks(paragraph)[0].font) is not None
    return small or _points(paragraph) >= text * _LARGER


def _above(paragraph: Paragraph) -> bool:
    words = paragraph.words.strip()
    return _NUMBER.match(words) is not None or _ABOVE.match(words) is not None


def _red(paragraph: Paragraph) -> bool:
    """Whether all words are red: the head of the authority."""
    return all(_is_red(look.colour) for look in _looks(paragraph))


def _is_red(colour: str) -> bool:
    if not colour:
        return False
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return red >= 0x90 and max(green, blue) <= 0x60


def _signs(paragraph: Paragraph) -> bool:
    """Whether a short line was pushed to the right, by alignment, indent or blanks."""
    words = paragraph.words
    short = len(words.strip()) <= _LONGEST_SIGNATURE and not words.rstrip().endswith(tuple(_ENDS))
    if not short or paragraph.heading or paragraph.label or paragraph.align is Align.CENTRE:
        return False
    blanks = words[: len(words) - len(words.lstrip())]
    half = (_points(paragraph) or _BODY_POINTS) / 2
    pushed = sum(8 if one == "\t" else 2 if _wide(one) else 1 for one in blanks) * half
    return paragraph.align is Align.RIGHT or paragraph.indent + pushed >= _TO_THE_RIGHT


def _wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in "WF"


def _looks(paragraph: Paragraph) -> list[Look]:
    found = [one.look for one in paragraph.pieces if isinstance(one, Words) and one.text.strip()]
    return found or [paragraph.base]


def _points(paragraph: Paragraph) -> float:
    return max(look.points for look in _looks(paragraph))


def _text_points(shown: Sequence[Paragraph]) -> float:
    """The size in which most of a document is written; centred lines don't count."""
    sizes: Counter[float] = Counter()
    for one in shown:
        if one.align is not Align.CENTRE:
            for piece in one.pieces:
                if isinstance(piece, Words):
                    sizes[piece.look.points] += len(piece.text)
    most = sizes.most_common(1)
    return (most[0][0] if most else 0) or _BODY_POINTS
