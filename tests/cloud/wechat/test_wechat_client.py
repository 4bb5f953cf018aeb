"""The client: what it sends, and what it makes of answers and of none."""

from __future__ import annotations

import io
import socket
import threading
from collections.abc import Iterator

import pytest
import requests

from chalicelib.settings import settings
from chalicelib.wechat.client import Download
from chalicelib.wechat.errors import (
    AlreadySent,
    ApiRefused,
    IpNotAllowed,
    TokenRejected,
    TokenUnavailable,
    UnknownOutcome,
    Unreachable,
    WrongCredentials,
)
from tests.cloud.wechat.stub import APPID, SECRET, TOKEN, WECHAT, WeChat

DRAFT = "/cgi-bin/draft/add"


def test_the_token_is_fetched_from_stable_token_and_used(wechat: WeChat) -> None:
    wechat.answer("/cgi-bin/draft/count", {"total_count": 3}, method="GET")
    assert wechat.client.draft.count() == {"total_count": 3}
    assert wechat.client.draft.count() == {"total_count": 3}
    assert wechat.token_calls == [
        {
            "grant_type": "client_credential",
            "appid": APPID,
            "secret": SECRET,
            "force_refresh": False,
        }
    ]
    assert f"access_token={TOKEN}" in wechat.calls[0].url


def test_chinese_travels_as_utf8(wechat: WeChat) -> None:
    wechat.answer("/cgi-bin/message/custom/send")
    wechat.client.message.send_text("o1", "个税😀")
    assert "个税😀".encode() in wechat.calls[0].body


def test_every_call_has_a_time_out(wechat: WeChat, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    send = requests.Session.send

    def look(self: requests.Session, request: requests.PreparedRequest, **how: object) -> object:
        seen.append(how["timeout"])
        return send(self, request, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(requests.Session, "send", look)
    wechat.answer("/cgi-bin/media/uploadimg", {"url": "http://mmbiz.qpic.cn/x"})
    wechat.client.media.upload_image(("a.png", b"png", "image/png"))
    assert len(seen) == 2
    assert all(connect and read for connect, read in seen)


def test_connections_are_kept(wechat: WeChat) -> None:
    http = wechat.client._http
    wechat.answer("/cgi-bin/draft/count", {"total_count": 3}, method="GET")
    wechat.client.draft.count()
    assert wechat.client._http is http


def test_the_stand_ins_address_takes_wechats_place(
    wechat: WeChat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RONGMEI_WECHAT_API_URL", "http://wechat.test:8080/")
    settings.cache_clear()
    base = "http://wechat.test:8080"
    wechat.mock.post(base + "/cgi-bin/stable_token", json={"access_token": "X", "expires_in": 7200})
    for path in ("/datacube/getbizsummary", "/customservice/kfaccount/add"):
        wechat.mock.post(base + path, json={"errcode": 0})
    wechat.client.datacube.ask("getbizsummary", "2026-01-01", "2026-01-02")
    wechat.client.customservice.add_account("a@gh", "小税")
    assert all(call.request.url.startswith(base) for call in wechat.mock.calls)


@pytest.mark.parametrize("code", [40001, 40014, 42001])
def test_a_refused_token_is_replaced_and_the_call_repeated_once(wechat: WeChat, code: int) -> None:
    wechat.tokens = ["old", "new"]
    wechat.answer(DRAFT, {"errcode": code, "errmsg": "invalid credential rid: 1-2"})
    wechat.answer(DRAFT, {"media_id": "M"})
    assert wechat.client.draft.add([{"title": "a"}]) == {"media_id": "M"}
    assert [call.url.split("access_token=")[1] for call in wechat.calls] == ["old", "new"]


def test_a_token_refused_for_ever_costs_two_token_calls_and_two_tries(wechat: WeChat) -> None:
    wechat.tokens = ["old", "new"]
    wechat.answer(DRAFT, {"errcode": 40001, "errmsg": "invalid credential"})
    with pytest.raises(TokenRejected):
        wechat.client.draft.add([{"title": "a"}])
    assert len(wechat.token_calls) == 2
    assert len(wechat.calls) == 2


def test_a_second_try_sends_the_whole_file_again(wechat: WeChat) -> None:
    wechat.tokens = ["old", "new"]
    path = "/cgi-bin/material/add_material"
    wechat.answer(path, {"errcode": 42001, "errmsg": "expired"})
    wechat.answer(path, {"media_id": "M", "url": "u"})
    wechat.client.material.add("image", io.BytesIO(b"PNG-BYTES"))
    assert [b"PNG-BYTES" in call.body for call in wechat.calls] == [True, True]


def test_the_rid_is_kept(wechat: WeChat) -> None:
    wechat.answer(DRAFT, {"errcode": 45004, "errmsg": "description size out of limit rid: 6a-7b"})
    with pytest.raises(ApiRefused) as refused:
        wechat.client.draft.add([{"title": "a"}])
    assert (refused.value.rid, refused.value.errcode, refused.value.api) == ("6a-7b", 45004, DRAFT)
    assert "摘要" in str(refused.value)


def test_a_mass_send_accepted_before_gives_its_msg_id(wechat: WeChat) -> None:
    path = "/cgi-bin/message/mass/sendall"
    wechat.answer(path, {"errcode": 45065, "errmsg": "clientmsgid exist", "msg_id": 123456})
    with pytest.raises(AlreadySent) as accepted:
        wechat.client.message.send_mass_article("M", is_to_all=True, client_msg_id="d1")
    assert accepted.value.msg_id == 123456


def test_an_unlisted_ip_is_named(wechat: WeChat) -> None:
    words = "invalid ip 198.51.100.9 ipv6 ::ffff:198.51.100.9, not in whitelist rid: 1"
    wechat.mock.replace(
        "POST", WECHAT + "/cgi-bin/stable_token", json={"errcode": 40164, "errmsg": words}
    )
    with pytest.raises(IpNotAllowed, match="白名单") as refused:
        wechat.client.draft.count()
    assert refused.value.ip == "198.51.100.9"
    assert words in str(refused.value)


@pytest.mark.parametrize("code", [40001, 40125])
def test_a_wrong_secret_is_told_from_a_bad_token(wechat: WeChat, code: int) -> None:
    answer = {"errcode": code, "errmsg": "invalid credential"}
    wechat.mock.replace("POST", WECHAT + "/cgi-bin/stable_token", json=answer)
    with pytest.raises(WrongCredentials, match="AppSecret"):
        wechat.client.draft.count()


@pytest.mark.parametrize(
    "failure",
    [
        {"body": requests.ReadTimeout("x")},
        {"body": requests.ConnectionError("Connection aborted")},
        {"body": requests.exceptions.ChunkedEncodingError("x")},
        {"body": "<html>", "status": 502},
        {"body": "<html>oops</html>"},
        {"body": ""},
        {"body": "", "status": 302, "headers": {"Location": "http://elsewhere.test/"}},
    ],
)
def test_no_answer_is_an_unknown_outcome_and_not_repeated(
    wechat: WeChat, failure: dict[str, object]
) -> None:
    wechat.answer(DRAFT, **failure)
    with pytest.raises(UnknownOutcome, match="核对"):
        wechat.client.draft.add([{"title": "a"}])
    assert len(wechat.calls) == 1


def test_an_answer_without_its_field_is_an_unknown_outcome(wechat: WeChat) -> None:
    wechat.answer("/cgi-bin/media/uploadimg", {"errcode": 0})
    with pytest.raises(UnknownOutcome):
        wechat.client.media.upload_image(b"x")


@pytest.fixture
def hanging_up() -> Iterator[str]:
    """A server that takes the request and hangs up."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        try:
            while True:
                connection, _ = server.accept()
                connection.recv(65536)
                connection.close()
        except OSError:
            return

    threading.Thread(target=serve, daemon=True).start()
    yield f"http://127.0.0.1:{server.getsockname()[1]}"
    server.shutdown(socket.SHUT_RDWR)
    server.close()


def test_a_reset_connection_is_an_unknown_outcome(
    wechat: WeChat, hanging_up: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    wechat.client.ready()
    monkeypatch.setenv("RONGMEI_WECHAT_API_URL", hanging_up)
    settings.cache_clear()
    with pytest.raises(UnknownOutcome):
        wechat.client.draft.count()


def test_a_connection_reset_while_the_token_is_fetched_means_that_the_call_was_not_made(
    wechat: WeChat, hanging_up: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RONGMEI_WECHAT_API_URL", hanging_up)
    settings.cache_clear()
    with pytest.raises(TokenUnavailable, match="没有生效"):
        wechat.client.draft.count()


def test_a_table_that_refuses_the_token_means_that_the_call_was_not_made(
    wechat: WeChat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RONGMEI_TABLE", "not-there")
    settings.cache_clear()
    with pytest.raises(TokenUnavailable, match="没有生效"):
        wechat.client.draft.count()


def test_a_client_that_is_ready_asks_nobody_but_wechat(
    wechat: WeChat, monkeypatch: pytest.MonkeyPatch
) -> None:
    wechat.answer("/cgi-bin/draft/count", {"total_count": 0}, method="GET")
    wechat.client.ready()
    monkeypatch.setenv("RONGMEI_TABLE", "not-there")
    settings.cache_clear()
    assert wechat.client.draft.count() == {"total_count": 0}


def test_a_closed_port_means_that_nothing_was_sent(
    wechat: WeChat, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    monkeypatch.setenv("RONGMEI_WECHAT_API_URL", f"http://127.0.0.1:{port}")
    settings.cache_clear()
    with pytest.raises(Unreachable):
        wechat.client.draft.count()


def test_a_picture_comes_as_a_download(wechat: WeChat) -> None:
    wechat.answer(
        "/cgi-bin/media/get",
        method="GET",
        body=b"\x89PNG",
        content_type="image/png",
        headers={"Content-Disposition": 'attachment; filename="a.png"'},
    )
    found = wechat.client.media.download("M")
    assert found == Download(b"\x89PNG", "image/png", "a.png")


def test_no_data_is_not_an_error(wechat: WeChat) -> None:
    wechat.answer("/datacube/getarticleread", {"errcode": 9410000, "errmsg": "no data"})
    assert (
        wechat.client.datacube.ask("getarticleread", "2026-01-01", "2026-01-01")["errcode"]
        == 9410000
    )


def test_no_menu_is_none(wechat: WeChat) -> None:
    wechat.answer("/cgi-bin/menu/get", {"errcode": 46003, "errmsg": "menu no exist"}, method="GET")
    assert wechat.client.menu.get() is None


def test_the_old_token_call_is_never_made(wechat: WeChat) -> None:
    with pytest.raises(NotImplementedError):
        wechat.client.fetch_access_token()
