"""What other programs wrote — Word, WPS, web pages, WeChat — as an editor's text, with a report of what was changed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Final

from chalicelib import people
from chalicelib.actor import Actor
from chalicelib.newsroom.articles import library
from chalicelib.newsroom.editor.files import is_key
from chalicelib.newsroom.editor.uploads import body_of, store_picture
from chalicelib.newsroom.errors import UnreadableFile
from chalicelib.newsroom.models import Written
from chalicelib.values import Value

if TYPE_CHECKING:
    from chalicelib.newsroom.composing.sources import Source

_STYLED: Final = re.compile(r"\s(?:style|class|bgcolor|face)\s*=", re.IGNORECASE)


class Taken(Value):
    """A foreign text as it goes into the editor."""

    written: Written
    changes: tuple[str, ...]
    """What is no longer as it was, in Chinese phrases."""


def take_pasted(unit: str, html: str, *, by: Actor, now: datetime) -> Taken:
    """HTML from the clipboard. Raises ``UnreadableFile``, ``PermissionDenied`` or ``UnknownUnit``."""
    from chalicelib.newsroom.composing.sources import read_html

    people.require(by, "newsroom:article:write", unit)
    taken = _taken(read_html(html), _Pictures(unit, by, now))
    styled = len(_STYLED.findall(html))
    report = [f"去掉了 {styled} 处字体、字号等样式，改用本单位的版式"] if styled else []
    # A clipboard's title is that of the page it was copied from.
    written = taken.written.model_copy(update={"fields": {}})
    return Taken(written=written, changes=(*report, *taken.changes))


def take_file(unit: str, upload: str, name: str, *, by: Actor, now: datetime) -> Taken:
    """A .docx, .md or .html that was uploaded. Raises ``UnreadableFile``, ``PermissionDenied`` or ``UnknownUnit``."""
    from chalicelib.foreign_files.encoding import decoded, decoded_page
    from chalicelib.foreign_files.refusal import FileRefused
    from chalicelib.newsroom.composing import sources

    people.require(by, "newsroom:article:write", unit)
    body, kind = body_of(upload, by=by), name.rsplit(".", 1)[-1].lower()
    pictures = _Pictures(unit, by, now)
    try:
        if kind == "docx":
            return _taken(sources.read_word(body), pictures)
        if kind in ("html", "htm"):
            return _taken(sources.read_html(decoded_page(body)), pictures)
        if kind in ("md", "markdown", "txt"):
            return _plain(decoded(body))
    except FileRefused as refused:
        raise UnreadableFile(f"读不了 {name}：{refused}。") from refused
    raise UnreadableFile(
        f"读不了 {name}：可用 .docx、.md、.txt、.html 文件。旧的 .doc 请先另存为 .docx。"
    )


def _plain(text: str) -> Taken:
    from chalicelib.newsroom.composing import frontmatter

    if not frontmatter.starts(text):
        return Taken(written=Written(fields={}, body=text), changes=())
    parts = frontmatter.split(text)
    changes = tuple(f"{one.where}：{one.what}" for one in parts.findings)
    return Taken(
        written=Written(fields=parts.fields, body=parts.body.lstrip("\n")), changes=changes
    )


def _taken(source: Source, pictures: _Pictures) -> Taken:
    from chalicelib.newsroom.composing.layout.clean import clean
    from chalicelib.newsroom.composing.markdown_text import to_markdown

    cleaned = clean(source.html, "")
    pictures.inside = source.inside.get
    body = to_markdown(cleaned.soup, pictures.named)
    files = {
        name: pictures.cover(value) if name == "cover" else value
        for name, value in source.fields.items()
    }
    pictures.keep()
    said = [one.what for one in (*source.findings, *cleaned.findings)]
    changes = (*dict.fromkeys(said), *pictures.report())
    return Taken(
        written=Written(fields={k: v for k, v in files.items() if v}, body=body), changes=changes
    )


class _Pictures:
    """Pictures of a foreign text: stored where they came along, reported where they did not."""

    def __init__(self, unit: str, by: Actor, now: datetime) -> None:
        self.unit, self.by, self.now = unit, by, now
        self.inside: Callable[[str], bytes | None] = lambda source: None
        self.stored: list[library.Kept] = []
        self.known: dict[str, str] = {}
        self.kept = 0
        self.lost: list[str] = []

    def named(self, source: str) -> str:
        """The picture's key; where it did not come along, a name that keeps its place in the text."""
        if source not in self.known:
            self.known[source] = self._stored(source, "文中留了位置，请补上") or _missing(source)
        return self.known[source]

    def cover(self, source: str) -> str:
        """The cover's key; empty where it did not come along."""
        return self._stored(source, "请重新选封面")

    def keep(self) -> None:
        """Put what was stored into the library."""
        library.note(self.unit, self.stored)

    def report(self) -> list[str]:
        return [*([f"存下了 {self.kept} 张图片"] if self.kept else []), *self.lost]

    def _stored(self, source: str, advice: str) -> str:
        from chalicelib.newsroom.composing.attachments import data_of
        from chalicelib.newsroom.composing.limits import WECHAT_PICTURE_HOSTS

        host = re.match(r"(?:https?:)?//([^/:]+)", source)
        if is_key(source) or (host and host.group(1) in WECHAT_PICTURE_HOSTS):
            return source
        body = data_of(source) if source.startswith("data:") else self.inside(source)
        if body is None:
            self.lost.append(f"图片 {_missing(source)[:60]} 没有带过来，{advice}")
            return ""
        try:
            taken = store_picture(body)
        except UnreadableFile as error:
            self.lost.append(f"{error}{advice}")
            return ""
        self.kept += 1
        size = (taken.width, taken.height)
        self.stored.append(library.kept(taken.key, self.by, self.now, size))
        return taken.key


def _missing(source: str) -> str:
    """The name under which a text keeps the place of a picture that did not come along: no path of somebody's computer."""
    if source.startswith("data:"):
        return "粘贴的图片"
    if re.match(r"(?:https?:)?//", source):
        return source
    return re.split(r"[/\\]", source.split("?", maxsplit=1)[0].rstrip("/\\"))[-1] or "图片"
