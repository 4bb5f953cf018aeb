"""Files on an editor's disk → an article, or a header and footer. The libraries behind are on editors' machines only."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from chalicelib.clock import SHANGHAI
from chalicelib.foreign_files.encoding import decoded, decoded_page
from chalicelib.foreign_files.opening import NAMED_BYTES, read_given, read_named
from chalicelib.foreign_files.refusal import FileRefused
from chalicelib.newsroom.composing.compose import Attempt, Composed, OpenFile, attempt
from chalicelib.newsroom.errors import ArticleRefused, UnreadableFile
from chalicelib.newsroom.models import Finding

if TYPE_CHECKING:
    from chalicelib.newsroom.composing.checks import House
    from chalicelib.newsroom.composing.sources import Source
    from chalicelib.newsroom.composing.themes import Theme

MOST_BYTES: Final = 100 * 1024 * 1024
"""The largest article. A Word document has its pictures inside."""
_FILES: Final = ("cover", "images", "media")
"""Fields that name files."""


def read_file(
    path: Path,
    house: House | None = None,
    given: Mapping[str, str] | None = None,
    today: date | None = None,
) -> Composed:
    """Compose the article at ``path`` (.md, .docx, .docm or .html); its pictures are looked for beside it.

    Files that the article names stay in its folder. Those that ``given`` names are the person's own choice.

    Fields come from ``given``, else from a ``.yaml`` of the same name, else from the file itself. Without ``house``
    all checks are made, with the product's own word list; dates are judged by ``house.planned``, else by ``today``.
    Raises ``UnreadableFile`` or ``ArticleRefused``.
    """
    return attempt_file(path, house, given, today).composed()


def attempt_file(
    path: Path,
    house: House | None = None,
    given: Mapping[str, str] | None = None,
    today: date | None = None,
) -> Attempt:
    """The same as ``read_file``, with faults or without: what can be drawn is there. Raises ``UnreadableFile``."""
    from chalicelib.newsroom.composing.checks import House, own_words

    beside, told = _beside(path)
    fields = {**beside, **(given or {})}
    source = _source(path, fields.get("title", ""))
    source = replace(source, findings=(*told, *source.findings))
    house = house or House(words=own_words())
    if house.planned is None:
        house = house.model_copy(update={"planned": today or datetime.now(SHANGHAI).date()})
    chosen = {name for one in _FILES for name in (given or {}).get(one, "").splitlines()}
    return attempt(source, _opener(path.parent, chosen), house, fields)


def read_fragment(path: Path, theme: Theme | None = None) -> str:
    """A header or footer, the Markdown file at ``path``, as HTML that WeChat takes; empty for an empty file.

    Without a ``theme`` it has the plainest.

    It may hold no pictures. Raises ``UnreadableFile`` or ``ArticleRefused``.
    """
    from chalicelib.newsroom.composing.layout import lay_out
    from chalicelib.newsroom.composing.sources.markdown import read_markdown
    from chalicelib.newsroom.composing.themes import PLAIN

    text = _text(path)
    if not text.strip():
        return ""
    source = read_markdown("---\n---\n" + text)
    laid = lay_out(source.html, _no_picture, source.begins, theme or PLAIN)
    if laid.findings:
        raise ArticleRefused(list(laid.findings))
    return laid.html


def _no_picture(_: str) -> Finding:
    return Finding(where="", what="页眉页脚不能放图片")


def _source(path: Path, title: str) -> Source:
    from chalicelib.newsroom.composing import sources

    if path.suffix.lower() in (".docx", ".docm"):
        return sources.read_word(_bytes(path), title)
    if path.suffix.lower() in (".html", ".htm"):
        return sources.read_html(_text(path, page=True))
    return sources.read_markdown(_text(path))


def _bytes(path: Path) -> bytes:
    try:
        return read_given(path, MOST_BYTES)
    except FileRefused as refused:
        raise UnreadableFile(f"读不了 {path}：{refused}。") from refused
    except OSError as error:
        raise UnreadableFile(f"读不到文件 {path}：{error.strerror}。") from error


def _text(path: Path, *, page: bool = False) -> str:
    body = _bytes(path)
    try:
        return decoded_page(body) if page else decoded(body)
    except FileRefused as refused:
        raise UnreadableFile(f"读不了 {path}：{refused}。") from refused


def _beside(path: Path) -> tuple[dict[str, str], tuple[Finding, ...]]:
    """The fields in the file of the same name, and what is said of them; empty if there is no such file."""
    from chalicelib.newsroom.composing import frontmatter

    for suffix in (".yaml", ".yml"):
        sidecar = path.with_suffix(suffix)
        try:
            body = read_named(path.parent, sidecar.name)
            text = None if body is None else decoded(body)
        except FileRefused as refused:
            raise UnreadableFile(f"读不了 {sidecar}：{refused}。") from refused
        if text is not None:
            fields, findings = frontmatter.read(text, first_line=1)
            return fields, tuple(
                one.model_copy(update={"where": f"{sidecar.name} {one.where}"}) for one in findings
            )
    return {}, ()


def _opener(folder: Path, chosen: Collection[str]) -> OpenFile:
    """Opens what an article in ``folder`` names; ``chosen`` are names that the person gave beside it."""

    def open_file(name: str) -> bytes | None:
        if name.strip() not in chosen:
            return read_named(folder, name)
        try:
            return read_given(folder / name, NAMED_BYTES)
        except (OSError, ValueError) as error:
            if isinstance(error, FileRefused):
                raise
            return None

    return open_file
