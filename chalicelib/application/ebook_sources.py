"""What a chapter is made of: a released article, or a document of the policy library with the answers that rest on it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from chalicelib import accounts, knowledge, newsroom, units
from chalicelib.actor import Actor
from chalicelib.ebooks import Block, Cell, Heading, Run, Table, Words, blocks_of
from chalicelib.errors import Field, NotFound
from chalicelib.knowledge import FaqEntry, PolicyDocument
from chalicelib.newsroom import ArticleState
from chalicelib.products import BadProduct
from chalicelib.products.forms.ebook import Chapter, ChapterKind, Content

_MOST_ANSWERS: Final = 12


class Source(NamedTuple):
    """The text of a chapter; pictures are named by their object keys."""

    title: str
    blocks: tuple[Block, ...]
    said: str
    """Where it comes from, as the chapter's foot says."""


def check(unit: str, content: Content, before: Content | None, by: Actor) -> None:
    """A chapter that was not there before has to be released, by the unit or one above it. Raises ``BadProduct``."""
    known = {_key(one) for part in before.parts for one in part.chapters} if before else set()
    above = {one.id for one in units.lineage(unit)}
    fields = [
        Field(f"parts.{place}.chapters.{number}", why)
        for place, part in enumerate(content.parts)
        for number, chapter in enumerate(part.chapters)
        if _key(chapter) not in known and (why := _refusal(chapter, above))
    ]
    if fields:
        said = "；".join(one.problem for one in fields[:3])
        raise BadProduct(f"有的章节不能选：{said}。", fields=fields)


def source_of(chapter: Chapter) -> Source:
    """The text at the revision that the chapter names. Raises ``NotReleased``, ``BadProduct`` and errors of not found."""
    if chapter.kind is ChapterKind.POLICY:
        return _policy(chapter)
    newsroom.check_not_revoked(chapter.id, chapter.revision)
    revision = newsroom.revision(chapter.id, chapter.revision)
    article = newsroom.read_content(revision.key)
    unit = units.unit(newsroom.get_article(chapter.id).unit)
    return Source(
        title=chapter.title.strip() or article.title,
        blocks=blocks_of(article.html),
        said=f"来源：{article.source or (unit.name if unit else '')}",
    )


def _key(chapter: Chapter) -> tuple[str, str, int, str]:
    return chapter.kind.value, chapter.id, chapter.revision, chapter.account


def _refusal(chapter: Chapter, above: set[str]) -> str:
    """Why a chapter cannot be chosen; empty where it can."""
    of_kind = _policy_refusal if chapter.kind is ChapterKind.POLICY else _article_refusal
    try:
        return of_kind(chapter, above)
    except NotFound as error:
        return str(error).rstrip("。")


def _policy_refusal(chapter: Chapter, above: set[str]) -> str:
    if accounts.state(chapter.account).account.unit not in above:
        return f"政策“{chapter.id}”不在本单位或上级单位的政策库"
    if knowledge.versions.number_in_force(chapter.account) < chapter.revision:
        return f"政策库还没有发布到第 {chapter.revision} 版"
    return "" if _document(chapter) else f"政策库里没有“{chapter.id}”"


def _article_refusal(chapter: Chapter, above: set[str]) -> str:
    article = newsroom.get_article(chapter.id)
    if article.unit not in above:
        return f"稿件“{chapter.id}”不是本单位或上级单位的"
    if article.state is not ArticleState.APPROVED or article.approved_revision != chapter.revision:
        return f"稿件“{article.title}”第 {chapter.revision} 版没有通过审核"
    return ""


def _document(chapter: Chapter) -> PolicyDocument | None:
    known = _library(chapter.account, chapter.revision)
    return next((one for one in known.policies if one.id == chapter.id), None)


@lru_cache(maxsize=4)
def _library(account: str, version: int) -> knowledge.Knowledge:
    return knowledge.versions.edition(account, version).knowledge


def _policy(chapter: Chapter) -> Source:
    document = _document(chapter)
    if document is None:
        raise BadProduct(f"政策库第 {chapter.revision} 版里没有“{chapter.id}”。")
    answers = answers_on(document, _library(chapter.account, chapter.revision).entries)
    return Source(
        title=chapter.title.strip() or document.title,
        blocks=tuple(_policy_blocks(document, answers)),
        said=f"来源：政策库第 {chapter.revision} 版",
    )


def answers_on(document: PolicyDocument, entries: tuple[FaqEntry, ...]) -> tuple[FaqEntry, ...]:
    """The answers that name this document as their basis, by its number, title or address."""
    names = {one for one in (document.number, document.title) if one}
    found = [
        one
        for one in entries
        if one.standing is knowledge.Standing.LIVE
        and any(
            basis.title in names or (document.link and basis.url == document.link)
            for basis in one.basis
        )
    ]
    return tuple(found[:_MOST_ANSWERS])


def _policy_blocks(document: PolicyDocument, answers: tuple[FaqEntry, ...]) -> Iterator[Block]:
    facts = (
        ("文号", document.number),
        ("发文机关", document.issuer),
        ("发文日期", f"{document.issued:%Y年%-m月%-d日}" if document.issued else ""),
        ("效力", knowledge.labels.POLICY_STATUS_NAMES[document.status]),
        ("替代文件", document.replaced_by),
        ("主题", "、".join(document.topics)),
    )
    rows = tuple(
        (Cell((Run(name),), head=True), Cell((Run(value),))) for name, value in facts if value
    )
    yield Table(rows, heads=0)
    if document.link:
        yield Words((Run("原文：", bold=True), Run(document.link, link=document.link)))
    if document.interpretations:
        yield Heading(2, "政策解读")
        for one in document.interpretations:
            yield Words((Run(one.title, link=one.url or ""),))
    if answers:
        yield Heading(2, "常见问题")
        for entry in answers:
            yield Heading(3, entry.question)
            yield from blocks_of(_paragraphs(entry.answer))


def _paragraphs(answer: str) -> str:
    return "".join(f"<p>{line}</p>" for line in answer.splitlines() if line.strip())
