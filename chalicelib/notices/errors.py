"""Errors of this package."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from chalicelib.errors import Conflict, DomainError, Field, IllegalNow, Invalid, NotFound, remedy
from chalicelib.notices.models import ListState, Purpose


class NoticeError(DomainError):
    """The base of this package's errors."""


class UnknownTemplate(NoticeError, NotFound):
    """The account has no such template, as far as is known."""

    def __init__(self, account_id: str, template: str) -> None:
        super().__init__(
            f"公众号“{account_id}”没有通知模板“{template}”。",
            remedies=[remedy("notice.fetch", "重新读取模板", account=account_id)],
        )


class UnknownList(NoticeError, NotFound):
    """No list of that id."""

    def __init__(self, account_id: str, list_id: str) -> None:
        super().__init__(
            f"公众号“{account_id}”没有通知发送“{list_id}”。",
            remedies=[remedy("notice.lists", "查看各次发送", account=account_id)],
        )


class NotSetUp(NoticeError, IllegalNow):
    """The account has no template for a purpose."""

    def __init__(self, account_id: str, purpose: Purpose, named: str) -> None:
        super().__init__(
            f"公众号“{account_id}”还没有为“{named}”选定通知模板。",
            remedies=[remedy("notice.use", "选定模板", account=account_id, purpose=purpose.value)],
        )


class BadNotice(NoticeError, Invalid):
    """Words that WeChat would refuse, field by field."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        listed = "\n".join(f"  {problem}" for problem in faults.values())
        super().__init__(
            f"通知的内容有 {len(faults)} 处不合要求：\n{listed}\n",
            fields=[Field(f"data.{name}", problem) for name, problem in faults.items()],
        )


class BadReceivers(NoticeError, Invalid):
    """A given list that cannot be sent to."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, fields=[Field("receivers", sentence)])


class NobodyConsents(NoticeError, IllegalNow):
    """Nobody could be told."""


class ListInState(NoticeError, IllegalNow):
    """A list whose state does not allow this."""

    def __init__(self, sentence: str, state: ListState, possible: Iterable[str] = ()) -> None:
        super().__init__(sentence, state=state.value, possible=possible)


class TemplateInUse(NoticeError, IllegalNow):
    """A template that serves a purpose is not deleted."""


class NoticeChanged(NoticeError, Conflict):
    """Somebody else changed the same setting, or list, meanwhile."""

    def __init__(self, by: str = "") -> None:
        who = f"“{by}”刚刚" if by else "刚刚有人"
        super().__init__(f"{who}改过，您的操作没有生效。请看过最新的再试。", by=by)
