"""原创校验 of mass sends and publications (sheet §1.5, §2.5)."""

import pytest

from tests.simulator.conftest import APPID
from tests.simulator.provoke import sendall

TITLE = "转载：个税汇算"


def judged_as(wechat, **rules):
    wechat.sim("PUT", f"/accounts/{APPID}", {"original_check": rules})


def sent(wechat, account_server, ignore, title=TITLE):
    draft = wechat.draft(title=title)["media_id"]
    more = {"msgtype": "mpnews", "mpnews": {"media_id": draft}}
    assert sendall(wechat, **more, send_ignore_reprint=ignore)["errcode"] == 0
    wechat.settle()
    (event,) = account_server.events("MASSSENDJOBFINISH")
    return event


@pytest.mark.parametrize(
    ("state", "ignore", "status"),
    [
        (1, 0, "send success"),
        (2, 0, "err(30003)"),
        (2, 1, "send success"),
        (3, 0, "err(30002)"),
        (3, 1, "err(30002)"),
    ],
)
def test_a_reprint_goes_on_only_where_author_and_sender_allow_it(
    served, account_server, state, ignore, status
):
    user = served.user()
    judged_as(served, **{"转载*": state})
    event = sent(served, account_server, ignore)
    assert event["Status"] == status
    assert event["CopyrightCheckResult"]["CheckState"] == str(state)
    assert len(served.chat(user)) == (status == "send success")
    assert len(served.ledger("mass")) == (status == "send success")


def test_the_event_says_which_article_is_whose(served, account_server):
    judged_as(served, **{TITLE: 2})
    result = sent(served, account_server, 1)["CopyrightCheckResult"]
    item = result["ResultList"]["item"]
    assert (result["Count"], item["ArticleIdx"], item["CanReprint"]) == ("1", "1", "1")
    assert item["OriginalArticleUrl"]


def test_nothing_is_found_in_articles_that_no_rule_names(served, account_server):
    judged_as(served, **{"转载*": 3})
    event = sent(served, account_server, 0, title="本局原创")
    assert event["Status"] == "send success"
    assert event["CopyrightCheckResult"] == {"Count": "0", "ResultList": "", "CheckState": "0"}


def test_a_blocked_reprint_is_not_published_either(served, account_server):
    judged_as(served, **{"*": 3})
    made = served.post("freepublish/submit", {"media_id": served.draft()["media_id"]})
    served.settle()
    found = served.post("freepublish/get", {"publish_id": made["publish_id"]})
    assert (found["publish_status"], found["fail_idx"]) == (2, [1])
    (event,) = account_server.events("PUBLISHJOBFINISH")
    assert event["PublishEventInfo"]["publish_status"] == "2"


@pytest.mark.parametrize("rules", [{"x": 4}, {"x": "2"}, ["x"]])
def test_a_check_that_is_none_is_refused(served, rules):
    asked = {"original_check": rules}
    assert served.http.put(f"/_sim/accounts/{APPID}", json=asked).status_code == 422
