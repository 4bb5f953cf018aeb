"""A value to choose from a list, with its name."""

from __future__ import annotations

from pydantic import BaseModel


class Choice(BaseModel):
    """One value."""

    value: str
    label: str
