"""What a page hides from its readers: pure rules of HTML and CSS, for every tree that is read.

A reader walks down the tree and carries a ``Look`` along; style sheets are written into the elements before::

    look = seen(look_of_parent, tag, attributes)
    if look.hides_words: …
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from chalicelib.web_pages.shades import WHITE, Shade, alike, clear, laid, opacity, shade
from chalicelib.web_pages.stylesheets import looks_of

_LENGTH: Final = re.compile(r"^([+-]?(?:\d+\.?\d*|\.\d+))(px|pt|em|rem|vw|vh|%)?")
_PIXELS: Final = {"px": 1.0, "pt": 1.33, "em": 16.0, "rem": 16.0, "vw": 4.0, "vh": 8.0, "%": 4.0}
_FAR: Final = -500
"""Pixels beyond the edge from which nobody sees anything."""
_DOT: Final = 2
"""Pixels below which neither letters nor pictures nor boxes can be made out."""
_FONT: Final = re.compile(r"(?:^|\s)0(?:px|pt|em)?(?:/|\s)")
_CUT: Final = re.compile(
    r"rect\(\s*[01](?:px)?[\s,]+[01](?:px)?[\s,]|inset\(\s*(?:50|100)%|circle\(\s*0"
)
_MOVED: Final = re.compile(r"translate(?:x|y|3d)?\(\s*(-\d+\.?\d*\w*)")
_SHRUNK: Final = re.compile(r"scale(?:x|y|3d)?\(\s*0?\.?0*\s*[,)]")
_PICTURE: Final = re.compile(r"url\(|gradient\(|image\(")
"""A background without one colour."""
_NEVER_SHOWN: Final = frozenset({"template", "x-template", "datalist"})
_COMMENTS: Final = frozenset({"comment", "comment-list"})
"""Word's remarks, as the value of its ``mso-element``."""
_COMMENT_CLASSES: Final = frozenset(
    "MsoCommentReference MsoCommentText msocomtxt msocomanchor msocomoff".split()
)
_CONTAINERS: Final = frozenset({"js_content", "rich_media_content"})
"""The id and class of WeChat's own container: it arrives hidden and is shown by a script."""


class Look(NamedTuple):
    """The part of an element's looks that decides whether its words are seen."""

    gone: bool = False
    """Neither it nor anything in it is shown."""
    unseen: bool = False
    """``visibility:hidden``; something in it may be shown again."""
    tiny: bool = False
    """``font-size:0``; something in it may be larger."""
    ink: Shade | None = None
    """The colour of the words; None: the page's own, or one that is not known."""
    clear: bool = False
    """Words without any colour."""
    ground: Shade | None = WHITE
    """The colour behind the words; None: a picture, or one that is not known."""

    @property
    def hides_words(self) -> bool:
        """Whether words that stand here are hidden."""
        return self.gone or self.unseen or self.tiny or self._pale

    @property
    def hides_pictures(self) -> bool:
        """Whether a picture that stands here is hidden."""
        return self.gone or self.unseen

    @property
    def _pale(self) -> bool:
        if self.ground is None:
            return False
        return self.clear or (self.ink is not None and alike(self.ink, self.ground))


SHOWN: Final = Look()


def seen(parent: Look, tag: str, attributes: Mapping[str, str]) -> Look:
    """The look of an element below ``parent``; ``attributes`` are its own, names in lower case."""
    if parent.gone:
        return parent
    looks = looks_of(attributes.get("style", ""))
    if {attributes.get("id", ""), *_classes(attributes)} & _CONTAINERS:
        looks.pop("visibility", None)
        looks.pop("opacity", None)
    if _gone(tag, attributes, looks):
        return Look(gone=True)
    unseen, tiny, ink, none = parent.unseen, parent.tiny, parent.ink, parent.clear
    if "visibility" in looks:
        unseen = looks["visibility"] in ("hidden", "collapse")
    if "font-size" in looks or "font" in looks:
        tiny = _is_tiny(looks)
    colour = looks.get("color") or attributes.get("color", "").lower()
    if colour and colour not in ("inherit", "currentcolor"):
        ink, none = shade(colour), clear(colour)
    return Look(False, unseen, tiny, ink, none, _ground(parent.ground, looks, attributes))


def _classes(attributes: Mapping[str, str]) -> list[str]:
    return attributes.get("class", "").split()


def _gone(tag: str, attributes: Mapping[str, str], looks: Mapping[str, str]) -> bool:
    if tag in _NEVER_SHOWN or (tag == "dialog" and "open" not in attributes):
        return True
    if "hidden" in attributes or looks.get("display") == "none" or looks.get("mso-hide") == "all":
        return True
    if looks.get("mso-element") in _COMMENTS or _COMMENT_CLASSES.intersection(_classes(attributes)):
        return True
    if tag == "img" and 0 <= _pixels(attributes.get("width", "")) < _DOT:
        return True
    return _faded(looks) or _outside(looks) or _folded(looks)


def _faded(looks: Mapping[str, str]) -> bool:
    opaque = _LENGTH.match(looks.get("opacity", "1"))
    shrunk = _SHRUNK.search(looks.get("transform", "")) is not None
    return shrunk or (opaque is not None and float(opaque[1]) == 0)


def _outside(looks: Mapping[str, str]) -> bool:
    moved = _MOVED.search(looks.get("transform", ""))
    places = [looks.get("text-indent", ""), looks.get("margin-left", ""), moved[1] if moved else ""]
    if looks.get("position") in ("absolute", "fixed", "relative"):
        places += [looks.get(side, "") for side in ("left", "top", "right", "bottom")]
    return any(_pixels(one, 0) < _FAR for one in places)


def _folded(looks: Mapping[str, str]) -> bool:
    """Cut off, or folded to nothing."""
    cut = looks.get("clip", "") if looks.get("position") in ("absolute", "fixed") else ""
    if _CUT.match(cut) or _CUT.match(looks.get("clip-path", "")):
        return True
    tall = any(
        looks.get(name, "").startswith(("hidden", "clip")) for name in ("overflow", "overflow-y")
    )
    wide = looks.get("overflow", "").startswith(("hidden", "clip"))
    return (
        tall and any(0 <= _pixels(looks.get(name, "")) < _DOT for name in ("height", "max-height"))
    ) or (wide and any(0 <= _pixels(looks.get(name, "")) < _DOT for name in ("width", "max-width")))


def _is_tiny(looks: Mapping[str, str]) -> bool:
    size = _LENGTH.match(looks.get("font-size", ""))
    if size is None:
        return "font-size" not in looks and _FONT.search(looks.get("font", "")) is not None
    limit = _DOT if size[2] in ("px", "pt", None) else 0.05
    return float(size[1]) < limit


def _ground(
    parent: Shade | None, looks: Mapping[str, str], attributes: Mapping[str, str]
) -> Shade | None:
    """The colour behind the words of an element: its own, else that behind its parent's."""
    if looks.get("background-image", "none") not in ("none", ""):
        return None
    behind = looks.get("background-color") or looks.get("background") or attributes.get("bgcolor")
    first = (behind or "").strip().lower()
    if not first or first in ("none", "inherit", "initial", "unset") or clear(first):
        return parent
    own = None if _PICTURE.search(first) else shade(first)
    share = opacity(first)
    if own is None or share >= 1:
        return own
    # A tint: what is seen is mixed with what is behind it.
    return None if parent is None else laid(own, share, parent)


def _pixels(value: str, otherwise: float = -1) -> float:
    """A length in pixels; ``otherwise`` where there is none."""
    found = _LENGTH.match(value.strip())
    return float(found[1]) * _PIXELS.get(found[2] or "px", 1.0) if found else otherwise
