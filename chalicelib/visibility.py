"""What a page hides from its readers: pure rules of HTML and CSS, for every tree that is read.

A reader walks down the tree and carries a ``Look`` along::

    look = seen(look_of_parent, tag, attributes, rules_of(page))
    if look.hides_words: …
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

Rules = Mapping[str, Mapping[str, str]]
"""``.class``, ``#id`` or a tag → its looks, from a page's own ``<style>``."""

PROPERTIES: Final = frozenset(
    "background background-color background-image clip clip-path color display font-size height left mso-hide opacity"
    " overflow position text-indent top visibility width".split()
)
"""The style properties that are looked at."""

_STYLE: Final = re.compile(r"<style\b[^>]*>(.*?)</style", re.IGNORECASE | re.DOTALL)
_RULE: Final = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SIMPLE: Final = re.compile(r"^(?:[.#][\w-]+|[a-z][a-z0-9]*)$", re.IGNORECASE)
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_MOST_RULES: Final = 2000
_NUMBER: Final = re.compile(r"^(-?(?:\d+\.?\d*|\.\d+))")
_FAR: Final = -500
"""Pixels beyond the edge from which nobody sees anything."""
_WHITE: Final = re.compile(
    r"^(?:white|transparent|snow|ivory|#f{3,4}|#f{6}|#f{8}|rgba?\(\s*25[0-5]\s*,\s*25[0-5]\s*,\s*25[0-5]\b.*|rgba\(.*,\s*0(?:\.0+)?\s*\))$"
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
    pale: bool = False
    """White words."""
    ground: bool = False
    """A background on which white words can be read."""

    @property
    def hides_words(self) -> bool:
        """Whether words that stand here are hidden."""
        return self.gone or self.unseen or self.tiny or (self.pale and not self.ground)

    @property
    def hides_pictures(self) -> bool:
        """Whether a picture that stands here is hidden."""
        return self.gone or self.unseen


SHOWN: Final = Look()


def rules_of(page: str) -> Rules:
    """The simple rules of a page's style elements; others are passed over."""
    found: dict[str, dict[str, str]] = {}
    for sheet in _STYLE.findall(page):
        for selectors, body in _RULE.findall(_COMMENT.sub("", sheet))[:_MOST_RULES]:
            looks = looks_of(body)
            for selector in selectors.split(","):
                if looks and _SIMPLE.match(selector.strip()):
                    found.setdefault(selector.strip(), {}).update(looks)
    return found


def looks_of(style: str) -> dict[str, str]:
    """The properties of a ``style`` that are looked at; the later of two counts."""
    looks = {}
    for part in style.split(";"):
        name, _, value = part.partition(":")
        name = name.strip().lower()
        if name in PROPERTIES:
            looks[name] = value.partition("!")[0].strip().lower()
    return looks


def seen(parent: Look, tag: str, attributes: Mapping[str, str], rules: Rules) -> Look:
    """The look of an element below ``parent``; ``attributes`` are its own, names in lower case."""
    if parent.gone:
        return parent
    looks = _looks(tag, attributes, rules)
    names = {attributes.get("id", ""), *_classes(attributes)}
    if _gone(attributes, looks):
        return Look(gone=True)
    unseen, tiny, pale = parent.unseen, parent.tiny, parent.pale
    if "visibility" in looks and not names & _CONTAINERS:
        unseen = looks["visibility"] in ("hidden", "collapse")
    if "font-size" in looks:
        tiny = _size(looks["font-size"]) == 0
    colour = looks.get("color") or attributes.get("color", "").lower()
    if colour and colour != "inherit":
        pale = _WHITE.match(colour) is not None
    return Look(False, unseen, tiny, pale, parent.ground or _has_ground(looks, attributes))


def _looks(tag: str, attributes: Mapping[str, str], rules: Rules) -> dict[str, str]:
    looks: dict[str, str] = {}
    if rules:
        keys: Iterable[str] = (
            tag,
            *(f".{one}" for one in _classes(attributes)),
            f"#{attributes.get('id', '')}",
        )
        for key in keys:
            looks.update(rules.get(key, {}))
    looks.update(looks_of(attributes.get("style", "")))
    return looks


def _classes(attributes: Mapping[str, str]) -> list[str]:
    return attributes.get("class", "").split()


def _gone(attributes: Mapping[str, str], looks: Mapping[str, str]) -> bool:
    if "hidden" in attributes or looks.get("display") == "none" or looks.get("mso-hide") == "all":
        return True
    if _size(looks.get("opacity", "")) == 0 or _size(looks.get("text-indent", "")) < _FAR:
        return True
    if looks.get("position") in ("absolute", "fixed"):
        if min(_size(looks.get("left", "")), _size(looks.get("top", ""))) < _FAR:
            return True
        if re.match(r"rect\(\s*[01](?:px)?[\s,]+[01](?:px)?[\s,]", looks.get("clip", "")):
            return True
    if re.match(r"inset\(\s*(?:50|100)%", looks.get("clip-path", "")):
        return True
    folded = looks.get("overflow") == "hidden"
    return folded and 0 in (_size(looks.get("height", "")), _size(looks.get("width", "")))


def _has_ground(looks: Mapping[str, str], attributes: Mapping[str, str]) -> bool:
    grounds = [looks.get(name, "") for name in ("background", "background-color")]
    grounds.append(attributes.get("bgcolor", "").lower())
    picture = looks.get("background-image", "none") not in ("none", "")
    return picture or any(one and one != "none" and not _WHITE.match(one) for one in grounds)


def _size(value: str) -> float:
    """The number at the head of a length; not 0 where there is none."""
    found = _NUMBER.match(value)
    return float(found[1]) if found else 1.0
