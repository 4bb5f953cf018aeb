"""Offers and their answers as the console's API shows and changes them."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from chalicelib import audit, distribution, newsroom, people
from chalicelib.actor import local
from chalicelib.clock import utc_now
from chalicelib.people import Role
from chalicelib.settings import settings
from tests.cloud.console.conftest import Ask
from tests.cloud.console.test_calendar_routes import NOW, _tree, tag
from tests.cloud.newsroom.people import approved_article, composed

__all__ = ["_tree"]

DEADLINE = "2026-12-03T10:00:00Z"


def work() -> None:
    """Carry out what waits in the queue."""
    sqs, url = boto3.client("sqs"), settings().distribution_queue_url
    while found := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", []):
        for message in found:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            distribution.carry_out(message["Body"], utc_now())


def offered(
    ask: Ask, article: str, requirement: str = "recommended", key: str = "k", **more: Any
) -> Any:
    body = {"article": article, "requirement": requirement, "deadline": DEADLINE, **more}
    said = ask("li", "POST", "/offers", body, {"Idempotency-Key": key})
    work()
    return said


def answer(
    ask: Ask, offer: str, deed: str, body: Any = None, person: str = "qx", account: str = "city"
) -> Any:
    return ask(person, "POST", f"/offers/{offer}/accounts/{account}/{deed}", body)


def inbox(ask: Ask) -> Any:
    return ask("qx", "GET", "/inbox", query={"unit": "city"}).json["received"]


def changed(ask: Ask, offer: str, kind: str) -> Any:
    body = {"kind": kind, "reason": "税率写错", "deadline": DEADLINE, "at_once": False}
    said = ask(
        "zongbian", "POST", f"/offers/{offer}/changes", body, tag(distribution.get(offer).version)
    )
    work()
    return said


def test_an_offer_is_made_once_and_its_receipts_have_the_late_ones_first(ask: Ask) -> None:
    article = approved_article()
    first, again = offered(ask, article.id), offered(ask, article.id)
    assert first.json == again.json
    assert first.json["accounts"] == 2
    offer = first.json["id"]
    assert answer(ask, offer, "decline", {"reason": "本地已发"}).status == 200
    seen = ask("guan", "GET", f"/offers/{offer}").json
    assert [(one["account"], one["standing"]) for one in seen["stands"]] == [
        ("other", "waiting"),
        ("city", "declined"),
    ]
    assert not any(one["allowed"] for one in seen["deeds"])
    listed = ask("li", "GET", "/offers", query={"unit": "province"}).json
    assert [one["id"] for one in listed["offers"]] == [offer]


@pytest.mark.parametrize(("person", "status"), [("chu", 403), ("guan", 403), ("qx", 403)])
def test_who_may_not_make_an_offer(ask: Ask, person: str, status: int) -> None:
    body = {"article": approved_article().id, "requirement": "optional", "deadline": DEADLINE}
    assert ask(person, "POST", "/offers", body).status == status


def test_the_unit_below_neither_sees_nor_changes_the_offer_itself_nor_another_s_answer(
    ask: Ask,
) -> None:
    offer = offered(ask, approved_article().id).json["id"]
    assert ask("qx", "GET", f"/offers/{offer}").status == 403
    assert ask("qx", "GET", "/offers", query={"unit": "province"}).status == 403
    assert ask("qx", "GET", "/inbox", query={"account": "other"}).status == 403
    assert answer(ask, offer, "adopt", account="other").status == 403
    change = {"kind": "recall", "reason": "x", "deadline": DEADLINE}
    assert ask("qx", "POST", f"/offers/{offer}/changes", change, tag(1)).status == 403
    assert ask("qx", "GET", "/dressings/other").status == 403
    assert distribution.receipt(offer, "other").answer == "open"


def test_adopting_puts_a_copy_into_the_unit_s_own_review(ask: Ask) -> None:
    offer = offered(ask, approved_article().id).json["id"]
    people.add_staff("chu2", "city", [Role.REVIEWER1], by=local("ops"), now=NOW)
    [one] = inbox(ask)
    assert [deed["allowed"] for deed in one["deeds"]] == [True, True]
    said = answer(ask, offer, "adopt").json
    copy = newsroom.get_article(said["stand"]["article"])
    assert (copy.unit, copy.state) == ("city", "in_review")
    assert "已采用为稿件" in said["deeds"][0]["why"]
    log = [one for one in audit.of_unit("city") if one.action == "distribution:offer:answer"]
    assert [one.by for one in log] == ["qx"]


def test_a_mandatory_offer_is_not_declined(ask: Ask) -> None:
    offer = offered(ask, approved_article().id, "mandatory").json["id"]
    said = answer(ask, offer, "decline", {"reason": "x"})
    assert (said.status, said.json["type"]) == (409, "illegal_now")


def test_a_correction_of_what_the_unit_edited_asks_before_it_overwrites(ask: Ask) -> None:
    article = approved_article()
    offer = offered(ask, article.id).json["id"]
    copy = answer(ask, offer, "adopt").json["stand"]["article"]
    newsroom.revise(copy, composed(body="本地补充。"), by=local("qx"), now=utc_now())
    newsroom.revise(article.id, composed(body="八点半开门。"), by=local("li"), now=utc_now())
    newsroom.submit(article.id, by=local("li"), now=utc_now())
    for person in ("chu", "fu", "zhong"):
        newsroom.approve(article.id, by=local(person), now=utc_now())
    assert changed(ask, offer, "correction").status == 200
    [one] = inbox(ask)
    assert [task["open"] for task in one["stand"]["tasks"]] == [True]
    refused = answer(ask, offer, "tasks/1/carry-out", {})
    assert refused.status == 409
    assert "offer.overwrite" in [one["action"] for one in refused.json["remedies"]]
    before = newsroom.get_article(copy).revision
    done = answer(ask, offer, "tasks/1/carry-out", {"overwrite": True}).json
    assert [task["open"] for task in done["stand"]["tasks"]] == [False]
    assert newsroom.get_article(copy).revision == before + 1


def test_a_recalled_offer_is_neither_adopted_nor_corrected(ask: Ask) -> None:
    offer = offered(ask, approved_article().id).json["id"]
    assert changed(ask, offer, "recall").json["offer"]["recalled"]
    assert answer(ask, offer, "adopt").status == 409
    late = ask(
        "zongbian",
        "POST",
        f"/offers/{offer}/changes",
        {"kind": "recall", "reason": "x", "deadline": DEADLINE},
        tag(1),
    )
    assert late.status == 409


def test_a_dressing_is_text_and_never_markup(ask: Ask) -> None:
    text = {"header": "本地提示 <script>alert(1)</script>\n第二段", "footer": ""}
    said = ask("qx", "PUT", "/dressings/city", text, tag(0))
    assert said.json["header"] == text["header"]
    kept = distribution.dressing("city").header
    assert "<script>" not in kept
    assert kept.count("<p ") == 2
    assert ask("qx", "PUT", "/dressings/city", text, tag(0)).status == 409
    assert ask("qx", "PUT", "/dressings/city", text, tag(1)).json["header"] == text["header"]
    assert distribution.dressing("city").header == kept
    assert ask("chu", "PUT", "/dressings/province", text, tag(0)).status == 403
