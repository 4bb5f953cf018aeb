"""Errors of this package."""

from __future__ import annotations

from chalicelib.errors import Conflict, DomainError, Invalid, NotFound


class NoticeError(DomainError):
    """The base of this package's errors."""


class BadSpan(NoticeError, Invalid):
    """No paper can tell of this time."""


class NothingToTell(NoticeError, Invalid):
    """There is no account here."""

    def __init__(self) -> None:
        super().__init__("这个单位和下级没有公众号，没有可写的内容。")


class UnknownNotice(NoticeError, NotFound):
    """There is no such paper."""

    def __init__(self) -> None:
        super().__init__("没有这份通报或自查报告，可能已删除；请在列表里选。")


class TextTaken(NoticeError, Conflict):
    """Somebody else changed the words meanwhile."""

    def __init__(self) -> None:
        super().__init__("别人刚改过这些文字，请刷新后再改。")
