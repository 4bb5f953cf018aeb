"""``python -m dev.fonts``: Noto Sans SC for what is printed and drawn, made of the pieces that its npm package has.

The package cuts the font into a hundred pieces for web pages; here they are one TrueType file for each weight again.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dev import page
from dev.alone import alone
from dev.hashes import hash_of
from dev.places import ROOT
from dev.problem import Problem, run
from dev.progress import step

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

SOURCE: Final = ROOT / "layers/files/fonts"
HOME: Final = ROOT / ".local/rongmei_fonts"
"""As the layer has it: a folder beside the libraries (``chalicelib/printing/fonts.py``)."""
WEIGHTS: Final = {"Regular": 400, "Bold": 700}
_FIRST: Final = "noto-sans-sc-chinese-simplified-{weight}-normal.woff"
_REST: Final = "noto-sans-sc-*-{weight}-normal.woff2"
_BOUNDS: Final = (
    *(("head", field, min) for field in ("xMin", "yMin")),
    *(("head", field, max) for field in ("xMax", "yMax")),
    *(("hhea", field, min) for field in ("minLeftSideBearing", "minRightSideBearing")),
    *(("hhea", field, max) for field in ("advanceWidthMax", "xMaxExtent")),
    *(("maxp", field, max) for field in ("maxPoints", "maxContours")),
)
"""What a font says of all its glyphs together: table, field, and which of two values holds for both."""


def build() -> Path:
    """The folder with both weights and the licence, made now if the lock changed; one process makes it at a time.

    Raises ``Problem``.
    """
    with alone(ROOT / ".local/fonts.lock"):
        return _built()


def _built() -> Path:
    mark = HOME / ".made-from"
    wanted = hash_of(SOURCE / "package-lock.json") + hash_of(Path(__file__))
    if mark.is_file() and mark.read_text() == wanted:
        return HOME
    with step("Making the fonts") as current:
        work = ROOT / ".local/fonts-work"
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(SOURCE, work, ignore=shutil.ignore_patterns("node_modules"))
        npm = page.node() / "lib/node_modules/npm/bin/npm-cli.js"
        page.call([str(npm), "ci", "--prefix", str(work), "--loglevel=http"], current)
        package = work / "node_modules/@fontsource/noto-sans-sc"
        shutil.rmtree(HOME, ignore_errors=True)
        HOME.mkdir(parents=True)
        for name, weight in WEIGHTS.items():
            _whole(package / "files", weight).save(HOME / f"NotoSansSC-{name}.ttf")
        shutil.copy(package / "LICENSE", HOME / "OFL.txt")
        shutil.rmtree(work)
        mark.write_text(wanted)
    return HOME


def _whole(files: Path, weight: int) -> TTFont:
    """One font of all pieces of a weight: glyphs and their widths, without the rules of typesetting, which nothing reads.

    Outlines are taken over as the bytes that they are; to draw them anew takes twice as long. The largest piece is read as
    WOFF, where they stand so. In WOFF2 they are packed, and unpacking takes nearly all of the time; the WOFF of the other
    pieces is no choice, it draws five thousand signs in another way.
    """
    from fontTools.ttLib import TTFont

    first = _FIRST.format(weight=weight)
    font = TTFont(files / first, recalcBBoxes=False, recalcTimestamp=False)
    order, known = font.getGlyphOrder(), dict(font.getBestCmap())
    for file in sorted(files.glob(_REST.format(weight=weight))):
        if not file.name.startswith(first.removesuffix(".woff")):
            _take(TTFont(file), font, order, known)
    font.setGlyphOrder(order)
    for table in font["cmap"].tables:
        table.cmap = {
            code: name for code, name in known.items() if table.format == 12 or code < 0x10000
        }
    for table in ("GSUB", "GPOS", "GDEF", "BASE", "STAT", "vhea", "vmtx", "prep", "gasp"):
        if table in font:
            del font[table]
    font.flavor = None
    return font


def _take(piece: TTFont, font: TTFont, order: list[str], known: dict[int, str]) -> None:
    new = {code: glyph for code, glyph in sorted(piece.getBestCmap().items()) if code not in known}
    if not new:
        return
    outlines, widths = piece["glyf"].glyphs, piece["hmtx"].metrics
    for code, glyph in new.items():
        if outlines[glyph].isComposite():
            raise Problem(f"The font draws U+{code:04X} of other glyphs, which have other names in the whole font.")  # fmt: skip
        outlines[glyph].trim()
        name = f"u{code:05X}"
        font["glyf"].glyphs[name] = outlines[glyph]
        font["hmtx"].metrics[name] = widths[glyph]
        order.append(name)
        known[code] = name
    for table, field, wider in _BOUNDS:
        setattr(
            font[table], field, wider(getattr(font[table], field), getattr(piece[table], field))
        )


def main() -> None:
    print(build())


if __name__ == "__main__":
    run(main)
