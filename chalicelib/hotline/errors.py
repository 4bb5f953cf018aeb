"""What can go wrong between an account and its hotline; each says what to do."""


class HotlineError(Exception):
    """The root of this package's errors."""


class NotConnected(HotlineError):
    """An account that has no hotline."""

    def __init__(self, account_id: str) -> None:
        super().__init__(
            f"公众号“{account_id}”没有接入热线。用 `./rongmei hotline connect {account_id}` 接入。"
        )


class BadSettings(HotlineError):
    """An address or secret that can't be used."""


class UnknownCase(HotlineError):
    """A conversation that was never handed over, or is over."""


class HandedBefore(HotlineError):
    """A conversation that the hotline had already."""

    def __init__(self, ticket: str) -> None:
        super().__init__(
            f"会话 {ticket} 已经移交过热线，不能再次移交。请由坐席答复；粉丝再次请求人工时可另行移交。"
        )


class ForgedCall(HotlineError):
    """A call that is not the hotline's, or too old."""


class BadEvent(HotlineError):
    """A call whose body does not follow the contract (docs/hotline.yaml)."""


class Unavailable(HotlineError):
    """The hotline did not take a call; it will be made again."""


class Rejected(HotlineError):
    """The hotline took a call and said no; making it again changes nothing."""
