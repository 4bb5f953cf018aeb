"""What publishing asks of WeChat: five calls. The worker knows these, tests stand in for them.

Every call raises errors of ``chalicelib.wechat.errors`` and no others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from chalicelib.wechat.client import AccountClient


@dataclass(frozen=True, slots=True)
class Accepted:
    """WeChat took a mass send: not yet delivered."""

    msg_id: int | None
    msg_data_id: int | None = None


class Channel(Protocol):
    """One account's way to WeChat."""

    def upload_picture(self, name: str, body: bytes, media_type: str) -> str:
        """media/uploadimg: the address for an article's body."""

    def upload_cover(self, name: str, body: bytes, media_type: str) -> str:
        """material/add_material: a permanent media id."""

    def make_draft(self, articles: Sequence[Mapping[str, Any]]) -> str:
        """draft/add: a media id that is good for one send."""

    def send_to_all(self, draft: str, clientmsgid: str) -> Accepted:
        """mass/sendall to every follower."""

    def outcome(self, msg_id: int) -> str:
        """mass/get: ``SEND_SUCCESS``, ``SENDING``, ``SEND_FAIL`` or ``DELETE``."""


class WeChatChannel:
    """The real one, over the account's client."""

    def __init__(self, client: AccountClient) -> None:
        self._client = client

    def upload_picture(self, name: str, body: bytes, media_type: str) -> str:
        """See ``Channel``."""
        return str(self._client.media.upload_image((name, body, media_type)))

    def upload_cover(self, name: str, body: bytes, media_type: str) -> str:
        """See ``Channel``."""
        answer = self._client.material.add("image", (name, body, media_type))
        return str(answer["media_id"])

    def make_draft(self, articles: Sequence[Mapping[str, Any]]) -> str:
        """See ``Channel``."""
        return str(self._client.draft.add(articles)["media_id"])

    def send_to_all(self, draft: str, clientmsgid: str) -> Accepted:
        """See ``Channel``."""
        # send_ignore_reprint stays 0: what WeChat takes for a reprint waits for a person's decision.
        answer = self._client.message.send_mass_article(
            draft, is_to_all=True, client_msg_id=clientmsgid
        )
        return Accepted(_number(answer.get("msg_id")), _number(answer.get("msg_data_id")))

    def outcome(self, msg_id: int) -> str:
        """See ``Channel``."""
        return str(self._client.message.get_mass(msg_id).get("msg_status", ""))


def _number(value: Any) -> int | None:
    return int(value) if value not in (None, "", 0) else None
