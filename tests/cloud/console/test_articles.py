"""稿件: who may read and write which article, and what the list shows."""

from __future__ import annotations

import pytest

from chalicelib import newsroom
from chalicelib.actor import local
from tests.cloud.console.conftest import Ask
from tests.cloud.console.newsroom import new, staff, typed
from tests.cloud.newsroom.people import NOW, an_article


@pytest.fixture(autouse=True)
def _staff(cloud: None) -> None:
    staff()


def made(ask: Ask, person: str = "li", unit: str = "province", **text: str) -> str:
    said = ask(person, "POST", "/articles", new(unit, **text))
    assert said.status == 200, said.json
    return str(said.json["id"])


READS = ("", "/text", "/revisions", "/page", "/log", "/comments", "/difference?older=1&newer=1")


@pytest.mark.parametrize("read", READS)
def test_an_article_is_read_in_its_unit_and_above_and_nowhere_else(ask: Ask, read: str) -> None:
    province, city = made(ask), made(ask, "qx.li", "city", title="市局稿件")
    path, _, query = read.partition("?")
    given = dict(part.split("=") for part in query.split("&")) if query else None

    def status(person: str, article: str) -> int:
        return ask(person, "GET", f"/articles/{article}{path}", query=given).status

    assert status("li", province) == status("chu", province) == status("li", city) == 200
    assert status("qx.li", province) == status("zuo1", province) == status("zuo1", city) == 403


def test_writes_need_the_role_in_the_article_s_unit(ask: Ask) -> None:
    article = made(ask)
    text = {"base": 1, "text": typed(body="改写。")}
    draft = {"unit": "city", "base": 1, "text": typed()}
    for person in ("zuo1", "qx.li"):
        for method, path, body in (
            ("POST", f"/articles/{article}/revisions", text),
            ("POST", f"/articles/{article}/lock", {}),
            ("POST", f"/articles/{article}/restore", {"number": 1}),
            ("POST", f"/articles/{article}/submit", {}),
            ("POST", f"/articles/{article}/approve", {"revision": 1}),
            ("POST", f"/articles/{article}/return", {"revision": 1, "reasons": ["不行"]}),
            ("POST", f"/articles/{article}/emergency", {"revision": 1, "reason": "急"}),
            ("POST", f"/articles/{article}/withdraw", {}),
            ("POST", f"/articles/{article}/comments", {"text": "看"}),
            ("POST", "/articles", new()),
            ("POST", "/editor/examine", {"unit": "province", "text": typed()}),
            ("POST", "/editor/pasted", {"unit": "province", "html": "<p>x</p>"}),
            ("POST", "/editor/uploads", {"unit": "province"}),
            ("PUT", f"/drafts/{article}", draft),
            ("PUT", f"/reviews/{article}/seen", {"revision": 1}),
        ):
            said = ask(person, method, path, body)
            assert said.status == 403, (person, method, path, said.json)
    assert newsroom.get_article(article).revision == 1


def test_the_list_pages_through_units_without_missing_or_repeating_one(ask: Ask) -> None:
    wanted = {made(ask, title=f"省局稿件{n}") for n in range(3)}
    wanted |= {made(ask, "qx.li", "city", title=f"市局稿件{n}") for n in range(3)}
    found: list[str] = []
    cursor = ""
    for _ in range(10):
        query = {"unit": "province", "below": "true", "limit": "2", "cursor": cursor}
        said = ask("li", "GET", "/articles", query=query).json
        found += [one["id"] for one in said["articles"]]
        cursor = said["next"]
        if not cursor:
            break
    assert sorted(found) == sorted(wanted)


def test_the_list_is_filtered_by_state_owner_and_words(ask: Ask) -> None:
    mine, other = made(ask, title="发票怎么开"), made(ask, "wang", title="医保怎么缴")
    ask("li", "POST", f"/articles/{mine}/submit", {})

    def ids(**query: str) -> list[str]:
        said = ask("li", "GET", "/articles", query={"unit": "province", **query})
        return [one["id"] for one in said.json["articles"]]

    assert ids(state="in_review") == [mine]
    assert ids(state="draft") == [other]
    assert ids(mine="true") == [mine]
    assert ids(q="医保") == [other]
    assert ids(q="没有这样的") == []


def test_a_cursor_of_another_list_is_refused(ask: Ask) -> None:
    import base64

    foreign = base64.urlsafe_b64encode(b"province\ta-20260101-aaaa").decode()
    said = ask("qx.li", "GET", "/articles", query={"unit": "city", "cursor": foreign})
    assert said.status == 422


def test_the_actions_are_those_of_the_person_and_say_why_not(ask: Ask) -> None:
    article = made(ask)
    ask("li", "POST", f"/articles/{article}/submit", {})

    def actions(person: str) -> dict[str, tuple[bool, str]]:
        said = ask(person, "GET", f"/articles/{article}").json["actions"]
        return {one["name"]: (one["allowed"], one["why"]) for one in said}

    assert actions("chu")["approve"] == (True, "")
    allowed, why = actions("li")["approve"]
    assert (allowed, "初审" in why) == (False, True)
    allowed, why = actions("fu")["approve"]
    assert (allowed, "初审" in why) == (False, True)
    assert not actions("chu")["emergency"][0]


def test_a_lock_shows_who_writes_and_keeps_others_from_saving(ask: Ask) -> None:
    article = made(ask)
    assert ask("wang", "POST", f"/articles/{article}/lock", {}).json["lock"]["mine"]
    seen = ask("li", "GET", f"/articles/{article}").json
    assert (seen["lock"]["by"]["id"], seen["lock"]["mine"]) == ("wang", False)
    revise = next(one for one in seen["actions"] if one["name"] == "revise")
    assert (revise["allowed"], "wang" in revise["why"]) == (False, True)
    said = ask(
        "li", "POST", f"/articles/{article}/revisions", {"base": 1, "text": typed(body="改。")}
    )
    assert (said.status, said.json["type"], said.json["by"]) == (409, "conflict", "wang")
    assert ask("zongbian", "POST", f"/articles/{article}/unlock", {"force": True}).status == 200


def test_restoring_is_undone_by_restoring(ask: Ask) -> None:
    article = made(ask, body="第一版。")
    ask("li", "POST", f"/articles/{article}/revisions", {"base": 1, "text": typed(body="第二版。")})
    restored = ask("li", "POST", f"/articles/{article}/restore", {"number": 1}).json
    assert restored["revision"] == 3
    assert "第一版" in ask("li", "GET", f"/articles/{article}/text").json["text"]["written"]["body"]
    ask("li", "POST", f"/articles/{article}/restore", {"number": 2})
    assert "第二版" in ask("li", "GET", f"/articles/{article}/text").json["text"]["written"]["body"]
    rows = ask("li", "GET", f"/articles/{article}/revisions").json["revisions"]
    assert [one["restored_from"] for one in rows] == [2, 1, None, None]


def test_by_api_and_by_command_the_same_deeds_leave_the_same_article_and_log(ask: Ask) -> None:
    by_command = an_article(title="同一篇").id
    newsroom.submit(by_command, by=local("li"), now=NOW)
    newsroom.approve(by_command, by=local("chu"), now=NOW, revision=1, note="好")
    newsroom.send_back(by_command, by=local("fu"), now=NOW, revision=1, reasons=["缺依据"])
    by_api = made(ask, title="同一篇")
    ask("li", "POST", f"/articles/{by_api}/submit", {})
    ask("chu", "POST", f"/articles/{by_api}/approve", {"revision": 1, "note": "好"})
    ask("fu", "POST", f"/articles/{by_api}/return", {"revision": 1, "reasons": ["缺依据"]})

    def state(article: str) -> object:
        one = newsroom.get_article(article)
        assert one.returned is not None
        return one.state, one.returned.reasons, [yes.by for yes in one.approvals], one.version

    def log(article: str) -> object:
        entries = list(newsroom.log_of(article))
        assert newsroom.unbroken(entries)
        return [(one.action, one.by, one.state, one.stage, one.note, one.unit) for one in entries]

    assert state(by_api) == state(by_command)
    assert log(by_api) == log(by_command)
    assert {one.known_by.value for one in newsroom.log_of(by_api)} == {"sign_in"}
