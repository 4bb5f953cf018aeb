"""审核: what waits for whom, what a reviewer is shown, decisions and comments."""

from __future__ import annotations

import pytest

from chalicelib import newsroom
from chalicelib.newsroom import ArticleState
from tests.cloud.console.conftest import Ask
from tests.cloud.console.newsroom import new, staff, typed


@pytest.fixture
def article(ask: Ask) -> str:
    staff()
    made = str(ask("li", "POST", "/articles", new(body="一共三步。\n\n一共三天。")).json["id"])
    assert ask("li", "POST", f"/articles/{made}/submit", {}).json["stage"] == "初审"
    return made


def waiting(ask: Ask, person: str, everything: bool = False) -> list[tuple[str, bool]]:
    query = {"everything": "true"} if everything else None
    said = ask(person, "GET", "/reviews", query=query).json["waiting"]
    return [(one["article"]["id"], one["mine"]) for one in said]


def test_an_article_waits_for_those_who_may_decide_its_stage(ask: Ask, article: str) -> None:
    assert waiting(ask, "chu") == [(article, True)]
    assert waiting(ask, "fu") == waiting(ask, "li") == []
    assert waiting(ask, "li", everything=True) == [(article, False)]
    assert waiting(ask, "qx.li", everything=True) == waiting(ask, "zuo1", everything=True) == []


def test_three_stages_release_it(ask: Ask, article: str) -> None:
    for person in ("chu", "fu", "zhong"):
        said = ask(person, "POST", f"/articles/{article}/approve", {"revision": 1})
        assert said.status == 200, said.json
    assert said.json["state"] == "approved"
    assert [one["state"] for one in said.json["stages"]] == ["done"] * 3


def test_a_decision_on_another_version_than_the_latest_is_not_taken(ask: Ask, article: str) -> None:
    ask("wang", "POST", f"/articles/{article}/revisions", {"base": 1, "text": typed(body="改了。")})
    ask("wang", "POST", f"/articles/{article}/submit", {})
    said = ask("chu", "POST", f"/articles/{article}/approve", {"revision": 1})
    assert (said.status, said.json["type"], said.json["by"]) == (409, "conflict", "wang")
    assert newsroom.get_article(article).approvals == ()


def test_a_return_needs_a_reason_that_the_author_then_reads(ask: Ask, article: str) -> None:
    path = f"/articles/{article}/return"
    assert ask("chu", "POST", path, {"revision": 1, "reasons": [" "]}).status == 422
    ask("chu", "POST", path, {"revision": 1, "reasons": ["缺政策依据"]})
    returned = ask("li", "GET", f"/articles/{article}").json["returned"]
    assert (returned["by"]["id"], returned["reasons"]) == ("chu", ["缺政策依据"])


def test_an_emergency_takes_two_of_the_highest_role(ask: Ask, article: str) -> None:
    body = {"revision": 1, "reason": "暴雨停办"}
    assert ask("chu", "POST", f"/articles/{article}/emergency", body).status == 403
    first = ask("zongbian", "POST", f"/articles/{article}/emergency", body).json
    assert first["state"] != "approved"
    assert ask("zongbian", "POST", f"/articles/{article}/emergency", body).status == 403
    second = ask("fuzong", "POST", f"/articles/{article}/emergency", body).json
    assert (second["state"], second["emergency"]) == ("approved", True)


def test_a_reviewer_is_shown_what_changed_since_they_last_looked(ask: Ask, article: str) -> None:
    def base(person: str) -> tuple[int, str]:
        said = ask(person, "GET", f"/reviews/{article}").json
        return said["base"], said["base_why"]

    def revise(number: int) -> None:
        text = typed(body=f"第 {number} 版。")
        path = f"/articles/{article}/revisions"
        assert ask("li", "POST", path, {"base": number - 1, "text": text}).status == 200

    assert base("chu") == (0, "new")
    ask("chu", "PUT", f"/reviews/{article}/seen", {"revision": 1})
    assert base("chu") == (0, "new")  # looking again at the same version shows the same
    revise(2)
    revise(3)
    assert base("chu") == (1, "seen")
    ask("chu", "PUT", f"/reviews/{article}/seen", {"revision": 3})
    assert base("chu") == (1, "seen")
    ask("chu", "PUT", f"/reviews/{article}/seen", {"revision": 2})
    assert base("chu") == (1, "seen")
    revise(4)
    assert base("chu") == (3, "seen")
    assert base("fu") == (0, "new")
    assert ask("chu", "PUT", f"/reviews/{article}/seen", {"revision": 9}).status == 404


def test_who_never_saw_it_compares_with_what_was_approved(ask: Ask, article: str) -> None:
    for person in ("chu", "fu", "zhong"):
        ask(person, "POST", f"/articles/{article}/approve", {"revision": 1})
    assert newsroom.get_article(article).state is ArticleState.APPROVED
    assert ask("fuzong", "GET", f"/reviews/{article}").json["base"] == 0


def test_a_comment_is_on_its_passage_until_the_passage_is_gone(ask: Ask, article: str) -> None:
    path = f"/articles/{article}/comments"
    said = ask("chu", "POST", path, {"text": "几步？", "quote": "一共三", "nth": 2})
    [comment] = said.json["comments"]
    assert (comment["quote"], comment["outdated"], comment["by"]["id"]) == ("一共三", False, "chu")
    assert ask("chu", "POST", path, {"text": "无", "quote": "一共三", "nth": 3}).status == 422
    text = typed(body="改成四步。")
    ask("li", "POST", f"/articles/{article}/revisions", {"base": 1, "text": text})
    [comment] = ask("li", "GET", path).json["comments"]
    assert comment["outdated"]
    [done] = ask("li", "POST", f"{path}/1/resolve").json["comments"]
    assert done["resolved_by"]["id"] == "li"
    assert ask("qx.li", "POST", f"{path}/1/resolve").status == 403


def test_a_comment_sent_twice_is_one(ask: Ask, article: str) -> None:
    path, key = f"/articles/{article}/comments", {"Idempotency-Key": "c-1"}
    for _ in range(2):
        said = ask("chu", "POST", path, {"text": "<b>看</b>"}, key)
    assert [one["text"] for one in said.json["comments"]] == ["<b>看</b>"]


def test_a_reviewer_quotes_from_the_paragraphs_that_are_shown(ask: Ask, article: str) -> None:
    shown = ask("chu", "GET", f"/reviews/{article}").json["paragraphs"]
    assert shown == ["居民医保缴费指南", "一共三步。", "一共三天。"]
    for quote in shown:
        body = {"text": "看", "quote": quote}
        assert ask("chu", "POST", f"/articles/{article}/comments", body).status == 200
