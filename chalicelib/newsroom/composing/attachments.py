"""The files that an article shows: read once, made ready for WeChat, or refused with the reason."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from chalicelib.foreign_files.refusal import FileRefused
from chalicelib.newsroom.composing import cover_crops, imaging, media
from chalicelib.newsroom.composing.imaging import Ready
from chalicelib.newsroom.models import ArticleKind, Finding, Picture, Severity

MOST_FILES: Final = 200
"""Pictures of one article: a body of 20,000 characters has room for half of them."""
_Made = Callable[[bytes], "Ready | str"]


@dataclass(frozen=True)
class Shown:
    """Values for the article that the fields name, and the findings about them."""

    values: dict[str, Any]
    findings: list[Finding]


@dataclass
class Attachments:
    """Files of one article, by the key they will have."""

    open_file: Callable[[str], bytes | None]
    embedded: Mapping[str, bytes]
    bodies: dict[str, bytes] = field(default_factory=dict)
    pictures: dict[str, Picture] = field(default_factory=dict)
    """The pictures of the body, by key, in order."""
    remarks: list[Finding] = field(default_factory=list)
    _made: dict[tuple[str, _Made], Ready | Finding] = field(default_factory=dict)
    _clips: dict[str, str] = field(default_factory=dict)

    def shown(self, fields: Mapping[str, str], kind: ArticleKind) -> Shown:
        """Cover, images and media, as far as ``kind`` has them."""
        values: dict[str, Any] = {}
        findings: list[Finding] = []
        if "cover" in fields and kind is ArticleKind.NEWS:
            cover = self._take(fields["cover"], "cover", imaging.library_picture)
            if isinstance(cover, Finding):
                findings.append(cover)
            else:
                values["cover"] = cover.file
                given = {name: fields[name] for name in cover_crops.RATIOS if name in fields}
                boxes, wrong = cover_crops.crops(cover, given)
                values |= boxes
                findings += wrong
        if kind is ArticleKind.NEWSPIC:
            found = [
                self._take(name.strip(), "images", imaging.library_picture)
                for name in fields.get("images", "").splitlines()
                if name.strip()
            ]
            values["images"] = tuple(one.file for one in found if isinstance(one, Ready))
            findings += [one for one in found if isinstance(one, Finding)]
        if "media" in fields and kind in (ArticleKind.VIDEO, ArticleKind.AUDIO):
            clip = self._media(fields["media"], kind)
            if isinstance(clip, Finding):
                findings.append(clip)
            else:
                values["media"] = clip
        return Shown(values, findings)

    def inside(self, kind: ArticleKind) -> Callable[[str], str | Finding]:
        """How the layout gets the key of a picture in the body."""
        # Of a newspic the pictures go to the library, of anything else into the body.
        made = imaging.library_picture if kind is ArticleKind.NEWSPIC else imaging.body_picture

        def resolve(source: str) -> str | Finding:
            ready = self._take(source, "", made)
            if isinstance(ready, Finding):
                return ready
            self.pictures[ready.file.key] = ready.file
            return ready.file.key

        return resolve

    def keys(self) -> dict[str, str]:
        """Names of files as the article writes them → object keys; the cover's before the body's."""
        taken = [(name, made) for (name, _), made in self._made.items() if isinstance(made, Ready)]
        return {**self._clips, **{name: made.file.key for name, made in reversed(taken)}}

    def _take(self, source: str, where: str, made: _Made) -> Ready | Finding:
        known = self._made.get((source, made))
        if known is not None:
            return known
        if len(self._made) >= MOST_FILES:
            return Finding(where=where, what=f"图片超过 {MOST_FILES} 张；请分成几篇")
        ready = self._ready(source, where, made)
        self._made[source, made] = ready
        if isinstance(ready, Ready):
            self.bodies[ready.file.key] = ready.body
            if ready.remark:
                what = f"图片 {_named(source)} {ready.remark}"
                self.remarks.append(
                    Finding(where=where or "正文", what=what, severity=Severity.WARNING)
                )
        return ready

    def _ready(self, source: str, where: str, made: _Made) -> Ready | Finding:
        try:
            body = self._read(source)
        except FileRefused as refused:
            return Finding(where=where, what=f"图片 {_named(source)} {refused}")
        if body is None:
            return Finding(where=where, what=_missing(source, where))
        ready = made(body)
        if isinstance(ready, str):
            return Finding(where=where, what=f"图片 {_named(source)} {ready}")
        return ready

    def _media(self, source: str, kind: ArticleKind) -> Picture | Finding:
        try:
            body = self.open_file(source)
        except FileRefused as refused:
            return Finding(where="media", what=f"文件 {source} {refused}")
        if body is None:
            return Finding(where="media", what=f"找不到文件 {source}")
        clip = media.media_file(body, kind)
        if isinstance(clip, str):
            return Finding(where="media", what=f"文件 {source} {clip}")
        self.bodies[clip.key] = body
        self._clips[source] = clip.key
        return clip

    def _read(self, source: str) -> bytes | None:
        if source in self.embedded:
            return self.embedded[source]
        if source.startswith("data:"):
            return data_of(source)
        return self.open_file(source)


def _missing(source: str, where: str) -> str:
    if where == "cover" and ("://" in source or "." not in source):
        return (
            f"封面应是稿件旁边的图片文件；网址和素材编号（临时素材三天后失效）不能用：{source[:80]}"
        )
    return f"找不到图片文件 {_named(source)}"


def data_of(source: str) -> bytes | None:
    """The bytes of a ``data:`` address; None for an address without any."""
    head, _, body = source.partition(",")
    if not head.endswith(";base64"):
        return unquote_to_bytes(body) or None
    try:
        return base64.b64decode(unquote_to_bytes(body), validate=False) or None
    except (binascii.Error, ValueError):
        return None


def _named(source: str) -> str:
    if source.startswith("data:"):
        return "（粘贴的图片）"
    return "（文档内的图片）" if source.startswith("docx-") else source
