"""A drawing as SVG, without scripts, styles or fonts of its own: a strict page shows it."""

from __future__ import annotations

from html import escape

from chalicelib.mindmaps.colours import BACK, WORDS, colour_of
from chalicelib.mindmaps.layout import Box, Drawing, Joint


def svg(drawing: Drawing, style: str, title: str) -> str:
    """The whole element; ``title`` is what somebody hears who does not see it."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(drawing.width)} {_n(drawing.height)}" '
        f'role="img" aria-label="{escape(title)}" font-family="sans-serif">',
        f'<rect width="100%" height="100%" fill="{BACK}"/>',
        *(_joint(one, style) for one in drawing.joints),
        *(_box(one, style) for one in drawing.boxes),
        "</svg>",
    ]
    return "".join(parts)


def bend(joint: Joint) -> tuple[tuple[float, float], tuple[float, float]]:
    """The two points that pull the curve of a joint."""
    middle = (joint.start[0] + joint.end[0]) / 2
    return (middle, joint.start[1]), (middle, joint.end[1])


def _joint(joint: Joint, style: str) -> str:
    points = (joint.start, *bend(joint), joint.end)
    (a, b, c, d) = (f"{_n(x)} {_n(y)}" for x, y in points)
    width = 3 if joint.depth == 1 else 2
    colour = colour_of(style, joint.branch)
    return f'<path d="M{a}C{b} {c} {d}" fill="none" stroke="{colour}" stroke-width="{width}"/>'


def _box(box: Box, style: str) -> str:
    colour = colour_of(style, box.branch)
    frame = f'x="{_n(box.x)}" y="{_n(box.y)}" width="{_n(box.width)}" height="{_n(box.height)}"'
    if box.depth < 2:
        shape = f'<rect {frame} rx="{8 if box.depth else 14}" fill="{colour}"/>'
    else:
        y = _n(box.y + box.height)
        shape = f'<path d="M{_n(box.x)} {y}h{_n(box.width)}" stroke="{colour}" stroke-width="2"/>'
    weight = ' font-weight="bold"' if box.depth < 2 else ""
    words = BACK if box.depth < 2 else WORDS
    lines = "".join(
        '<text x="{}" y="{}">{}</text>'.format(*map(_n, box.line_at(n)), escape(line))
        for n, line in enumerate(box.lines)
    )
    return f'{shape}<g fill="{words}" font-size="{box.size}"{weight}>{lines}</g>'


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
