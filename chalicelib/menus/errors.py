"""Errors of this package."""

from __future__ import annotations

from collections.abc import Iterable

from chalicelib.errors import (
    Conflict,
    DomainError,
    Field,
    IllegalNow,
    Invalid,
    NotFound,
    Remedy,
    Unavailable,
    remedy,
)
from chalicelib.menus.faults import Fault


class MenuError(DomainError):
    """The base of this package's errors."""


class UnknownMenuVersion(MenuError, NotFound):
    """No version of that number."""

    def __init__(self, account_id: str, number: int) -> None:
        super().__init__(
            f"公众号“{account_id}”的菜单没有版本 {number}。",
            remedies=[remedy("menu.history", "查看各个版本", account=account_id)],
        )


class UnknownPublication(MenuError, NotFound):
    """No publication of that id."""

    def __init__(self, account_id: str, publication_id: str) -> None:
        super().__init__(
            f"公众号“{account_id}”没有菜单发布“{publication_id}”。",
            remedies=[remedy("menu.history", "查看各次发布", account=account_id)],
        )


class BadMenu(MenuError, Invalid):
    """A menu that WeChat would refuse, with every reason."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        listed = "\n".join(f"  {one.where}：{one.problem}" for one in self.faults)
        super().__init__(
            f"菜单有 {len(self.faults)} 处不符合微信的要求，没有提交：\n{listed}\n",
            fields=[
                Field(".".join(filter(None, (one.place, one.field))) or "buttons", one.problem)
                for one in self.faults
            ],
        )


class BadMenuFile(MenuError, Invalid):
    """A file that is no menu."""


class BadMenuTime(MenuError, Invalid):
    """A beginning or an end that cannot be."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence, fields=[Field(field, sentence)])


class MenuReasonMissing(MenuError, Invalid):
    """What replaces a menu that somebody else made wants a reason."""

    def __init__(self) -> None:
        super().__init__("请写明原因。", fields=[Field("reason", "没有填写")])


class NothingToPublish(MenuError, IllegalNow):
    """The draft is what is in force already, or nothing was found to take over."""


class MenuWrongState(MenuError, IllegalNow):
    """The transition table has no such way from the present state."""


class SameHands(MenuError, IllegalNow):
    """Whoever wrote or handed in a menu does not release it where two people are asked for."""


class MenuDrifted(MenuError, Conflict):
    """Somebody changed the menu elsewhere; publishing would wipe that out unseen."""

    def __init__(self, account_id: str) -> None:
        super().__init__(
            "微信上的菜单与本系统发布的不同（有人在别处改过），没有发布。请先看差别，再接管或覆盖。",
            remedies=[
                remedy("menu.drift", "查看差别", account=account_id),
                remedy("menu.take_over", "保留微信上的菜单", account=account_id),
                remedy("menu.publish_over", "仍然发布，替换微信上的菜单", account=account_id),
            ],
        )


class MenuChanged(MenuError, Conflict):
    """Somebody else changed the draft, or published, meanwhile."""

    def __init__(self, by: str = "", *, remedies: Iterable[Remedy] = ()) -> None:
        who = f"“{by}”刚刚" if by else "刚刚有人"
        super().__init__(
            f"{who}改动或发布了菜单，您的操作没有生效。请看过最新的菜单再试。",
            by=by,
            remedies=remedies,
        )


class MenuUnreadable(MenuError, Unavailable):
    """WeChat does not tell what menu it shows."""
