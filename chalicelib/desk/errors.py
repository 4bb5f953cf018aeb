"""What can be wrong at the desk; each says what to do."""

from __future__ import annotations


class DeskError(Exception):
    """The base of this package's errors."""


class InvalidInput(DeskError):
    """Something given by the person cannot be so."""


class UnknownAgent(DeskError):
    """No agent of that id."""

    def __init__(self, account_id: str, agent_id: str) -> None:
        super().__init__(
            f"公众号“{account_id}”没有坐席“{agent_id}”。用 `./rongmei desk agent list` 查看，"
            "或用 `./rongmei desk agent add` 新建；坐席短名默认取当前系统用户，可用 --by 指定。"
        )


class UnknownTeam(DeskError):
    """No team of that id."""

    def __init__(self, account_id: str, team_id: str) -> None:
        super().__init__(
            f"公众号“{account_id}”没有坐席组“{team_id}”。用 `./rongmei desk team set` 新建。"
        )


class UnknownSession(DeskError):
    """No session of that id or ticket."""

    def __init__(self, ref: str) -> None:
        super().__init__(
            f"没有会话“{ref}”。用 `./rongmei desk list` 查看进行中的会话，"
            "`./rongmei desk list --day 日期` 查看某天已结束的会话。"
        )


class NothingWaiting(DeskError):
    """Nobody waits whom this agent could take."""

    def __init__(self) -> None:
        super().__init__("现在没有您可以接的排队会话。用 `./rongmei desk watch` 等待新的会话。")


class IllegalAction(DeskError):
    """The transition table has no such way, or not for this person."""


class SessionChanged(DeskError):
    """Somebody else changed the session meanwhile."""


class SessionTaken(DeskError):
    """Another agent took the session first."""

    def __init__(self, ticket: str, owner: str) -> None:
        super().__init__(
            f"会话 {ticket} 已被坐席“{owner}”接走。用 `./rongmei desk take --next` 接下一个。"
        )
        self.owner = owner


class NoCapacity(DeskError):
    """The agent has as many sessions as they may, or is off duty."""


class CannotSend(DeskError):
    """WeChat would refuse the message: it is not sent."""
