"""The client against the simulator: two readings of WeChat's rules that share no code."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from pydantic import SecretStr

from chalicelib.settings import settings as ours
from chalicelib.wechat.client import AccountClient, Download
from chalicelib.wechat.errors import (
    AlreadySent,
    ApiRefused,
    Busy,
    IpNotAllowed,
    UnknownOutcome,
    WrongCredentials,
)
from tests.simulator.conftest import PNG, running
from wechat_simulator.settings import Settings

APPID = "wx0123456789abcdef"
PICTURE = ("a.png", PNG, "image/png")


@pytest.fixture(scope="module")
def simulator() -> Iterator[str]:
    with running(Settings()) as url:
        yield url


@pytest.fixture
def wechat(cloud: None, simulator: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A simulator with one account and one follower, and the client pointed at it."""
    monkeypatch.setenv("RONGMEI_WECHAT_API_URL", simulator)
    ours.cache_clear()
    httpx.post(f"{simulator}/_sim/reset")
    account = {"name": "省税务局", "secret": "right", "token": "token", "mass_daily": 6}
    httpx.put(f"{simulator}/_sim/accounts/{APPID}", json=account).raise_for_status()
    yield simulator


@pytest.fixture
def client(wechat: str) -> AccountClient:
    return AccountClient(APPID, SecretStr("right"))


def article(client: AccountClient) -> dict[str, object]:
    cover = client.material.add("image", PICTURE)["media_id"]
    picture = client.media.upload_image(PICTURE)
    return {
        "article_type": "news",
        "title": "个税汇算",
        "content": f'<p>要点</p><img src="{picture}">',
        "digest": "要点",
        "thumb_media_id": cover,
        "need_open_comment": False,
    }


def test_a_push_from_picture_to_result(client: AccountClient, wechat: str) -> None:
    draft = client.draft.add([article(client)])["media_id"]
    assert client.draft.get(draft)["news_item"][0]["title"] == "个税汇算"
    sent = client.message.send_mass_article(draft, is_to_all=True, client_msg_id="delivery-1")
    assert sent["msg_id"]
    assert sent["msg_data_id"]
    assert client.message.get_mass(sent["msg_id"])["msg_status"] in ("SENDING", "SEND_SUCCESS")
    with pytest.raises(Busy) as too_soon:
        client.message.send_mass_article(draft, is_to_all=True, client_msg_id="delivery-1")
    assert too_soon.value.repeat_after == 60
    httpx.post(f"{wechat}/_sim/clock", json={"move": 61}).raise_for_status()
    with pytest.raises(AlreadySent) as again:
        client.message.send_mass_article(draft, is_to_all=True, client_msg_id="delivery-1")
    assert again.value.msg_id == sent["msg_id"]


def test_a_menu_comes_and_goes(client: AccountClient) -> None:
    assert client.menu.get() is None
    client.menu.create({"button": [{"type": "click", "name": "办税", "key": "TAX"}]})
    assert client.menu.get()["menu"]["button"][0]["name"] == "办税"


def test_media_comes_back_as_it_went(client: AccountClient) -> None:
    media = client.media.upload("image", PICTURE)["media_id"]
    found = client.media.download(media)
    assert isinstance(found, Download)
    assert found.content == PNG


def test_quotas_are_told(client: AccountClient) -> None:
    assert client.openapi.get_quota("/cgi-bin/draft/add")["quota"]["daily_limit"] == 1000


def test_a_token_ended_by_another_is_replaced_unnoticed(client: AccountClient, wechat: str) -> None:
    client.draft.count()
    body = {
        "grant_type": "client_credential",
        "appid": APPID,
        "secret": "right",
        "force_refresh": True,
    }
    httpx.post(f"{wechat}/cgi-bin/stable_token", json=body).raise_for_status()
    assert client.draft.count()["total_count"] == 0


def test_a_wrong_secret_is_named(wechat: str) -> None:
    with pytest.raises(WrongCredentials):
        AccountClient(APPID, SecretStr("wrong")).draft.count()


def test_an_unlisted_ip_is_named(client: AccountClient, wechat: str) -> None:
    httpx.put(f"{wechat}/_sim/accounts/{APPID}", json={"ip_allowlist": ["203.0.113.1"]})
    with pytest.raises(IpNotAllowed) as refused:
        client.draft.count()
    assert refused.value.ip == "127.0.0.1"


def test_a_title_too_long_is_refused_in_words(client: AccountClient) -> None:
    with pytest.raises(ApiRefused) as refused:
        client.draft.add([article(client) | {"title": "长" * 65}])
    assert refused.value.errcode == 45003
    assert "标题过长" in str(refused.value)
    assert not isinstance(refused.value, UnknownOutcome)
