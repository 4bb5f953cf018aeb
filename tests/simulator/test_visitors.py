"""Pages and control API take orders from this machine and their own pages, the server API from everybody."""

import asyncio

import httpx
import pytest

from tests.simulator.conftest import APPID, running
from wechat_simulator.app import OF_WECHAT, build
from wechat_simulator.hotline import Hotline
from wechat_simulator.hotline import build as hotline
from wechat_simulator.settings import Settings
from wechat_simulator.wire.visitors import refusal

EVIL = {"Origin": "https://evil.example", "Content-Type": "text/plain"}


def sample(path: str) -> str:
    return path.replace("{path:path}", "token").replace("{", "").replace("}", "")


ROUTES = [
    (method, sample(route.path))
    for route in build().routes
    for method in sorted(getattr(route, "methods", None) or {"GET"})
]
OURS = [(method, path) for method, path in ROUTES if not path.startswith(OF_WECHAT)]
WECHATS = [(method, path) for method, path in ROUTES if path.startswith(OF_WECHAT)]


def test_both_sides_have_routes():
    assert {"/", "/platform", "/static", "/_sim/stream", "/_sim/reset"} <= {
        path for _, path in OURS
    }
    assert {path.split("/")[1] for _, path in WECHATS} == {part.strip("/") for part in OF_WECHAT}


@pytest.mark.parametrize(("method", "path"), OURS)
def test_a_foreign_page_is_refused_everywhere(wechat, method, path):
    answer = wechat.http.request(method, path, headers=EVIL, content="{}")
    assert answer.status_code == 403
    if method != "HEAD":
        assert "Origin" in answer.json()["error"]


@pytest.mark.parametrize(("method", "path"), OURS)
def test_a_rebound_name_is_refused_everywhere(wechat, method, path):
    answer = wechat.http.request(method, path, headers={"Host": "evil.example:8080"})
    assert answer.status_code == 403
    if method != "HEAD":
        assert "--allow-host" in answer.json()["error"]


def test_an_order_of_a_foreign_page_changes_nothing(wechat):
    wechat.account()
    assert wechat.http.post("/_sim/users", headers=EVIL, content="{}").status_code == 403
    assert wechat.http.post("/_sim/reset", headers=EVIL).status_code == 403
    assert wechat.sim("GET", "/users") == []
    assert [one["appid"] for one in wechat.sim("GET", "/accounts")] == [APPID]


@pytest.mark.parametrize(("method", "path"), WECHATS)
def test_wechats_side_answers_under_any_name(wechat, method, path):
    for headers in ({"Host": "host.docker.internal:8080"}, {"Host": "api.weixin.qq.com"}, EVIL):
        assert wechat.http.request(method, path, headers=headers).status_code != 403


def test_an_account_in_a_container_gets_its_token(wechat):
    wechat.account()
    asked = {"grant_type": "client_credential", "appid": APPID, "secret": "open"}
    answer = wechat.http.get(
        "/cgi-bin/token", params=asked, headers={"Host": "host.docker.internal:8080"}
    )
    assert answer.json()["expires_in"] == 7200


def test_our_own_pages_and_programs_go_on(wechat):
    own = str(wechat.http.base_url).rstrip("/")
    assert wechat.http.get("/").status_code == 200
    assert wechat.http.get("/static/phone.css").status_code != 403
    assert wechat.http.post("/_sim/users", json={}, headers={"Origin": own}).status_code == 200
    with wechat.http.stream("GET", "/_sim/stream", headers={"Origin": own}) as events:
        assert events.status_code == 200
        assert "ready" in next(events.iter_text())


def judged(host: str, origin: str | None = None, *allowed: str) -> bool:
    headers = [(b"host", host.encode())]
    if origin is not None:
        headers.append((b"origin", origin.encode()))
    return refusal(headers, frozenset(allowed)) == ""


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1:8080", "127.0.0.2", "localhost", "LOCALHOST:80", "[::1]:8080", "a.localhost"],
)
def test_every_name_of_this_machine_is_taken(host):
    assert judged(host)


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "evil.example@127.0.0.1",
        "127.0.0.1@evil.example",
        "192.168.1.5",
        "0.0.0.0",  # noqa: S104
        "[::]",
        "",
        "127.0.0.1:port",
        "[::1",
    ],
)
def test_no_other_name_is_taken(host):
    assert not judged(host)


def test_a_request_without_one_host_is_refused():
    assert refusal([], frozenset())
    assert refusal([(b"host", b"localhost"), (b"host", b"evil.example")], frozenset())


def test_the_address_it_was_started_with_is_taken():
    assert judged("192.168.1.5:8080", None, "192.168.1.5")
    assert judged("simulator:8080", None, "simulator")
    assert not judged("other:8080", None, "simulator")


def test_on_every_address_any_address_is_taken_and_no_name():
    assert judged("192.168.1.5:8080", None, "0.0.0.0")  # noqa: S104
    assert judged("[fd00::5]:8080", None, "::")
    assert not judged("evil.example:8080", None, "0.0.0.0")  # noqa: S104


@pytest.mark.parametrize(
    ("host", "origin", "taken"),
    [
        ("127.0.0.1:8080", "http://127.0.0.1:8080", True),
        ("localhost", "http://localhost:80", True),
        ("localhost", "https://localhost", True),  # a proxy speaks TLS for it
        ("127.0.0.1:8080", "http://127.0.0.1:3000", False),
        ("127.0.0.1:8080", "http://localhost:8080", False),
        ("127.0.0.1:8080", "null", False),
        ("127.0.0.1:8080", "", False),
        ("127.0.0.1:8080", "file://", False),
        ("127.0.0.1:8080", "http://127.0.0.1:8080.evil.example", False),
    ],
)
def test_a_page_is_ours_only_at_our_own_address(host, origin, taken):
    assert judged(host, origin) is taken


def test_another_name_can_be_allowed():
    with (
        running(Settings(hosts=("simulator",))) as url,
        httpx.Client(base_url=url, trust_env=False) as http,
    ):
        assert http.get("/_sim/health", headers={"Host": "simulator:8080"}).status_code == 200
        assert http.get("/_sim/health", headers={"Host": "other:8080"}).status_code == 403


def test_the_hotline_takes_no_order_of_a_foreign_page():
    async def asked() -> list[int]:
        transport = httpx.ASGITransport(hotline(Hotline("secret")))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as http:
            fault = {"fault": "down"}
            return [
                (await http.post("/_hotline/faults", json=fault, headers=EVIL)).status_code,
                (await http.get("/_hotline", headers={"Host": "evil.example"})).status_code,
                (await http.get("/_hotline")).status_code,
                (await http.put("/v1/sessions/1", json={}, headers={"Host": "h"})).status_code,
            ]

    assert asyncio.run(asked()) == [403, 403, 200, 401]
