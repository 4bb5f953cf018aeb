"""Pictures, voices and videos of a session: fetched from WeChat for who may see it, pictures of agents handed to it."""

from __future__ import annotations

from datetime import datetime
from typing import Final, NamedTuple

from chalicelib import accounts, desk, people
from chalicelib.actor import Actor
from chalicelib.desk import AgentMessage, ServiceSession
from chalicelib.errors import Field, Invalid, NotFound, Unavailable

MOST_BYTES: Final = 4 * 1024 * 1024
"""An answer of Lambda holds six megabytes, of base64."""
_KINDS: Final = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"#!AMR", "audio/amr"),
    (b"RIFF", "audio/wav"),
    (b"OggS", "audio/ogg"),
)
"""By the first bytes: what a stranger's server calls it counts for nothing."""


_PICTURES: Final = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif"}
"""Pictures that WeChat takes (sheet §2.3)."""


class Media(NamedTuple):
    """A file, and its media type as its bytes tell it."""

    body: bytes
    kind: str


def media_of(by: Actor, account: str, ref: str, key: str, now: datetime) -> Media:
    """The file of the follower's message ``key`` in a session; WeChat keeps it for three days (sheet §2.3).

    Raises ``UnknownAccount``, ``UnknownSession``, ``PermissionDenied``, ``NotFound``, ``Unavailable`` or ``WeChatError``.
    """
    people.require(by, "desk:session:read", accounts.state(account).account.unit)
    seen = desk.view_session(account, ref, now, suggest=False)
    found = next((one.content for one in seen.entries if one.key == key and one.content), None)
    if found is None or not found.media:
        raise NotFound("这条消息里没有文件。")
    answer = accounts.wechat_client(account).media.download(found.media)
    body = bytes(answer.content)
    if len(body) > MOST_BYTES:
        raise Unavailable(f"文件超过 {MOST_BYTES // 1024 // 1024} MB，这里看不了。")
    return Media(body, kind_of(body))


def send_picture(
    by: Actor, account: str, ref: str, body: bytes, now: datetime
) -> tuple[ServiceSession, list[AgentMessage]]:
    """Send a follower a picture, of the kind that its bytes tell; WeChat keeps it for three days.

    Raises as ``desk.reply`` does, ``Invalid`` for what is no picture, ``Unavailable`` or ``WeChatError``.
    """
    kind = kind_of(body)
    if kind not in _PICTURES:
        problem = "只能发 JPG、PNG、GIF 图片"
        raise Invalid(f"{problem}。", fields=[Field("picture", problem)])
    if len(body) > MOST_BYTES:
        problem = f"图片超过 {MOST_BYTES // 1024 // 1024} MB，请缩小后再发"
        raise Invalid(f"{problem}。", fields=[Field("picture", problem)])

    def upload() -> str:
        named = (f"picture.{_PICTURES[kind]}", body, kind)
        made: dict[str, str] = accounts.wechat_client(account).media.upload("image", named)
        return made["media_id"]

    return desk.reply_with_picture(account, ref, upload, by=by, now=now)


def kind_of(body: bytes) -> str:
    """The media type that the first bytes tell; nothing that a browser would run."""
    if body[4:8] == b"ftyp":
        return "video/mp4"
    for start, kind in _KINDS:
        if body.startswith(start):
            return kind
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return "image/webp"
    return "application/octet-stream"
