"""``./rongmei article check`` and ``article html``, as people type them."""

from __future__ import annotations

import json
import shlex
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from chalicelib import public_connection
from chalicelib.newsroom import Severity
from chalicelib.newsroom.composing.link_findings import unreachable
from chalicelib.newsroom.models import Link
from cli.app import app
from tests.unit.newsroom.images import image
from tests.unit.newsroom.samples import laid_out

BAD = "---\ntitle: 2027年新政\ncolumn: 图解\n---\n登陆系统填写帐户《。\n\n![](无.png)\n\n[点](x.html)\n"


def run(command: str) -> Result:
    return CliRunner().invoke(app, shlex.split(command), env={"COLUMNS": "200", "TERM": "dumb"})


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    (tmp_path / "封面.png").write_bytes(image())
    (tmp_path / "稿.md").write_text(BAD, "utf-8")
    return tmp_path / "稿.md"


def test_everything_that_is_wrong_is_listed_at_once_with_its_place(bad: Path) -> None:
    result = run(f"article check {bad} --json")
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert told["ok"] is False
    assert [(one["where"], one["check"]) for one in told["findings"]] == [
        ("cover", ""),
        ("title", "numbers"),
        ("legal_basis", "basis"),
        ("第 5 行", "words"),
        ("第 5 行", "words"),
        ("第 5 行", "brackets"),
        ("第 7 行", ""),
        ("第 9 行", ""),
    ]


def test_checks_are_switched_off_and_fields_are_given_by_options(bad: Path) -> None:
    result = run(
        f"article check {bad} --json --set 封面=封面.png --set 政策依据=一号文"
        " --off words --off brackets --off numbers"
    )
    assert [one["where"] for one in json.loads(result.stdout)["findings"]] == ["第 7 行", "第 9 行"]


def test_a_table_is_shown_to_people(bad: Path) -> None:
    result = run(f"article check {bad}")
    assert "8 处错误，0 处提醒" in result.stdout
    assert "应为“账户”" in result.stdout


def test_an_article_in_order_shows_how_close_it_comes_to_the_limits(tmp_path: Path) -> None:
    path = laid_out(tmp_path)[1]
    result = run(f"article check {path} --at 2026-11-23")
    assert result.exit_code == 0, result.output
    assert "19,999 字符" in result.stdout


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("--off nothing", "没有检查 nothing"),
        ("--at 明天", "不是日期"),
        ("--set 颜色=红", "字段可以是"),
        ("--house 没有.yaml", "读不到文件"),
    ],
)
def test_wrong_options_say_what_is_possible(bad: Path, options: str, said: str) -> None:
    result = run(f"article check {bad} {options}")
    assert result.exit_code != 0
    assert said in result.output.replace("\n", "")


def test_the_page_has_all_its_pictures_inside_and_fetches_nothing(tmp_path: Path) -> None:
    path = laid_out(tmp_path)[2]
    out = tmp_path / "预览.html"
    result = run(f"article html {path} -o {out}")
    assert result.exit_code == 0, result.output
    page = out.read_text("utf-8")
    assert "max-width: 375px" in page
    assert "图文指南 | 新办企业开业 5 步走" in page
    assert "articles/pictures" not in page
    assert 'src="http' not in page


def test_a_video_of_an_article_can_be_played_on_the_page(tmp_path: Path) -> None:
    size = (16).to_bytes(4, "big")
    (tmp_path / "a.mp4").write_bytes(size + b"ftypisom\0\0\0\0" + (8).to_bytes(4, "big") + b"moov")
    (tmp_path / "a.md").write_text("---\ntitle: 题\nkind: 视频\nmedia: a.mp4\n---\n介绍", "utf-8")
    out = tmp_path / "a.html"
    assert run(f"article html {tmp_path / 'a.md'} -o {out}").exit_code == 0
    assert '<video class="media" controls src="data:video/mp4' in out.read_text("utf-8")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A public server, by path: /ok, /gone (404), /shy (no HEAD), /ill (500)."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_HEAD(self) -> None:
            self.answer(405 if self.path == "/shy" else None)

        def do_GET(self) -> None:
            self.answer(None)

        def answer(self, status: int | None) -> None:
            self.send_response(status or {"/gone": 404, "/ill": 500}.get(self.path, 200))
            self.send_header("Content-Length", "0")
            self.end_headers()

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as made:
        thread = threading.Thread(target=made.serve_forever, args=(0.05,))
        thread.start()
        public = public_connection.Network(
            resolve=lambda host, port: ["203.0.114.7"],
            dial=lambda address, seconds: socket.create_connection(("127.0.0.1", address[1])),
        )
        monkeypatch.setattr(public_connection, "NETWORK", public)
        yield f"http://pages.example:{made.server_port}"
        made.shutdown()
        thread.join()


def test_links_are_followed_when_asked(server: str) -> None:
    links = [Link("第 1 行", server + path) for path in ("/ok", "/gone", "/shy", "/ill", "/中 文")]
    found = unreachable(links, seconds=5)
    assert [(one.severity, one.what.split("（")[-1]) for one in found] == [
        (Severity.ERROR, "HTTP 404）"),
        (Severity.WARNING, "HTTP 500）"),
    ]


def test_a_server_that_does_not_answer_is_a_warning() -> None:
    def nobody(method: str, address: str, seconds: float) -> int:
        raise TimeoutError("timed out")

    [finding] = unreachable([Link("第 1 行", "https://a.example/")], nobody)
    assert finding.severity is Severity.WARNING
    assert "没有回应" in finding.what
