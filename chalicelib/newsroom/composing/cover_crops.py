"""The part of a cover that is shown: 2.35:1 on a first or lone article, 1:1 on the others (draft/add's pic_crop)."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Final

from chalicelib.newsroom.composing.limits import COVER_HEIGHT, COVER_WIDTH
from chalicelib.newsroom.models import Finding, Severity

if TYPE_CHECKING:
    from chalicelib.newsroom.composing.imaging import Ready

RATIOS: Final = {"crop_235_1": 2.35, "crop_1_1": 1.0}
TOLERANCE: Final = 0.03
"""Largest relative difference between the shape of a given box and the shape that WeChat shows."""
GAIN: Final = 1.15
"""The box leaves the middle only for a place with so many times the detail."""
_THUMB: Final = 96
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?|\.\d+")


def crops(cover: Ready, given: dict[str, str]) -> tuple[dict[str, str], list[Finding]]:
    """Both boxes as ``X1_Y1_X2_Y2``; ``given`` holds those that the author chose, in per cent."""
    boxes: dict[str, str] = {}
    findings: list[Finding] = []
    for name, ratio in RATIOS.items():
        if name not in given:
            boxes[name] = _written(best(cover, ratio))
            continue
        box = chosen(given[name], cover.width / cover.height, ratio)
        if isinstance(box, str):
            findings.append(Finding(where=name, what=box))
        else:
            boxes[name] = _written(box)
    return boxes, findings + _small(cover, boxes)


def chosen(text: str, shape: float, ratio: float) -> tuple[float, ...] | str:
    """Left, top, right, bottom in per cent → 0 to 1; or the fault, in one sentence."""
    numbers = [float(one) / 100 for one in _NUMBER.findall(text)]
    if len(numbers) != 4 or "-" in text:
        return "应是四个百分数：左 上 右 下，例如 0 10 100 52.5"
    left, top, right, bottom = numbers
    if not (left < right <= 1 and top < bottom <= 1):
        return "左应小于右、上应小于下，都在 0 到 100 之间"
    found = (right - left) / (bottom - top) * shape
    if abs(found / ratio - 1) > TOLERANCE:
        return f"裁出来是 {found:.2f}:1，应是 {ratio:g}:1"
    return tuple(numbers)


def best(cover: Ready, ratio: float) -> tuple[float, float, float, float]:
    """The box of that shape with most to see; the middle, unless another place has clearly more."""
    shape = cover.width / cover.height
    across = shape > ratio
    part = ratio / shape if across else shape / ratio
    start = _start(_detail(cover.body, across), part)
    return (start, 0.0, start + part, 1.0) if across else (0.0, start, 1.0, start + part)


def _start(detail: list[int], part: float) -> float:
    """Where a window over ``part`` of the detail begins, from 0 to 1 - part."""
    middle = (1 - part) / 2
    window = max(1, round(part * len(detail)))
    places = len(detail) - window
    if places <= 0:
        return middle
    sums = [sum(detail[n : n + window]) for n in range(places + 1)]
    richest = max(range(len(sums)), key=lambda n: (sums[n], -abs(n - places / 2)))
    if sums[richest] < GAIN * sums[round(places / 2)] or sums[richest] == 0:
        return middle
    return (1 - part) * richest / places


def _detail(body: bytes, across: bool) -> list[int]:
    """How much changes from pixel to pixel, by column (``across``) or by row."""
    from PIL import Image, ImageFilter

    with Image.open(io.BytesIO(body)) as opened:
        small = opened.convert("L").resize((_THUMB, _THUMB))
    # The filter's outermost pixels are the picture itself, not its edges.
    edges = small.filter(ImageFilter.FIND_EDGES).crop((1, 1, _THUMB - 1, _THUMB - 1))
    side, levels = _THUMB - 2, edges.tobytes()
    rows = [levels[n * side : (n + 1) * side] for n in range(side)]
    return (
        [sum(column) for column in zip(*rows, strict=True)]
        if across
        else [sum(row) for row in rows]
    )


def _written(box: tuple[float, ...]) -> str:
    return "_".join(f"{min(1.0, max(0.0, part)):.6f}".rstrip("0").rstrip(".") for part in box)


def _small(cover: Ready, boxes: dict[str, str]) -> list[Finding]:
    if "crop_235_1" not in boxes:
        return []
    left, top, right, bottom = (float(part) for part in boxes["crop_235_1"].split("_"))
    width, height = round((right - left) * cover.width), round((bottom - top) * cover.height)
    if width >= COVER_WIDTH and height >= COVER_HEIGHT:
        return []
    what = (
        f"封面偏小：裁成 2.35:1 后是 {width}×{height} 像素，建议至少 {COVER_WIDTH}×{COVER_HEIGHT}"
    )
    return [Finding(where="cover", what=what, severity=Severity.WARNING)]
