"""Styles: what a document says of looks, from the defaults down to the single run (ECMA-376 part 1, 17.7)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple

from chalicelib.word_files.model import Look, Role
from chalicelib.word_files.names import inner, is_on, number, on, q, val

_DEEPEST: Final = 20
_HEADING: Final = re.compile(r"^(?:heading|标题)\s*([1-9])\b", re.IGNORECASE)
_ROLES: Final = {
    "title": Role.TITLE,
    "标题": Role.TITLE,
    "quote": Role.QUOTE,
    "intense quote": Role.QUOTE,
    "引用": Role.QUOTE,
    "明显引用": Role.QUOTE,
    "caption": Role.CAPTION,
    "题注": Role.CAPTION,
    "html preformatted": Role.CODE,
    "html 预设格式": Role.CODE,
}
_TOGGLES: Final = ("bold", "italic", "struck", "vanish", "caps")
"""Properties that a paragraph style and a character style switch back and forth (17.7.3)."""
_SWITCHES: Final = {
    "w:b": "bold",
    "w:i": "italic",
    "w:strike": "struck",
    "w:vanish": "vanish",
    "w:caps": "caps",
    "w:dstrike": "struck twice",
    "w:specVanish": "never shown",
    "w:webHidden": "not on pages",
}
_HIGHLIGHTS: Final = {
    "yellow": "#ffff00", "green": "#00ff00", "cyan": "#00ffff", "magenta": "#ff00ff", "blue": "#0000ff",
    "red": "#ff0000", "darkBlue": "#000080", "darkCyan": "#008080", "darkGreen": "#008000",
    "darkMagenta": "#800080", "darkRed": "#800000", "darkYellow": "#808000", "darkGray": "#808080",
    "lightGray": "#c0c0c0", "black": "#000000", "white": "#ffffff",
}  # fmt: skip
_COLOUR: Final = re.compile(r"[0-9A-Fa-f]{6}")


class RunLook(NamedTuple):
    """How a run looks, and whether Word shows it."""

    look: Look
    hidden: bool
    not_on_pages: bool
    """``w:webHidden``: page numbers of a table of contents."""
    capitals: bool
    symbol_font: str
    """The font of its other characters, which may be one of symbols."""


@dataclass(frozen=True, slots=True)
class Style:
    """A style as it is defined."""

    id: str
    name: str
    based_on: str
    ppr: Any
    rpr: Any


class Styles:
    """All styles of a document."""

    def __init__(self, root: Any, theme: Any) -> None:
        """``root`` and ``theme`` are the parts, or None."""
        self._styles: dict[str, Style] = {}
        self.usual = {"paragraph": "", "character": "", "table": ""}
        """The style of what names none, by kind."""
        self._theme = theme
        self._layers: dict[str, dict[str, Any]] = {}
        self._bases: dict[tuple[str, str, str], dict[str, Any]] = {}
        self._defaults: dict[str, Any] = {}
        for one in () if root is None else root.iterchildren(q("w:style")):
            self._add(one)
        if root is not None:
            self._defaults = self._read(inner(root, "w:docDefaults", "w:rPrDefault", "w:rPr"))

    def _add(self, one: Any) -> None:
        name = one.get(q("w:styleId")) or ""
        self._styles[name] = Style(
            name,
            (val(one, "w:name") or "").strip().lower(),
            val(one, "w:basedOn") or "",
            inner(one, "w:pPr"),
            inner(one, "w:rPr"),
        )
        kind = one.get(q("w:type")) or ""
        if one.get(q("w:default")) is not None and is_on(one.get(q("w:default"))):
            self.usual[kind] = name

    def chain(self, name: str) -> Iterator[Style]:
        """A style and those it is based on, the nearest first."""
        for _ in range(_DEEPEST):
            style = self._styles.get(name)
            if style is None:
                return
            yield style
            name = style.based_on

    def paragraph(self, name: str, *path: str) -> Any:
        """The nearest element down a path of the paragraph properties that a style gives; None if none gives it."""
        for style in self.chain(name):
            found = inner(style.ppr, *path)
            if found is not None:
                return found
        return None

    def role(self, name: str) -> Role:
        """The part of a paragraph of a style."""
        roles = (_ROLES.get(style.name) for style in self.chain(name))
        return next((role for role in roles if role is not None), Role.BODY)

    def heading(self, name: str) -> int:
        """The level of a heading style; 0 for any other."""
        for style in self.chain(name):
            found = _HEADING.match(style.name)
            if found:
                return int(found.group(1))
        return 0

    def list_of(self, name: str) -> str | None:
        """The ``w:numId`` that a style gives."""
        found = self.paragraph(name, "w:numPr", "w:numId")
        return None if found is None else val(found)

    def run(self, direct: Any, paragraph: str, table: str = "") -> RunLook:
        """The look of a run with these direct properties, in a paragraph and a table of these styles."""
        named = val(direct, "w:rStyle") or ""
        return _shown({**self._base(named, paragraph, table), **self._read(direct)})

    def _base(self, named: str, paragraph: str, table: str) -> dict[str, Any]:
        """What the styles of a run make together."""
        key = (named, paragraph, table)
        if key not in self._bases:
            layers = [self._layer(one) for one in (table, paragraph, named)]
            base: dict[str, Any] = dict(self._defaults)
            for layer in layers:
                base.update(layer)
            for toggle in _TOGGLES:
                switched = sum(bool(layer.get(toggle)) for layer in layers) % 2 == 1
                base[toggle] = switched or bool(self._defaults.get(toggle))
            self._bases[key] = base
        return self._bases[key]

    def _layer(self, name: str) -> dict[str, Any]:
        """The properties of a style and of those it is based on."""
        if name not in self._layers:
            made: dict[str, Any] = {}
            for style in reversed(list(self.chain(name))):
                made.update(self._read(style.rpr))
            self._layers[name] = made
        return self._layers[name]

    def _read(self, rpr: Any) -> dict[str, Any]:
        """Run properties by our names, as far as they are given."""
        found: dict[str, Any] = {}
        if rpr is None:
            return found
        for tag, name in _SWITCHES.items():
            given = on(rpr, tag)
            if given is not None:
                found[name] = given
        for tag, name in (
            ("w:u", "underline"),
            ("w:em", "emphasis"),
            ("w:vertAlign", "raised"),
            ("w:sz", "size"),
        ):
            given_value = val(rpr, tag)
            if given_value is not None:
                found[name] = given_value
        if (colour := val(rpr, "w:color")) is not None:
            found["colour"] = f"#{colour.lower()}" if _COLOUR.fullmatch(colour) else ""
        if (highlight := val(rpr, "w:highlight")) is not None:
            found["highlight"] = _HIGHLIGHTS.get(highlight, "")
        if (shade := inner(rpr, "w:shd")) is not None:
            found["shade"] = ground(shade)
        self._fonts(inner(rpr, "w:rFonts"), found)
        return found

    def _fonts(self, fonts: Any, found: dict[str, Any]) -> None:
        if fonts is None:
            return
        for attribute, name in (
            ("w:eastAsia", "font"),
            ("w:ascii", "letters"),
            ("w:hAnsi", "letters"),
        ):
            given = fonts.get(q(attribute))
            if given and not (
                name == "letters" and fonts.get(q("w:ascii")) and attribute == "w:hAnsi"
            ):
                found[name] = given
        theme = fonts.get(q("w:eastAsiaTheme"))
        if theme:
            found["font"] = self._theme_font("major" if theme.startswith("major") else "minor")

    def _theme_font(self, size: str) -> str:
        """The Chinese font of a theme."""
        fonts = None if self._theme is None else next(self._theme.iter(q(f"a:{size}Font")), None)
        if fonts is None:
            return ""
        given = inner(fonts, "a:ea")
        if given is not None and given.get("typeface"):
            return str(given.get("typeface"))
        scripts = {
            one.get("script"): one.get("typeface") for one in fonts.iterchildren(q("a:font"))
        }
        return str(scripts.get("Hans") or "")


def ground(shade: Any) -> str:
    """The colour of a shading, as ``#rrggbb``; empty for none."""
    solid = shade.get(q("w:val")) == "solid"
    colour = shade.get(q("w:color" if solid else "w:fill")) or ""
    return f"#{colour.lower()}" if _COLOUR.fullmatch(colour) else ""


def _shown(all_: dict[str, Any]) -> RunLook:
    raised = {"superscript": "sup", "subscript": "sub"}.get(all_.get("raised", ""), "")
    look = _look(
        bool(all_.get("bold")) or all_.get("emphasis", "none") != "none",
        bool(all_.get("italic")),
        all_.get("underline", "none") != "none",
        bool(all_.get("struck")) or bool(all_.get("struck twice")),
        raised,
        all_.get("colour", ""),
        all_.get("highlight") or all_.get("shade") or "",
        all_.get("font", ""),
        number(all_.get("size")) / 2,
    )
    return RunLook(
        look,
        bool(all_.get("vanish")) or bool(all_.get("never shown")),
        bool(all_.get("not on pages")),
        bool(all_.get("caps")),
        all_.get("letters", ""),
    )


@lru_cache(maxsize=4096)
def _look(*parts: Any) -> Look:
    return Look(*parts)
