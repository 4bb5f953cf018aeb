"""The calls of WeChat that publishing makes. The worker knows these alone, and tests stand in for them.

Every call raises errors of ``chalicelib.wechat.errors`` and no others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Protocol

from chalicelib.publishing.deliveries.models import Kind, Material, Publication
from chalicelib.wechat.error_codes import NO_SUCH_JOB, NO_SUCH_MEDIA, NO_SUCH_PUBLICATION

if TYPE_CHECKING:
    from chalicelib.wechat.client import AccountClient

File = tuple[str, bytes, str]
"""Name, content, media type."""

LISTED: Final = 20
"""Drafts or publications that one batchget lists at most, newest first (sheet §2.3, §2.4)."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """WeChat took a mass send or a publication: not yet delivered."""

    msg_id: int | None = None
    msg_data_id: int | None = None
    publish_id: str | None = None


@dataclass(frozen=True, slots=True)
class ListedDraft:
    """One draft in the account's box, as far as it tells whose it is."""

    media_id: str
    pictures: frozenset[str]
    """Media ids of its covers and images."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One publication, as freepublish/batchget lists it."""

    article_id: str
    titles: tuple[str, ...]
    urls: tuple[str, ...]
    updated_at: datetime


class Channel(Protocol):
    """One account's way to WeChat."""

    def ready(self) -> None:
        """Have in hand all that the next call needs; what fails here has tried nothing."""

    def upload_picture(self, file: File) -> str:
        """media/uploadimg: the address for an article's body."""

    def upload_material(self, material: Material, file: File) -> str:
        """material/add_material: a permanent media id."""

    def make_draft(self, articles: Sequence[Mapping[str, Any]]) -> str:
        """draft/add: a media id that is good for one send."""

    def update_draft(self, draft: str, index: int, article: Mapping[str, Any]) -> None:
        """draft/update: the article at ``index`` (from 0), while it is a draft."""

    def send(self, kind: Kind, media_id: str, tag_id: int | None, clientmsgid: str) -> Accepted:
        """mass/sendall, to the followers with a tag, or (None) to all."""

    def outcome(self, msg_id: int) -> str:
        """mass/get: ``SEND_SUCCESS``, ``SENDING``, ``SEND_FAIL`` or ``DELETE``."""

    def delete_sent(self, msg_id: int, article: int) -> None:
        """mass/delete: one article (from 1), or all (0)."""

    def publish(self, draft: str) -> Accepted:
        """freepublish/submit; there is no key by which WeChat would know a repeat."""

    def publication(self, publish_id: str, now: datetime) -> Publication:
        """freepublish/get; scarce, 100 a day."""

    def publications(self) -> Sequence[Listed]:
        """freepublish/batchget: the newest ``LISTED``."""

    def delete_published(self, article_id: str, article: int) -> None:
        """freepublish/delete: one article (from 1), or all (0). There is no way back."""

    def has_draft(self, media_id: str) -> bool:
        """Whether a draft is still in the box (draft/get)."""

    def drafts(self) -> Sequence[ListedDraft]:
        """draft/batchget: the newest ``LISTED``."""

    def delete_draft(self, media_id: str) -> None:
        """draft/delete; one that is gone already is no error."""


class WeChatChannel:
    """The real one, over the account's client."""

    def __init__(self, client: AccountClient) -> None:
        self._client = client

    def ready(self) -> None:
        """See ``Channel``."""
        self._client.ready()

    def upload_picture(self, file: File) -> str:
        """See ``Channel``."""
        return str(self._client.media.upload_image(file))

    def upload_material(self, material: Material, file: File) -> str:
        """See ``Channel``."""
        answer = self._client.material.add(
            material.type, file, title=material.title, introduction=material.description
        )
        return str(answer["media_id"])

    def make_draft(self, articles: Sequence[Mapping[str, Any]]) -> str:
        """See ``Channel``."""
        return str(self._client.draft.add(articles)["media_id"])

    def update_draft(self, draft: str, index: int, article: Mapping[str, Any]) -> None:
        """See ``Channel``."""
        self._client.draft.update(draft, index, article)

    def send(self, kind: Kind, media_id: str, tag_id: int | None, clientmsgid: str) -> Accepted:
        """See ``Channel``.

        The sheet (§2.5) names the message types, but not which media_id ``mpvideo`` and ``voice`` want, nor that
        a newspic's draft goes out as ``mpnews``: [M], to be tried on a live account. This is the place to change.
        """
        message = self._client.message
        send = {
            "news": message.send_mass_article,
            "newspic": message.send_mass_article,
            "video": message.send_mass_video,
            "audio": message.send_mass_voice,
        }[kind]
        # send_ignore_reprint stays 0: what WeChat takes for a reprint waits for a person's decision.
        answer = send(
            media_id, tag_or_users=tag_id, is_to_all=tag_id is None, client_msg_id=clientmsgid
        )
        return Accepted(_number(answer.get("msg_id")), _number(answer.get("msg_data_id")))

    def outcome(self, msg_id: int) -> str:
        """See ``Channel``."""
        return str(self._client.message.get_mass(msg_id).get("msg_status", ""))

    def delete_sent(self, msg_id: int, article: int) -> None:
        """See ``Channel``."""
        from chalicelib.wechat.errors import ApiRefused

        try:
            self._client.message.delete_mass(msg_id, article)
        except ApiRefused as error:
            # Asked a second time for what is gone, WeChat knows no such push that is sent (sheet §2.5).
            if error.errcode != NO_SUCH_JOB or self.outcome(msg_id) != "DELETE":
                raise

    def publish(self, draft: str) -> Accepted:
        """See ``Channel``."""
        answer = self._client.freepublish.submit(draft)
        return Accepted(
            publish_id=str(answer["publish_id"]), msg_data_id=_number(answer.get("msg_data_id"))
        )

    def publication(self, publish_id: str, now: datetime) -> Publication:
        """See ``Channel``."""
        answer = self._client.freepublish.get(publish_id)
        items = (answer.get("article_detail") or {}).get("item") or []
        return Publication(
            publish_id=publish_id,
            status=int(answer["publish_status"]),
            article_id=str(answer.get("article_id") or ""),
            urls=in_order((int(one["idx"]), str(one["article_url"])) for one in items),
            failed=tuple(answer.get("fail_idx") or ()),
            received_at=now,
        )

    def publications(self) -> Sequence[Listed]:
        """See ``Channel``."""
        answer = self._client.freepublish.batchget(0, LISTED, 1)
        return [
            Listed(
                article_id=str(item["article_id"]),
                titles=tuple(str(one["title"]) for one in item["content"]["news_item"]),
                urls=tuple(str(one.get("url", "")) for one in item["content"]["news_item"]),
                updated_at=datetime.fromtimestamp(int(item["update_time"]), UTC),
            )
            for item in answer.get("item") or []
        ]

    def delete_published(self, article_id: str, article: int) -> None:
        """See ``Channel``."""
        from chalicelib.wechat.errors import ApiRefused

        try:
            self._client.freepublish.delete(article_id, article)
        except ApiRefused as error:
            # Asked a second time for what is gone, WeChat knows no such publication (sheet §2.4).
            if error.errcode != NO_SUCH_PUBLICATION:
                raise

    def has_draft(self, media_id: str) -> bool:
        """See ``Channel``."""
        from chalicelib.wechat.errors import ApiRefused

        try:
            self._client.draft.get(media_id)
        except ApiRefused as error:
            if error.errcode != NO_SUCH_MEDIA:
                raise
            return False
        return True

    def drafts(self) -> Sequence[ListedDraft]:
        """See ``Channel``."""
        answer = self._client.draft.batchget(0, LISTED, 1)
        return [
            ListedDraft(str(item["media_id"]), frozenset(_pictures(item["content"]["news_item"])))
            for item in answer.get("item") or []
        ]

    def delete_draft(self, media_id: str) -> None:
        """See ``Channel``."""
        from chalicelib.wechat.errors import ApiRefused

        try:
            self._client.draft.delete(media_id)
        except ApiRefused as error:
            if error.errcode != NO_SUCH_MEDIA:
                raise


def in_order(numbered: Any) -> tuple[str, ...]:
    """Addresses by their article's number (from 1); "" for an article that has none."""
    known = {number: url for number, url in numbered if url}
    return tuple(known.get(number, "") for number in range(1, max(known, default=0) + 1))


def _pictures(articles: Sequence[Mapping[str, Any]]) -> Sequence[str]:
    shown = [str(one.get("thumb_media_id") or "") for one in articles]
    for one in articles:
        images = (one.get("image_info") or {}).get("image_list") or []
        shown += [str(image.get("image_media_id") or "") for image in images]
    return [media_id for media_id in shown if media_id]


def _number(value: Any) -> int | None:
    return int(value) if value not in (None, "", 0) else None
