"""/_sim, what is kept over a restart, articles and the command line."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import wechat_simulator
from tests.simulator.conftest import APPID, NINE_O_CLOCK
from wechat_simulator.phone.qr import matrix


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Python in a process of its own, with the simulator's source on its path."""
    source = Path(wechat_simulator.__file__).parents[1]
    return subprocess.run(
        [sys.executable, *arguments],
        env=os.environ | {"PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        check=True,
    )


def test_it_says_that_it_is_there(wechat):
    found = wechat.sim("GET", "/health")
    assert found["ok"] is True
    assert found["version"]


def test_accounts_are_shown_without_their_secrets(served):
    served.user()
    (shown,) = served.sim("GET", "/accounts")
    assert (shown["appid"], shown["name"], shown["followers"]) == (APPID, "云岭省税务", 1)
    assert not {"secret", "token", "aes_key", "tokens"} & set(shown)


def test_changing_an_account_keeps_its_followers(served):
    served.user()
    changed = served.sim("PUT", f"/accounts/{APPID}", {"name": "新名字", "mode": "safe"})
    assert (changed["name"], changed["followers"], changed["mode"]) == ("新名字", 1, "safe")
    assert served.fetch_token()["access_token"]


def test_an_account_can_be_removed(served):
    served.sim("DELETE", f"/accounts/{APPID}")
    assert served.sim("GET", "/accounts") == []
    assert served.http.post(f"/_sim/accounts/{APPID}/verify").status_code == 404


@pytest.mark.parametrize(
    ("body", "why"),
    [(b'{"kind": "shop"}', "kind"), (b"[]", "object"), (b"{", "JSON")],
)
def test_a_wrong_account_is_refused_with_a_reason(wechat, body, why):
    answer = wechat.http.put("/_sim/accounts/wx1", content=body)
    assert answer.status_code == 422
    assert why in answer.json()["error"]


def test_an_unknown_user_is_404(served):
    assert served.http.get("/_sim/users/nobody/phone").status_code == 404
    assert served.http.post(f"/_sim/accounts/{APPID}/users/nobody/follow").status_code == 404


def test_the_phone_counts_what_was_not_read(served, account_server):
    user = served.user()
    account_server.answer = lambda fields: {"MsgType": "text", "Content": "您好"}
    served.say(user)
    (shown,) = served.sim("GET", f"/users/{user}/phone")
    assert (shown["following"], shown["unread"], shown["last"]["content"]) == (True, 1, "您好")
    served.deed(user, "read")
    assert served.sim("GET", f"/users/{user}/phone")[0]["unread"] == 0


def test_calls_and_callbacks_are_listed_without_secrets(served):
    served.user()
    served.get("menu/get")
    listed = served.sim("GET", f"/calls?appid={APPID}")
    assert [c["what"] for c in listed] == [
        "/cgi-bin/stable_token",
        "subscribe",
        "/cgi-bin/menu/get",
    ]
    everything = json.dumps(listed)
    assert served.token not in everything
    assert '"open"' not in everything


def test_a_reset_forgets_everything(served):
    served.user()
    served.sim("POST", "/reset")
    assert served.sim("GET", "/accounts") == served.sim("GET", "/users") == []
    assert served.sim("GET", "/ledger") == served.sim("GET", "/calls") == []


def test_the_stream_tells_what_happens(served):
    user = served.user()
    with served.http.stream("GET", "/_sim/stream") as stream:
        lines = stream.iter_lines()
        assert "event: ready" in (next(lines), next(lines))
        served.say(user, "你好")
        told = next(line for line in lines if line.startswith("data:") and '"entry"' in line)
    assert json.loads(told[len("data:") :])["entry"]["content"] == "你好"


def test_everything_is_there_after_a_restart(open_wechat, account_server, tmp_path):
    file = tmp_path / "state.json"
    with open_wechat(state_file=file, finish_after=3600) as wechat:
        wechat.account(account_server.url)
        user = wechat.user()
        cover = wechat.cover()
        body = {"filter": {"is_to_all": True}, "msgtype": "mpnews"}
        media = {"mpnews": {"media_id": wechat.draft(cover)["media_id"]}}
        sent = wechat.post("message/mass/sendall", body | media)
        token = wechat.token
    with open_wechat(state_file=file, finish_after=3600) as wechat:
        wechat.token = token
        assert wechat.fetch_token()["access_token"] == token
        assert wechat.say(user)["attempts"][0]["status"] == 200
        assert wechat.http.get(f"/mmbiz/{APPID}/{cover}").status_code == 200
        wechat.settle()
        status = wechat.post("message/mass/get", {"msg_id": sent["msg_id"]})
        assert status["msg_status"] == "SEND_SUCCESS"
        assert [e["user"] for e in wechat.ledger("mass")] == [user]
    assert account_server.events("MASSSENDJOBFINISH")


def test_an_article_reads_like_wechats_and_runs_no_script(served):
    user = served.user()
    words = {
        "author": "云岭税务",
        "content": "<p>正文</p><script>alert(1)</script>",
        "content_source_url": "http://127.0.0.1:9/",
    }
    body = {"filter": {"is_to_all": True}, "msgtype": "mpnews"}
    media = {"mpnews": {"media_id": served.draft(**words)["media_id"]}}
    served.post("message/mass/sendall", body | media)
    served.settle()
    answer = served.http.get(served.chat(user)[-1]["articles"][0]["url"])
    for part in ("个税汇算开始了", "云岭税务", "云岭省税务", "2026年11月23日 09:00", "阅读原文"):
        assert part in answer.text
    assert "<script" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert served.clock.now == NINE_O_CLOCK


def test_an_unknown_article_is_gone(wechat):
    answer = wechat.http.get("/s/unknown")
    assert (answer.status_code, "已被发布者删除" in answer.text) == (404, True)


def test_a_qr_code_has_its_three_finders_and_its_timing():
    grid = matrix("http://weixin.qq.com/q/0123456789abcdef")
    size = len(grid)
    finder = [True, False, True, True, True, False, True]
    assert size == 29
    for row, column in ((3, 0), (3, size - 7), (size - 4, 0)):
        assert grid[row][column : column + 7] == finder
    assert [grid[6][i] for i in range(8, size - 8)] == [i % 2 == 0 for i in range(8, size - 8)]


def test_a_text_too_long_for_the_qr_code_is_refused():
    with pytest.raises(ValueError, match="too long"):
        matrix("x" * 107)


@pytest.mark.parametrize("arguments", [["--help"], ["serve", "--help"], ["--version"]])
def test_the_command_line_explains_itself(arguments):
    found = python("-m", "wechat_simulator", *arguments)
    assert "simulator" in found.stdout


def test_it_never_imports_the_project():
    code = "import sys, wechat_simulator.app; print([m for m in sys.modules if 'chalice' in m])"
    found = python("-c", code)
    assert found.stdout.strip() == "[]"
