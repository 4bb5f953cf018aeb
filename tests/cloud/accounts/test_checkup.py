"""What ``account check`` sees and advises."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import responses

from chalicelib import accounts, conversation, units
from chalicelib.accounts import store
from chalicelib.accounts.checkup import ASKED, Finding, Health, check
from chalicelib.actor import local
from chalicelib.clock import utc_now
from chalicelib.cloud import parameters
from chalicelib.settings import settings
from chalicelib.units import UnitLevel
from chalicelib.wechat.callback_errors import Refused
from tests.cloud.accounts.made import SECRETS, account
from tests.cloud.wechat.stub import WECHAT, WeChat

CALLBACK = "https://callback.test/api/wechat/"


@pytest.fixture(autouse=True)
def ready(cloud: None, wechat: WeChat, monkeypatch: pytest.MonkeyPatch) -> None:
    """An account in safe mode, its callback served by the bundle's own code, and a WeChat that is content."""
    monkeypatch.setenv("RONGMEI_CALLBACK_URL", CALLBACK + "{account}")
    settings.cache_clear()
    units.add_unit("province", name="省局", level=UnitLevel.PROVINCE)
    accounts.add_account(account(), SECRETS, by=local("li"), now=utc_now())
    for method in ("GET", "POST"):
        wechat.mock.add_callback(method, CALLBACK + "province", serve)
    wechat.answer("/cgi-bin/getcallbackip", {"ip_list": ["203.0.113.1"]}, method="GET")
    wechat.answer(
        "/cgi-bin/callback/check", {"dns": [{"ip": "1"}], "ping": [{"package_loss": "0%"}]}
    )
    quota = {"quota": {"daily_limit": 100, "used": 1, "remain": 99}}
    wechat.answer("/cgi-bin/openapi/quota/get", quota)


def serve(request: Any) -> tuple[int, dict[str, str], str]:
    import time

    query = {name: values[0] for name, values in parse_qs(urlsplit(request.url).query).items()}
    try:
        if request.method == "GET":
            return 200, {}, conversation.verify("province", query, time.time())
        return 200, {}, conversation.answer("province", query, request.body, time.time()).body
    except Refused:
        return 403, {}, ""


def states() -> dict[str, Health]:
    return {found.name: found.state for found in check("province")}


def finding(name: str) -> Finding:
    return next(found for found in check("province") if found.name == name)


def test_a_ready_account_is_all_green() -> None:
    assert set(states().values()) == {Health.OK}
    assert {f"配额：{title}" for title in ASKED} <= set(states())


@pytest.mark.parametrize("mode", ["plain", "compatible"])
def test_other_modes_work_and_are_advised_against(mode: str) -> None:
    store.update_account(accounts.OfficialAccount.model_validate(account(mode=mode)), instead_of=0)
    found = states()
    assert found.pop("消息加解密方式") is Health.WARN
    assert set(found.values()) == {Health.OK}


def test_a_callback_with_another_token_is_seen() -> None:
    from chalicelib.accounts.live import live

    live("province")  # the bundle is warm and holds the token of before
    parameters.write(
        "/rongmei/test/account/province",
        '{"app_secret":"x","token":"another","aes_key":"' + SECRETS["aes_key"] + '"}',
    )
    assert finding("回调验证（GET）").state is Health.FAIL
    assert finding("回调推送（POST）").seen == "HTTP 403"


def test_an_echo_of_something_else_is_no_verification(wechat: WeChat) -> None:
    wechat.mock.replace(responses.GET, CALLBACK + "province", body="hello")
    assert finding("回调验证（GET）").state is Health.FAIL


def test_a_silent_callback_is_seen(wechat: WeChat) -> None:
    wechat.mock.remove(responses.POST, CALLBACK + "province")
    assert finding("回调推送（POST）").state is Health.FAIL


def test_without_an_address_the_callback_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RONGMEI_CALLBACK_URL")
    settings.cache_clear()
    assert finding("回调地址").state is Health.WARN


def test_a_refused_ip_is_shown_in_wechats_words(wechat: WeChat) -> None:
    words = "invalid ip 198.51.100.9 ipv6 ::ffff:198.51.100.9, not in whitelist rid: 1"
    wechat.mock.replace(
        "POST", WECHAT + "/cgi-bin/stable_token", json={"errcode": 40164, "errmsg": words}
    )
    found = finding("IP 白名单")
    assert (found.state, found.seen) == (Health.FAIL, words)
    assert "198.51.100.9" in found.advice


def test_a_wrong_secret_ends_the_questions_to_wechat(wechat: WeChat) -> None:
    answer = {"errcode": 40125, "errmsg": "invalid appsecret"}
    wechat.mock.replace("POST", WECHAT + "/cgi-bin/stable_token", json=answer)
    found = states()
    assert found["AppSecret"] is Health.FAIL
    assert not [name for name in found if name.startswith("配额")]


@pytest.mark.parametrize(("left", "state"), [(0, Health.FAIL), (9, Health.WARN), (10, Health.OK)])
def test_a_quota_that_runs_out_is_seen(wechat: WeChat, left: int, state: Health) -> None:
    quota = {"quota": {"daily_limit": 100, "used": 100 - left, "remain": left}}
    wechat.mock.replace("POST", WECHAT + "/cgi-bin/openapi/quota/get", json=quota)
    assert finding("配额：群发").state is state


def test_an_api_without_permission_is_a_warning(wechat: WeChat) -> None:
    answer = {"errcode": 48001, "errmsg": "api unauthorized rid: 2"}
    wechat.mock.replace("POST", WECHAT + "/cgi-bin/openapi/quota/get", json=answer)
    assert finding("配额：发布").state is Health.WARN


def test_a_token_that_is_refused_is_a_failure(wechat: WeChat) -> None:
    wechat.tokens = ["old", "new"]
    answer = {"errcode": 40001, "errmsg": "invalid credential"}
    wechat.mock.replace("GET", WECHAT + "/cgi-bin/getcallbackip", json=answer)
    assert finding("access_token").state is Health.FAIL


def test_a_call_without_answer_is_no_verdict_on_the_token(wechat: WeChat) -> None:
    wechat.mock.replace("GET", WECHAT + "/cgi-bin/getcallbackip", status=502)
    assert finding("access_token").state is Health.WARN


def test_missing_secrets_are_the_only_finding() -> None:
    parameters.delete("/rongmei/test/account/province")
    assert [found.name for found in check("province")] == ["密钥"]


def test_no_finding_shows_a_secret() -> None:
    told = repr(check("province"))
    assert not [value for value in SECRETS.values() if value in told]


def test_the_probe_signs_as_wechat_does(wechat: WeChat) -> None:
    check("province")
    call = next(c.request for c in wechat.mock.calls if c.request.url.startswith(CALLBACK))
    query = {name: values[0] for name, values in parse_qs(urlsplit(call.url).query).items()}
    parts = sorted([SECRETS["token"], query["timestamp"], query["nonce"]])
    assert (
        query["signature"]
        == hashlib.new("sha1", "".join(parts).encode(), usedforsecurity=False).hexdigest()
    )
