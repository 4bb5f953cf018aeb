"""``./rongmei desk``, as agents type it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import time_machine
from click.testing import Result
from typer.testing import CliRunner

from chalicelib import accounts, desk
from chalicelib.desk.agents import store as agent_store
from chalicelib.desk.messages import marks
from chalicelib.desk.messages import store as message_store
from chalicelib.desk.sessions import store
from cli.app import app
from tests.cloud.desk.conftest import ACCOUNT, NOW, Desk


@pytest.fixture(autouse=True)
def _at_the_desks_time() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def run(*args: str, by: str = "", text: str | bytes | None = None) -> Result:
    who = ["--by", by] if by else []
    return CliRunner().invoke(app, ["desk", *args, "--account", ACCOUNT, *who], input=text)


def said(result: Result) -> str:
    assert result.exit_code == 0, result.output
    return result.output


def read(*args: str, by: str = "") -> Any:
    result = run(*args, "--json", by=by)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def reply(*args: str, by: str = "wang", text: str | bytes | None = None) -> Result:
    return run("reply", *args, "--wait", "0", by=by, text=text)


def test_a_desk_is_set_up_with_four_commands(empty: Desk) -> None:
    said(run("agent", "add", "wang", "--name", "小王", "--skill", "个税", "--capacity", "2"))
    said(run("team", "set", "desk", "--name", "咨询组", "--lead", "wang"))
    assert "周一二三四五六　08:30–12:00" in said(
        run("hours", "set", "--spans", "08:30-12:00", "--days", "1-6")
    )
    assert "已上岗" in said(run("agent", "on", by="wang"))
    [agent] = read("agent", "list")
    assert (agent["agent"]["skills"], agent["on_duty"]) == (["个税"], True)
    view = accounts.state(ACCOUNT, consistent=True).desk
    assert (view.agents, view.on_duty, view.open_now(NOW)) == (1, 1, True)


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (("agent", "add", "坏 名"), "短名"),
        (("agent", "add", "zhao", "--team", "nowhere"), "没有坐席组“nowhere”"),
        (("team", "set", "tax", "--lead", "nobody"), "没有坐席“nobody”"),
        (("hours", "set", "--spans", "9-12"), "看不懂时段"),
        (("hours", "set", "--spans", "12:00-09:00"), "结束要晚于开始"),
        (("hours", "set", "--spans", "09:00-12:00,11:00-13:00"), "互相重叠"),
        (("hours", "set", "--days", "0-5"), "星期写成"),
        (("hours", "set", "--holiday", "下周"), "看不懂日期"),
        (("hours", "set", "--holiday", "2027-01-01", "--workday", "2027-01-01"), "不能既是"),
        (("hours", "set", "--team", "nowhere"), "没有坐席组"),
        (("show", "T1201-99999"), "没有会话"),
        (("take", "--next"), "没有坐席“nobody”"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(
    empty: Desk, args: tuple[str, ...], why: str
) -> None:
    result = run(*args, by="nobody") if args[0] == "take" else run(*args)
    assert result.exit_code == 1
    assert why in result.output


def test_holidays_add_up_until_they_are_forgotten(empty: Desk) -> None:
    said(run("hours", "set", "--holiday", "2027-02-15..2027-02-16"))
    [team] = read("hours", "set", "--holiday", "2027-02-17", "--workday", "2027-02-14")
    assert team["hours"]["holidays"] == ["2027-02-15", "2027-02-16", "2027-02-17"]
    assert team["hours"]["workdays"] == ["2027-02-14"]
    [team] = read("hours", "set", "--forget-days")
    assert (team["hours"]["holidays"], team["hours"]["workdays"]) == ([], [])


def test_a_session_is_shown_with_what_may_be_sent(office: Desk) -> None:
    session = office.ask()
    shown = said(run("show", session.ticket))
    assert "还可发送" in shown
    assert "5 条，至 12-03" in shown
    assert read("show", "00001")["left"] == 5


def test_a_reply_tells_what_came_of_it(office: Desk) -> None:
    session = office.ask()
    result = reply(session.ticket, "三个工作日。")
    assert "待发送" in said(result)
    assert "还可发送 4 条" in result.output
    office.work()
    [line] = message_store.of_follower(ACCOUNT, "oA")
    assert line.state is desk.MessageState.SENT


def test_several_lines_from_a_pipe_go_as_one_message(office: Desk) -> None:
    session = office.ask()
    said(reply(session.ticket, "--file", "-", text="第一行\n第二行\n"))
    office.work()
    assert office.texts == ["第一行\n第二行"]


def test_a_pipe_in_gbk_is_read_and_another_encoding_is_named(office: Desk) -> None:
    session = office.ask()
    said(reply(session.ticket, "--file", "-", text="三个工作日到账。".encode("gb18030")))
    office.work()
    assert office.texts == ["三个工作日到账。"]
    for body, why in ((b"\xff\xff\xff", "请另存为 UTF-8"), (b"a" * 1_100_000, "标准输入超过 1 MB")):
        refused = reply(session.ticket, "--file", "-", text=body)
        assert refused.exit_code == 1
        assert why in refused.output


def test_a_spelled_out_line_break_is_refused_with_the_way_to_write_one(office: Desk) -> None:
    session = office.ask()
    for text in ("第一行\\n第二行", "第一行<br>第二行"):
        refused = reply(session.ticket, text)
        assert refused.exit_code == 1
        assert "不会换行" in refused.output
        assert f"desk reply {session.ticket} --file -" in refused.output
    assert read("show", session.ticket)["left"] == 5


def test_the_sixth_message_is_an_error_that_says_what_to_do(office: Desk) -> None:
    session = office.ask()
    for _ in range(5):
        said(reply(session.ticket, "好"))
    result = reply(session.ticket, "好")
    assert result.exit_code == 1
    assert "请等对方再发一条消息" in result.output


def test_an_unconfirmed_message_is_shown_as_such(office: Desk) -> None:
    session = office.ask()
    said(reply(session.ticket, "好"))
    [line] = message_store.of_follower(ACCOUNT, "oA")
    marks.mark_sending(line, NOW)
    with time_machine.travel(NOW.replace(minute=5), tick=False):
        assert "未确认" in said(run("show", session.ticket))


def test_taking_passing_on_and_ending(office: Desk) -> None:
    session = office.ask()
    refused = run("take", session.ticket, by="li")
    assert "已被坐席“wang”接走" in refused.output
    assert "由坐席“li”接着服务" in said(run("transfer", session.ticket, "--to", "li", by="wang"))
    said(run("note", session.ticket, "电话核实过", by="wang"))
    assert "已结束" in said(run("resolve", session.ticket, "--no-survey", by="li"))
    assert [one["ticket"] for one in read("list", "--day", "2026-12-01")] == [session.ticket]
    whole, li = read("stats")
    assert (whole["sessions"], li["who"]) == (1, "li")


def test_tickets_are_those_who_wait_for_an_answer(office: Desk) -> None:
    session = office.ask()
    assert [one["session"]["id"] for one in read("tickets")] == [session.id]
    assert read("tickets", "--overdue") == []
    with time_machine.travel(NOW.replace(hour=6), tick=False):
        assert "超时" in said(run("tickets", "--overdue"))


def test_canned_replies_come_from_a_file_all_or_none(office: Desk, tmp_path: Path) -> None:
    bad, good = tmp_path / "bad.csv", tmp_path / "good.csv"
    bad.write_text("名称,内容\n问候,您好\n坏 名,x\n空,\n")
    good.write_text('名称,内容\n/问候,"您好，请讲。"\n')
    result = run("canned", "import", str(bad))
    assert result.exit_code == 1
    assert "第 3 行" in result.output
    assert "第 4 行" in result.output
    assert agent_store.canned(ACCOUNT) == {}
    said(run("canned", "import", str(good)))
    assert read("canned", "list") == {"问候": "您好，请讲。"}
    said(run("canned", "remove", "/问候"))
    assert agent_store.canned(ACCOUNT) == {}


def test_watching_prints_a_line_for_each_session_and_is_a_sign_of_life(office: Desk) -> None:
    session = office.ask()
    before = agent_store.presence(ACCOUNT, "wang").seen_at
    with time_machine.travel(NOW.replace(minute=8), tick=False):
        watched = said(run("watch", "--rounds", "1", by="wang"))
    assert watched.split("\t")[0] == session.ticket
    assert agent_store.presence(ACCOUNT, "wang").seen_at > before


def test_an_agent_with_sessions_is_not_removed(office: Desk) -> None:
    office.ask()
    assert "手上还有 1 个会话" in run("agent", "remove", "wang").output
    said(run("agent", "off", "--hand-back", by="wang"))
    said(run("agent", "remove", "wang"))
    assert store.live_sessions(ACCOUNT)[0].owner == "li"
    assert accounts.state(ACCOUNT, consistent=True).desk.agents == 1


def test_every_command_has_help_in_chinese() -> None:
    for group in ("", "agent", "team", "hours", "canned", "records"):
        shown = CliRunner().invoke(app, ["desk", *filter(None, [group]), "--help"]).output
        assert "显示帮助并退出" in shown
    assert (
        "Show this message" not in CliRunner().invoke(app, "desk hours set --help".split()).output
    )


def test_a_picture_is_named_in_the_place_of_words(office: Desk, tmp_path: Path) -> None:
    session = office.ask()
    file = tmp_path / "a.txt"
    file.write_text("不是图片")
    assert "JPG、PNG、GIF" in reply(session.ticket, "--picture", str(file)).output
    assert reply(session.ticket, "您好", "--picture", str(file)).exit_code == 2
    assert office.left() == 5
