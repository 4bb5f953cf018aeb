"""办理依据 leads both ways: a policy document to the services that rest on it, a service to its documents."""

from __future__ import annotations

import pytest

from chalicelib import knowledge, people
from chalicelib.actor import Actor, KnownBy, local
from chalicelib.application import policy_library, service_catalogue
from chalicelib.application.policy_library import PolicyText
from chalicelib.application.release_knowledge import release_knowledge
from chalicelib.application.service_basis import Basis
from chalicelib.application.try_answer import try_answer
from chalicelib.clock import SHANGHAI
from chalicelib.conversation import Rung
from chalicelib.knowledge import PolicyStatus
from chalicelib.people import Role
from chalicelib.wechat.replies import TextReply
from tests.cloud.catalogue.made import COLLEAGUE, EDITOR, HOUSE, NOW, released, service

NUMBER = "云财税〔2026〕4号"
TITLE = "关于契税适用税率的公告"
LINK = '办理：<a href="weixin://bizmsgmenu?msgmenucontent='


@pytest.fixture(autouse=True)
def document() -> str:
    """A document of the province's library, in force; its id."""
    text = PolicyText(number=NUMBER, title=TITLE)
    made = policy_library.add_policy("province", text, by=EDITOR, now=NOW)
    number = knowledge.versions.working("province").number
    knowledge.versions.submit("province", number, by=EDITOR, now=NOW)
    release_knowledge("province", number, by=COLLEAGUE, now=NOW)
    return made.id


def said(text: str = NUMBER) -> str:
    reply = try_answer("province", text, NOW.astimezone(SHANGHAI)).decision.reply
    assert isinstance(reply, TextReply)
    return reply.content


def test_a_document_leads_to_the_services_that_rest_on_it() -> None:
    assert LINK not in said()
    released(
        service(basis=(NUMBER,)),
        HOUSE.model_copy(update={"basis": ("云财税[2026]4号", f"《{TITLE}》")}),
        service("other", name="车船税", basis=("云财税〔2026〕14号",)),
    )
    text = said()
    assert text.count(LINK) == 2
    assert "service:deed-tax" in text
    assert "service:house" in text, "however the number is written"
    assert try_answer("province", NUMBER, NOW.astimezone(SHANGHAI)).decision.rung is Rung.FAQ


def test_of_many_services_the_first_three_are_named() -> None:
    released(*(service(f"s{n}", name=f"服务{n}", basis=(NUMBER,)) for n in range(5)))
    assert said().count(LINK) == 3


def test_the_pages_of_both_name_each_other(document: str) -> None:
    released(service(basis=(NUMBER, "税收征收管理法")))
    paper = policy_library.policy_for("province", document, by=EDITOR)
    assert [(unit, one.id) for unit, one in paper.services] == [("province", "deed-tax")]
    assert LINK in paper.said
    typed = policy_library.preview_policy("province", paper.text, by=EDITOR)
    assert typed == paper.said, "the preview says the same"
    found = service_catalogue.service_for("province", "deed-tax", by=EDITOR, now=NOW)
    assert found.basis == (Basis(NUMBER, "province", document), Basis("税收征收管理法"))


def test_a_document_that_has_ended_is_said_to_have(document: str) -> None:
    released(service(basis=(NUMBER,)))
    paper = policy_library.policy_for("province", document, by=EDITOR)
    ended = paper.text.model_copy(update={"status": PolicyStatus.REPEALED})
    policy_library.save_policy("province", document, ended, seen=paper.mark, by=EDITOR, now=NOW)
    number = knowledge.versions.working("province").number
    knowledge.versions.submit("province", number, by=EDITOR, now=NOW)
    release_knowledge("province", number, by=COLLEAGUE, now=NOW)
    [basis] = service_catalogue.service_for("province", "deed-tax", by=EDITOR, now=NOW).basis
    assert (basis.document, basis.holds) == (document, False)


def test_who_may_not_read_the_library_sees_the_words_alone() -> None:
    released(service(basis=(NUMBER,)))
    people.add_staff("cai", "province", [Role.EDITOR], by=local("ops"), now=NOW)
    editor = Actor(person="cai", known_by=KnownBy.SIGN_IN)
    found = service_catalogue.service_for("province", "deed-tax", by=editor, now=NOW)
    assert found.basis == (Basis(NUMBER),)
