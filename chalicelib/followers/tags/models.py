"""Tags, and the rules by which followers get them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final, NamedTuple

from pydantic import AwareDatetime, Field

from chalicelib.values import Value

HALL: Final = "hall-"
"""Before the hall's id in the scene of a hall's code."""


class Tag(Value):
    """A tag as WeChat has it."""

    id: int
    name: str
    count: int = 0
    """Followers who have it, as WeChat counts."""

    @property
    def system(self) -> bool:
        """Whether it is WeChat's own, which nobody changes (sheet §2.6)."""
        return self.id in (0, 1, 2)


class RuleKind(StrEnum):
    """What a rule looks at."""

    SCENE = "scene"
    HALL = "hall"
    SERVICE = "service"
    ENTRY = "entry"
    DEPARTMENT = "department"


KIND_NAMES: Final = {
    RuleKind.SCENE: "扫了二维码",
    RuleKind.HALL: "扫了办税厅的码",
    RuleKind.SERVICE: "用了服务",
    RuleKind.ENTRY: "问了问题",
    RuleKind.DEPARTMENT: "问了部门的业务",
}


class TagRule(Value):
    """Whoever does this gets that tag."""

    id: str
    kind: RuleKind
    value: str = Field(min_length=1, max_length=64)
    """The scene, the hall's id, the service's name, the entry's id, or the department's name."""
    tag: int
    tag_name: str
    by: str
    made_at: AwareDatetime


class Seen(NamedTuple):
    """What an event or a message tells of a follower."""

    scene: str = ""
    service: str = ""
    entry: str = ""
    department: str = ""


def matching(rules: Iterable[TagRule], seen: Seen) -> list[TagRule]:
    """The rules that hold for what was seen, each tag once."""
    values = {
        RuleKind.SCENE: seen.scene,
        RuleKind.HALL: seen.scene.removeprefix(HALL) if seen.scene.startswith(HALL) else "",
        RuleKind.SERVICE: seen.service,
        RuleKind.ENTRY: seen.entry,
        RuleKind.DEPARTMENT: seen.department,
    }
    found = {one.tag: one for one in rules if one.value == values[one.kind]}
    return list(found.values())
