"""The calls of WeChat that a takedown makes itself. Search and steps know these alone, and tests stand in for them.

Every call raises errors of ``chalicelib.wechat.errors`` and no others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from chalicelib.wechat.error_codes import NO_SUCH_PUBLICATION

if TYPE_CHECKING:
    from chalicelib.wechat.client import AccountClient

LISTED: Final = 20
"""Publications that one batchget lists at most, newest first (sheet §2.4)."""


class Page(NamedTuple):
    """One page of a publication."""

    title: str
    html: str
    url: str
    source_url: str
    deleted: bool


class Published(NamedTuple):
    """One publication, as WeChat shows it."""

    article_id: str
    updated_at: datetime
    pages: tuple[Page, ...]


class Platform(Protocol):
    """One account's way to WeChat."""

    def ready(self) -> None:
        """Have in hand all that the next call needs; what fails here has tried nothing."""

    def publications(self, offset: int) -> Sequence[Published]:
        """freepublish/batchget with contents: ``LISTED`` from ``offset`` on."""

    def publication(self, article_id: str) -> tuple[Page, ...] | None:
        """freepublish/getarticle; None where there is no such publication any more."""

    def delete(self, article_id: str, part: int) -> None:
        """freepublish/delete: one article (from 1), or all (0). There is no way back."""

    def mass_status(self, msg_id: int) -> str:
        """mass/get: ``DELETE`` where the pages are gone."""


class WeChatPlatform:
    """The real one, over the account's client."""

    def __init__(self, client: AccountClient) -> None:
        self._client = client

    def ready(self) -> None:
        """See ``Platform``."""
        self._client.ready()

    def publications(self, offset: int) -> Sequence[Published]:
        """See ``Platform``."""
        answer = self._client.freepublish.batchget(offset, LISTED, 0)
        return [
            Published(
                str(item["article_id"]),
                datetime.fromtimestamp(int(item["update_time"]), UTC),
                _pages((item.get("content") or {}).get("news_item") or []),
            )
            for item in answer.get("item") or []
        ]

    def publication(self, article_id: str) -> tuple[Page, ...] | None:
        """See ``Platform``."""
        from chalicelib.wechat.errors import ApiRefused

        try:
            answer = self._client.freepublish.getarticle(article_id)
        except ApiRefused as error:
            if error.errcode != NO_SUCH_PUBLICATION:
                raise
            return None
        return _pages(answer.get("news_item") or [])

    def delete(self, article_id: str, part: int) -> None:
        """See ``Platform``."""
        self._client.freepublish.delete(article_id, part)

    def mass_status(self, msg_id: int) -> str:
        """See ``Platform``."""
        return str(self._client.message.get_mass(msg_id).get("msg_status", ""))


def platform_of(account_id: str) -> Platform:
    """The account's way to WeChat. Raises ``AccountError``."""
    from chalicelib import accounts

    return WeChatPlatform(accounts.wechat_client(account_id))


def gone(pages: tuple[Page, ...] | None, part: int) -> bool:
    """Whether an article (from 1) of a publication, or all of it (0), is taken down, as WeChat shows it."""
    if pages is None:
        return True
    wanted = pages if part == 0 else pages[part - 1 : part]
    return all(one.deleted for one in wanted)


def _pages(items: Sequence[Mapping[str, Any]]) -> tuple[Page, ...]:
    return tuple(
        Page(
            title=str(one.get("title") or ""),
            html=str(one.get("content") or ""),
            url=str(one.get("url") or ""),
            source_url=str(one.get("content_source_url") or ""),
            deleted=bool(one.get("is_deleted")),
        )
        for one in items
    )
