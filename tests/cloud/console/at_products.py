"""A city's products: drafts, one that is approved, two that followers open, of which one was edited and waits."""

from __future__ import annotations

from typing import Any, Final

from chalicelib import products
from chalicelib.actor import local
from chalicelib.clock import utc_now
from chalicelib.cloud import objects
from chalicelib.newsroom import ArticleAction
from chalicelib.people import Role
from chalicelib.products import Form, Product
from tests.cloud.console import at_quizzes
from tests.cloud.console.world import person_of

LI: Final = local("li")


def outline(mark: str) -> dict[str, Any]:
    """A mind map that lacks nothing."""
    return {
        "root": mark[:40],
        "branches": [
            {"text": f"{mark}要点{n}", "children": [{"text": f"{mark}说明"}]} for n in range(3)
        ],
    }


def fill(city: str, mark: str) -> dict[str, str]:
    """Make them; returns their ids by the names that routes give them."""
    chief, now = local(person_of(Role.CHIEF)), utc_now()
    draft, waiting, approved, out = (_made(city, mark) for _ in range(4))
    for one in (waiting, approved, out):
        products.decide(one.id, ArticleAction.SUBMIT, revision=1, by=LI, now=now)
    for one in (waiting, approved, out):
        products.decide(one.id, ArticleAction.APPROVE, revision=1, by=chief, now=now)
    for one in (waiting, approved, out):
        key = f"works/{one.id}/0123456789/mindmap.png"
        objects.write(key, b"\x89PNG\r\n\x1a\n", "image/png")
        products.files_made(one.id, 1, {"mindmap.png": key}, now=now)
    for one in (waiting, out):
        products.publish(one.id, by=chief, now=now)
    # What followers see was edited since: whoever decides sees what changed.
    branches = [*outline(mark)["branches"][1:], {"text": "新的要点"}]
    after = {**outline(mark), "style": "many", "branches": branches}
    products.edit(waiting.id, f"改过的{mark}导图"[:60], after, base=1, by=LI, now=now)
    products.decide(waiting.id, ArticleAction.SUBMIT, revision=2, by=LI, now=now)
    book = products.new(city, Form.EBOOK, f"{mark}一本通"[:60], account=city, by=LI, now=now)
    quiz = products.new(
        city,
        Form.QUIZ,
        f"{mark}小测"[:60],
        account=city,
        by=LI,
        now=now,
        content=at_quizzes.written(),
    )
    asked = at_quizzes.played(quiz, now)
    poster = products.new(city, Form.POSTER, f"{mark}海报"[:60], account=city, by=LI, now=now)
    return {
        "quiz": quiz.id,
        "quiz_question": asked,
        "bank_question": at_quizzes.bank(city, mark, LI),
        "poster": poster.id,
        "live_product": products.new(
            city, Form.LIVE, f"{mark}直播"[:60], account=city, by=LI, now=now
        ).id,
        "product_id": draft.id,
        "waiting_product": waiting.id,
        "approved_product": approved.id,
        "published_product": out.id,
        "book": book.id,
    }


def _made(city: str, mark: str) -> Product:
    return products.new(
        city,
        Form.MINDMAP,
        f"{mark}导图"[:60],
        account=city,
        by=LI,
        now=utc_now(),
        content=outline(mark),
    )
