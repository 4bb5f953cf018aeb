"""Errors of this package."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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


class KnowledgeError(DomainError):
    """The base of this package's errors."""


class NoSuchVersion(KnowledgeError, NotFound):
    """The account's knowledge has no version of that number."""

    def __init__(self, account_id: str, version: int) -> None:
        super().__init__(
            f"公众号“{account_id}”的知识库没有版本 {version}。",
            remedies=[remedy("faq.history", "查看已有的版本", account=account_id)],
        )


class NoSuchEntry(KnowledgeError, NotFound):
    """No entry of that id in the version looked at."""

    def __init__(self, entry_id: str) -> None:
        super().__init__(
            f"没有编号为“{entry_id}”的问答。", remedies=[remedy("faq.list", "查看已有的问答")]
        )


class NoSuchDocument(KnowledgeError, NotFound):
    """No policy document of that id, number or title."""

    def __init__(self, wanted: str) -> None:
        super().__init__(
            f"没有文号、编号或标题为“{wanted}”的政策文件。",
            remedies=[remedy("policy.list", "查看已有的政策文件")],
        )


class NotReleasable(KnowledgeError, IllegalNow):
    """A version that may not come into force, at least not so."""


class VersionConflict(KnowledgeError, Conflict):
    """Somebody else edited, decided or released at the same moment."""


class NothingCompiled(KnowledgeError, Unavailable):
    """The compiled object that a reply book names is not there or is damaged; a release makes a new one."""


class BadEntry(KnowledgeError, Invalid):
    """An entry or document as a person typed it that can't be so."""

    def __init__(
        self,
        reasons: Sequence[str],
        *,
        fields: Iterable[Field] = (),
        remedies: Iterable[Remedy] = (),
    ) -> None:
        super().__init__(f"没有保存：{'；'.join(reasons)}。", fields=fields, remedies=remedies)
