"""The search over everything that one may see."""

from __future__ import annotations

import pytest

from chalicelib import knowledge, people
from chalicelib.actor import Actor, KnownBy, local
from chalicelib.application import search as searching
from chalicelib.application.search import HitKind
from chalicelib.people import Role
from tests.cloud.console.test_calendar_routes import an_account
from tests.cloud.newsroom.people import NOW, add_unit, an_article, newsroom_of


@pytest.fixture(autouse=True)
def tree(cloud: None) -> None:
    newsroom_of("province")
    for unit in ("east", "west"):
        add_unit(unit, parent="province")
        newsroom_of(unit)
        an_article(unit, title=f"办税服务厅{unit}")
    an_account("east", "east")
    people.add_staff("only-east", "east", [Role.EDITOR], by=local("ops"), now=NOW, name="东边采编")


def of(person: str) -> Actor:
    return Actor(person=person, known_by=KnownBy.SIGN_IN)


def titles(found: searching.Found, kind: HitKind) -> list[str]:
    return [one.title for one in found.hits if one.kind is kind]


def test_what_stands_in_the_chosen_unit_comes_first() -> None:
    for unit in ("east", "west"):
        found = searching.search("服务厅", of("zongbian"), unit)
        assert titles(found, HitKind.ARTICLE)[0] == f"办税服务厅{unit}"
        assert len(titles(found, HitKind.ARTICLE)) == 2


def test_nothing_of_another_unit_is_found() -> None:
    found = searching.search("服务厅", of("only-east"), "west")
    assert titles(found, HitKind.ARTICLE) == ["办税服务厅east"]
    assert searching.search("服务厅", of("nobody")).hits == ()
    assert searching.search("east税务", of("only-east")).hits[0].path == "/accounts/east"
    assert titles(searching.search("东边", of("only-east")), HitKind.PERSON) == []


def test_units_that_are_too_many_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "_UNITS", 2)
    found = searching.search("服务厅", of("zongbian"), "west")
    assert (found.left_out, titles(found, HitKind.ARTICLE)) == (1, ["办税服务厅west"])


def test_no_words_find_nothing() -> None:
    assert searching.search("  ", of("zongbian")) == searching.Found(hits=(), left_out=0)


def test_questions_and_policies_are_found_with_their_account() -> None:
    faq = {"question": "怎么开发票", "variants": "开票流程", "answer": "在电子税务局开。"}
    made = knowledge.versions.add_entry("east", faq, by=local("ops"), now=NOW)
    [hit] = searching.search("开票", of("zongbian"), "east").hits
    assert (hit.kind, hit.title, hit.detail) == (HitKind.QUESTION, "怎么开发票", "east税务")
    assert hit.path.startswith("/knowledge/entries/")
    assert made
    assert searching.search("开票", of("only-east")).hits == ()
