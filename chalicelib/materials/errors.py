"""Errors of this package."""

from __future__ import annotations

from chalicelib.errors import Conflict, DomainError, IllegalNow, Invalid, NotFound, remedy


class MaterialError(DomainError):
    """The base of this package's errors."""


class UnknownMaterial(MaterialError, NotFound):
    """No material of that id, or none that this unit sees."""

    def __init__(self, material: str) -> None:
        super().__init__(
            f"没有素材“{material}”，或它没有给您的单位使用。",
            remedies=[remedy("material.list", "查看素材库")],
        )


class BadMaterial(MaterialError, Invalid):
    """A material that cannot be so."""


class BadMaterialFile(MaterialError, Invalid):
    """A file that is not taken."""


class MaterialExists(MaterialError, Conflict):
    """The same file is in the unit already."""

    def __init__(self, material: str, title: str) -> None:
        super().__init__(
            f"同样的文件已在素材库里：“{title}”（{material}）。要改它的授权或说明，请打开它。",
            remedies=[remedy("material.show", "打开已有的素材", material=material)],
        )
        self.material = material


class MaterialChanged(MaterialError, Conflict):
    """Somebody else changed it meanwhile."""


class MaterialNotReady(MaterialError, IllegalNow):
    """Not in the present state."""


class MaterialNotUsable(MaterialError, IllegalNow):
    """An article may not use it, or does and may not."""
