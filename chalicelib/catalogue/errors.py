"""Errors of this package."""

from __future__ import annotations

from collections.abc import Iterable

from chalicelib.errors import Conflict, DomainError, Field, IllegalNow, Invalid, NotFound, remedy


class CatalogueError(DomainError):
    """The base of this package's errors."""


class NoCatalogue(CatalogueError, NotFound):
    """Neither the unit nor one above it has a catalogue."""

    def __init__(self, unit: str) -> None:
        super().__init__(
            f"单位“{unit}”和它的上级都还没有服务目录。",
            remedies=[remedy("service.import", "导入服务目录", unit=unit)],
        )


class NoSuchVersion(CatalogueError, NotFound):
    """The catalogue has no version of that number."""

    def __init__(self, unit: str, version: int) -> None:
        super().__init__(
            f"单位“{unit}”的服务目录没有版本 {version}。",
            remedies=[remedy("service.history", "查看已有的版本", unit=unit)],
        )


class NoSuchService(CatalogueError, NotFound):
    """No service of that id."""

    def __init__(self, unit: str, service: str) -> None:
        super().__init__(
            f"服务目录里没有编号为“{service}”的服务。",
            remedies=[remedy("service.list", "查看已有的服务", unit=unit)],
        )


class BadService(CatalogueError, Invalid):
    """A service, or a time of maintenance, as a person typed it that can't be so."""

    def __init__(self, fields: Iterable[Field]) -> None:
        wrong = list(fields)
        super().__init__(
            f"没有保存：{'；'.join(one.problem for one in wrong)}。",
            fields=wrong,
        )


class NotReleasable(CatalogueError, IllegalNow):
    """A version that may not be handed in, sent back or released now, or not by this person."""


class NotRunSo(CatalogueError, IllegalNow):
    """A service is not in the state that this needs."""


class VersionConflict(CatalogueError, Conflict):
    """Somebody else edited, decided or released at the same moment."""
