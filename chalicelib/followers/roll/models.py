"""A sync of the roll (同步), and the roll that the last complete one left. Values only."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from pydantic import AwareDatetime

from chalicelib.values import Value


class Phase(StrEnum):
    """How far a sync is."""

    LISTING = "listing"
    """Page after page is asked of WeChat."""
    COMPARING = "comparing"
    """Part after part is held against the last roll."""
    HELD = "held"
    """It would mark too many as gone, or the list is not whole: a person decides."""
    REPAIRING = "repairing"
    """What no event told is written down."""
    CLEANING = "cleaning"
    """What is no longer needed is deleted."""
    DONE = "done"
    CANCELLED = "cancelled"


PHASE_NAMES: Final = {
    Phase.LISTING: "正在取名单",
    Phase.COMPARING: "正在核对",
    Phase.HELD: "等人确认",
    Phase.REPAIRING: "正在订正",
    Phase.CLEANING: "正在收尾",
    Phase.DONE: "已完成",
    Phase.CANCELLED: "已取消",
}
ENDED: Final = frozenset({Phase.DONE, Phase.CANCELLED})


class Sync(Value):
    """One sync of an account's roll."""

    id: str
    """When it began, as the keys of its objects spell it: ``20261129T210000Z``."""
    account: str
    appid: str
    phase: Phase = Phase.LISTING
    by: str = ""
    started_at: AwareDatetime
    changed_at: AwareDatetime
    finished_at: AwareDatetime | None = None
    calls: int = 0
    """Of user/get, refused ones included; a function that was killed counted its last one in the ledger only."""
    total: int = 0
    """Followers, as WeChat said with the last page."""
    parts: int = 0
    """Into which the openids are divided; 0 before the first page."""
    pages: int = 0
    listed: int = 0
    """Openids on these pages; one on two pages counts twice."""
    cursor: str = ""
    """The openid after which the next page begins."""
    back: int = 0
    """How far from the end of the last page the cursor stands: those behind it have left meanwhile."""
    ended: bool = False
    """Whether the last page is there."""
    split: int = 0
    """Pages that are divided into parts."""
    compared: int = 0
    """Parts that are held against the last roll."""
    on_roll: int = 0
    """Different openids in these parts."""
    known: int = 0
    """Followers in these parts, as the last roll and the events since say."""
    came: int = 0
    """They follow, and no event told."""
    gone: int = 0
    """They follow no longer, and no event told."""
    accepted: bool = False
    """Whether a person said that so many are gone."""
    repaired: int = 0
    """Parts that are written down."""
    repaired_in_part: int = 0
    """Followers of the next part that are."""
    came_written: int = 0
    gone_written: int = 0
    cancelled: bool = False
    problem: str = ""
    tries: int = 0
    """In vain, in a row."""
    next_at: AwareDatetime | None = None
    """Nothing is done before; None: at once."""

    @property
    def ended_for_good(self) -> bool:
        """Whether nothing follows."""
        return self.phase in ENDED

    @property
    def percent(self) -> int:
        """How much is done, roughly: the list is seven tenths of the work."""
        if self.phase is Phase.DONE:
            return 100
        listed = min(1.0, self.listed / self.total) if self.total else float(self.ended)
        compared = self.compared / self.parts if self.parts else 0.0
        repaired = self.repaired / self.parts if self.parts else 0.0
        late = 5 if self.phase is Phase.CLEANING else 0
        return min(99, int(70 * listed + 20 * compared + 5 * repaired) + late)


class Roll(Value):
    """What the last complete sync left."""

    sync: str
    appid: str
    parts: int
    number: int
    started_at: AwareDatetime
    """Events since are newer than the list."""
    finished_at: AwareDatetime
    came: int
    gone: int
