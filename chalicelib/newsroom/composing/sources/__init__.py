"""Files of editors — Markdown, Word, HTML — read into one form; from there on all look the same."""

from chalicelib.newsroom.composing.sources.markdown import read_markdown
from chalicelib.newsroom.composing.sources.pasted import read_html
from chalicelib.newsroom.composing.sources.source import Source
from chalicelib.newsroom.composing.sources.word import read_word

__all__ = ["Source", "read_html", "read_markdown", "read_word"]
