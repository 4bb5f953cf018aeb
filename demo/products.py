"""The demo's products: an e-book of twenty articles and a mind map of a policy, reviewed by three and published.

The articles are made of the demo's own questions and say that they are no basis for anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from chalicelib import knowledge, newsroom, products
from chalicelib.actor import local
from chalicelib.application import product_edit, product_files, product_material
from chalicelib.application.work_pages import address_at
from chalicelib.clock import utc_now
from chalicelib.knowledge import FaqEntry
from chalicelib.newsroom import ArticleAction, ArticleState, StoredArticle, Written
from chalicelib.products import Form, Product
from chalicelib.products.forms.ebook import Chapter, ChapterKind
from chalicelib.works import WorkKind
from demo.accounts import PROVINCE
from demo.newsroom import ARTICLES, REVIEWERS

LI: Final = local("li")
CHIEF: Final = local("zong1")
BOOK: Final = "减税降费一本通"
MAP: Final = "小规模纳税人增值税减免一图看懂"
ARTICLES_IN_BOOK: Final = 20
_EACH: Final = 3
"""Questions of one article."""
_NOTE: Final = "本文是演示稿件，由演示问答编成，内容虚构，不是政策依据。"
_PARTS: Final = (
    ("第一篇　个人所得税", 8),
    ("第二篇　发票与社会保险费", 6),
    ("第三篇　企业与财产", 6),
)


def fill() -> str:
    """Make those that are not there yet; returns what was done and where they open. A seeding that broke off goes on."""
    found = list(products.of_unit(PROVINCE.id))
    made = {(one.form, one.title): one for one in found}
    book = made.get((Form.EBOOK, BOOK)) or _new(Form.EBOOK, BOOK, _book())
    mapped = made.get((Form.MINDMAP, MAP)) or _map()
    told = (
        f"{one.title} {_published(one)} {address_at(one.account, WorkKind(one.form.value), one.id)}"
        for one in (book, mapped)
    )
    return ", ".join(told)


def _published(product: Product) -> str:
    """Take it through the rest of its review and put it online, unless people have edited it."""
    if product.revision > 1 or product.published_revision or product.work_version:
        return "stands"
    now = utc_now()
    made = product_files.make_now(product.id, by=LI, now=now).made
    if made is not None and made.problem:
        return f"has no files: {made.problem}"
    if product.state is ArticleState.DRAFT:
        product = _decided(product, ArticleAction.SUBMIT, "li")
    while product.state is ArticleState.IN_REVIEW and product.stage_number is not None:
        product = _decided(product, ArticleAction.APPROVE, REVIEWERS[product.stage_number])
    if product.state is not ArticleState.APPROVED:
        return product.state.value
    products.publish(product.id, by=CHIEF, now=now)
    return "published"


def _decided(product: Product, action: ArticleAction, person: str) -> Product:
    return products.decide(
        product.id, action, revision=product.revision, by=local(person), now=utc_now()
    )


def _new(form: Form, title: str, content: dict[str, Any]) -> Product:
    return product_edit.new_product(
        PROVINCE.id,
        form,
        title,
        account=PROVINCE.id,
        by=LI,
        now=utc_now(),
        content=content,
    )


def _map() -> Product:
    number = knowledge.versions.number_in_force(PROVINCE.id)
    library = knowledge.versions.edition(PROVINCE.id, number).knowledge
    document = next(one for one in library.policies if one.number == "云税发〔2026〕6号")
    chosen = Chapter(kind=ChapterKind.POLICY, id=document.id, revision=number, account=PROVINCE.id)
    content = product_material.outline_of(PROVINCE.id, chosen, by=LI).model_dump(mode="json")
    return _new(
        Form.MINDMAP,
        MAP,
        {**content, "root": "小规模纳税人增值税减免", "style": "many"},
    )


def _book() -> dict[str, Any]:
    chapters = [
        {"kind": "article", "id": one.id, "revision": one.revision, "title": one.title}
        for one in _articles()
    ]
    parts, at = [], 0
    for title, count in _PARTS:
        parts.append({"title": title, "chapters": chapters[at : at + count]})
        at += count
    return {
        "subtitle": "演示：内容虚构，不是政策依据",
        "issuer": "云岭省税务局（虚构）",
        "date": f"{utc_now():%Y年%-m月}",
        "preface": "为方便纳税人、缴费人查阅常见的政策和办理问题，我们把公众号发布过的二十篇文章编成本书。\n"
        "本书是演示：单位、文号和数字都是虚构的，不能作为办税依据。",
        "parts": parts,
        "imprint": "编写：云岭省税务局（虚构）\n来源：公众号“云岭税务”（演示）\n字体：思源黑体 Noto Sans SC，SIL Open Font License 1.1",
    }


def _articles() -> list[StoredArticle]:
    """Twenty articles that went through their review; those of an earlier seeding stay as they are."""
    known = {one.title: one for one in newsroom.list_articles(PROVINCE.id)}
    first = next(
        one for one in known.values() if one.approved_revision == one.revision and one.revision
    )
    cover = newsroom.read_content(first.key).cover
    file = ARTICLES / "pictures/fapiao.jpg"
    made = [first]
    for written in _texts(cover.key if cover else file.name):
        title = written.fields["title"]
        article = known.get(title) or newsroom.create_from(
            PROVINCE.id, written, by=LI, now=utc_now(), note="演示"
        )
        made.append(_released(article))
    return made[:ARTICLES_IN_BOOK]


def _released(article: StoredArticle) -> StoredArticle:
    if article.state is ArticleState.DRAFT:
        article = newsroom.submit(article.id, by=LI, now=utc_now())
    while article.state is ArticleState.IN_REVIEW and article.stage_number is not None:
        article = newsroom.approve(
            article.id, by=local(REVIEWERS[article.stage_number]), now=utc_now()
        )
    return article


def _texts(cover: str) -> Iterator[Written]:
    entries = knowledge.files.read_faq(PROVINCE.faq.name, Path(PROVINCE.faq).read_bytes()).kept
    for at in range(0, len(entries) - _EACH + 1, _EACH):
        some = entries[at : at + _EACH]
        yield Written(
            fields={
                "title": f"问答汇编：{some[0].question}"[:60],
                "cover": cover,
                "author": "云岭税务",
                "digest": f"{some[0].question}；{some[1].question}。演示稿件。"[:100],
                "column": "办税指南",
            },
            body="\n\n".join([_NOTE, *map(_section, some)]),
        )


def _section(entry: FaqEntry) -> str:
    answer = "\n\n".join(line for line in entry.answer.splitlines() if line.strip())
    return f"## {entry.question}\n\n{answer}"
