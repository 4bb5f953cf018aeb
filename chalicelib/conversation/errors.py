"""What can be wrong with rules and reply books; each says what to do."""


class ConversationError(Exception):
    """The base of this package's errors."""


class NoSuchVersion(ConversationError):
    """A version that an account's reply book never had."""

    def __init__(self, account_id: str, version: int) -> None:
        super().__init__(
            f"公众号“{account_id}”的回复簿没有版本 {version}。"
            f"用 `./rongmei rule history --account {account_id}` 查看已有的版本。"
        )


class NoSuchQuestion(ConversationError):
    """A question's key that nothing asked in the time has."""

    def __init__(self, key: str) -> None:
        super().__init__(
            f"没有编号为“{key}”的问题。用 `./rongmei question list --unanswered` 查看，"
            "更早的问题请加上 --since，例如 --since 30d。"
        )
