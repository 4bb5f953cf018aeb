"""Hashes of files and directories, to know whether something has to be made again. Standard library only."""

from __future__ import annotations

import hashlib
from pathlib import Path


def hash_of(source: Path) -> str:
    """One hash of a file or of all files in a directory, but what Python and Chalice leave there."""
    digest = hashlib.sha256()
    files = [source] if source.is_file() else sorted(source.rglob("*"))
    for file in files:
        inside = file.relative_to(source).parts
        if file.is_file() and not {"__pycache__", "deployments", "deployed", "venv"} & set(inside):
            digest.update("/".join(inside).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()
