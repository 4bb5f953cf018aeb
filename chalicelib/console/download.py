"""A small file in an answer; a large one is a job's result."""

from __future__ import annotations

from pydantic import BaseModel


class File(BaseModel):
    """A file to be saved by the browser."""

    name: str
    content_type: str
    base64: str
