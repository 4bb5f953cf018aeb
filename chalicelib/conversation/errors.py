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
