"""The search over everything that one may see."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib import desk, knowledge, people
from chalicelib.actor import SYSTEM, Actor, KnownBy, local
from chalicelib.application import search as searching
from chalicelib.application.search import HitKind
from chalicelib.clock import SHANGHAI
from chalicelib.conversation import Handover, Reason
from chalicelib.people import Role
from tests.cloud.console import at_desk
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


def look(words: str, by: Actor, unit: str = "") -> searching.Found:
    return searching.search(words, by, unit, now=NOW)


def of(person: str) -> Actor:
    return Actor(person=person, known_by=KnownBy.SIGN_IN)


def titles(found: searching.Found, kind: HitKind) -> list[str]:
    return [one.title for one in found.hits if one.kind is kind]


def test_what_stands_in_the_chosen_unit_comes_first() -> None:
    for unit in ("east", "west"):
        found = look("服务厅", of("zongbian"), unit)
        assert titles(found, HitKind.ARTICLE)[0] == f"办税服务厅{unit}"
        assert len(titles(found, HitKind.ARTICLE)) == 2


def test_nothing_of_another_unit_is_found() -> None:
    found = look("服务厅", of("only-east"), "west")
    assert titles(found, HitKind.ARTICLE) == ["办税服务厅east"]
    assert look("服务厅", of("nobody")).hits == ()
    assert look("east税务", of("only-east")).hits[0].path == "/accounts/east"
    assert titles(look("东边", of("only-east")), HitKind.PERSON) == []


def test_units_that_are_too_many_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "_UNITS", 2)
    found = look("服务厅", of("zongbian"), "west")
    assert (found.left_out, titles(found, HitKind.ARTICLE)) == (1, ["办税服务厅west"])


def test_no_words_find_nothing() -> None:
    assert look("  ", of("zongbian")) == searching.Found(hits=(), left_out=0)


def test_questions_and_policies_are_found_with_their_account() -> None:
    faq = {"question": "怎么开发票", "variants": "开票流程", "answer": "在电子税务局开。"}
    made = knowledge.versions.add_entry("east", faq, by=local("ops"), now=NOW)
    [hit] = look("开票", of("zongbian"), "east").hits
    assert (hit.kind, hit.title, hit.detail) == (HitKind.QUESTION, "怎么开发票", "east税务")
    assert hit.path.startswith("/knowledge/entries/")
    assert made
    assert look("开票", of("only-east")).hits == ()


def test_a_session_is_found_by_its_request_its_ticket_and_its_notes() -> None:
    people.add_staff("agent", "east", [Role.AGENT], by=local("ops"), now=NOW)
    at_desk.open_all_day("east", NOW)
    at_desk.hire("east", "agent", now=NOW)
    old, late = NOW - timedelta(days=40), NOW - timedelta(hours=2)
    sessions = [
        at_desk.ask_for_person("east", f"o-{name}", f"{name}没到账", at, assigned=False)
        for name, at in (("older", old), ("newer", late))
    ]
    older, newer = sessions
    desk.resolve("east", older.id, by=SYSTEM, now=old, survey=False)
    desk.take("east", newer.id, by=local("agent"), now=late)
    desk.resolve("east", newer.id, by=local("agent"), now=late, survey=False, note="已转国库核对")
    waiting = at_desk.ask_for_person("east", "o-waits", "还没到账", NOW, assigned=False)

    def paths(words: str, person: str = "agent") -> list[str]:
        return [one.path for one in look(words, of(person)).hits if one.kind is HitKind.SESSION]

    assert paths("没到账") == [
        f"/desk?account=east&session={waiting.id}",
        f"/records/east/{newer.id}",
    ]
    assert paths("国库核对") == [f"/records/east/{newer.id}"]
    assert paths(waiting.ticket.lower()) == [f"/desk?account=east&session={waiting.id}"]
    assert paths("没到账", "only-east") == paths("没到账", "nobody") == []


def test_a_ticket_finds_its_session_however_old() -> None:
    at_desk.open_all_day("east", NOW)
    day = NOW - timedelta(days=40)
    message = desk.FollowerMessage("east", "o-1", "M#1", day, "四十天前")
    ticket = f"T{day.astimezone(SHANGHAI):%m%d}-CEWBX"
    made = desk.open_session(
        message, Handover(reason=Reason.ASKED, ticket=ticket), offer=desk.assign
    )
    assert made is not None
    desk.resolve("east", made.id, by=SYSTEM, now=day, survey=False)
    [hit] = look(ticket, of("zongbian")).hits
    assert (hit.title, hit.path) == ("四十天前", f"/records/east/{made.id}")
    assert look("四十天前", of("zongbian")).hits == ()
