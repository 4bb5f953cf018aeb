"""What followers ask for is held against the menu: rules, questions, and services of the catalogue."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chalicelib import accounts, conversation, menus
from chalicelib.application import menu_numbers
from chalicelib.application import menus as application
from chalicelib.clock import utc_now
from chalicelib.menus import Button, MenuDocument
from tests.cloud.catalogue.made import released, service
from tests.cloud.menus.made import BAN, click, counted, document, drafted, view

DEED = ("service", "契税申报缴纳")
ENTRY = click("契税申报缴纳", "service:deed-tax")


@pytest.fixture(autouse=True)
def catalogue() -> Iterator[None]:
    """A released catalogue of the city."""
    conversation.forget_services()
    released(service(), service("invoice", name="代开发票", web=""), unit="city")
    yield
    conversation.forget_services()


def suggested() -> list[tuple[str, MenuDocument | None]]:
    found = menu_numbers.suggestions("city", by=BAN, now=utc_now())
    return [(one.id, one.document) for one in found]


def test_a_service_that_is_asked_for_is_suggested_with_the_key_that_answers_with_it() -> None:
    drafted(document("官网"))
    counted(asked={DEED: 30, ("service", "代开发票"): 19})
    [(_, after)] = suggested()
    assert after is not None
    assert after.buttons == (view("官网"), click("契税申报", "service:deed-tax"))
    assert application.check("city", after, by=BAN) == ()


@pytest.mark.parametrize(
    "there", [ENTRY, Button(name="契税", type="view", url="https://tax.gov.cn/qs")]
)
def test_a_service_to_which_an_entry_leads_already_is_not(there: Button) -> None:
    drafted(MenuDocument(buttons=(there,)))
    counted(asked={DEED: 30})
    assert suggested() == []


def test_a_key_that_names_a_service_is_answered_and_one_of_none_is_not() -> None:
    drafted(MenuDocument(buttons=(click("契税", "service:deed-tax"), click("车船", "service:no"))))
    found = application.check_typed("city", menus.current_draft("city").document)
    assert [(one.place, one.warning) for one in found] == [("buttons.1", True)]
    assert "service:no 还没有回复" in found[0].problem


def test_services_of_the_rules_are_suggested_only_where_there_is_no_catalogue(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ours = conversation.Service(name="社保缴费", link="https://tax.gov.cn/sb")
    rules = conversation.ReplyRules(services=(ours,))
    monkeypatch.setattr(conversation, "rules_in_force", lambda _: rules)
    counted(asked={("service", "社保缴费"): 25})
    assert suggested() == []
    accounts.put_services_in_force("city", "", 2**62)
    [(key, _)] = suggested()
    assert key == "no_entry:https://tax.gov.cn/sb"
