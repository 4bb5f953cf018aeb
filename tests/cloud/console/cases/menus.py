"""自定义菜单."""

from __future__ import annotations

from tests.cloud.console.cases import Case

READ = "menus:menu:read"
PUBLISH = "menus:menu:publish"
APPROVE = "menus:menu:approve"
DOCUMENT = {
    "document": {"buttons": [{"name": "官网", "type": "view", "url": "https://tax.example/"}]}
}
LATER = {"at": "2099-01-01T09:00:00+08:00"}
WAITING = {"number": "waiting_menu"}
VERSION = "{menu_edition}"
CASES = {
    ("GET", "/menus/{account}"): Case(READ),
    ("PUT", "/menus/{account}/draft"): Case("menus:draft:edit", body=DOCUMENT, version=VERSION),
    ("POST", "/menus/{account}/check"): Case(READ, body=DOCUMENT),
    ("POST", "/menus/{account}/publications"): Case(PUBLISH, body=LATER, version=VERSION),
    ("POST", "/menus/{account}/publications/{number}/approve"): Case(APPROVE, body={}, ids=WAITING),
    ("POST", "/menus/{account}/publications/{number}/reject"): Case(
        APPROVE, body={"reason": "名称不妥"}, ids=WAITING
    ),
    ("POST", "/menus/{account}/publications/{number}/cancel"): Case(
        PUBLISH, body={}, ids={"number": "planned_menu"}
    ),
    ("POST", "/menus/{account}/versions/{number}/restore"): Case(PUBLISH, body=LATER),
    ("PUT", "/menus/{account}/two-people"): Case("menus:rule:set", body={"two_people": True}),
    ("GET", "/menus/{account}/versions"): Case(READ),
    ("GET", "/menus/{account}/versions/{number}"): Case(READ),
    ("GET", "/menus/{account}/difference"): Case(READ, query={"older": "0", "newer": "1"}),
    # WeChat is down in this world.
    ("POST", "/menus/{account}/look"): Case(READ, good=503),
    ("POST", "/menus/{account}/drift"): Case(
        PUBLISH, body={"choice": "take_over", "reason": "就用它"}, good=503
    ),
    ("GET", "/menus/{account}/follower"): Case(READ, query={"user": "oABC"}, good=503),
    ("GET", "/menus/{account}/tags"): Case(READ),
    ("GET", "/menus/{account}/clicks"): Case(READ, query={"number": "1"}),
    ("GET", "/menus/{account}/suggestions"): Case(READ),
    ("GET", "/menus/{account}/pages"): Case(READ),
}
