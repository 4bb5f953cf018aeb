"""Articles from a person's disk."""

from __future__ import annotations

from pathlib import Path

from chalicelib.newsroom.compose import Composed, compose
from chalicelib.newsroom.errors import UnreadableFile


def read_file(path: Path) -> Composed:
    """Compose the Markdown file at ``path``; its pictures are looked for beside it.

    Raises ``UnreadableFile`` or ``ArticleRefused``.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{path} 不是 UTF-8 文本。请用 UTF-8 另存后再试。") from error
    except OSError as error:
        raise UnreadableFile(f"读不到文件 {path}：{error.strerror}。") from error

    def open_file(name: str) -> bytes | None:
        try:
            return (path.parent / name).read_bytes()
        except (OSError, ValueError):
            return None

    return compose(text, open_file)
