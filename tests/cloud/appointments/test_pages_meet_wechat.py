"""The pages against the simulator's 网页授权: a browser of a phone is known, another is not, a code is good once."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from chalicelib import accounts
from chalicelib.application import appointment_halls, appointment_pages, visitors
from chalicelib.settings import settings
from chalicelib.wechat.errors import ApiRefused
from tests.cloud.appointments.chat import hall
from tests.cloud.appointments.page import Browser
from tests.cloud.appointments.test_pages import service_account
from tests.cloud.conversation.test_callback import APPID, account
from tests.simulator.conftest import running
from wechat_simulator.settings import Settings

__all__ = ["account"]


@pytest.fixture
def wechat(account: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A simulator that knows the account, and pages that send browsers there."""
    appointment_halls.forget_units()
    appointment_pages.forget_fronts()
    with running(Settings()) as url:
        monkeypatch.setenv("RONGMEI_WECHAT_API_URL", url)
        monkeypatch.setenv("RONGMEI_WECHAT_OPEN_URL", url)
        settings.cache_clear()
        made = {"name": "云岭税务", "secret": "s" * 32, "token": "token", "kind": "service"}
        httpx.put(f"{url}/_sim/accounts/{APPID}", json=made).raise_for_status()
        service_account()
        hall()
        yield url
    appointment_halls.forget_units()
    appointment_pages.forget_fronts()


def authorized(url: str, address: str, user: str) -> str:
    """Open WeChat's page on the phone of ``user``; returns where it leads back."""
    answer = httpx.get(address.partition("#")[0], cookies={"wechat_phone": user})
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def test_a_browser_of_a_phone_is_known_and_a_code_is_good_once(wechat: str) -> None:
    user = httpx.post(f"{wechat}/_sim/users", json={"nickname": "沈青"}).json()["id"]
    followed = httpx.post(f"{wechat}/_sim/accounts/{APPID}/users/{user}/follow", json={})
    assert followed.status_code == 200
    browser = Browser()
    browser.get("mine")
    back = urlsplit(authorized(wechat, browser.left, user))
    browser.get(f"{back.path}?{back.query}")
    assert browser.status == 200
    assert "您没有待办的预约" in browser.text
    assert "code" not in browser.path
    code = parse_qs(back.query)["code"][0]
    with pytest.raises(ApiRefused):
        visitors.openid_by(accounts.live("province"), code)
