"""A file and the pictures beside it → an article, or every reason why not.

Pure: ``open_file`` reads. All of WeChat's limits are looked at here, before anything is planned (sheet §2.4).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from chalicelib.newsroom import limits
from chalicelib.newsroom.errors import ArticleRefused
from chalicelib.newsroom.frontmatter import split
from chalicelib.newsroom.models import Article, Finding, Measure, Picture
from chalicelib.newsroom.pictures import objection, picture
from chalicelib.newsroom.render import Rendered, render

OpenFile = Callable[[str], "bytes | None"]
"""A path as the article writes it → the file's bytes, or None if there is no such file."""

_HOUSE_FIELDS: Final = (
    "author",
    "digest",
    "source_url",
    "column",
    "series",
    "owner",
    "legal_basis",
    "valid_until",
)


@dataclass(frozen=True)
class Composed:
    """An article and the files it shows, by object key."""

    article: Article
    files: dict[str, bytes]


@dataclass
class _Files:
    """What the article shows: every file is read once."""

    open_file: OpenFile
    bodies: dict[str, bytes] = field(default_factory=dict)
    inside: dict[str, Picture] = field(default_factory=dict)

    def cover(self, path: str) -> Picture | Finding:
        return self._take(path, "cover", limits.COVER_TYPES, limits.COVER_BYTES)

    def in_body(self, path: str) -> str | Finding:
        taken = self._take(path, "", limits.BODY_PICTURE_TYPES, limits.BODY_PICTURE_BYTES)
        if isinstance(taken, Finding):
            return taken
        self.inside[taken.key] = taken
        return taken.key

    def _take(self, path: str, where: str, types: frozenset[str], most: int) -> Picture | Finding:
        body = self.open_file(path)
        if body is None:
            return Finding(where=where, what=f"找不到图片文件 {path}")
        found = picture(body)
        against = objection(found, types, most)
        if found is None or against is not None:
            return Finding(where=where, what=f"图片 {path} {against}")
        self.bodies[found.key] = body
        return found


def compose(text: str, open_file: OpenFile) -> Composed:
    """Make an article of a Markdown file. Raises ``ArticleRefused`` with every finding at once."""
    parts = split(text)
    files = _Files(open_file)
    findings = list(parts.findings)
    cover = files.cover(parts.fields["cover"]) if "cover" in parts.fields else None
    if isinstance(cover, Finding):
        findings.append(cover)
    findings += _source_url(parts.fields.get("source_url", ""))
    rendered = render(parts.body, files.in_body, parts.first_line)
    findings += rendered.findings + _body(
        rendered, f"第 {parts.first_line} 行", tuple(files.inside)
    )
    if findings or not isinstance(cover, Picture):
        raise ArticleRefused(findings)
    article = Article(
        title=parts.fields["title"],
        html=rendered.html,
        cover=cover,
        pictures=tuple(files.inside.values()),
        **{name: parts.fields.get(name, "") for name in _HOUSE_FIELDS},
    )
    return Composed(article, files.bodies)


def measures(article: Article) -> list[Measure]:
    """How close an article comes to WeChat's limits, for people to see."""
    keys = [shown.key for shown in article.pictures]
    return [
        Measure(name="标题", value=len(article.title), limit=limits.TITLE, unit="字"),
        Measure(name="作者", value=len(article.author), limit=limits.AUTHOR, unit="字"),
        Measure(name="摘要", value=len(article.digest), limit=limits.DIGEST, unit="字"),
        Measure(
            name="正文",
            value=_characters(article.html, keys),
            limit=limits.CONTENT_CHARACTERS,
            unit="字符",
        ),
        *_cover_measure(article.cover),
    ]


def _cover_measure(cover: Picture | None) -> list[Measure]:
    if cover is None:
        return []
    return [Measure(name="封面", value=cover.size, limit=limits.COVER_BYTES, unit="字节")]


def _source_url(url: str) -> list[Finding]:
    if not url:
        return []
    try:
        scheme = urlsplit(url).scheme
    except ValueError:
        return [Finding(where="source_url", what="不是网址")]
    if scheme not in ("http", "https"):
        return [Finding(where="source_url", what="应以 https:// 或 http:// 开头")]
    if len(url.encode()) > limits.SOURCE_URL:
        return [
            Finding(
                where="source_url", what=f"有 {len(url.encode())} 字节，最多 {limits.SOURCE_URL}"
            )
        ]
    return []


def _body(rendered: Rendered, where: str, keys: tuple[str, ...]) -> list[Finding]:
    if rendered.empty:
        return [Finding(where=where, what="正文是空的")]
    findings = []
    characters = _characters(rendered.html, keys)
    if characters > limits.CONTENT_CHARACTERS:
        what = f"正文排版后有 {characters:,} 个字符（含标签和样式），须少于 20,000；请分成几篇"
        findings.append(Finding(where=where, what=what))
    size = len(rendered.html.encode())
    if size > limits.CONTENT_BYTES:
        findings.append(Finding(where=where, what=f"正文有 {size / 1024:,.0f} KB，须小于 1 MB"))
    return findings


def _characters(html: str, keys: list[str] | tuple[str, ...]) -> int:
    """Length as WeChat will count it: its picture addresses are longer than our keys."""
    longer = sum(
        html.count(f'src="{key}"') * (limits.WECHAT_PICTURE_URL - len(key)) for key in keys
    )
    return len(html) + longer
