"""Calls to addresses that strangers name: what a name resolves to is judged, and nothing else is connected to."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from chalicelib import foreign_http
from chalicelib.foreign_http import NoResponse
from chalicelib.public_connection import Network
from chalicelib.settings import settings
from chalicelib.web_address import InnerAddress

PUBLIC = "203.0.114.7"


class Server(BaseHTTPRequestHandler):
    """Redirects from /to/… to the rest of the path; any other path is there."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        Server.asked.append(f"{self.headers['Host'].split(':')[0]}{self.path}")
        target = self.path.removeprefix("/to/")
        self.send_response(302 if target != self.path else 200)
        if target != self.path:
            self.send_header("Location", target)
        body = b"x" * int(self.path.removeprefix("/file/")) if self.path[:6] == "/file/" else b""
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, *_: object) -> None:
        """Nothing."""


class Names:
    """A network in which names have these addresses, one after the other, and every connection ends at one server."""

    def __init__(self, port: int, **names: list[list[str]]) -> None:
        self.port = port
        self.names = {name.replace("_", "."): answers for name, answers in names.items()}
        self.dialled: list[str] = []

    def network(self) -> Network:
        """The network."""
        return Network(self._resolve, self._dial)

    def _resolve(self, host: str, port: int) -> list[str]:
        answers = self.names.get(host)
        if not answers:
            raise socket.gaierror(-2, "Name or service not known")
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def _dial(self, address: tuple[str, int], seconds: float | None) -> socket.socket:
        self.dialled.append(address[0])
        if address[0] == "203.0.114.9":
            raise ConnectionRefusedError
        return socket.create_connection(("127.0.0.1", self.port), seconds)


@pytest.fixture
def port() -> Iterator[int]:
    Server.asked.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as made:
        thread = threading.Thread(target=made.serve_forever, args=(0.05,))
        thread.start()
        yield made.server_port
        made.shutdown()
        thread.join()


def _status(names: Names, address: str) -> int:
    return foreign_http.status("GET", address, seconds=5, network=names.network())


def test_a_public_name_is_asked_at_the_address_that_was_judged(port: int) -> None:
    names = Names(port, a_example=[[PUBLIC]])
    assert _status(names, "http://a.example/page") == 200
    assert names.dialled == [PUBLIC]
    assert Server.asked == ["a.example/page"]


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "169.254.169.254", "100.64.0.1", "64:ff9b::a9fe:a9fe", "::ffff:10.0.0.1"],
)
def test_a_name_of_an_inner_address_is_not_connected_to(port: int, address: str) -> None:
    names = Names(port, a_example=[[address]])
    with pytest.raises(InnerAddress, match="内部网络"):
        _status(names, "http://a.example/")
    assert names.dialled == []


def test_one_inner_address_among_several_is_enough(port: int) -> None:
    names = Names(port, a_example=[[PUBLIC, "10.0.0.1"]])
    with pytest.raises(InnerAddress):
        _status(names, "http://a.example/")
    assert names.dialled == []


def test_a_name_that_changes_its_meaning_is_judged_for_each_connection(port: int) -> None:
    names = Names(port, a_example=[[PUBLIC], ["127.0.0.1"]])
    assert _status(names, "http://a.example/") == 200
    with pytest.raises(InnerAddress):
        _status(names, "http://a.example/")
    assert names.dialled == [PUBLIC]


def test_the_next_address_is_tried_where_the_first_does_not_answer(port: int) -> None:
    names = Names(port, a_example=[["203.0.114.9", PUBLIC]])
    assert _status(names, "http://a.example/") == 200
    assert names.dialled == ["203.0.114.9", PUBLIC]


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.01/", "http://0177.0.0.01/", "http://0x7f.0.0.01/", "http://2130706433/",
        "http://127.1/", "http://[::1]/", "http://[64:ff9b::a9fe:a9fe]/", "http://[fe80::1%25lo]/",
    ],
)  # fmt: skip
def test_an_odd_spelling_is_judged_by_what_the_system_makes_of_it(address: str) -> None:
    with pytest.raises((InnerAddress, OSError)):
        foreign_http.status("GET", address, seconds=1)


def test_redirects_are_followed_and_judged_one_by_one(port: int) -> None:
    names = Names(
        port, a_example=[[PUBLIC]], b_example=[["203.0.114.8"]], inner_example=[["10.0.0.1"]]
    )
    assert _status(names, "http://a.example/to/http://b.example/there") == 200
    assert names.dialled == [PUBLIC, "203.0.114.8"]
    with pytest.raises(InnerAddress):
        _status(names, "http://a.example/to/http://inner.example/")
    assert _status(names, "http://a.example/to//there") == 200


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("file:///etc/passwd", "不是网址"),
        ("ftp://a.example/", "不是网址"),
        ("http://user:pw@a.example/", "用户名或密码"),
    ],
)
def test_a_redirect_leads_to_nothing_but_web_addresses(port: int, target: str, said: str) -> None:
    names = Names(port, a_example=[[PUBLIC]])
    with pytest.raises(OSError, match=said):
        _status(names, f"http://a.example/to/{target}")
    with pytest.raises(OSError, match=said):
        _status(names, target)


def test_a_file_comes_whole_or_not_at_all(port: int) -> None:
    names = Names(port, example_com=[[PUBLIC]])
    address = "http://example.com/to/http://example.com/file/200000"
    found = foreign_http.file(address, 5, 300_000, network=names.network())
    assert (found.status, len(found.body)) == (200, 200_000)
    with pytest.raises(OSError, match="超过"):
        foreign_http.file(address, 5, 100_000, network=names.network())


def test_redirects_without_end_are_given_up(port: int) -> None:
    names = Names(port, a_example=[[PUBLIC]])
    with pytest.raises(OSError, match="跳转太多次"):
        _status(names, "http://a.example" + "/to/http://a.example" * 20 + "/")
    assert len(Server.asked) == 1 + foreign_http.MOST_REDIRECTS


def test_a_name_that_nobody_knows_and_a_silent_server_are_told_apart(port: int) -> None:
    names = Names(port, a_example=[["203.0.114.9"]])
    with pytest.raises(OSError, match="域名查不到"):
        _status(names, "http://nobody.example/")
    with pytest.raises(OSError, match="连接不上"):
        _status(names, "http://a.example/")


def _call(names: Names, url: str) -> int:
    return foreign_http.call("POST", url, b"{}", {}, seconds=5, network=names.network()).status


def test_why_a_service_did_not_answer_is_said_in_the_interfaces_words(port: int) -> None:
    names = Names(port, a_example=[["203.0.114.9"]], b_example=[[PUBLIC]])
    said = []
    for url in ("http://nobody.example/", "http://a.example/", "https://b.example/"):
        with pytest.raises(NoResponse) as failure:
            _call(names, url)
        said.append(str(failure.value))
    assert said == ["的域名查不到", "连接不上", "的证书有问题"]


def test_a_service_at_an_inner_address_is_not_called(port: int) -> None:
    names = Names(port, hotline_example=[["10.1.2.3"]])
    with pytest.raises(NoResponse, match="内部网络"):
        _call(names, "http://hotline.example/cases")
    assert names.dialled == []


def test_a_service_in_a_network_that_the_settings_name_is_called(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = settings()._replace(inner_services="10.1.0.0/16, fd00::/8")
    monkeypatch.setattr(foreign_http, "settings", lambda: known)
    names = Names(port, hotline_example=[["10.1.2.3"]], other_example=[["10.2.0.1"]])
    assert _call(names, "http://hotline.example/cases") == 200
    with pytest.raises(NoResponse):
        _call(names, "http://other.example/cases")


def test_a_service_on_this_machine_is_called_where_its_setting_spells_it_so(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (
        foreign_http.call("POST", f"http://127.0.0.1:{port}/x", b"{}", {}, seconds=5).status == 200
    )
    with pytest.raises(NoResponse):
        _call(Names(port, hotline_example=[["127.0.0.1"]]), "http://hotline.example/")
    known = settings()._replace(stage="prod")
    monkeypatch.setattr(foreign_http, "settings", lambda: known)
    with pytest.raises(NoResponse):
        foreign_http.call("POST", f"http://127.0.0.1:{port}/x", b"{}", {}, seconds=5)
    assert len(Server.asked) == 1


def test_a_service_is_not_followed_elsewhere(port: int) -> None:
    names = Names(port, a_example=[[PUBLIC]])
    assert _call(names, "http://a.example/to/http://inner.example/") == 302
    assert len(names.dialled) == 1
