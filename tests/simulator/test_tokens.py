"""access_token and quotas (sheet §2.1)."""

import pytest

from tests.simulator.conftest import APPID


def errcode(answer):
    return answer["errcode"]


def test_a_stable_token_stays_the_same_until_five_minutes_before_its_end(served):
    first = served.fetch_token()
    assert first["expires_in"] == 7200
    served.clock.pass_by(6899)
    again = served.fetch_token()
    assert (again["access_token"], again["expires_in"]) == (first["access_token"], 301)
    served.clock.pass_by(1)
    rolled = served.fetch_token()
    assert rolled["access_token"] != first["access_token"]
    assert rolled["expires_in"] == 7200
    assert errcode(served.get("menu/get")) == 46003, "the old one lives five minutes more"
    served.clock.pass_by(300)
    assert errcode(served.get("menu/get")) == 42001


def test_a_forced_refresh_kills_the_old_token_and_is_rationed(served):
    made = [served.fetch_token(force_refresh=True)]
    assert errcode(served.get("menu/get")) == 40001
    assert errcode(served.fetch_token(force_refresh=True)) == 45011
    for _ in range(19):
        served.clock.pass_by(30)
        made.append(served.fetch_token(force_refresh=True))
    assert len({answer["access_token"] for answer in made}) == 20
    served.clock.pass_by(30)
    assert errcode(served.fetch_token(force_refresh=True)) == 45009
    served.clock.pass_by(15 * 3600)
    assert "access_token" in served.fetch_token(force_refresh=True), "a new day in Shanghai"


def test_the_old_token_call_gives_a_new_one_each_time_and_leaves_the_stable_one_alone(served):
    asked = {"grant_type": "client_credential", "appid": APPID, "secret": "open"}
    first = served.http.get("/cgi-bin/token", params=asked).json()["access_token"]
    second = served.http.get("/cgi-bin/token", params=asked).json()["access_token"]
    assert first != second
    assert errcode(served.get("menu/get")) == 46003
    assert errcode(served.get("menu/get", access_token=first)) == 46003
    served.clock.pass_by(300)
    assert errcode(served.get("menu/get", access_token=first)) == 42001
    assert errcode(served.get("menu/get", access_token=second)) == 46003


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"grant_type": "password"}, 40002),
        ({"appid": ""}, 41002),
        ({"secret": ""}, 41004),
        ({"appid": "wx-unknown"}, 40013),
        ({"secret": "wrong"}, 40125),
    ],
)
def test_a_wrong_token_request_says_what_is_wrong(served, given, code):
    assert errcode(served.fetch_token(**given)) == code


def test_an_address_outside_the_allowlist_is_named(served):
    served.sim("PUT", f"/accounts/{APPID}", {"ip_allowlist": ["10.0.0.8"]})
    answer = served.fetch_token()
    assert answer["errcode"] == 40164
    assert "invalid ip 127.0.0.1" in answer["errmsg"]
    served.sim("PUT", f"/accounts/{APPID}", {"ip_allowlist": ["127.0.0.1"]})
    assert "access_token" in served.fetch_token()


@pytest.mark.parametrize(
    ("method", "path", "content", "code"),
    [
        ("GET", "/cgi-bin/menu/get", None, 41001),
        ("GET", "/cgi-bin/menu/get?access_token=invented", None, 40001),
        ("GET", "/cgi-bin/no/such/call", None, 40066),
        ("GET", "/datacube/no/such/call", None, 40066),
        ("POST", "/cgi-bin/menu/get", b"{}", 43001),
        ("GET", "/cgi-bin/menu/create", None, 43002),
    ],
)
def test_errors_come_with_http_200_and_a_rid(served, method, path, content, code):
    answer = served.http.request(method, path, content=content)
    assert answer.status_code == 200
    assert answer.json()["errcode"] == code
    assert " rid: " in answer.json()["errmsg"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", 44002),
        (b"not json", 47001),
        (b"[1]", 47001),
        (b'{"button": "\\u4e2d"}', 40033),
        (b'{"button": "a\\u0026b \\\\u4e2d"}', 40016),
    ],
)
def test_a_body_is_raw_utf8_json(served, content, code):
    path = f"/cgi-bin/menu/create?access_token={served.token}"
    assert errcode(served.http.post(path, content=content).json()) == code


def test_a_days_calls_are_counted_until_midnight_in_shanghai(served):
    path = {"cgi_path": "/cgi-bin/user/get"}
    for _ in range(500):
        assert "total" in served.get("user/get")
    assert served.post("openapi/quota/get", path)["quota"] == {
        "daily_limit": 500,
        "used": 500,
        "remain": 0,
    }
    assert errcode(served.get("user/get")) == 45009
    served.clock.pass_by(15 * 3600)
    served.token = served.fetch_token()["access_token"]
    assert "total" in served.get("user/get")


def test_quotas_are_cleared_ten_times_a_month(served):
    served.get("menu/get")
    for _ in range(10):
        assert errcode(served.post("clear_quota", {"appid": APPID})) == 0
    spent = served.post("openapi/quota/get", {"cgi_path": "/cgi-bin/menu/get"})["quota"]
    assert spent["used"] == 0
    assert errcode(served.post("clear_quota", {"appid": APPID})) == 48006
    assert errcode(served.post("clear_quota", {"appid": "wx-other"})) == 40013


def test_a_limit_by_the_minute_stands_beside_the_days(served):
    path = {"cgi_path": "/cgi-bin/message/mass/sendall"}
    answer = served.post("openapi/quota/get", path)
    assert answer["rate_limit"] == {"call_count": 60, "refresh_second": 60}


def test_an_unknown_path_has_no_quota(served):
    assert errcode(served.post("openapi/quota/get", {"cgi_path": "/cgi-bin/dance"})) == 76021


def test_the_callback_can_be_checked(served):
    assert served.get("getcallbackip") == {"ip_list": ["127.0.0.1"]}
    checked = served.post("callback/check", {"action": "all", "check_operator": "DEFAULT"})
    assert checked["ping"][0]["package_loss"] == "0.00%"
    assert errcode(served.post("callback/check", {"action": "dance"})) == 40201
