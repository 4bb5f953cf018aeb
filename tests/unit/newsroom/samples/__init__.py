"""Three articles as editors write them, with the pictures that they show drawn on the spot."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw

from tests.unit.newsroom.images import image, written

HERE: Final = Path(__file__).parent
NAMES: Final = ("政策解读", "你问我答", "办事指南")


def _drawn(size: tuple[int, int], colour: str, seed: int) -> Image.Image:
    made = Image.new("RGB", size, colour)
    pen, rng = ImageDraw.Draw(made), random.Random(seed)  # noqa: S311 - a picture, no secret
    for _ in range(12):
        left, top = rng.randrange(size[0]), rng.randrange(size[1])
        tint = tuple(rng.randrange(256) for _ in range(3))
        pen.rectangle((left, top, left + size[0] // 6, top + size[1] // 5), fill=tint)
    return made


def laid_out(folder: Path) -> list[Path]:
    """The three files in ``folder``, with their pictures; returns their paths."""
    wide = _drawn((1200, 600), "#dfe9f5", 1)
    pictures = {
        "封面.png": written(_drawn((1800, 900), "#0b5cad", 7)),
        "入口.jpg": written(wide, "JPEG", exif=_turned()),
        "步骤.webp": written(wide, "WEBP"),
        "banner.png": written(_drawn((600, 200), "#ffe9c7", 3)),
        "step2.bmp": written(wide, "BMP"),
        "step3.gif": written(wide, "GIF"),
        # 3000 noisy pixels a side: far above a megabyte.
        "流程.png": written(Image.effect_noise((3000, 1500), 80).convert("RGB")),
        **{f"step{n}.png": image(size=(750, 400), colour=(n * 40, 120, 200)) for n in (1, 4, 5)},
    }
    for name, body in pictures.items():
        (folder / name).write_bytes(body)
    paths = []
    for name in NAMES:
        path = folder / f"{name}.md"
        path.write_text((HERE / f"{name}.md").read_text("utf-8"), "utf-8")
        paths.append(path)
    return paths


def _turned() -> Image.Exif:
    """As a phone that was held upright writes it."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif
