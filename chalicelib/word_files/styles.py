"""Styles: what a document says of looks, from the defaults down to the single run (ECMA-376 part 1, 17.7)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple, TypeVar

from chalicelib.word_files.model import Look, Role
from chalicelib.word_files.names import inner, is_on, number, q, val

T = TypeVar("T")

_DEEPEST: Final = 20
_MOST_LOOKS: Final = 10_000
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
    q("w:b"): "bold",
    q("w:i"): "italic",
    q("w:strike"): "struck",
    q("w:vanish"): "vanish",
    q("w:caps"): "caps",
    q("w:dstrike"): "struck twice",
    q("w:specVanish"): "never shown",
    q("w:webHidden"): "not on pages",
}
_HIGHLIGHTS: Final = {
    "yellow": "#ffff00", "green": "#00ff00", "cyan": "#00ffff", "magenta": "#ff00ff", "blue": "#0000ff",
    "red": "#ff0000", "darkBlue": "#000080", "darkCyan": "#008080", "darkGreen": "#008000",
    "darkMagenta": "#800080", "darkRed": "#800000", "darkYellow": "#808000", "darkGray": "#808080",
    "lightGray": "#c0c0c0", "black": "#000000", "white": "#ffffff",
}  # fmt: skip
_COLOUR: Final = re.compile(r"[0-9A-Fa-f]{6}")
_VAL: Final = q("w:val")
_SHADE: Final = q("w:shd")
_FONTS: Final = q("w:rFonts")
_VALUES: Final = {
    q("w:u"): "underline",
    q("w:em"): "emphasis",
    q("w:vertAlign"): "raised",
    q("w:sz"): "size",
    q("w:color"): "colour",
    q("w:highlight"): "highlight",
}
_MADE: Final[dict[str, Callable[[str], str]]] = {
    "colour": lambda given: f"#{given.lower()}" if _COLOUR.fullmatch(given) else "",
    "highlight": lambda given: _HIGHLIGHTS.get(given, ""),
}


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
        self._runs: dict[Any, RunLook] = {}
        self._found: dict[Any, Any] = {}
        self._roles: dict[str, Role | None] = {}
        self._headings: dict[str, int | None] = {}
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
        found = self._found.setdefault(path, {})
        return self._nearest(name, found, lambda style: inner(style.ppr, *path))

    def _nearest(self, name: str, found: dict[str, T], own: Callable[[Style], T]) -> T | None:
        """What the nearest style says, of a style and those it is based on; ``found`` remembers it."""
        passed = []
        value = None
        while value is None and name in self._styles and name not in found:
            passed.append(name)
            # A style that is based on itself ends here.
            found[name] = value = own(self._styles[name])
            name = self._styles[name].based_on
        value = found.get(name) if value is None else value
        if value is not None:
            found.update(dict.fromkeys(passed, value))
        return value

    def known(self, name: str) -> str:
        """The paragraph style of this name, else the usual one."""
        return name if name in self._styles else self.usual["paragraph"]

    def role(self, name: str) -> Role:
        """The part of a paragraph of a style."""
        return self._nearest(name, self._roles, lambda style: _ROLES.get(style.name)) or Role.BODY

    def heading(self, name: str) -> int:
        """The level of a heading style; 0 for any other."""
        return self._nearest(name, self._headings, _heading) or 0

    def list_of(self, name: str) -> str | None:
        """The ``w:numId`` that a style gives."""
        found = self.paragraph(name, "w:numPr", "w:numId")
        return None if found is None else val(found)

    def run(self, direct: Any, paragraph: str, table: str = "") -> RunLook:
        """The look of a run with these direct properties, in a paragraph and a table of these styles."""
        # A document has few looks and many runs.
        given = () if direct is None else tuple((one.tag, *one.attrib.items()) for one in direct)
        key = (paragraph, table, given)
        found = self._runs.get(key)
        if found is None:
            named = val(direct, "w:rStyle") or ""
            found = _shown({**self._base(named, paragraph, table), **self._read(direct)})
            if len(self._runs) < _MOST_LOOKS:
                self._runs[key] = found
        return found

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
        above = []
        while name in self._styles and name not in self._layers:
            above.append(self._styles[name])
            self._layers[name] = {}
            name = above[-1].based_on
        made = self._layers.get(name, {})
        for style in reversed(above):
            made = {**made, **self._read(style.rpr)}
            self._layers[style.id] = made
        return made

    def _read(self, rpr: Any) -> dict[str, Any]:
        """Run properties by our names, as far as they are given."""
        found: dict[str, Any] = {}
        for one in () if rpr is None else rpr:
            given = one.get(_VAL)
            if (switch := _SWITCHES.get(one.tag)) is not None:
                found[switch] = is_on(given)
            elif (name := _VALUES.get(one.tag)) is not None and given is not None:
                found[name] = _MADE.get(name, str)(given)
            elif one.tag == _SHADE:
                found["shade"] = ground(one)
            elif one.tag == _FONTS:
                self._fonts(one, found)
        return found

    def _fonts(self, fonts: Any, found: dict[str, Any]) -> None:
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


def _heading(style: Style) -> int | None:
    found = _HEADING.match(style.name)
    return int(found.group(1)) if found else None


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
