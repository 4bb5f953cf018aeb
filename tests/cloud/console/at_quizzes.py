"""A quiz that somebody has answered, and a question of the bank."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from chalicelib import quizzes
from chalicelib.actor import Actor
from chalicelib.clock import utc_now
from chalicelib.cloud import objects
from chalicelib.products import Product, content_of
from chalicelib.quizzes import Played, Question

QUESTIONS = [
    {
        "id": f"q-{number:08d}",
        "kind": "single",
        "text": f"第 {number} 道题",
        "options": ["甲", "乙", "丙"],
        "right": [0],
        "explanation": "因为甲。",
        "matter": "发票",
    }
    for number in range(3)
]


def written() -> dict[str, Any]:
    """A quiz of three questions."""
    return {"questions": QUESTIONS, "draw": 3, "passing": 20}


def played(product: Product, now: datetime) -> str:
    """Have it answered, every question wrongly; returns the id of one."""
    content = content_of(product)
    key = f"works/{product.id}/pool.json"
    objects.write(key, content.model_dump_json().encode(), "application/json")
    quiz = Played(
        account=product.account, id=product.id, title=product.title, pool=key, quiz=content
    )
    cookie = hashlib.sha256(product.id.encode()).hexdigest()[:22]
    attempt = quizzes.play.start(quiz, cookie, "k" * 16, "192.0.2.1", now)
    quizzes.play.hand_in(attempt, {}, now)
    return str(QUESTIONS[0]["id"])


def bank(unit: str, mark: str, by: Actor) -> str:
    """A question of a unit's bank."""
    written = Question.model_validate(QUESTIONS[0]).model_dump(exclude={"id"})
    made = quizzes.bank.add(unit, {**written, "text": f"{mark}题目"[:200]}, by=by, now=utc_now())
    return made.question.id
