"""Charts and a cover as pictures, for an article. They hold digits alone: no function has a Chinese font, so words stand in
the text around them (docs/decisions/0214)."""

from __future__ import annotations

import io
from collections.abc import Iterable
from math import ceil, floor, log10
from typing import Final, NamedTuple

from PIL import Image, ImageDraw, ImageFont

from chalicelib.reports.chart_colours import COLOURS
from chalicelib.reports.models import Chart, ChartLook, Report

_WIDTH: Final = 1080
_HEIGHT: Final = 620
_BAR: Final = 64
"""Pixels of one lying bar with its space."""
_PAPER: Final = "#FFFFFF"
_INK: Final = "#444444"
_GRID: Final = "#DDE3EA"
_SCALE: Final = 2
"""Drawn so much larger and made smaller, so that slanted lines are smooth."""


class _Frame(NamedTuple):
    """Where values lie on a picture, in drawn pixels."""

    left: float
    top: float
    right: float
    bottom: float


def chart_picture(chart: Chart) -> bytes:
    """A chart as PNG, 1080 pixels wide. Lines break where a value is not known."""
    lying = chart.look is ChartLook.BAR
    high = max(160, 40 + _BAR * len(chart.labels)) if lying else _HEIGHT
    canvas = _Canvas(_WIDTH, high)
    if lying:
        _lying(canvas, chart)
    else:
        _standing(canvas, chart)
    return canvas.png()


def cover_picture(report: Report) -> bytes:
    """The cover of an article: the days of the report, over its first chart as a silhouette. PNG, 1800 by 766."""
    canvas = _Canvas(1800, 766, paper="#164B86")
    chart = next((b for one in report.sections for b in one.blocks if isinstance(b, Chart)), None)
    values = [one or 0 for one in chart.series[0].values] if chart else []
    most = max(values, default=0) or 1
    for number, value in enumerate(values):
        wide = 1800 / len(values)
        canvas.box(number * wide + 8, 760 - 330 * value / most, (number + 1) * wide - 8, 766, "#2E6FB5")  # fmt: skip
    canvas.box(0, 0, 1800, 24, "#D9822B")
    since, until = report.period.since, report.period.until
    canvas.text(900, 190, f"{since.year}", 96, "#BFD4EA")
    canvas.text(900, 330, f"{since.month}.{since.day} - {until.month}.{until.day}", 150, "#FFFFFF")
    return canvas.png()


class _Canvas:
    """A picture that is drawn on, in its own pixels."""

    def __init__(self, width: int, height: int, paper: str = _PAPER) -> None:
        self.width, self.height = width, height
        self._image = Image.new("RGB", (width * _SCALE, height * _SCALE), paper)
        self._draw = ImageDraw.Draw(self._image)

    def line(self, points: Iterable[tuple[float, float]], colour: str, width: float) -> None:
        """A line through points, in pixels."""
        told = [(x * _SCALE, y * _SCALE) for x, y in points]
        self._draw.line(told, fill=colour, width=round(width * _SCALE), joint="curve")

    def box(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        """A filled box; one without a height is left out."""
        if right > left and bottom > top:
            self._draw.rectangle([one * _SCALE for one in (left, top, right, bottom)], fill=colour)

    def dot(self, x: float, y: float, colour: str) -> None:
        """The mark of one value."""
        reach = 7 * _SCALE
        x, y = x * _SCALE, y * _SCALE
        self._draw.ellipse([x - reach, y - reach, x + reach, y + reach], fill=colour)

    def text(
        self, x: float, y: float, text: str, size: float, colour: str = _INK, at: str = "mm"
    ) -> None:
        """Digits; ``at`` says which point of them lies at ``x`` and ``y`` (Pillow's anchors)."""
        font = ImageFont.load_default(size * _SCALE)
        self._draw.text((x * _SCALE, y * _SCALE), text, fill=colour, font=font, anchor=at)

    def png(self) -> bytes:
        """The picture."""
        made = self._image.resize((self.width, self.height), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        made.quantize(64).save(out, "PNG", optimize=True)
        return out.getvalue()


def _standing(canvas: _Canvas, chart: Chart) -> None:
    """Lines or columns over days."""
    values = [one for series in chart.series for one in series.values if one is not None]
    top, step = scale_of(max(values, default=0))
    frame = _Frame(40 + 17 * len(f"{top:,.0f}"), 40, canvas.width - 40, canvas.height - 70)
    high, wide = frame.bottom - frame.top, frame.right - frame.left
    for number in range(round(top / step) + 1):
        y = frame.bottom - high * number * step / top
        canvas.line([(frame.left, y), (frame.right, y)], _GRID, 2)
        canvas.text(frame.left - 14, y, f"{number * step:,.0f}", 28, at="rm")
    slot = wide / max(len(chart.labels), 1)
    every = ceil(len(chart.labels) / 10)
    for number, label in enumerate(chart.labels):
        if number % every == 0:
            canvas.text(frame.left + slot * (number + 0.5), frame.bottom + 34, label, 28)
    for number, series in enumerate(chart.series):
        colour = _colour(number)
        if chart.look is ChartLook.LINE:
            run: list[tuple[float, float]] = []
            for place, value in enumerate([*series.values, None]):
                if value is not None:
                    run.append(
                        (frame.left + slot * (place + 0.5), frame.bottom - high * value / top)
                    )
                    continue
                if len(run) > 1:
                    canvas.line(run, colour, 5)
                for x, y in run:
                    canvas.dot(x, y, colour)
                run = []
        else:
            one = slot * 0.7 / len(chart.series)
            for place, value in enumerate(series.values):
                left = frame.left + slot * (place + 0.15) + one * number
                canvas.box(left, frame.bottom - high * (value or 0) / top, left + one, frame.bottom, colour)  # fmt: skip
    canvas.line([(frame.left, frame.bottom), (frame.right, frame.bottom)], _INK, 2)


def _lying(canvas: _Canvas, chart: Chart) -> None:
    """A ranking: each bar with its number in the list (the names stand in the text) and its value."""
    values = [one or 0 for one in chart.series[0].values]
    most = max(values, default=0) or 1
    left, right = 80, canvas.width - 60 - 17 * len(f"{most:,.0f}")
    for number, value in enumerate(values):
        y = 20 + _BAR * (number + 0.5)
        canvas.text(left - 20, y, f"{number + 1}", 30, at="rm")
        end = left + (right - left) * value / most
        canvas.box(left, y - 20, max(end, left + 2), y + 20, _colour(0))
        canvas.text(end + 14, y, f"{value:,.0f}", 28, at="lm")


def scale_of(most: float) -> tuple[float, float]:
    """The end of an axis that holds a value, and its step: four to six round steps, whole numbers."""
    if most <= 0:
        return 4, 1
    rough = most / 5
    power = 10 ** floor(log10(rough)) if rough >= 1 else 1
    step = next(power * one for one in (1, 2, 5, 10) if power * one >= rough)
    return ceil(most / step) * step, step


def _colour(number: int) -> str:
    return f"#{COLOURS[number % len(COLOURS)]}"
