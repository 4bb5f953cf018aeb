"""Draws the pictures of the demo's articles: ``python -m demo.covers``.

The results are kept with the articles, so that nobody needs the fonts (Debian's ``fonts-noto-cjk``) to run the demo.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

PICTURES = Path(__file__).parent / "articles" / "pictures"
SERIF = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc"
SANS = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
SIMPLIFIED = 2
"""Which of the collection's fonts has mainland forms."""

WIDTH, HEIGHT = 900, 383
"""What WeChat shows at the head of a message."""

FINE = 3
"""Drawn this many times larger and shrunk: Pillow's shapes have no smooth edges."""

Colour = str
Draw = ImageDraw.ImageDraw


@dataclass(frozen=True)
class Look:
    """One cover: its words, its colours, and what is drawn on the right."""

    file: str
    column: str
    title: tuple[str, ...]
    line: str
    ground: Colour
    ink: Colour
    accent: Colour
    tones: tuple[Colour, ...]
    motif: Callable[[Draw, Look], None]


def main() -> None:
    """Draw every picture anew."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for look in LOOKS:
        _save(_cover(look), look.file)
    _save(_steps(), "huisuan-steps.jpg")


def _cover(look: Look) -> Image.Image:
    image = Image.new("RGB", (WIDTH * FINE, HEIGHT * FINE), look.ground)
    draw = ImageDraw.Draw(image)
    look.motif(draw, look)
    _box(draw, (64, 66, 70, 92), look.accent)
    _text(draw, (84, 64), look.column, SANS, 21, look.accent)
    for number, line in enumerate(look.title):
        _text(draw, (60, 118 + number * 74), line, SERIF, 58, look.ink)
    _text(draw, (64, 298), look.line, SANS, 20, look.ink)
    return image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


def _ridges(draw: Draw, look: Look) -> None:
    """云岭: a sun behind ridges that fade into the distance."""
    _circle(draw, (690, 140), 62, look.accent)
    for depth, tone in enumerate(look.tones):
        base, reach = 205 + depth * 48, 46 - depth * 5
        points = [(400.0 + depth * 22, float(HEIGHT))]
        for x in range(400 + depth * 22, WIDTH + 4, 4):
            rise = math.sin(min(1.0, (x - 400 - depth * 22) / 260) * math.pi / 2)
            wave = math.sin(x / (74 - depth * 9) + depth * 2.1) + 0.45 * math.sin(x / 29 + depth)
            points.append((x, HEIGHT - (HEIGHT - base + wave * reach * 0.7) * rise))
        points.append((WIDTH + 4, HEIGHT))
        draw.polygon([(x * FINE, y * FINE) for x, y in points], fill=tone)


def _slips(draw: Draw, look: Look) -> None:
    """发票: three slips, one before the other, the foremost with its lines."""
    for number, tone in enumerate(look.tones):
        left, top = 660 - number * 58, 52 + number * 34
        draw.rounded_rectangle(
            _scaled((left, top, left + 196, top + 236)), radius=14 * FINE, fill=tone
        )
    left, top = 544, 120
    _circle(draw, (left + 146, top + 50), 24, look.accent)
    for number, width in enumerate((78, 146, 146, 110, 60)):
        y = top + (44 if number == 0 else 70 + number * 30)
        _box(draw, (left + 24, y, left + 24 + width, y + 9), look.tones[0])


def _arcs(draw: Draw, look: Look) -> None:
    """宣讲: rings of seats round a stage."""
    middle = (708, 318)
    for ring, tone in enumerate(look.tones):
        radius = 262 - ring * 52
        seats = 21 - ring * 4
        for seat in range(seats):
            angle = math.pi * (seat + 0.5) / seats
            at = (
                middle[0] - radius * math.cos(angle),
                middle[1] - radius * math.sin(angle),
            )
            lit = (ring, seat) in {(1, 12), (2, 4), (0, 6), (3, 6)}
            _circle(draw, at, 15, look.accent if lit else tone)
    _circle(draw, middle, 40, look.ink)


def _steps() -> Image.Image:
    """The picture inside the first article: three steps in a row."""
    width, height = 1080, 420
    image = Image.new("RGB", (width * FINE, height * FINE), "#F4F1EA")
    draw = ImageDraw.Draw(image)
    _box(draw, (236, 147, 844, 150), "#BFD3CB")
    steps = (
        ("1", "打开 App", "进入综合所得年度汇算"),
        ("2", "核对数据", "收入、扣除、已缴税额"),
        ("3", "确认结果", "多退少补，提交完成"),
    )
    for number, (mark, title, line) in enumerate(steps):
        x = 200 + number * 340
        _circle(draw, (x, 148), 62, "#1F6F54" if number < 2 else "#D98E3F")
        _text(draw, (x, 146), mark, SERIF, 56, "#FFFFFF", anchor="mm")
        _text(draw, (x, 268), title, SERIF, 38, "#1D3B31", anchor="mm")
        _text(draw, (x, 326), line, SANS, 25, "#5C6F68", anchor="mm")
    return image.resize((width, height), Image.Resampling.LANCZOS)


def _text(
    draw: Draw,
    at: tuple[float, float],
    words: str,
    face: str,
    size: int,
    colour: Colour,
    anchor: str = "la",
) -> None:
    font = ImageFont.truetype(face, size * FINE, index=SIMPLIFIED)
    draw.text((at[0] * FINE, at[1] * FINE), words, font=font, fill=colour, anchor=anchor)


def _circle(draw: Draw, at: tuple[float, float], radius: float, colour: Colour) -> None:
    x, y = at
    draw.ellipse(_scaled((x - radius, y - radius, x + radius, y + radius)), fill=colour)


def _box(draw: Draw, box: tuple[float, float, float, float], colour: Colour) -> None:
    draw.rectangle(_scaled(box), fill=colour)


def _scaled(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    return (box[0] * FINE, box[1] * FINE, box[2] * FINE, box[3] * FINE)


def _save(image: Image.Image, name: str) -> None:
    image.save(PICTURES / name, quality=88, optimize=True)


LOOKS = (
    Look(
        file="huisuan.jpg",
        column="办税指南",
        title=("年度汇算", "三步就好"),
        line="云岭省税务局",
        ground="#F4F1EA",
        ink="#1D3B31",
        accent="#D98E3F",
        tones=("#BFD3CB", "#7FAE9D", "#3F8A70", "#1F6F54"),
        motif=_ridges,
    ),
    Look(
        file="fapiao.jpg",
        column="一问一答",
        title=("数电发票", "开错怎么办"),
        line="云岭省税务局",
        ground="#173A54",
        ink="#F6F3EC",
        accent="#F0B45B",
        tones=("#2C5A78", "#6F9AB3", "#F6F3EC"),
        motif=_slips,
    ),
    Look(
        file="xuetang.jpg",
        column="纳税人学堂",
        title=("个体工商户", "专场开课"),
        line="云岭省青溪市税务局",
        ground="#7A2E2A",
        ink="#FBF3E6",
        accent="#F2C36B",
        tones=("#93453C", "#A65A4C", "#B9705D", "#CB8871"),
        motif=_arcs,
    ),
)

if __name__ == "__main__":
    main()
