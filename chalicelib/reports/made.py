"""A report that was made, without its content: what a list shows. Values only."""

from __future__ import annotations

from pydantic import AwareDatetime

from chalicelib.reports.content import NAMES
from chalicelib.reports.models import Period, Place
from chalicelib.reports.periods import name_of
from chalicelib.values import Value


class Made(Value):
    """One report of a period; made again it is another one, and this one stays."""

    id: str
    place: Place
    unit: str
    """Unit whose people may see it."""
    title: str
    period: Period
    at: AwareDatetime
    by: str
    """Id of the person who asked for it, or whose schedule did."""
    by_name: str
    scheduled: bool
    summary: str
    faults: int
    """Accounts of which something is missing."""
    article: str = ""
    """Id of the draft article that was made of it; empty: none yet."""

    @property
    def file_name(self) -> str:
        """As a browser saves it: ``省税务局运营周报（2026年11月16日至22日）.docx``."""
        plain = "".join("-" if sign in '\\/:*?"<>|' else sign for sign in self.title)
        return f"{plain}（{name_of(self.period)}）.docx"

    @property
    def kind_name(self) -> str:
        """运营周报 or 运营月报."""
        return NAMES[self.period.kind]
