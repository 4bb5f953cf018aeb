"""A quiz that is published, and telephones that play it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import parse_qs, urlencode, urlsplit

import time_machine

from chalicelib import works
from chalicelib.cloud import objects, table
from chalicelib.h5 import works as function
from chalicelib.products import Form, module_of
from chalicelib.quizzes import Question, QuestionKind, play
from chalicelib.works import Work, WorkKind

NOW: Final = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
QUIZ: Final = "p-20261201-7f3k2a"
POOL: Final = "works/pool.json"


def question(number: int, **fields: Any) -> Question:
    kind = list(QuestionKind)[number % 3]
    plain: dict[str, Any] = {
        "id": f"q-{number:08d}",
        "kind": kind,
        "text": f"第 {number} 道题问的是什么？",
        "options": [f"选项{number}-{letter}" for letter in "甲乙丙丁"],
        "right": [1],
        "explanation": f"解析{number}：因为如此。",
        "matter": "增值税",
    }
    if kind is QuestionKind.MULTIPLE:
        plain["right"] = [0, 2]
    if kind is QuestionKind.JUDGE:
        plain["options"] = ("对", "错")
    return Question.model_validate(plain | fields)


def publish(**rules: Any) -> None:
    """A quiz of six questions out of twelve, as a reader of the page meets it."""
    play.forget()
    content = {
        "questions": [question(number).model_dump() for number in range(12)],
        "draw": 6,
        "passing": 40,
    }
    form = module_of(Form.QUIZ)
    made = form.Content.model_validate(content | rules)
    objects.write(POOL, made.model_dump_json().encode(), "application/json")
    work = Work(
        account="province",
        kind=WorkKind.QUIZ,
        id=QUIZ,
        title="税法知识小测",
        content=form.work_of(made, ""),
        key=POOL,
        published_at=NOW,
    )
    table.transact([works.publish_action(work)])


class Telephone:
    """A browser: it keeps the cookie, and sends the forms that it was shown."""

    def __init__(self, address: str = "203.0.113.7") -> None:
        self.cookie = ""
        self.address = address

    def ask(
        self, page: str = "", form: dict[str, str] | None = None, *, at: datetime = NOW
    ) -> dict[str, Any]:
        path, _, query = page.partition("?")
        event = {
            "httpMethod": "GET" if form is None else "POST",
            "path": f"/api/h5/works/province/quiz/{QUIZ}/{path}",
            "queryStringParameters": {key: some[-1] for key, some in parse_qs(query).items()},
            "headers": {"Cookie": f"__Host-visitor={self.cookie}"} if self.cookie else {},
            "body": urlencode(form or {}),
            "requestContext": {"identity": {"sourceIp": self.address}},
        }
        with time_machine.travel(at, tick=False):
            said = function.handler(event, None)
        for cookie in said["multiValueHeaders"].get("Set-Cookie", ()):
            self.cookie = cookie.partition("=")[2].partition(";")[0]
        return said

    def key(self, at: datetime = NOW) -> str:
        """The key of the form on the first page."""
        found = re.search(r'name="key" value="([^"]+)"', self.ask(at=at)["body"])
        assert found
        return found[1]

    def start(self, key: str = "", *, at: datetime = NOW) -> dict[str, Any]:
        return self.ask("start", {"key": key or self.key(at)}, at=at)

    def begun(self, at: datetime = NOW) -> str:
        """The id of an attempt that is begun."""
        return attempt_of(self.start(at=at))

    def hand_in(
        self, attempt: str, answers: dict[str, str], *, at: datetime = NOW, whole: bool = True
    ) -> dict[str, Any]:
        sent = {"attempt": attempt, **answers} | ({"whole": "1"} if whole else {})
        return self.ask("hand-in", sent, at=at)


def where(said: dict[str, Any]) -> str:
    """Where an answer leads."""
    assert said["statusCode"] == 303, said["body"]
    return str(said["multiValueHeaders"]["Location"][0])


def attempt_of(said: dict[str, Any]) -> str:
    return parse_qs(urlsplit(where(said)).query)["attempt"][0]


def fields_for(attempt: str, right: int) -> dict[str, str]:
    """The fields of a form with ``right`` questions answered rightly and the others wrongly."""
    from chalicelib.quizzes.store import read

    found = read(attempt)
    assert found
    fields: dict[str, str] = {}
    for number, one in enumerate(play.questions_of(found)):
        good = {place for place, option in enumerate(one.order) if option in one.question.right}
        chosen = good if number < right else {min(set(range(len(one.order))) - good)}
        for place in chosen:
            if one.question.kind is QuestionKind.MULTIPLE:
                fields[f"a{number}_{place}"] = "1"
            else:
                fields[f"a{number}"] = str(place)
    return fields
