"""Errors of this package."""

from __future__ import annotations

from chalicelib.errors import Conflict, DomainError, IllegalNow, Invalid, NotFound, remedy


class DeskError(DomainError):
    """The base of this package's errors."""


class InvalidInput(DeskError, Invalid):
    """Something that the person gives cannot be so."""


class UnknownAgent(DeskError, NotFound):
    """No agent of that id."""

    def __init__(self, account_id: str, agent_id: str) -> None:
        super().__init__(
            f"公众号“{account_id}”没有坐席“{agent_id}”（坐席的短名就是人员的编号）。",
            remedies=[
                remedy("desk.agents", "查看已有的坐席", account=account_id),
                remedy("desk.agent.add", "登记坐席", account=account_id, agent=agent_id or "坐席"),
            ],
        )


class UnknownTeam(DeskError, NotFound):
    """No team of that id."""

    def __init__(self, account_id: str, team_id: str) -> None:
        super().__init__(
            f"公众号“{account_id}”没有坐席组“{team_id}”。",
            remedies=[remedy("desk.team.set", "新建这个组", account=account_id, team=team_id)],
        )


class UnknownSession(DeskError, NotFound):
    """No session of that id or ticket."""

    def __init__(self, account_id: str, ref: str) -> None:
        super().__init__(
            f"没有会话“{ref}”。",
            remedies=[
                remedy("desk.sessions", "查看进行中的会话", account=account_id),
                remedy("desk.sessions.of_day", "查看某天已结束的会话", account=account_id),
            ],
        )


class NothingWaiting(DeskError, NotFound):
    """No follower waits whom this agent may take."""

    def __init__(self, account_id: str) -> None:
        super().__init__(
            "现在没有您可以接的排队会话。",
            remedies=[remedy("desk.watch", "等待新的会话", account=account_id)],
        )


class IllegalAction(DeskError, IllegalNow):
    """The transition table has no such way from the session's state, or not for this person."""


class SessionChanged(DeskError, Conflict):
    """Somebody else changed the session meanwhile."""


class SessionTaken(DeskError, Conflict):
    """Another agent took the session first."""

    def __init__(self, account_id: str, ticket: str, owner: str) -> None:
        super().__init__(
            f"会话 {ticket} 已被坐席“{owner}”接走。",
            by=owner,
            remedies=[remedy("desk.take.next", "接下一个", account=account_id)],
        )


class NoCapacity(DeskError, IllegalNow):
    """The agent has as many sessions as they may, or is off duty."""

    def __init__(self, account_id: str, agent_id: str) -> None:
        super().__init__(
            f"坐席“{agent_id}”不在岗，或同时服务的会话已满。请先结束一个会话，或请别的坐席接。",
            remedies=[remedy("desk.agent.on", "上岗", account=account_id, agent=agent_id)],
        )


class AgentBusy(DeskError, IllegalNow):
    """The agent still has sessions."""

    def __init__(self, account_id: str, agent_id: str, sessions: int) -> None:
        super().__init__(
            f"坐席“{agent_id}”手上还有 {sessions} 个会话，没有移除。",
            remedies=[remedy("desk.agent.hand_back", "先交出", account=account_id, agent=agent_id)],
        )


class CannedChanged(DeskError, Conflict):
    """Another text stands under this name by now."""

    def __init__(self, name: str) -> None:
        super().__init__(f"快捷回复“/{name}”已有别的内容，没有覆盖。请换个名称，或先查看现有内容。")


class TeamInUse(DeskError, IllegalNow):
    """The team still has agents or sessions, or is the only one."""

    def __init__(self, team: str, why: str) -> None:
        super().__init__(f"坐席组“{team}”没有删除：{why}。")


class SheetChanged(DeskError, Conflict):
    """Somebody changed the scoring sheet meanwhile."""

    def __init__(self, unit: str) -> None:
        super().__init__(f"单位“{unit}”的评分表刚刚有人改过，您的修改没有保存。请对照后再保存。")


class AlreadyScored(DeskError, Conflict):
    """Somebody scored the session meanwhile."""

    def __init__(self, by: str) -> None:
        super().__init__(f"“{by}”刚刚也评了这个会话，您的评分没有保存。请对照后再保存。", by=by)


class CannotSend(DeskError):
    """The message is not sent; the kind says whether its text, the moment or another writer is the reason."""


class BadText(CannotSend, Invalid):
    """WeChat would refuse the text."""


class WindowClosed(CannotSend, IllegalNow):
    """WeChat takes no message now, or not so many: its window of 48 hours or its count of messages has run out."""


class BudgetContested(CannotSend, Conflict):
    """Others change the follower's budget of messages again and again."""
