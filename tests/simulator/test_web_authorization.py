"""网页授权: an account's page gets a code for whoever opened it on a phone, and its server an openid for the code."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.simulator.conftest import APPID
from tests.simulator.provoke import settings

PAGE = "https://tax.example/h5/appointments?hall=1"


@pytest.fixture
def service(served):
    return settings(served, kind="service")


def opened(wechat, user=None, **asked):
    query = {"appid": APPID, "redirect_uri": PAGE, "response_type": "code"}
    query |= {"scope": "snsapi_base", "state": "s1"} | asked
    cookies = {"wechat_phone": user} if user else {}
    wechat.http.cookies.clear()
    wechat.http.cookies.update(cookies)
    return wechat.http.get("/connect/oauth2/authorize", params=query)


def code(wechat, user, **asked):
    return parse_qs(urlsplit(opened(wechat, user, **asked).headers["Location"]).query)["code"][0]


def exchange(wechat, value, **asked):
    query = {"appid": APPID, "secret": "open", "code": value, "grant_type": "authorization_code"}
    return wechat.http.get("/sns/oauth2/access_token", params=query | asked).json()


def sns(wechat, call, **asked):
    return wechat.http.get(f"/sns/{call}", params=asked).json()


def test_a_page_learns_who_opened_it_and_keeps_its_own_query(service):
    user = service.user()
    answer = opened(service, user)
    assert answer.status_code == 302
    where = urlsplit(answer.headers["Location"])
    query = parse_qs(where.query)
    assert (where.netloc, where.path) == ("tax.example", "/h5/appointments")
    assert (query["hall"], query["state"]) == (["1"], ["s1"])
    told = exchange(service, query["code"][0])
    assert told["openid"] == service.openid(user)
    assert (told["expires_in"], told["scope"]) == (7200, "snsapi_base")
    assert sns(service, "auth", **{k: told[k] for k in ("access_token", "openid")})["errcode"] == 0


def test_two_phones_get_their_own_openids(service):
    first, second = service.user(), service.user()
    found = [exchange(service, code(service, user))["openid"] for user in (first, second)]
    assert found == [service.openid(first), service.openid(second)]


def test_whoever_does_not_follow_has_an_openid_as_well(service):
    user = service.user(following=False)
    openid = exchange(service, code(service, user))["openid"]
    assert service.get("user/info", openid=openid)["subscribe"] == 0


def test_a_code_is_good_once(service):
    value = code(service, service.user())
    assert "openid" in exchange(service, value)
    assert exchange(service, value)["errcode"] == 40163


def test_a_code_is_good_for_five_minutes(service):
    user = service.user()
    early, late = code(service, user), code(service, user)
    service.clock.pass_by(299)
    assert "openid" in exchange(service, early)
    service.clock.pass_by(1)
    assert exchange(service, late)["errcode"] == 40029


def test_codes_of_yesterday_are_not_kept(service):
    platform_codes = code(service, service.user())
    service.clock.pass_by(86_400)
    code(service, service.user())
    assert exchange(service, platform_codes)["errcode"] == 40029


@pytest.mark.parametrize(
    ("wrong", "number"),
    [
        ({"code": "0invented"}, 40029),
        ({"code": ""}, 41008),
        ({"secret": "closed"}, 40125),
        ({"secret": ""}, 41004),
        ({"appid": "wxffffffffffffffff"}, 40013),
        ({"appid": ""}, 41002),
        ({"grant_type": "client_credential"}, 40002),
    ],
)
def test_what_is_wrong_with_an_exchange_is_said_and_the_code_stays_good(service, wrong, number):
    value = code(service, service.user())
    assert exchange(service, value, **wrong)["errcode"] == number
    assert "openid" in exchange(service, value)


def test_the_code_of_one_account_is_none_at_another(service):
    other = "wxfedcba9876543210"
    service.sim("PUT", f"/accounts/{other}", {"name": "市局", "kind": "service", "secret": "s"})
    value = code(service, service.user())
    assert exchange(service, value, appid=other, secret="s")["errcode"] == 40029


def test_userinfo_asks_first_and_then_tells_the_profile(service):
    user = service.user()
    page = opened(service, user, scope="snsapi_userinfo")
    assert page.status_code == 200
    assert "申请使用" in page.text
    answer = service.http.post(str(page.request.url))
    value = parse_qs(urlsplit(answer.headers["Location"]).query)["code"][0]
    told = exchange(service, value)
    who = {"access_token": told["access_token"], "openid": told["openid"]}
    (known,) = service.sim("GET", "/users")
    assert sns(service, "userinfo", **who)["nickname"] == known["nickname"]


def test_snsapi_base_shows_no_profile(service):
    told = exchange(service, code(service, service.user()))
    who = {"access_token": told["access_token"], "openid": told["openid"]}
    assert sns(service, "userinfo", **who)["errcode"] == 48001


def test_a_token_is_renewed_until_its_month_is_over(service):
    told = exchange(service, code(service, service.user()))
    asked = {"appid": APPID, "grant_type": "refresh_token", "refresh_token": told["refresh_token"]}
    service.clock.pass_by(7200)
    who = {"access_token": told["access_token"], "openid": told["openid"]}
    assert sns(service, "auth", **who)["errcode"] == 42001
    renewed = sns(service, "oauth2/refresh_token", **asked)
    assert renewed["openid"] == told["openid"]
    assert sns(service, "auth", **who | {"access_token": renewed["access_token"]})["errcode"] == 0
    assert (
        sns(service, "oauth2/refresh_token", **asked | {"refresh_token": "x"})["errcode"] == 40030
    )
    service.clock.pass_by(30 * 86_400)
    assert sns(service, "oauth2/refresh_token", **asked)["errcode"] == 42002


def test_a_token_is_of_one_follower(service):
    told = exchange(service, code(service, service.user()))
    stranger = service.openid(service.user())
    asked = {"access_token": told["access_token"], "openid": stranger}
    assert sns(service, "auth", **asked)["errcode"] == 40003
    assert sns(service, "auth", **asked | {"access_token": "98_x"})["errcode"] == 40001


@pytest.mark.parametrize(
    ("given", "asked", "number"),
    [
        ({"kind": "subscription"}, {}, 10005),
        ({"verified": False}, {}, 10005),
        ({"oauth": False}, {}, 10005),
        ({}, {"scope": "snsapi_login"}, 10005),
        ({"oauth_domains": ["www.tax.example"]}, {}, 10003),
        ({"oauth_domains": ["tax.example:8443"]}, {}, 10003),
        ({}, {"redirect_uri": "weixin://dl"}, 10003),
        ({}, {"redirect_uri": ""}, 10011),
        ({}, {"scope": ""}, 10010),
        ({}, {"appid": "wxffffffffffffffff"}, 10012),
        ({}, {"response_type": "token"}, 10006),
    ],
)
def test_a_wrong_request_is_answered_with_wechats_error_page(service, given, asked, number):
    settings(service, **given)
    page = opened(service, service.user(), **asked)
    assert page.status_code == 200
    assert f"错误码：{number}" in page.text


@pytest.mark.parametrize(
    "given", [{"oauth_domains": ["tax.example"]}, {"kind": "subscription", "oauth": True}]
)
def test_an_account_that_has_it_gets_codes(service, given):
    assert opened(settings(service, **given), service.user()).status_code == 302


def test_an_account_that_lost_it_changes_no_code(service):
    value = code(service, service.user())
    assert exchange(settings(service, verified=False), value)["errcode"] == 48001


def test_a_browser_that_is_no_phone_is_told_so(service):
    page = opened(service)
    assert page.status_code == 200
    assert "请在微信客户端打开链接" in page.text


def test_a_frame_is_known_by_its_name_not_by_the_browsers_cookie(service):
    user = service.user()
    query = f"appid={APPID}&redirect_uri={PAGE}&response_type=code&scope=snsapi_base"
    framed = {"Sec-Fetch-Dest": "iframe", "Cookie": f"wechat_phone={user}"}
    address = f"/connect/oauth2/authorize?{query}"
    assert service.http.get(address, headers=framed).status_code == 200
    assert service.http.get(f"{address}&phone={user}", headers=framed).status_code == 302


@pytest.mark.parametrize("given", [{"oauth": "yes"}, {"oauth_domains": ["https://tax.example/"]}])
def test_settings_that_make_no_sense_are_refused(service, given):
    assert service.http.put(f"/_sim/accounts/{APPID}", json=given).status_code == 422
