"""A poster as a picture: four designs, each a function that places its parts on one canvas.

The same poster in the same colours gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from chalicelib.posters import qr
from chalicelib.posters.errors import BadPoster
from chalicelib.posters.fit import Fitted, Fonts, fitted
from chalicelib.posters.models import Colours, Poster, PosterDesign

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

WIDTH: Final = 1080
SIZES: Final = {"poster.png": (WIDTH, 1440), "poster-tall.png": (WIDTH, 1920)}
"""Name of the file → width and height."""
MOST_BYTES: Final = 400_000
_SIDE: Final = 84
"""Pixels left and right of what is written."""
_STRIP: Final = 300
"""Height of the foot: the code, its label and the issuer."""
_PALETTE: Final = 64


class Board(NamedTuple):
    """What a design draws on, and with."""

    picture: Image
    pen: ImageDraw
    fonts: Fonts
    poster: Poster
    colours: Colours

    @property
    def height(self) -> int:
        """Of the picture."""
        return self.picture.height

    @property
    def foot(self) -> int:
        """Where the foot begins."""
        return self.height - _STRIP


def drawn(
    poster: Poster, colours: Colours, size: tuple[int, int], paths: Mapping[str, Path]
) -> bytes:
    """The picture (PNG); ``paths`` are the font files, ``regular`` and ``bold``.

    Raises ``BadPoster`` where words do not fit, or the code cannot be read back from it."""
    from PIL import Image, ImageDraw, ImageFont

    @lru_cache(maxsize=64)
    def fonts(weight: str, pixels: int) -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(paths[weight], pixels)

    picture = Image.new("RGB", size, colours.page)
    board = Board(picture, ImageDraw.Draw(picture), fonts, poster, colours)
    _DESIGNS[poster.design](board)
    code = _foot(board)
    # Flat colours need few: a third of the bytes, and the code stays black on white.
    few = picture.quantize(_PALETTE, dither=Image.Dither.NONE)
    out = io.BytesIO()
    few.save(out, "PNG", optimize=True)
    body = out.getvalue()
    if code is not None:
        with Image.open(io.BytesIO(body)) as again:
            qr.check(again.convert("RGB"), code)
    if len(body) > MOST_BYTES:
        raise BadPoster("海报图片太大，请减少文字。")
    return body


def cover(
    mark: str, title: str, lines: Sequence[str], colours: Colours, paths: Mapping[str, Path]
) -> bytes:
    """A cover, 900 by 500: what it is, its title, some lines. Raises ``BadPoster`` where words do not fit."""
    from PIL import Image, ImageDraw, ImageFont

    @lru_cache(maxsize=64)
    def fonts(weight: str, pixels: int) -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(paths[weight], pixels)

    picture = Image.new("RGB", (900, 500), colours.head)
    pen = ImageDraw.Draw(picture)
    board = Board(picture, pen, fonts, Poster(), colours)
    pen.ellipse((620, -180, 1080, 280), fill=_mixed(colours.head, colours.on_head, 0.1))
    tag = fitted(
        mark, fonts, name="标记", weight="bold", width=200, height=60, largest=36, least=28
    )
    wide = round(tag.font.getlength(mark)) + 48
    pen.rounded_rectangle((60, 60, 60 + wide, 118), 29, fill=colours.on_head)
    _write(board, tag, 60 + wide // 2, 60 + (58 - tag.leading) // 2, colours.head, centred=True)
    words = fitted(title, fonts, name="标题", weight="bold", width=780, height=190, largest=68, least=36)  # fmt: skip
    top = _write(board, words, 60, 146, colours.on_head)
    top = max(top + 12, 500 - 48 - 46 * len(lines))
    for line in lines:
        part = fitted(line, fonts, name=f"“{line[:8]}…”", weight="regular", width=780, height=46, largest=32, least=22)  # fmt: skip
        top = _write(board, part, 60, top, colours.on_head)
    few = picture.quantize(_PALETTE, dither=Image.Dither.NONE)
    out = io.BytesIO()
    few.save(out, "PNG", optimize=True)
    return out.getvalue()


def _policy(board: Board) -> None:
    """政策一句话: the sentence on a coloured ground, what follows from it below."""
    poster, colours = board.poster, board.colours
    has = bool(poster.lines)
    edge = round(board.foot * (0.46 if has else 1))
    board.pen.rectangle((0, 0, WIDTH, edge), fill=colours.head)
    board.pen.rectangle((0, board.foot, WIDTH, board.height), fill=colours.card)
    top = 120
    if poster.day:
        top = _line(board, poster.day, top, "日期", size=40, colour=colours.on_head) + 28
    board.pen.rectangle((_SIDE, top, _SIDE + 96, top + 8), fill=colours.on_head)
    words = _fit(board, poster.headline, "标题", edge - top - 84, largest=112, least=46)
    _write(board, words, _SIDE, top + 44, colours.on_head)
    if has:
        _list(board, edge + 60, board.foot - 40)


def _number(board: Board) -> None:
    """数字海报: one number, so large that nobody misses it."""
    poster, colours = board.poster, board.colours
    board.pen.rectangle((0, 0, WIDTH, 20), fill=colours.head)
    top = 96
    if poster.day:
        top = _line(board, poster.day, top, "日期", size=38, colour=colours.quiet) + 16
    room = round(board.foot * 0.22)
    words = _fit(board, poster.headline, "标题", room, largest=76, least=48)
    top = _write(board, words, _SIDE, top, colours.text) + 40
    big = fitted(
        poster.number, board.fonts, name="数字", weight="bold", width=WIDTH - 2 * _SIDE - 80,
        height=round(board.foot * 0.3), largest=330, least=120, leading=1.15,
    )  # fmt: skip
    note = 90 if poster.number_note else 0
    box = top, top + big.height + note + 70
    board.pen.rounded_rectangle((_SIDE, box[0], WIDTH - _SIDE, box[1]), 32, fill=colours.head)
    _write(board, big, WIDTH // 2, top + 24, colours.on_head, centred=True)
    if poster.number_note:
        _line(board, poster.number_note, top + 34 + big.height, "数字说明", size=46, colour=colours.on_head, centred=True)  # fmt: skip
    if poster.lines:
        _list(board, box[1] + 50, board.foot - 30)
    board.pen.rectangle((0, board.foot, WIDTH, board.height), fill=colours.card)


def _season(board: Board) -> None:
    """节气、节日: a sun over hills, and a wish."""
    poster, colours = board.poster, board.colours
    board.pen.rectangle((0, 0, WIDTH, board.foot), fill=colours.head)
    middle, radius = (WIDTH // 2, round(board.foot * 0.27)), 250
    board.pen.ellipse(_circle(middle, radius), fill=_mixed(colours.head, colours.on_head, 0.1))
    board.pen.ellipse(_circle(middle, radius - 46), outline=_mixed(colours.head, colours.on_head, 0.45), width=4)  # fmt: skip
    day = fitted(
        poster.day or poster.headline[:4], board.fonts, name="节气或节日", weight="bold", width=2 * radius - 150,
        height=2 * radius - 200, largest=132, least=56, leading=1.2,
    )  # fmt: skip
    _write(board, day, middle[0], middle[1] - day.height // 2, colours.on_head, centred=True)
    for rise, share in ((-40, 0.14), (40, 0.24)):
        shade = _mixed(colours.head, colours.on_head, share)
        low = board.foot - 60 + rise
        board.pen.ellipse((-500, low, 760, low + 900), fill=shade)
        board.pen.ellipse((330, low + 40, 1600, low + 900), fill=shade)
    top = middle[1] + radius + 60
    words = _fit(board, poster.headline, "标题", 260, largest=84, least=48)
    top = _write(board, words, WIDTH // 2, top, colours.on_head, centred=True) + 20
    room = (board.foot - 80 - top) // max(1, len(poster.lines))
    for line in poster.lines:
        part = fitted(
            line, board.fonts, name=f"“{line[:8]}…”", weight="regular", width=WIDTH - 2 * _SIDE,
            height=room, largest=44, least=32,
        )  # fmt: skip
        top = _write(board, part, WIDTH // 2, top, colours.on_head, centred=True) + 6
    board.pen.rectangle((0, board.foot, WIDTH, board.height), fill=colours.card)


def _reminder(board: Board) -> None:
    """办税提醒: a sheet of a calendar, and what is to be done."""
    poster, colours = board.poster, board.colours
    board.pen.rectangle((0, 0, WIDTH, board.height), fill=colours.tint)
    card = (_SIDE - 30, 90, WIDTH - _SIDE + 30, board.foot - 30)
    board.pen.rounded_rectangle(card, 36, fill=colours.card, outline=colours.line, width=3)
    board.pen.rounded_rectangle((card[0], card[1], card[2], card[1] + 150), 36, fill=colours.head)
    board.pen.rectangle((card[0], card[1] + 80, card[2], card[1] + 150), fill=colours.head)
    for x in (card[0] + 200, card[2] - 200):
        board.pen.rounded_rectangle((x - 14, card[1] - 34, x + 14, card[1] + 44), 14, fill=colours.text)  # fmt: skip
    _line(board, "办税提醒", card[1] + 44, "标题", size=56, colour=colours.on_head, centred=True)
    top = card[1] + 190
    if poster.day:
        day = fitted(
            poster.day, board.fonts, name="日期", weight="bold", width=WIDTH - 2 * _SIDE - 60,
            height=190, largest=140, least=64, leading=1.15,
        )  # fmt: skip
        top = _write(board, day, WIDTH // 2, top, colours.link, centred=True) + 24
    words = _fit(board, poster.headline, "标题", 230, largest=72, least=44, inset=40)
    top = _write(board, words, WIDTH // 2, top, colours.text, centred=True) + 30
    board.pen.line((_SIDE + 20, top, WIDTH - _SIDE - 20, top), fill=colours.line, width=3)
    if poster.lines:
        _list(board, top + 36, card[3] - 30, inset=30)
    board.pen.rectangle((0, board.foot, WIDTH, board.height), fill=colours.card)


_DESIGNS: Final[dict[PosterDesign, Callable[[Board], None]]] = {
    PosterDesign.POLICY: _policy,
    PosterDesign.NUMBER: _number,
    PosterDesign.SEASON: _season,
    PosterDesign.REMINDER: _reminder,
}


def _foot(board: Board) -> qr.Placed | None:
    """The code at the right, its label and the issuer at the left."""
    poster, colours = board.poster, board.colours
    board.pen.line((0, board.foot, WIDTH, board.foot), fill=colours.line, width=2)
    code = None
    right = WIDTH - _SIDE
    if poster.code is not None:
        room = _STRIP - 40
        code = qr.placed(poster.code.url, 0, 0, room)
        code = code._replace(left=WIDTH - 60 - code.side, top=board.foot + (_STRIP - code.side) // 2)  # fmt: skip
        qr.draw(board.picture, code)
        right = code.left - 30
    wide = right - _SIDE
    parts: list[tuple[Fitted, str]] = []
    if poster.code is not None:
        label = fitted(poster.code.label, board.fonts, name="二维码说明", weight="bold", width=wide, height=70, largest=48, least=32)  # fmt: skip
        parts.append((label, colours.link))
    if poster.issuer:
        issuer = fitted(poster.issuer, board.fonts, name="发布单位", weight="regular", width=wide, height=110, largest=40, least=28)  # fmt: skip
        parts.append((issuer, colours.text))
    top = board.foot + (_STRIP - sum(one.height for one, _ in parts) - 14 * (len(parts) - 1)) // 2
    for words, colour in parts:
        top = _write(board, words, _SIDE, top, colour) + 14
    return code


def _list(board: Board, top: int, bottom: int, *, inset: int = 0) -> None:
    """The lines, each behind a mark, as large as all of them fit."""
    colours, lines = board.colours, board.poster.lines
    wide = WIDTH - 2 * (_SIDE + inset) - 56
    for size in range(60, 31, -2):
        gap = size // 2
        try:
            parts = [
                fitted(one, board.fonts, name=f"“{one[:8]}…”", weight="regular", width=wide, height=bottom - top, largest=size, least=size)
                for one in lines
            ]  # fmt: skip
        except BadPoster:
            continue
        if sum(part.height + gap for part in parts) - gap <= bottom - top:
            break
    else:
        raise BadPoster("正文太长，缩到最小的字也放不下。请删减一些字，或用长版海报。")
    for part in parts:
        mark = top + part.leading // 2
        left = _SIDE + inset
        board.pen.rounded_rectangle((left, mark - 11, left + 22, mark + 11), 6, fill=colours.link)
        top = _write(board, part, left + 56, top, colours.text) + gap


def _fit(board: Board, words: str, name: str, height: int, *, largest: int, least: int, inset: int = 0) -> Fitted:  # fmt: skip
    wide = WIDTH - 2 * (_SIDE + inset)
    return fitted(words, board.fonts, name=name, weight="bold", width=wide, height=height, largest=largest, least=least)  # fmt: skip


def _line(board: Board, words: str, top: int, name: str, *, size: int, colour: str, centred: bool = False) -> int:  # fmt: skip
    """One line; returns where the next may begin."""
    found = fitted(words, board.fonts, name=name, weight="bold", width=WIDTH - 2 * _SIDE, height=round(size * 1.4), largest=size, least=28)  # fmt: skip
    return _write(board, found, WIDTH // 2 if centred else _SIDE, top, colour, centred=centred)


def _write(board: Board, words: Fitted, left: int, top: int, colour: str, *, centred: bool = False) -> int:  # fmt: skip
    """Write lines from ``top``; returns where they end."""
    for line in words.lines:
        middle = top + words.leading // 2
        board.pen.text((left, middle), line, font=words.font, fill=colour, anchor="mm" if centred else "lm")  # fmt: skip
        top += words.leading
    return top


def _circle(middle: tuple[int, int], radius: int) -> tuple[int, int, int, int]:
    x, y = middle
    return x - radius, y - radius, x + radius, y + radius


def _mixed(one: str, other: str, share: float) -> str:
    """A colour with a share of another in it."""
    parts = (
        round(int(one[at : at + 2], 16) * (1 - share) + int(other[at : at + 2], 16) * share)
        for at in (1, 3, 5)
    )
    return "#" + "".join(f"{part:02x}" for part in parts)
