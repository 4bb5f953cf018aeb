"""A page with every element's place noted, and with names under which its foreign parts pass a parser for HTML."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urlsplit

from chalicelib.web_pages.foreign_parts import own_link, part_of
from chalicelib.web_pages.marks import ADDRESS, AT, KIND, PAGE, PART, WORDS

_DECLARATION: Final = re.compile(r"<!--.*?(?:-->|\Z)|<[!?][^<>]*>", re.DOTALL)
_PROPERTY: Final = re.compile(r"(?:^|;)\s*[A-Za-z-]+\s*:")
VIDEO_HOSTS: Final = ("v.qq.com", "mp.weixin.qq.com")
"""Players in an ``iframe`` that become a video's placeholder."""
_SAYS: Final = (
    "data-nickname", "data-title", "data-name", "data-desc", "data-miniprogram-title", "data-miniprogram-nickname",
    "data-music_name", "music_name", "title", "aria-label", "placeholder", "value", "alt", "name", "singer",
)  # fmt: skip
"""The attributes in which a foreign part says what it is."""
_LOOKED_AT: Final = frozenset({"style", "class", "hidden", "id"})
_VOID: Final = frozenset("input embed frame source track param".split())
_SKIPPED: Final = frozenset("title desc metadata style script annotation annotation-xml".split())
"""Elements of a drawing or a formula whose words are not shown."""
_RENAMED: Final = {"body": PAGE, "template": "x-template"}
_SHAPED: Final = frozenset({"svg", "math"})
_BREAKS_OUT: Final = frozenset(
    "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li menu nobr ol p pre"
    " ruby s section small span strike strong sub sup table tt u ul var".split()
)
"""Elements of HTML that end a drawing which its author forgot to close."""


def placed(html: str, first_line: int) -> str:
    """The same page with ``data-at`` on every start tag, without comments, with foreign parts as ``x-part``."""
    return Placing().placed(html, first_line)


class Placing:
    """Reads a page in pieces: a drawing may begin in one and end in another."""

    def __init__(self) -> None:
        self._marker = _Marker()

    def placed(self, html: str, first_line: int) -> str:
        """One piece, which begins on ``first_line``; as the function of the same name."""
        # Comments and Word's conditional sections go first, their lines stay.
        bare = _DECLARATION.sub(lambda found: "\n" * found.group().count("\n"), html)
        marker = self._marker
        marker.begin(first_line)
        marker.feed(bare.replace("<!", "&lt;!").replace("<?", "&lt;?"))
        marker.close()
        # What follows a script that does not end stays in the reader.
        if marker.skipped == "script" and (marker.unfinished + marker.rawdata).strip():
            marker.parts.append(f'</{PART}><{PART} {KIND}="script-open"></{PART}>')
        return "".join(marker.parts)


class _Marker(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.first_line = 1
        self.parts: list[str] = []
        self.shapes: list[str] = []
        """The open drawings, formulas and pieces of HTML in them."""
        self.skipped = ""
        self.unfinished = ""
        """What was skipped since a script began that has not ended."""
        self.begins_code = False

    def begin(self, first_line: int) -> None:
        """Another piece of the same page."""
        self.reset()
        self.first_line, self.parts, self.unfinished = first_line, [], ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.begins_code = False
        if self.skipped:
            return
        given = {name: value or "" for name, value in attrs if name != AT}
        place = f'{AT}="第 {self.first_line + self.getpos()[0] - 1} 行"'
        inside = self.shapes[-1] if self.shapes else ""
        if inside in _SHAPED and tag in _BREAKS_OUT:
            self.shapes.clear()
            self.parts.append(f"</{PART}>")
            inside = ""
        if inside in _SHAPED:
            self._shape(tag, inside, given, place)
        elif tag == "iframe" and _plays(given):
            # An iframe that its author forgot to close would swallow the rest as its own text.
            self.parts.append(f"<iframe {place}{_written(given)}></iframe>")
        elif part_of(tag) is not None:
            self._part(tag, given, place)
        elif tag in ("source", "track", "param"):
            pass
        else:
            self._plain(tag, given, place)

    def _plain(self, tag: str, given: dict[str, str], place: str) -> None:
        address = given.get("href") if tag == "a" else _source(tag, given)
        if tag == "a" and (own := own_link(given)):
            given = {**given, KIND: own}
        if address is not None:
            given = {**given, ADDRESS: address}
        name = _RENAMED.get(tag, tag)
        self.begins_code = tag == "pre"
        self.parts.append(f"<{name} {place}{_written(given)}>")

    def _part(self, tag: str, given: dict[str, str], place: str) -> None:
        if tag == "input" and given.get("type", "").lower() == "hidden":
            return
        says = next((given[name] for name in _SAYS if given.get(name, "").strip()), "")
        kept = _named(given)
        if tag in ("iframe", "video", "audio", "embed", "object"):
            kept["data-src"] = given.get("data-src") or given.get("src") or given.get("data", "")
        self.parts.append(f"<{PART} {place}{_written({**kept, KIND: tag, WORDS: says})}>")
        if tag in _VOID or tag == "iframe":
            self.parts.append(f"</{PART}>")
        if tag == "script":
            self.skipped = tag
        elif tag in _SHAPED:
            self.shapes.append(tag)

    def _shape(self, tag: str, inside: str, given: dict[str, str], place: str) -> None:
        kept = _named(given)
        if tag in _SKIPPED:
            self.skipped = tag
        elif tag == "foreignobject":
            self.shapes.append(tag)
            self.parts.append(f"<x-foreign {place}{_written(kept)}>")
        elif tag in _SHAPED:
            self._part(tag, given, place)
        elif tag == "image":
            address = given.get("href") or given.get("xlink:href", "")
            self.parts.append(f"<img {place}{_written({**kept, ADDRESS: address})}>")
        else:
            self.parts.append(f"<x-{tag} {place}{_written(kept)}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # `<br/>` is one line break; written as a pair it would be two. In drawings it is a pair.
        inside = self.shapes[-1] if self.shapes else ""
        self.handle_starttag(tag, attrs)
        if self.skipped == tag and inside in _SHAPED:
            self.skipped = ""
        elif tag != "script" and (inside in _SHAPED or part_of(tag) is not None):
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.skipped:
            if tag == self.skipped:
                self.skipped = self.unfinished = ""
                self.parts.append(f"</{PART}>" if tag == "script" and not self.shapes else "")
            return
        inside = self.shapes[-1] if self.shapes else ""
        if tag in self.shapes:
            while self.shapes.pop() != tag:
                pass
            self.parts.append("</x-foreign>" if tag == "foreignobject" else f"</{PART}>")
        elif inside in _SHAPED:
            self.parts.append(f"</x-{tag}>" if tag != "image" else "")
        elif tag != "iframe" and tag not in _VOID:
            name = PART if part_of(tag) is not None else _RENAMED.get(tag, tag)
            self.parts.append(f"</{name}>")

    def handle_data(self, data: str) -> None:
        if self.skipped:
            self.unfinished += data if self.skipped == "script" else ""
            return
        if self.begins_code and data.startswith("\n"):
            # The line break after `<pre>` is not shown: the code begins on the next line.
            self.parts[-1] = re.sub(r"第 (\d+) 行", _next_line, self.parts[-1], count=1)
        self.begins_code = False
        self.parts.append(data)

    def handle_entityref(self, name: str) -> None:
        if not self.skipped:
            self.parts.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        if not self.skipped:
            self.parts.append(f"&#{name};")


def _named(given: dict[str, str]) -> dict[str, str]:
    """The attributes that say whether something is seen."""
    return {name: value for name, value in given.items() if name in _LOOKED_AT}


def _next_line(found: re.Match[str]) -> str:
    return f"第 {int(found[1]) + 1} 行"


def _written(attributes: dict[str, str]) -> str:
    return "".join(
        f' {name}="{escape(_looks(value) if name == "style" else value)}"'
        for name, value in attributes.items()
    )


def _looks(style: str) -> str:
    """A style with its properties in lower case, as the filter knows them."""
    return _PROPERTY.sub(lambda found: found[0].lower(), style)


def _source(tag: str, attributes: dict[str, str]) -> str | None:
    """A picture's address; editors that load lazily keep it apart."""
    if tag != "img":
        return None
    names = ("data-src", "data-original", "data-lazy-src", "src")
    return next((attributes[name] for name in names if attributes.get(name)), None)


def _plays(attributes: dict[str, str]) -> bool:
    if attributes.get("data-mpvid"):
        return True
    try:
        address = attributes.get("data-src") or attributes.get("src") or ""
        return urlsplit(address).hostname in VIDEO_HOSTS
    except ValueError:
        return False
