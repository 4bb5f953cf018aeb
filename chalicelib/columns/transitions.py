"""What a person may do with a column, a series or a collection. The guard, the command line and the page read this table."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from chalicelib.columns.models import Act, Listed, Standing
from chalicelib.transitions import Table, row


class Who(StrEnum):
    """Who may."""

    EDITOR = "editor"
    """A person who holds the permission of the deed in the unit."""


TABLE: Final[Table[Standing, Act, Who, Listed]] = Table(
    lambda listed: listed.state,
    (
        row(Standing.ACTIVE, Act.WRITE, None, Who.EDITOR),
        row(Standing.ACTIVE, Act.EDIT, None, Who.EDITOR),
        row(Standing.ACTIVE, Act.ARRANGE, None, Who.EDITOR),
        row(Standing.ACTIVE, Act.RETIRE, Standing.RETIRED, Who.EDITOR),
        row(Standing.RETIRED, Act.RESTORE, Standing.ACTIVE, Who.EDITOR),
    ),
)
