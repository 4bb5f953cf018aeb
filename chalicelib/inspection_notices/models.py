"""What a notice of an inspection (通报) or a self-check (自查报告) is made of. Values only."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import AwareDatetime, Field

from chalicelib.values import Value


class PaperKind(StrEnum):
    """Which paper it is."""

    NOTICE = "notice"
    """Of a unit and all below it, to those that it leads."""
    SELF_CHECK = "self-check"
    """Of one unit's own accounts, to the unit above it."""


class CheckMethod(StrEnum):
    """How accounts were chosen."""

    ALL = "all"
    SAMPLE = "sample"


class Span(Value):
    """Days of Asia/Shanghai, both included."""

    since: date
    until: date


class Choice(Value):
    """Which accounts are in it. The same choice of the same accounts is the same sample."""

    method: CheckMethod = CheckMethod.ALL
    share: float = Field(default=100.0, gt=0, le=100)
    """Per cent of the accounts that are drawn."""
    seed: str = Field(default="", max_length=40)
    """What the draw begins with; empty for all."""


class NoticeTexts(Value):
    """What people write themselves before a paper is made."""

    to: str = Field(default="", max_length=200)
    """主送."""
    explanation: str = Field(default="", max_length=2000)
    """说明: a paragraph after the opening."""
    examples: str = Field(default="", max_length=2000)
    """好的做法, in words; each line is a paragraph."""
    demands: str = Field(default="", max_length=4000)
    """下一步要求; each line is a paragraph. Empty: the house's own."""
    due: date | None = None
    """By when rectification is reported."""
    report_to: str = Field(default="", max_length=200)
    """To whom: office, telephone, mail."""
    signed_on: date | None = None
    """Day of 落款; empty: the day of making."""
    alarms: int | None = Field(default=None, ge=0, le=1_000_000)
    """预警, where they are counted elsewhere too; empty: what this system knows."""
    reminders: int | None = Field(default=None, ge=0, le=1_000_000)
    reports: int | None = Field(default=None, ge=0, le=1_000_000)


class FindingTold(Value):
    """One finding as a paper tells it."""

    id: str
    indicator: str
    """Id of the indicator."""
    indicator_name: str
    group: str
    """更新, 互动, 安全, 错敏信息 …"""
    veto: bool
    """单项否决; else 扣分."""
    points: float = 0
    what: str
    """What was found, masked."""
    place: str = ""
    """Where it stands: an article's title, a menu entry."""
    found_at: AwareDatetime
    deadline: AwareDatetime | None = None
    state_name: str
    closed: bool
    """Rectified and looked at again, or otherwise done."""
    overdue: bool = False


class AccountChecked(Value):
    """One account of the unit with what is known of it in the period; None: not known."""

    id: str
    name: str
    unit: str
    unit_name: str
    level_name: str
    city: str = ""
    """Id of the unit directly below the notice's own that it belongs to: in a province a city."""
    city_name: str = ""
    publications: int | None = None
    originals: int | None = None
    last_published: AwareDatetime | None = None
    questions: int | None = None
    unanswered: int | None = None
    filed: bool | None = None
    """Whether purpose, unit and person in charge are registered (备案)."""
    person: str = ""
    """Person in charge; empty: nobody is registered."""
    looked: bool = True
    """False: no run of the period reached it."""
    unlooked: tuple[str, ...] = ()
    """What could not be looked at, and why; each a sentence."""
    findings: tuple[FindingTold, ...] = ()


class Activity(Value):
    """What was done in the period; None where nobody counts it."""

    alarms: int | None = None
    """预警."""
    reminders: int | None = None
    """提醒."""
    reports: int | None = None
    """专报: papers made."""


class Past(Value):
    """What an earlier notice of the same unit said."""

    name: str
    """2026年第二季度."""
    since: date
    checked: int
    passed: int
    vetoed: int


class Source(Value):
    """Where figures come from, how they are counted, and when they were read."""

    name: str
    what: str
    how: str
    at: AwareDatetime | None


class Material(Value):
    """All that a paper is made of. The same material is the same paper."""

    kind: PaperKind
    unit: str
    unit_name: str
    span: Span
    choice: Choice
    existing: int
    """Accounts there are, of which ``accounts`` were chosen."""
    accounts: tuple[AccountChecked, ...]
    activity: Activity = Activity()
    past: tuple[Past, ...] = ()
    """Earlier ones, oldest first."""
    pass_mark: float = 60
    """An account with fewer points fails, also without 单项否决 [M]."""
    texts: NoticeTexts = NoticeTexts()
    sources: tuple[Source, ...] = ()
    at: AwareDatetime
    by: str
