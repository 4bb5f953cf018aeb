"""What a product can be made of: released articles and policies in force, of the unit and those above it; outlines of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from chalicelib import accounts, knowledge, newsroom, people, products, units
from chalicelib.actor import Actor
from chalicelib.application.ebook_sources import answers_on, check, source_of
from chalicelib.ebooks import Block, Heading, Items, Table, Words, blocks_of, texts_of
from chalicelib.knowledge import PolicyDocument
from chalicelib.newsroom import ArticleState
from chalicelib.products.forms.ebook import Chapter, ChapterKind, Part
from chalicelib.products.forms.ebook import Content as Book
from chalicelib.products.forms.mindmap import DEEPEST, MOST_NODES, NODE_CHARS, Branch, Content
from chalicelib.values import Value

MOST_SHOWN: Final = 50
_LOOKED_AT: Final = 300
"""Articles of a unit that are looked through."""


class Material(Value):
    """One thing that can be chosen."""

    kind: ChapterKind
    id: str
    revision: int
    account: str
    title: str
    detail: str
    """Whose it is, its number."""


def material(unit: str, kind: ChapterKind, words: str, *, by: Actor) -> list[Material]:
    """Those whose title or number has these words, the unit's own first. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, products.EDIT, unit)
    found = _policies(unit) if kind is ChapterKind.POLICY else _articles(unit)
    wanted = words.strip()
    return list(islice((one for one in found if wanted in f"{one.title} {one.detail}"), MOST_SHOWN))


def outline_of(unit: str, chosen: Chapter, *, by: Actor) -> Content:
    """A mind map of an article's headings and lists, or of what the library knows of a policy.

    Raises ``PermissionDenied``, ``BadProduct``, and errors of not found.
    """
    people.require(by, products.EDIT, unit)
    check(unit, Book(parts=(Part(chapters=(chosen,)),)), None, by)
    if chosen.kind is ChapterKind.POLICY:
        edition = knowledge.versions.edition(chosen.account, chosen.revision).knowledge
        document = next(one for one in edition.policies if one.id == chosen.id)
        branches = tuple(_of_policy(document, edition))
        name = document.number or document.title
        return Content(root=document.title[-40:], branches=branches, source=f"政策库：{name}"[:200])
    source = source_of(chosen)
    branches = _fitted(tuple(_of_blocks(source.blocks)))
    return Content(root=source.title[:40], branches=branches, source=f"稿件“{source.title}”"[:200])


def _articles(unit: str) -> Iterator[Material]:
    for above in units.lineage(unit):
        articles = newsroom.list_articles(above.id, [ArticleState.APPROVED])
        for one in islice(articles, _LOOKED_AT):
            if one.approved_revision == one.revision and one.kind.value == "news":
                yield Material(
                    kind=ChapterKind.ARTICLE,
                    id=one.id,
                    revision=one.revision,
                    account="",
                    title=one.title,
                    detail=f"{above.name} · 第 {one.revision} 版",
                )


def _policies(unit: str) -> Iterator[Material]:
    above = [one.id for one in units.lineage(unit)]
    found = [one.account for one in accounts.states() if one.account.unit in above]
    for account in sorted(found, key=lambda one: above.index(one.unit)):
        number = knowledge.versions.number_in_force(account.id)
        if not number:
            continue
        for one in knowledge.versions.edition(account.id, number).knowledge.policies:
            status = knowledge.labels.POLICY_STATUS_NAMES[one.status]
            yield Material(
                kind=ChapterKind.POLICY,
                id=one.id,
                revision=number,
                account=account.id,
                title=one.title,
                detail=f"{one.number} · {status}" if one.number else status,
            )


def _of_policy(document: PolicyDocument, edition: knowledge.Knowledge) -> Iterator[Branch]:
    status = knowledge.labels.POLICY_STATUS_NAMES[document.status]
    facts = [document.number, document.issuer]
    facts += [f"{document.issued:%Y年%-m月%-d日}"] if document.issued else []
    facts += [status, f"由{document.replaced_by}替代" if document.replaced_by else ""]
    yield _branch("文件", [Branch(text=_cut(one)) for one in facts if one])
    if document.topics:
        yield _branch("涉及", [Branch(text=_cut(one)) for one in document.topics])
    answers = answers_on(document, edition.entries)
    if answers:
        yield _branch(
            "常见问题",
            [
                _branch(one.question, [Branch(text=_cut(line)) for line in _sentences(one.answer)])
                for one in answers[:8]
            ],
        )
    elif document.questions:
        yield _branch("大家常问", [Branch(text=_cut(one)) for one in document.questions])
    if document.interpretations:
        yield _branch("解读", [Branch(text=_cut(one.title)) for one in document.interpretations])


def _sentences(answer: str) -> list[str]:
    """The first sentences of an answer, without links."""
    text = "".join(texts_of(blocks_of(f"<p>{answer}</p>")))
    parts = [one.strip() for one in text.replace("\n", "。").split("。")]
    return [one for one in parts if one][:3]


class _Open:
    """A point that is still being read."""

    def __init__(self, text: str, level: int) -> None:
        self.text, self.level = text, level
        self.children: list[_Open] = []

    def closed(self, depth: int) -> Branch:
        below = tuple(one.closed(depth + 1) for one in self.children) if depth < DEEPEST else ()
        return Branch(text=_cut(self.text), children=below)


def _of_blocks(blocks: tuple[Block, ...]) -> Iterator[Branch]:
    """Headings as they are nested; below each its lists, rows of tables, and short paragraphs."""
    top = _Open("", 1)
    path = [top]
    for one in blocks:
        if isinstance(one, Heading):
            while path[-1].level >= one.level:
                path.pop()
            made = _Open(one.text, one.level)
            path[-1].children.append(made)
            path.append(made)
        elif len(path) > 1:
            path[-1].children.extend(_points(one))
    for child in top.children:
        yield child.closed(1)


def _points(block: Block) -> Iterator[_Open]:
    if isinstance(block, Items):
        for item in block.items:
            text = "".join(run.text for one in item if isinstance(one, Words) for run in one.runs)
            made = _Open(text, 9)
            for one in item:
                if isinstance(one, Items):
                    made.children.extend(_points(one))
            yield made
    elif isinstance(block, Table):
        for row in block.rows[block.heads :]:
            cells = ["".join(run.text for run in cell.runs) for cell in row]
            yield _Open("：".join(one for one in cells if one), 9)
    elif isinstance(block, Words) and not block.small:
        text = "".join(run.text for run in block.runs)
        if len(text) <= NODE_CHARS:
            yield _Open(text, 9)


def _fitted(branches: tuple[Branch, ...]) -> tuple[Branch, ...]:
    """As many of them as a map may have."""
    found, count = [], 0
    for one in branches[:30]:
        count += _size(one)
        if count > MOST_NODES:
            break
        found.append(one)
    return tuple(found)


def _size(branch: Branch) -> int:
    return 1 + sum(map(_size, branch.children))


def _branch(text: str, children: list[Branch]) -> Branch:
    return Branch(text=_cut(text), children=tuple(children))


def _cut(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= NODE_CHARS else f"{plain[: NODE_CHARS - 1]}…"
