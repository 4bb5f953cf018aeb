"""Names of people by their ids."""

from __future__ import annotations

from chalicelib import people


class StaffNames:
    """The names of all staff, read when the first is asked for; somebody unknown is called by their id."""

    def __init__(self) -> None:
        self._names: dict[str, str] | None = None

    def __getitem__(self, person: str) -> str:
        if not person:
            return ""
        if self._names is None:
            self._names = {one.id: one.name for one in people.list_staff() if one.name}
        return self._names.get(person, person)
