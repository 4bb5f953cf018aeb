"""A piece of an article — a header, a footer — in the house style. Made on an editor's machine."""

from __future__ import annotations

from pathlib import Path

from chalicelib.newsroom.errors import ArticleRefused, UnreadableFile
from chalicelib.newsroom.models import Finding


def read_fragment(path: Path) -> str:
    """The Markdown file at ``path`` as HTML that WeChat takes; empty for an empty file. No pictures.

    Raises ``UnreadableFile`` or ``ArticleRefused``.
    """
    # Here: the libraries behind these are on an editor's machine only.
    from chalicelib.newsroom.composing.layout import lay_out
    from chalicelib.newsroom.composing.sources.markdown import read_markdown

    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(f"读不了 {path}：须是 UTF-8 文本。") from error
    if not text.strip():
        return ""
    source = read_markdown("---\n---\n" + text)
    laid = lay_out(source.html, _no_picture, source.begins)
    if laid.findings:
        raise ArticleRefused(list(laid.findings))
    return laid.html


def _no_picture(_: str) -> Finding:
    return Finding(where="", what="页眉页脚不能放图片")
