"""Raw HTML with every element's place noted, and the tags in it that WeChat would strip."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urlsplit

from chalicelib.newsroom.composing.sources.source import ADDRESS, AT

_DECLARATION: Final = re.compile(r"<!--.*?(?:-->|\Z)|<[!?][^<>]*>", re.DOTALL)
_PROPERTY: Final = re.compile(r"(?:^|;)\s*[A-Za-z-]+\s*:")
VIDEO_HOSTS: Final = ("v.qq.com", "mp.weixin.qq.com")
"""Players in an ``iframe`` that become a video's placeholder."""


@dataclass(frozen=True)
class Met:
    """A tag and the line it stands on."""

    tag: str
    line: int


def placed(html: str, first_line: int) -> tuple[str, list[Met]]:
    """The same HTML with ``data-at`` on every start tag, without comments; and the tags met."""
    # Comments and Word's conditional sections go first, their lines stay.
    bare = _DECLARATION.sub(lambda found: "\n" * found.group().count("\n"), html)
    marker = _Marker(first_line)
    marker.feed(bare.replace("<!", "&lt;!").replace("<?", "&lt;?"))
    marker.close()
    return "".join(marker.parts), marker.met


class _Marker(HTMLParser):
    def __init__(self, first_line: int) -> None:
        super().__init__(convert_charrefs=False)
        self.first_line = first_line
        self.parts: list[str] = []
        self.met: list[Met] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.first_line + self.getpos()[0] - 1
        kept = [(name, value) for name, value in attrs if name != AT]
        if not (tag == "iframe" and _plays(dict(kept))):
            self.met.append(Met(tag, line))
        address = dict(attrs).get("href") if tag == "a" else _source(tag, dict(attrs))
        if address is not None:
            kept = [*((name, value) for name, value in kept if name != ADDRESS), (ADDRESS, address)]
        kept = [(name, _looks(value) if name == "style" else value) for name, value in kept]
        written = "".join(f' {name}="{escape(value or "")}"' for name, value in kept)
        self.parts.append(f'<{tag} {AT}="第 {line} 行"{written}>')
        if tag == "iframe":
            # An iframe that its author forgot to close would swallow the rest as its own text.
            self.parts.append("</iframe>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # `<br/>` is one line break; written as a pair it would be two.
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag != "iframe":
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_entityref(self, name: str) -> None:
        self.parts.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.parts.append(f"&#{name};")


def _looks(style: str | None) -> str:
    """A style with its properties in lower case, as the filter knows them."""
    return _PROPERTY.sub(lambda found: found[0].lower(), style or "")


def _source(tag: str, attrs: dict[str, str | None]) -> str | None:
    """A picture's address; editors that load lazily keep it apart."""
    return (attrs.get("data-src") or attrs.get("src")) if tag == "img" else None


def _plays(attrs: dict[str, str | None]) -> bool:
    if attrs.get("data-mpvid"):
        return True
    try:
        return urlsplit(attrs.get("data-src") or attrs.get("src") or "").hostname in VIDEO_HOSTS
    except ValueError:
        return False
