"""Files of a revision: made by a job after an edit, once; and what followers open of them."""

from __future__ import annotations

import base64
import re
import shutil
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from chalicelib import newsroom, products
from chalicelib.application import job_kinds, product_edit, product_files
from chalicelib.cloud import clients, objects
from chalicelib.errors import Conflict, DomainError, NotPermitted
from chalicelib.h5 import works as function
from chalicelib.newsroom import ArticleAction, ArticleState, StoredArticle
from chalicelib.products import BadProduct, Form, Product, ProductNotReady
from chalicelib.settings import settings
from tests.cloud.newsroom.people import composed
from tests.cloud.orders.test_crashes import killed_at
from tests.cloud.products.conftest import CHU, FU, LI, NOW, OUTLINE, QIN, ZHONG, ZONG, decide

pytestmark = pytest.mark.usefixtures("house", "with_fonts")
STAGES = (CHU, FU, ZHONG)


def released(title: str, unit: str = "province") -> StoredArticle:
    article = newsroom.create(composed(title=title), unit=unit, by=LI, now=NOW)
    newsroom.submit(article.id, by=LI, now=NOW)
    for one in STAGES:
        article = newsroom.approve(article.id, by=one, now=NOW)
    assert article.state is ArticleState.APPROVED
    return article


def chapter(article: StoredArticle, **more: Any) -> dict[str, Any]:
    return {"kind": "article", "id": article.id, "revision": article.revision, **more}


def book(*chapters: dict[str, Any], **more: Any) -> dict[str, Any]:
    parts = [{"title": "第一篇", "chapters": list(chapters)}]
    return {"issuer": "省局", "date": "2026年11月", "preface": "前言。", "parts": parts, **more}


def new(form: Form, content: dict[str, Any], title: str = "一本通") -> Product:
    return product_edit.new_product(
        "province", form, title, account="province", by=LI, now=NOW, content=content
    )


def work() -> int:
    """Carry out every job in the queue, each twice, as a queue may."""
    sqs, url, done = clients.sqs(), settings().jobs_queue_url, 0
    while found := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in found:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            for _ in range(2):
                job_kinds.run(message["Body"])
            done += 1
    return done


def published(product: Product) -> Product:
    product_files.make_now(product.id, by=LI, now=NOW)
    decide(product, "submit", LI)
    for one in STAGES:
        decide(product, "approve", one)
    return products.publish(product.id, by=ZONG, now=NOW)


def get(product: Product, page: str = "") -> dict[str, Any]:
    path = f"/api/h5/works/province/{product.form.value}/{product.id}/{page}"
    where, _, query = path.partition("?")
    asked = dict(one.split("=") for one in query.split("&")) if query else {}
    event = {"httpMethod": "GET", "path": where, "queryStringParameters": asked}
    return function.handler(event, None)


def test_an_edit_has_its_files_made_once() -> None:
    product = new(Form.MINDMAP, OUTLINE)
    assert work() == 1
    made = products.get(product.id)
    assert made.made is not None
    key = made.made.files["mindmap.png"]
    assert objects.read(key).startswith(b"\x89PNG")
    product_edit.edit_product(
        product.id, "一本通", {**OUTLINE, "style": "many"}, base=1, by=LI, now=NOW
    )
    assert not products.get(product.id).files_made
    assert work() == 1
    again = products.get(product.id)
    assert again.made is not None
    assert (again.files_made, again.made.files["mindmap.png"] != key) == (True, True)


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("number", [1, 2])
def test_killed_while_files_are_made_the_next_try_makes_them(
    monkeypatch: pytest.MonkeyPatch, number: int, before: bool
) -> None:
    product = new(Form.MINDMAP, OUTLINE)
    killed_at(
        number,
        before,
        monkeypatch,
        lambda: product_files.make_now(product.id, by=LI, now=NOW),
    )
    assert product_files.make_now(product.id, by=LI, now=NOW).files_made


def test_a_job_that_was_never_begun_is_begun_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as here:
        here.setattr(product_files, "begin", lambda *_, **__: None)
        product = new(Form.MINDMAP, OUTLINE)
    assert work() == 0
    product_files.make_again(product.id, by=LI, now=NOW)
    assert work() == 1
    with pytest.raises(ProductNotReady, match="已经做好"):
        product_files.make_again(product.id, by=LI, now=NOW)


def test_what_the_font_lacks_is_told_and_stops_a_picture() -> None:
    product = new(Form.MINDMAP, {**OUTLINE, "root": "减税😀"})
    work()
    made = products.get(product.id).made
    assert made is not None
    assert "😀" in made.problem


def test_a_book_is_published_with_its_files_and_pages() -> None:
    first, second = released("第一件事"), released("第二件事")
    product = published(new(Form.EBOOK, book(chapter(first), chapter(second, title="另起的名"))))
    front = get(product)
    assert front["statusCode"] == 200
    assert all(
        words in front["body"] for words in ("第一篇", "第一件事", "另起的名", "前言", "下载 PDF")
    )
    assert len(front["body"].encode()) < 100_000
    page = get(product, "2")["body"]
    assert "上一章：第一件事" in page
    assert "下一章" not in page
    assert get(product, "preface")["statusCode"] == 200
    assert [get(product, one)["statusCode"] for one in ("3", "0", "imprint", "x")] == [404] * 4
    for name in ("book.epub", "book.pdf", "cover.jpg"):
        said = get(product, f"file/{name}?v=1")
        body = base64.b64decode(said["body"])
        assert said["statusCode"] == 200
        if name == "book.epub":
            names = zipfile.ZipFile(BytesIO(body)).namelist()
            assert {"book/c-001.xhtml", "book/c-002.xhtml"} <= set(names)


def test_pictures_of_chapters_are_files_of_the_book_and_loaded_late(tmp_path: Path) -> None:
    shutil.copytree("demo/articles", tmp_path / "articles")
    read = newsroom.read_file(tmp_path / "articles/huisuan.md")
    article = newsroom.create(read, unit="province", by=LI, now=NOW)
    newsroom.submit(article.id, by=LI, now=NOW)
    for one in STAGES:
        newsroom.approve(article.id, by=one, now=NOW)
    product = published(new(Form.EBOOK, book(chapter(article))))
    page = get(product, "1")["body"]
    [source] = re.findall(r'<img src="(file/[^"]+)"[^>]+loading="lazy"', page)
    assert get(product, source)["multiValueHeaders"]["Content-Type"] == ["image/jpeg"]


def test_a_chapter_stays_as_it_was_while_its_article_is_written_anew() -> None:
    article = released("定稿")
    product = new(Form.EBOOK, book(chapter(article)))
    newsroom.revise(article.id, composed(title="改过的稿件"), base=1, by=LI, now=NOW)
    assert "定稿" in get(published(product), "1")["body"]
    # An edit of something else keeps the chapter, though its article is no longer released.
    after = product_edit.edit_product(
        product.id, "一本通", book(chapter(article), imprint="版权"), base=1, by=LI, now=NOW
    )
    assert after.revision == 2


def test_an_article_whose_release_was_taken_back_stops_the_files() -> None:
    article = released("要撤的稿件")
    product = new(Form.EBOOK, book(chapter(article)))
    newsroom.withdraw(article.id, by=LI, now=NOW)
    made = product_files.make_now(product.id, by=LI, now=NOW).made
    assert made is not None
    assert "又被退回或撤回" in made.problem


@pytest.mark.parametrize(
    "choose",
    [
        lambda: {"kind": "article", "id": "a-20261130-none", "revision": 1},
        lambda: chapter(newsroom.create(composed(title="草稿"), unit="province", by=LI, now=NOW)),
        lambda: chapter(released("已审")) | {"revision": 2},
        lambda: {"kind": "policy", "id": "x", "revision": 9, "account": "province"},
        lambda: {"kind": "policy", "id": "x", "revision": 1, "account": "nobody"},
        lambda: {"kind": "policy", "id": "x", "revision": 1, "account": "city"},
    ],
    ids=["no article", "a draft", "another revision", "no version", "no account", "from below"],
)
def test_only_what_is_released_here_or_above_becomes_a_chapter(
    choose: Callable[[], dict[str, Any]],
) -> None:
    with pytest.raises(BadProduct, match="不能选") as refused:
        new(Form.EBOOK, book(choose()))
    assert refused.value.fields[0].name == "parts.0.chapters.0"


def test_an_account_of_another_unit_is_refused() -> None:
    with pytest.raises(BadProduct, match="本单位或下级"):
        product_edit.new_product(
            "city", Form.MINDMAP, "导图", account="province", by=QIN, now=NOW, content=OUTLINE
        )


def test_who_may_not_edit_makes_no_files() -> None:
    product = new(Form.MINDMAP, OUTLINE)
    for act in (product_files.make_now, product_files.make_again):
        with pytest.raises(NotPermitted):
            act(product.id, by=QIN, now=NOW)


def test_an_edit_of_an_old_revision_is_told_so_before_anything_else() -> None:
    product = new(Form.EBOOK, book())
    product_edit.edit_product(product.id, "书", book(imprint="一"), base=1, by=LI, now=NOW)
    with pytest.raises(Conflict):
        product_edit.edit_product(product.id, "书", book(imprint="二"), base=1, by=LI, now=NOW)


def test_taken_down_a_book_shows_nothing_and_gives_no_file() -> None:
    product = published(new(Form.EBOOK, book(chapter(released("一")))))
    products.take_down(product.id, reason="数字有误", by=ZONG, now=NOW)
    assert [get(product, one)["statusCode"] for one in ("", "1", "file/book.pdf")] == [410] * 3


def test_a_map_shows_its_picture_its_outline_and_no_script() -> None:
    said = get(published(new(Form.MINDMAP, OUTLINE)))
    assert all(words in said["body"] for words in ("<svg", "<details open>", "谁能享受", "看大图"))
    assert "<script" not in said["body"]


def test_decisions_of_a_state_that_forbids_them_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    product = new(Form.MINDMAP, OUTLINE)
    with pytest.raises(DomainError):
        products.decide(product.id, ArticleAction.APPROVE, revision=1, by=CHU, now=NOW)
