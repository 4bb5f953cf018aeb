"""Settings that were not carried over, with their places; and safe ways to look into answers of unknown shape."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict


class Loss(BaseModel):
    """One thing that is not, or not quite, as it was."""

    model_config = ConfigDict(frozen=True)

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}：{self.what}"


class Losses:
    """Collects losses, each once, in order."""

    def __init__(self) -> None:
        self._found: dict[Loss, None] = {}

    def note(self, where: str, what: str) -> None:
        """Remember one."""
        self._found.setdefault(Loss(where=where, what=what))

    def all(self) -> tuple[Loss, ...]:
        """Everything noted so far."""
        return tuple(self._found)


def part(of: Any, name: str) -> Mapping[str, Any]:
    """The object under ``name``; an empty one if there is none."""
    found = of.get(name) if isinstance(of, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def parts(of: Any, name: str) -> list[Mapping[str, Any]]:
    """The objects of the list under ``name``, be it wrapped in ``{"list": […]}`` or not."""
    found = of.get(name) if isinstance(of, Mapping) else None
    if isinstance(found, Mapping):
        found = found.get("list")
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def text(of: Mapping[str, Any], name: str) -> str:
    """The text under ``name`` without white space around it; empty if it is none."""
    found = of.get(name)
    return found.strip() if isinstance(found, str) else ""
