"""Pictures, voices and videos, for three days or for ever (sheet §2.3)."""

import json
import secrets
from dataclasses import dataclass
from typing import Any

from wechat_simulator.api.protocol import OK, ApiError, Call, Endpoint, File
from wechat_simulator.world.state import Account, Media

MB = 1024 * 1024


@dataclass(frozen=True)
class Kind:
    """The limits of one kind of file: size, extensions and the error code for each."""

    size: int
    endings: tuple[str, ...]
    too_big: int
    most: int


KINDS = {
    "image": Kind(10 * MB, ("bmp", "png", "jpeg", "jpg", "gif"), 40009, 100_000),
    "voice": Kind(2 * MB, ("mp3", "wma", "wav", "amr"), 40010, 1000),
    "video": Kind(10 * MB, ("mp4",), 40011, 1000),
    "thumb": Kind(64 * 1024, ("jpg", "jpeg"), 40012, 1000),
}
MAGIC = (
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
)
BY_ENDING = {"mp3": "audio/mpeg", "wav": "audio/wav", "amr": "audio/amr", "mp4": "video/mp4"}
PER_PAGE = 20


async def upload(call: Call) -> dict[str, Any]:
    """A temporary file; a thumb's id has a name of its own."""
    media = await _store(call, call.query.get("type", ""), permanent=False)
    name = "thumb_media_id" if media.kind == "thumb" else "media_id"
    return {"type": media.kind, name: media.media_id, "created_at": media.created_at}


async def get(call: Call) -> dict[str, Any] | File:
    media = call.account.media.get(call.query.get("media_id", ""))
    if media is None or media.expired(call.platform.now()):
        raise ApiError(40007, "invalid media_id")
    if media.kind == "video":
        return {"video_url": media_url(call, media)}
    return File(call.platform.storage.get(media.media_id), media.mime, media.name)


async def uploadimg(call: Call) -> dict[str, Any]:
    """A picture for an article's body: below 1 MB, jpg or png, and not in the library."""
    limits = Kind(MB - 1, ("jpg", "jpeg", "png"), 40009, 10**9)
    media = await _store(call, "image", permanent=True, limits=limits)
    media.listed = False
    return {"url": media_url(call, media)}


async def add(call: Call) -> dict[str, Any]:
    kind = call.query.get("type") or call.form.get("type", "")
    if kind in KINDS and len(_library(call.account, kind)) >= KINDS[kind].most:
        raise ApiError(45009, "reach max api daily quota limit")
    media = await _store(call, kind, permanent=True)
    if kind == "video":
        _describe(media, call.form.get("description", ""))
    answer: dict[str, Any] = {"media_id": media.media_id}
    if kind in ("image", "thumb"):
        answer["url"] = media_url(call, media)
    return answer | {"item": []}


async def get_permanent(call: Call) -> dict[str, Any] | File:
    media = _permanent(call)
    if media.kind == "video":
        words = {"title": media.title, "description": media.introduction}
        return words | {"down_url": media_url(call, media)}
    return File(call.platform.storage.get(media.media_id), media.mime, media.name)


async def delete(call: Call) -> dict[str, Any]:
    media = _permanent(call)
    if call.account.menu and media.media_id in json.dumps(call.account.menu):
        raise ApiError(48005, "forbid to delete material used by auto-reply or menu")
    del call.account.media[media.media_id]
    return dict(OK)


async def batchget(call: Call) -> dict[str, Any]:
    kind, offset, count = call.text("type"), call.number("offset"), call.number("count")
    if kind not in ("image", "voice", "video", "news"):
        raise ApiError(40004, "invalid media type")
    if not 1 <= count <= PER_PAGE or offset < 0:
        raise ApiError(40035, "invalid parameter")
    found = _library(call.account, kind)
    items = [
        {
            "media_id": m.media_id,
            "name": m.name,
            "update_time": m.created_at,
            "url": media_url(call, m),
        }
        for m in found[offset : offset + count]
    ]
    return {"total_count": len(found), "item_count": len(items), "item": items}


async def count(call: Call) -> dict[str, Any]:
    kinds = ("voice", "video", "image")
    return {f"{k}_count": len(_library(call.account, k)) for k in kinds} | {"news_count": 0}


def media_url(call: Call, media: Media) -> str:
    return f"{call.base_url}/mmbiz/{call.account.appid}/{media.media_id}"


def store_bytes(platform: Any, account: Account, kind: str, name: str, content: bytes) -> Media:
    """Keep a file that came from the phone: three days, as WeChat keeps users' media."""
    return _keep(platform, account, kind, name, content, permanent=False)


def _library(account: Account, kind: str) -> list[Media]:
    wanted = ("image", "thumb") if kind == "image" else (kind,)
    found = [m for m in account.media.values() if m.permanent and m.listed and m.kind in wanted]
    return sorted(found, key=lambda m: -m.created_at)


def _permanent(call: Call) -> Media:
    media = call.account.media.get(call.text("media_id"))
    if media is None or not media.permanent:
        raise ApiError(40007, "invalid media_id")
    return media


async def _store(call: Call, kind: str, *, permanent: bool, limits: Kind | None = None) -> Media:
    if kind not in KINDS:
        raise ApiError(40004, "invalid media type")
    limits = limits or KINDS[kind]
    part = call.files.get("media")
    if part is None:
        raise ApiError(41005, "media data missing")
    content = await part.read()
    name = part.filename or f"upload.{limits.endings[0]}"
    if name.rpartition(".")[2].lower() not in limits.endings:
        raise ApiError(40005, "invalid file type")
    if not content or len(content) > limits.size:
        raise ApiError(limits.too_big, f"invalid {kind} size")
    return _keep(call.platform, call.account, kind, name, content, permanent=permanent)


def _keep(
    platform: Any,
    account: Account,
    kind: str,
    name: str,
    content: bytes,
    *,
    permanent: bool,
) -> Media:
    ending = name.rpartition(".")[2].lower()
    mime = next((m for start, m in MAGIC if content.startswith(start)), None)
    mime = mime or BY_ENDING.get(ending, "application/octet-stream")
    media_id = secrets.token_urlsafe(48)
    now = int(platform.now())
    media = Media(media_id, kind, permanent, name, mime, len(content), now)
    platform.storage.put(media_id, content)
    account.media[media_id] = media
    return media


def _describe(media: Media, description: str) -> None:
    try:
        words = json.loads(description)
        media.title, media.introduction = str(words["title"]), str(words["introduction"])
    except (ValueError, KeyError, TypeError):
        raise ApiError(41005, "video needs a description with title and introduction") from None


ENDPOINTS = [
    Endpoint("POST", "/cgi-bin/media/upload", upload, daily=100_000, upload=True),
    Endpoint("GET", "/cgi-bin/media/get", get, daily=200_000),
    Endpoint("POST", "/cgi-bin/media/uploadimg", uploadimg, upload=True),
    Endpoint("POST", "/cgi-bin/material/add_material", add, upload=True),
    Endpoint("POST", "/cgi-bin/material/get_material", get_permanent),
    Endpoint("POST", "/cgi-bin/material/del_material", delete),
    Endpoint("POST", "/cgi-bin/material/batchget_material", batchget),
    Endpoint("GET", "/cgi-bin/material/get_materialcount", count),
]
