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
from dev.problem import run
from dev.progress import step

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

SOURCE: Final = ROOT / "layers/files/fonts"
HOME: Final = ROOT / ".local/rongmei_fonts"
"""As the layer has it: a folder beside the libraries (``chalicelib/printing/fonts.py``)."""
WEIGHTS: Final = {"Regular": 400, "Bold": 700}
_FIRST: Final = "noto-sans-sc-chinese-simplified-{weight}-normal.woff2"
_REST: Final = "noto-sans-sc-*-{weight}-normal.woff2"


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
    """One font of all pieces of a weight: glyphs and their widths, without the rules of typesetting, which nothing reads."""
    from fontTools.ttLib import TTFont

    first = _FIRST.format(weight=weight)
    font = TTFont(files / first)
    order, known = font.getGlyphOrder(), dict(font.getBestCmap())
    for file in sorted(files.glob(_REST.format(weight=weight))):
        if file.name != first:
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
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    glyphs = piece.getGlyphSet()
    for code, glyph in sorted(piece.getBestCmap().items()):
        if code in known:
            continue
        name = f"u{code:05X}"
        pen = TTGlyphPen(None)
        glyphs[glyph].draw(_flat(pen, glyphs))
        font["glyf"].glyphs[name] = pen.glyph()
        font["hmtx"].metrics[name] = piece["hmtx"].metrics[glyph]
        order.append(name)
        known[code] = name


def _flat(pen: object, glyphs: object) -> object:
    """A pen that draws composed glyphs as plain outlines: their parts have other names in the whole font."""
    from fontTools.pens.basePen import DecomposingPen

    class Flat(DecomposingPen):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__(glyphs)
            for method in ("moveTo", "lineTo", "curveTo", "qCurveTo", "closePath", "endPath"):
                setattr(self, method, getattr(pen, method))

    return Flat()


def main() -> None:
    print(build())


if __name__ == "__main__":
    run(main)
