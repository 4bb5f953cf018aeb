"""Videos and voices, judged by their bytes (sheet §2.3)."""

from __future__ import annotations

import io
import math
from typing import Final

from chalicelib.newsroom.composing.limits import VIDEO_BYTES, VOICE_BYTES, VOICE_SECONDS
from chalicelib.newsroom.models import ArticleKind, Picture

_AMR: Final = b"#!AMR\n"
_AMR_FRAMES: Final = (12, 13, 15, 17, 19, 20, 26, 31, 5, 6, 5, 5, 0, 0, 0, 0)
"""Bytes after the header of a frame, by its type (RFC 4867 §5.3); each frame is 20 ms."""


def media_file(body: bytes, kind: ArticleKind) -> Picture | str:
    """The file of a video or audio article; or the reason why WeChat would refuse it, in one sentence."""
    return _video(body) if kind is ArticleKind.VIDEO else _voice(body)


def _video(body: bytes) -> Picture | str:
    if body[4:8] != b"ftyp" or body[8:12] == b"qt  ":
        return "不是 MP4 视频"
    if b"moov" not in body:
        return "已损坏或不完整：没有索引"
    if len(body) > VIDEO_BYTES:
        return f"有 {len(body) / 1024 / 1024:.1f} MB，最多 {VIDEO_BYTES // 1024 // 1024} MB"
    return Picture.of(body, "video/mp4")


def _voice(body: bytes) -> Picture | str:
    media_type, length = _measured(body)
    if not media_type:
        return "不是 MP3 或 AMR 音频"
    if len(body) > VOICE_BYTES:
        return f"有 {len(body) / 1024 / 1024:.1f} MB，最多 {VOICE_BYTES // 1024 // 1024} MB"
    if length <= 0:
        return "已损坏或不完整：读不出时长"
    if length > VOICE_SECONDS:
        return f"长 {math.ceil(length)} 秒，最多 {VOICE_SECONDS} 秒"
    return Picture.of(body, media_type)


def _measured(body: bytes) -> tuple[str, float]:
    """Media type and seconds; no type for any other file."""
    if body.startswith(_AMR):
        return "audio/amr", _amr_seconds(body)
    if body.startswith(b"ID3") or (len(body) > 1 and body[0] == 0xFF and body[1] & 0xE6 == 0xE2):
        return "audio/mpeg", _mp3_seconds(body)
    return "", 0.0


def _amr_seconds(body: bytes) -> float:
    at, frames = len(_AMR), 0
    while at < len(body):
        at += 1 + _AMR_FRAMES[body[at] >> 3 & 0x0F]
        frames += 1
    return frames * 0.02 if at == len(body) else 0.0


def _mp3_seconds(body: bytes) -> float:
    from tinytag import TinyTag, TinyTagException

    try:
        found = TinyTag.get("voice.mp3", file_obj=io.BytesIO(body), tags=False)
    except (TinyTagException, OSError, ValueError, IndexError, ArithmeticError):
        return 0.0
    return float(found.duration or 0.0)
