"""What can be wrong with knowledge; each says what to do."""

from __future__ import annotations

from collections.abc import Sequence


class KnowledgeError(Exception):
    """The base of this package's errors."""


class NoSuchVersion(KnowledgeError):
    """The account's knowledge has no version of that number."""

    def __init__(self, account_id: str, version: int) -> None:
        super().__init__(
            f"公众号“{account_id}”的知识库没有版本 {version}。"
            f"用 `./rongmei faq history --account {account_id}` 查看已有的版本。"
        )


class NoSuchEntry(KnowledgeError):
    """No entry of that id in the version looked at."""

    def __init__(self, entry_id: str) -> None:
        super().__init__(f"没有编号为“{entry_id}”的问答。用 `./rongmei faq list` 查看。")


class NoSuchDocument(KnowledgeError):
    """No policy document of that number or id."""

    def __init__(self, wanted: str) -> None:
        super().__init__(f"没有文号或编号为“{wanted}”的政策文件。用 `./rongmei policy list` 查看。")


class NotReleasable(KnowledgeError):
    """A version that may not come into force, at least not so."""


class ReleaseMoved(KnowledgeError):
    """Somebody else released at the same moment."""


class NothingCompiled(KnowledgeError):
    """The compiled object that a reply book names is not there or is none."""


class BadEntry(KnowledgeError):
    """An entry or document as a person typed it that can't be so."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("没有保存：" + "；".join(reasons))
