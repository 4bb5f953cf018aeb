"""发布: calendar, issues, deliveries, allowances, offers."""

from __future__ import annotations

from tests.cloud.console.cases import ANYBODY, Case

READ = "publishing:calendar:read"
EDIT = "publishing:issue:edit"
OFFERS = "distribution:offer:read"
ANSWER = "distribution:offer:answer"
UNIT = {"unit": "{unit}"}
ISSUE = "{issue_version}"
SCHEDULED = {"issue_id": "scheduled"}
BELOW = {"account": "below"}
"""Who answers for the account of the county: the people above it may, too."""
RECALLED = {"offer_id": "recalled_offer", **BELOW}
LATER = "2099-01-04T02:00:00Z"
CASES = {
    ("GET", "/calendar"): Case(READ, query=UNIT),
    ("GET", "/calendar/file"): Case(READ, query=UNIT),
    ("GET", "/calendar/places"): Case(READ, query={"account": "{account}"}),
    ("GET", "/calendar/ready"): Case(READ, query={**UNIT, "all": "true"}),
    ("POST", "/calendar/drop"): Case(
        EDIT, body={"account": "{account}", "at": "{free_slot}", "articles": ["{released}"]}
    ),
    ("POST", "/issues"): Case(
        EDIT,
        body={
            "account": "{account}",
            "at": "{free_slot}",
            "title": "新的一期",
            "articles": ["{article_id}"],
        },
    ),
    ("GET", "/issues/{issue_id}"): Case(READ),
    ("GET", "/issues/{issue_id}/covers/{number}"): Case(READ),
    ("PUT", "/issues/{issue_id}"): Case(EDIT, body={"title": "改名", "way": "mass"}, version=ISSUE),
    ("POST", "/issues/{issue_id}/add"): Case(
        EDIT, body={"articles": ["{article_id}"]}, version=ISSUE
    ),
    ("POST", "/issues/{issue_id}/remove"): Case(
        EDIT, body={"articles": ["{released}"]}, version=ISSUE
    ),
    ("POST", "/issues/{issue_id}/reorder"): Case(
        EDIT, body={"articles": ["{released}"]}, version=ISSUE
    ),
    ("POST", "/issues/{issue_id}/schedule"): Case(EDIT, body={}, version=ISSUE),
    ("POST", "/issues/{issue_id}/move"): Case(EDIT, body={"at": "{free_slot}"}, version=ISSUE),
    ("POST", "/issues/{issue_id}/swap"): Case(EDIT, body={"other": "{scheduled}"}, version=ISSUE),
    ("POST", "/issues/{issue_id}/unschedule"): Case(
        EDIT, body={}, version="{scheduled_version}", ids=SCHEDULED
    ),
    ("POST", "/issues/{issue_id}/cancel"): Case(
        EDIT, body={}, version="{scheduled_version}", ids=SCHEDULED
    ),
    ("GET", "/deliveries"): Case(READ, query=UNIT),
    ("GET", "/delivery-states"): Case(ANYBODY),
    ("GET", "/deliveries/{delivery_id}"): Case(READ),
    # The queue holds the pushes of every unit.
    ("POST", "/deliveries/export"): Case(
        "publishing:push:export", body={"unit": "{unit}", "reason": "年度总结"}, good=202
    ),
    ("POST", "/deliveries/restore"): Case("publishing:push:restore", top=True),
    ("POST", "/deliveries/{delivery_id}/retry"): Case("publishing:push:retry", body={}),
    ("POST", "/deliveries/{delivery_id}/cancel"): Case(
        "publishing:push:cancel", body={}, version="{delivery_version}"
    ),
    ("POST", "/deliveries/{delivery_id}/recall"): Case(
        "publishing:push:recall",
        body={"reason": "数字有误", "confirm": "{pushed_title}"},
        version="{delivery_version}",
        good=409,
    ),
    ("GET", "/allowances"): Case("accounts:allowance:read", query=UNIT),
    ("POST", "/allowances/{account}/used"): Case(
        "accounts:allowance:correct", body={"quota": "mass", "used": 0}
    ),
    ("POST", "/allowances/{account}/sync"): Case("accounts:allowance:correct", good=503),
    ("POST", "/allowances/{account}/clear"): Case("accounts:allowance:clear", good=503),
    ("GET", "/offers"): Case(OFFERS, query=UNIT),
    ("GET", "/offers/{offer_id}"): Case(OFFERS),
    ("POST", "/offers"): Case(
        "distribution:offer:make",
        body={"article": "{released}", "requirement": "optional", "deadline": LATER},
    ),
    ("POST", "/offers/{offer_id}/changes"): Case(
        "distribution:offer:change",
        body={"kind": "recall", "reason": "数字有误", "deadline": LATER},
        version="{offer_version}",
    ),
    ("GET", "/inbox"): Case(OFFERS, query=UNIT),
    ("POST", "/offers/{offer_id}/accounts/{account}/adopt"): Case(ANSWER, ids=BELOW),
    ("POST", "/offers/{offer_id}/accounts/{account}/decline"): Case(
        ANSWER, body={"reason": "本地已发"}, ids=BELOW
    ),
    ("POST", "/offers/{offer_id}/accounts/{account}/tasks/{number}/carry-out"): Case(
        ANSWER, body={}, ids=RECALLED
    ),
    ("POST", "/offers/{offer_id}/accounts/{account}/tasks/{number}/acknowledge"): Case(
        ANSWER, body={"what": "已经删除"}, ids=RECALLED
    ),
    ("GET", "/dressings/{account}"): Case(OFFERS),
    ("PUT", "/dressings/{account}"): Case(
        "distribution:dressing:set", body={"header": "本地提示", "footer": ""}, version="0"
    ),
}
