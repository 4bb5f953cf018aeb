"""What can be wrong with units and accounts; each says what to do."""


class AccountError(Exception):
    """The base of this package's errors."""


class UnknownAccount(AccountError):
    """No account of that id."""

    def __init__(self, account_id: str) -> None:
        super().__init__(
            f"没有公众号“{account_id}”。用 `./rongmei account list` 查看已有的公众号。"
        )
        self.account_id = account_id


class UnknownUnit(AccountError):
    """No unit of that id."""

    def __init__(self, unit_id: str) -> None:
        super().__init__(
            f"没有单位“{unit_id}”。用 `./rongmei unit tree` 查看,或用 `./rongmei unit add` 新建。"
        )
        self.unit_id = unit_id


class AlreadyExists(AccountError):
    """An id or appid that is taken."""


class SecretsMissing(AccountError):
    """The account exists, its secrets don't."""

    def __init__(self, account_id: str) -> None:
        super().__init__(
            f"公众号“{account_id}”没有密钥。用 `./rongmei account rotate-key {account_id}` 录入。"
        )


class BookMoved(AccountError):
    """Somebody else put another reply book in force meanwhile."""
