"""The transition table of a material. The guard, the command line and the page read it."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from chalicelib.materials.models import Material
from chalicelib.materials.models import MaterialAction as A
from chalicelib.materials.models import MaterialState as S
from chalicelib.transitions import Table, Transition, row


class Who(StrEnum):
    """Who may take an action; ``service.py`` says which permission makes somebody that."""

    KEEPER = "keeper"


_ROWS: Final[tuple[Transition[S, A, Who, Material], ...]] = (
    row(S.ACTIVE, A.EDIT, None, Who.KEEPER),
    row(S.ACTIVE, A.REPLACE, None, Who.KEEPER),
    row(S.ACTIVE, A.RETIRE, S.RETIRED, Who.KEEPER),
    row(S.RETIRED, A.RESTORE, S.ACTIVE, Who.KEEPER),
)

MATERIAL: Final = Table(lambda material: material.state, _ROWS)
