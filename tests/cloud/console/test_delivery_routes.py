"""Deliveries and allowances as the console's API shows and changes them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib import accounts, audit, publishing
from chalicelib.accounts import Scarce
from tests.cloud.console.conftest import Ask
from tests.cloud.console.pushes import out, written
from tests.cloud.console.test_calendar_routes import NOW, _tree, dropped, tag
from tests.cloud.newsroom.people import approved_article

__all__ = ["_tree"]


def a_push(ask: Ask, title: str = "个税汇算", day: int = 2) -> str:
    article = approved_article(title=title)
    issue = dropped(ask, article.id, at=f"2026-12-{day:02d}T00:00:00Z").json["issue"]
    return str(publishing.get_issue(issue).delivery)


def recall(ask: Ask, push: str, person: str = "zongbian", **fields: Any) -> Any:
    body = {"reason": "数字有误", "confirm": "个税汇算", **fields}
    return ask(
        person, "POST", f"/deliveries/{push}/recall", body, tag(publishing.get(push).version)
    )


@pytest.mark.parametrize(
    ("person", "status"), [("li", 200), ("guan", 200), ("yun", 200), ("zuo", 403), ("qx", 403)]
)
def test_who_sees_deliveries_and_allowances(ask: Ask, person: str, status: int) -> None:
    push = a_push(ask)
    query = {"unit": "province"}
    assert ask(person, "GET", "/deliveries", query=query).status == status
    assert ask(person, "GET", f"/deliveries/{push}").status == status
    assert ask(person, "GET", "/allowances", query=query).status == status
    assert ask(person, "GET", "/allowances", query={"account": "province"}).status == status


def test_the_list_goes_on_where_the_page_ended_over_all_accounts(ask: Ask) -> None:
    pushes = [a_push(ask, f"第 {n} 篇", n) for n in range(2, 7)]
    seen: list[str] = []
    cursor = ""
    for _ in range(5):
        query = {"unit": "province", "limit": "2", "cursor": cursor}
        page = ask("li", "GET", "/deliveries", query=query).json
        seen += [one["id"] for one in page["deliveries"]]
        cursor = page["next"]
        if not cursor:
            break
    assert seen == sorted(pushes, reverse=True)


def test_a_state_narrows_the_list(ask: Ask) -> None:
    first, _ = a_push(ask), a_push(ask, "另一篇", 3)
    out(first)
    query = {"account": "province", "state": "confirmed"}
    found = ask("li", "GET", "/deliveries", query=query).json["deliveries"]
    assert [(one["id"], one["sent"]) for one in found] == [(first, 985)]
    assert ask("li", "GET", "/deliveries", query={**query, "state": "x"}).status == 422


def test_a_recall_wants_reason_title_and_the_version_that_was_seen(ask: Ask) -> None:
    push = a_push(ask)
    assert "不能撤回" in recall(ask, push).json["title"]  # not out yet
    out(push)
    assert recall(ask, push, confirm="个税").status == 422
    assert recall(ask, push, reason="  ").status == 422
    assert recall(ask, push, person="guan").status == 403
    stale = ask(
        "li", "POST", f"/deliveries/{push}/recall", {"reason": "x", "confirm": "个税汇算"}, tag(99)
    )
    assert stale.status == 409
    assert publishing.get(push).recalls == ()
    said = recall(ask, push)
    assert (said.status, said.json["pieces"][0]["gone"]) == (200, True)
    assert [(one["by"], one["reason"]) for one in said.json["recalls"]] == [
        ("zongbian", "数字有误")
    ]
    [deed] = [one for one in said.json["deeds"] if one["name"] == "recall"]
    assert (deed["allowed"], deed["why"]) == (False, "已经下达撤回。")
    log = [one for one in audit.of_unit("province") if one.action == "publishing:push:recall"]
    assert [(one.by, one.note) for one in log] == [("zongbian", "数字有误")]


def test_an_unknown_outcome_is_said_plainly_and_cannot_be_cancelled(ask: Ask) -> None:
    push = a_push(ask)
    tried = NOW.isoformat()
    written(push, state="prepared", draft="d", first_tried_at=tried, tried_at=tried)
    seen = ask("li", "GET", f"/deliveries/{push}").json
    assert seen["row"]["unknown"]
    assert "不会重复发送" in seen["unknown_note"]
    allowed = {one["name"]: one["allowed"] for one in seen["deeds"]}
    assert allowed == {"cancel": False, "retry": True, "recall": False}
    said = ask("li", "POST", f"/deliveries/{push}/cancel", {"note": "x"}, tag(seen["version"]))
    assert (said.status, said.json["type"]) == (409, "illegal_now")


def test_cancelling_a_push_makes_its_issue_an_intention_again(ask: Ask) -> None:
    push = a_push(ask)
    version = publishing.get(push).version
    said = ask("li", "POST", f"/deliveries/{push}/cancel", {"note": "缓发"}, tag(version))
    assert said.json["row"]["state"] == "cancelled"
    assert publishing.get_issue(said.json["row"]["issue"]).state == "planned"


def test_bringing_back_what_was_given_up_takes_a_role_at_the_top(ask: Ask) -> None:
    assert ask("qx", "POST", "/deliveries/restore").status == 403
    assert ask("guan", "POST", "/deliveries/restore").status == 403
    assert ask("li", "POST", "/deliveries/restore").json == {"deliveries": []}


def test_a_gauge_shows_what_is_set_aside_and_a_chief_corrects_it(ask: Ask) -> None:
    push = a_push(ask)

    def mass(on: str) -> Any:
        page = ask("li", "GET", "/allowances", query={"account": "province", "on": on}).json
        return next(one for one in page["accounts"][0]["gauges"] if one["quota"] == "mass")

    there = mass("2026-12-02")
    assert (there["reserved"], there["left"], there["holders"]) == (1, 0, [push])
    body = {"quota": "mass", "used": 1}
    assert ask("li", "POST", "/allowances/province/used", body).status == 403
    assert ask("zongbian", "POST", "/allowances/province/used", body).status == 200
    assert (mass("2026-12-01")["elsewhere"], mass("2026-12-01")["left"]) == (1, 0)
    line = accounts.ledger.lines("province", datetime(2026, 12, 1, 4, tzinfo=UTC))
    assert next(one.elsewhere for one in line if one.claim.scarce is Scarce.MASS) == 1
    assert (
        ask("zongbian", "POST", "/allowances/province/used", {"quota": "x", "used": 1}).status
        == 422
    )
