"""Errors of this package."""

from __future__ import annotations

from chalicelib.errors import Conflict, DomainError, Invalid, NotFound, Unavailable, remedy
from chalicelib.sheets.problems import FileErrors


class ConversationError(DomainError):
    """The base of this package's errors."""


class NoSuchVersion(ConversationError, NotFound):
    """A version that an account's reply book never had."""

    def __init__(self, account_id: str, version: int) -> None:
        super().__init__(
            f"公众号“{account_id}”的回复簿没有版本 {version}。",
            remedies=[remedy("rule.history", "查看已有的版本", account=account_id)],
        )


class RulesFileErrors(FileErrors, ConversationError, Invalid):
    """A rules file that can't be imported; ``problems`` lists every fault, warnings included."""


class RulesInForce(ConversationError, Conflict):
    """The account has rules of its own, which an import from WeChat would replace."""

    def __init__(self, account_id: str, version: int) -> None:
        super().__init__(
            f"公众号“{account_id}”已有现行规则（版本 {version}），没有带入。",
            remedies=[
                remedy("wechat.import.replace", "替换现行规则", account=account_id),
                remedy("rule.restore", "在替换之后恢复它们", version=version, account=account_id),
            ],
        )


class MenuNotCreated(ConversationError, Unavailable):
    """The replies are in force; WeChat refused the menu, or did not answer."""

    def __init__(self, reason: object) -> None:
        super().__init__(f"回复已带入，菜单没有创建：{reason}")
