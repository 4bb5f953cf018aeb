"""Doors that open their rooms late.

A domain is reached by its ``__init__`` alone. What a reply needs is imported there at once; the rest is named in a
table and imported when somebody first asks for it, so that a cold start pays for nothing that it does not use.

::

    if TYPE_CHECKING:
        from chalicelib.knowledge import files as files
        from chalicelib.knowledge.versions.releasing import release as release
    else:
        __getattr__ = opens(__name__, {"": ["files"], "versions.releasing": ["release"]})
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import Any


def opens(door: str, rooms: Mapping[str, Iterable[str]]) -> Callable[[str], Any]:
    """The ``__getattr__`` of a door.

    ``rooms`` names modules below the package ``door`` and what each offers; the empty name stands for the package
    itself, whose offers are modules.
    """
    places = {name: room for room, names in rooms.items() for name in names}

    def find(name: str) -> Any:
        room = places.get(name)
        if room is None:
            raise AttributeError(f"module {door!r} has no attribute {name!r}")
        if not room:
            return import_module(f"{door}.{name}")
        found = getattr(import_module(f"{door}.{room}"), name)
        setattr(import_module(door), name, found)  # the next one who asks finds it at once
        return found

    return find
