"""A file and the pictures beside it → an article, or every reason why not.

Pure: ``open_file`` reads. All of WeChat's limits (sheet §2.3, §2.4) and the house's checks are applied here, before
anything is planned.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from chalicelib.newsroom.composing import frontmatter, limits
from chalicelib.newsroom.composing.findings import in_order
from chalicelib.newsroom.composing.plain_text import plain_text
from chalicelib.newsroom.errors import ArticleRefused
from chalicelib.newsroom.models import (
    Article,
    ArticleKind,
    Finding,
    Measure,
    Picture,
    Severity,
    Written,
)
from chalicelib.web_address import fault

if TYPE_CHECKING:
    from chalicelib.newsroom.composing.attachments import Attachments
    from chalicelib.newsroom.composing.checks import House
    from chalicelib.newsroom.composing.layout import LaidOut
    from chalicelib.newsroom.composing.sources.source import Source
    from chalicelib.newsroom.models import Link

OpenFile = Callable[[str], "bytes | None"]
"""A path as the article writes it → the file's bytes, or None if there is no such file. Raises ``FileRefused``."""

_HOUSE_FIELDS: Final = (
    "author",
    "digest",
    "source_url",
    "source",
    "editor",
    "reviewer",
    "supervisor",
    "theme",
    "column",
    "series",
    "tags",
    "owner",
    "legal_basis",
    "valid_until",
)


@dataclass(frozen=True)
class Attempt:
    """An article as far as it could be made, and everything that is wrong with it."""

    article: Article
    proof: str
    """The body with the place of every element (``LaidOut.proof``); empty for kinds without a layout."""
    files: dict[str, bytes]
    findings: tuple[Finding, ...]
    links: tuple[Link, ...]
    written: Written | None = None

    @property
    def refused(self) -> bool:
        """Whether a finding keeps the article back."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    def composed(self) -> Composed:
        """The article, if nothing keeps it back. Raises ``ArticleRefused`` with every finding, warnings among them."""
        if self.refused:
            raise ArticleRefused(self.findings, self.links)
        return Composed(self.article, self.files, self.findings, self.links, self.written)


@dataclass(frozen=True)
class Composed:
    """An article and the files it shows, by object key."""

    article: Article
    files: dict[str, bytes]
    warnings: tuple[Finding, ...] = ()
    """Findings that deserve a look, but do not keep the article back."""
    links: tuple[Link, ...] = ()
    """Addresses that the body names."""
    written: Written | None = None
    """The author's own text, where it is Markdown."""


def compose(text: str, open_file: OpenFile, house: House | None = None) -> Composed:
    """Make an article of a Markdown file. Raises ``ArticleRefused`` with every finding at once."""
    from chalicelib.newsroom.composing.sources import read_markdown

    return compose_source(read_markdown(text), open_file, house)


def compose_source(
    source: Source,
    open_file: OpenFile,
    house: House | None = None,
    given: Mapping[str, str] | None = None,
) -> Composed:
    """Make an article of any source; ``given`` fields win over those in the file.

    Raises ``ArticleRefused`` with every finding at once, warnings among them.
    """
    return attempt(source, open_file, house, given).composed()


def attempt(
    source: Source,
    open_file: OpenFile,
    house: House | None = None,
    given: Mapping[str, str] | None = None,
) -> Attempt:
    """The article of a source, with every finding; one with errors is to be looked at, and never stored."""
    from chalicelib.newsroom.composing.attachments import Attachments
    from chalicelib.newsroom.composing.layout import lay_out
    from chalicelib.newsroom.composing.themes.choice import choose

    fields = {**source.fields, **(given or {})}
    kind = limits.KINDS.get(fields.get("kind", "news"), ArticleKind.NEWS)
    attached = Attachments(open_file, source.inside)
    refused = frozenset(finding.where for finding in source.findings)
    findings = [one for one in source.findings if one.where not in (given or {})]
    findings += frontmatter.wrong(fields, refused - set(given or {})) + _source_url(fields)
    shown = attached.shown(fields, kind)
    findings += shown.findings
    theme, unknown = choose(fields, house.themes if house else ())
    if unknown is not None:
        findings.append(unknown)
    laid = lay_out(source.html, attached.inside(kind), source.begins, theme, fields)
    findings += [*laid.findings, *attached.remarks]
    article = _article(fields, kind, laid, shown.values, attached)
    findings += (
        _images(article) + _body(article, laid, source.begins) + _checked(fields, laid, house)
    )
    return Attempt(
        article=article,
        proof=laid.proof if kind is ArticleKind.NEWS else "",
        files={one.key: attached.bodies[one.key] for one in article.files},
        findings=tuple(in_order(findings)),
        links=laid.links,
        written=_written(fields, source, attached),
    )


def _written(fields: Mapping[str, str], source: Source, attached: Attachments) -> Written | None:
    if source.text is None:
        return None
    keys, body = attached.keys(), source.text
    for name in [name for name in keys if name.startswith("data:")]:
        # A pasted picture is kept once, not in the text of every revision.
        body = body.replace(name, keys.pop(name))
    return Written(fields=dict(fields), body=body, files=keys)


def measures(article: Article) -> list[Measure]:
    """How close an article comes to WeChat's limits, for people to see."""
    found = [
        Measure(name="标题", value=len(article.title), limit=limits.TITLE, unit="字"),
        Measure(name="作者", value=len(article.author), limit=limits.AUTHOR, unit="字"),
        Measure(name="摘要", value=len(article.digest), limit=limits.DIGEST, unit="字"),
        Measure(
            name="正文", value=_characters(article), limit=limits.CONTENT_CHARACTERS, unit="字符"
        ),
    ]
    if article.cover:
        found.append(_bytes("封面", article.cover, limits.COVER_BYTES))
    if article.images:
        found.append(
            Measure(name="图片", value=len(article.images), limit=limits.IMAGES, unit="张")
        )
    if article.media:
        most = limits.VIDEO_BYTES if article.kind is ArticleKind.VIDEO else limits.VOICE_BYTES
        found.append(_bytes("音视频", article.media, most))
    return found


def _bytes(name: str, file: Picture, limit: int) -> Measure:
    return Measure(name=name, value=file.size, limit=limit, unit="字节")


def _article(
    fields: Mapping[str, str],
    kind: ArticleKind,
    laid: LaidOut,
    shown: Mapping[str, Any],
    attached: Any,
) -> Article:
    """The article; if there are findings, as far as it could be made."""
    in_body = tuple(attached.pictures.values())
    parts = dict(shown)
    if kind is ArticleKind.NEWSPIC:
        parts["images"] = tuple(dict.fromkeys((*parts.get("images", ()), *in_body)))
    return Article(
        title=fields.get("title", ""),
        kind=kind,
        html=laid.html if kind is ArticleKind.NEWS else _plain(laid),
        pictures=in_body if kind is ArticleKind.NEWS else (),
        **parts,
        **{name: fields.get(name, "") for name in _HOUSE_FIELDS},
    )


def _plain(laid: LaidOut) -> str:
    """Words alone, a paragraph each: only 图文 has a layout (sheet §2.4)."""
    from html import escape

    lines = plain_text(laid.html).split("\n")
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in lines if line)


def _source_url(fields: Mapping[str, str]) -> list[Finding]:
    wrong = _wrong_source(fields.get("source_url", ""))
    return [Finding(where="source_url", what=wrong)] if wrong else []


def _wrong_source(url: str) -> str:
    from chalicelib.newsroom.composing.layout.links import split

    if not url:
        return ""
    parts = split(url)
    if parts is None or (parts.scheme in ("http", "https") and not parts.hostname):
        return "不是网址"
    if parts.scheme not in ("http", "https"):
        return "应以 https:// 或 http:// 开头"
    if wrong := fault(url):
        return f"这个网址{wrong}"
    size = len(url.encode())
    return f"有 {size} 字节，最多 {limits.SOURCE_URL}" if size > limits.SOURCE_URL else ""


def _images(article: Article) -> list[Finding]:
    if article.kind is not ArticleKind.NEWSPIC or 1 <= len(article.images) <= limits.IMAGES:
        return []
    what = f"有 {len(article.images)} 张图片，贴图应有 1 到 {limits.IMAGES} 张"
    return [Finding(where="images", what=what)]


def _body(article: Article, laid: LaidOut, where: str) -> list[Finding]:
    if article.kind is ArticleKind.NEWSPIC and not article.html:
        return [Finding(where=where, what="正文是空的：贴图也要有文字")]
    if laid.empty and article.kind is ArticleKind.NEWS:
        return [Finding(where=where, what="正文是空的")]
    findings = []
    characters = _characters(article)
    if characters > limits.CONTENT_CHARACTERS:
        what = f"正文排版后有 {characters:,} 个字符（含标签和样式），须少于 20,000；请分成几篇"
        findings.append(Finding(where=where, what=what))
    size = len(article.html.encode())
    if size > limits.CONTENT_BYTES:
        findings.append(Finding(where=where, what=f"正文有 {size / 1024:,.0f} KB，须小于 1 MB"))
    return findings


def _characters(article: Article) -> int:
    """Length as WeChat will count it: its picture addresses are longer than our keys."""
    html = article.html
    if article.kind is not ArticleKind.NEWS:
        return len(plain_text(html))
    return len(html) + sum(
        html.count(f'src="{shown.key}"') * (limits.WECHAT_PICTURE_URL - len(shown.key))
        for shown in article.pictures
    )


def _checked(fields: Mapping[str, str], laid: LaidOut, house: House | None) -> list[Finding]:
    from chalicelib.newsroom.composing.checks import Copy, House, examine, own_words

    return examine(Copy(fields, laid.places, laid.prose), house or House(words=own_words()))
