"""Service tokens. Values only."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Final, NamedTuple

from pydantic import AwareDatetime, Field, StringConstraints

from chalicelib.values import Value

LONGEST: Final = timedelta(days=366)
"""A token ends after so long at the latest: somebody looks at it once a year."""
REMEMBERED: Final = timedelta(days=90)
"""What has ended is listed so long."""
PER_MINUTE: Final = 600
"""Requests a minute, where nobody says otherwise."""
MOST_PER_MINUTE: Final = 6000

TokenName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]


class ServiceToken(Value):
    """A token, as everybody may know it: without its secret."""

    id: str
    """The beginning by which one recognises it: ``rmt_{id}_…``."""
    name: TokenName
    unit: str
    permissions: Annotated[tuple[str, ...], Field(min_length=1)]
    maker: str
    made_at: AwareDatetime
    ends_at: AwareDatetime
    per_minute: Annotated[int, Field(ge=1, le=MOST_PER_MINUTE)] = PER_MINUTE
    revoked_at: AwareDatetime | None = None
    revoked_by: str = ""
    used_at: AwareDatetime | None = None
    """To the minute."""

    def valid(self, now: datetime) -> bool:
        """Whether it still holds at ``now``."""
        return self.revoked_at is None and now < self.ends_at


class MadeToken(NamedTuple):
    """A token that was made a moment ago, with what is shown this once."""

    token: ServiceToken
    secret: str
    """All of it, as the other system sends it."""
