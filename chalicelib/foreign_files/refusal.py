"""The refusal that every reader of this package gives."""

from __future__ import annotations


class FileRefused(ValueError):
    """A file that is not read. The message is a Chinese phrase without a full stop: the reason, and what to do."""


def megabytes(size: int) -> str:
    """A size in bytes, as people read it: ``20 MB``."""
    return f"{size / 1024 / 1024:,.0f} MB"
