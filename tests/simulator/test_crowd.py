"""A crowd's day and what its report says; the walk through a large following."""

import asyncio
import json

import httpx
import pytest

from tests.simulator.conftest import APPID
from wechat_simulator.__main__ import main
from wechat_simulator.crowd.drive import Day, Size
from wechat_simulator.crowd.report import duplicates
from wechat_simulator.crowd.scenario import DEFAULT, ScenarioError, load, split


@pytest.fixture
def crowd(served, capsys):
    """Play a day on the simulator under test; the report as a dict."""

    def play(*more):
        size = ["--followers", "20", "--messages", "30", "--url", str(served.http.base_url)]
        main(["crowd", "--json", *size, *more])
        return json.loads(capsys.readouterr().out)

    return play


def said(server):
    return [p.fields["Content"] for p in server.pushed if p.fields.get("MsgType") == "text"]


def test_a_day_ends_with_a_report(crowd, account_server, served):
    account_server.answer = lambda fields: {"MsgType": "text", "Content": "您好"}
    report = crowd()
    asked = ("follows", "messages", "answered", "silent", "lost", "retries", "duplicates")
    assert [report[name] for name in asked] == [20, 30, 30, 0, 0, 0, 0]
    assert 0 <= report["p50_ms"] <= report["p99_ms"]
    assert len(said(account_server)) == 30
    assert served.sim("GET", "/accounts")[0]["followers"] == 20 - report["unfollows"]


def test_the_same_seed_asks_the_same(crowd, account_server, served):
    crowd("--seed", "7")
    first = sorted(said(account_server))
    account_server.pushed.clear()
    crowd("--seed", "7")
    assert sorted(said(account_server)) == first
    account_server.pushed.clear()
    crowd("--seed", "8")
    assert sorted(said(account_server)) != first


def test_silence_and_loss_are_told_apart(crowd, account_server):
    assert crowd()["silent"] == 30
    account_server.status = 500
    report = crowd()
    assert (report["lost"], report["answered"]) == (30, 0)
    assert report["retries"] >= 60


def test_doubled_pushes_show_who_answers_twice(crowd, account_server):
    account_server.answer = lambda fields: {"MsgType": "text", "Content": "您好"}
    report = crowd("--doubled", "1")
    assert len(said(account_server)) == 60
    assert (report["answered"], report["duplicates"]) == (30, 0)


class Stop(Exception):
    """Something goes wrong in the middle of a day."""


def play_until(served, at_questions):
    """Play a day with doubled pushes; `at_questions` is called with its task when the questions begin."""

    async def day():
        task = asyncio.current_task()

        def tell(what, done, total):
            if "提问" in what:
                at_questions(task)

        async with httpx.AsyncClient(base_url=str(served.http.base_url), trust_env=False) as http:
            await Day(http, APPID, load(DEFAULT), Size(20, 30, 7, doubled=1), tell).play()

    return asyncio.run(day())


def stop(_):
    raise Stop


def test_the_fault_of_a_day_goes_with_it(crowd, served):
    crowd("--doubled", "0.5")
    assert served.sim("GET", f"/accounts/{APPID}/faults") == []


def test_the_fault_of_a_day_goes_when_it_breaks_off(served):
    with pytest.raises(Stop):
        play_until(served, stop)
    assert served.sim("GET", f"/accounts/{APPID}/faults") == []


def test_the_fault_of_a_day_goes_on_ctrl_c(served):
    # Python turns Ctrl-C into a cancelled task.
    with pytest.raises(asyncio.CancelledError):
        play_until(served, lambda task: task.cancel())
    assert served.sim("GET", f"/accounts/{APPID}/faults") == []


def test_a_fault_of_somebody_else_stays(crowd, served):
    other = served.sim("POST", f"/accounts/{APPID}/faults", {"kind": "slow"})
    crowd("--doubled", "0.5")
    assert [one["id"] for one in served.sim("GET", f"/accounts/{APPID}/faults")] == [other["id"]]


def test_the_same_words_twice_to_one_follower_are_a_duplicate():
    custom = {"kind": "custom", "openid": "a", "content": "您好", "call": "1"}
    reply = {"kind": "reply", "openid": "a", "content": "您好", "call": "2"}
    assert duplicates([custom, reply, custom | {"call": "3"}]) == 0
    assert duplicates([custom, custom | {"call": "3"}]) == 1
    assert duplicates([reply, reply]) == 1


def test_it_needs_nobody_when_it_is_alone(capsys):
    assert main(["crowd", "--followers", "3", "--messages", "3"]) == 0
    assert "已回答：3  (100.0%)" in capsys.readouterr().out


def test_it_says_when_there_is_no_simulator_or_no_account(wechat, capsys):
    url = str(wechat.http.base_url)
    assert main(["crowd", "--url", url]) == 2
    assert "no account" in capsys.readouterr().err
    wechat.account()
    assert main(["crowd", "--url", url, "--appid", "wx-other"]) == 2
    assert APPID in capsys.readouterr().err
    assert main(["crowd", "--url", "http://127.0.0.1:9"]) == 2
    assert "no simulator" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("name = ", "TOML"),
        ('name = "a"', "waves"),
        (DEFAULT.read_text("utf-8").replace("follow = 0.60", "follow = 0.50"), "follow"),
    ],
)
def test_a_scenario_that_can_not_be_played_says_why(tmp_path, text, why):
    file = tmp_path / "day.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(ScenarioError, match=why):
        load(file)


def test_shares_become_whole_numbers_that_add_up():
    assert split(10, [0.05, 0.6, 0.2, 0.15]) == [0, 6, 2, 2]
    assert sum(split(997, [0.05, 0.6, 0.2, 0.15])) == 997


def test_a_walk_meets_everybody_and_tells_what_it_took(capsys):
    assert main(["walk", "--followers", "25000"]) == 0
    told = capsys.readouterr().out
    assert "25,000 met of 25,000, in 3 pages" in told
    assert "MB after the last" in told


def test_the_rate_is_measured_on_answers_that_are_right(capsys):
    assert main(["rate", "--calls", "40", "--at-once", "3"]) == 0
    told = capsys.readouterr().out
    assert "s to the first answer" in told
    assert "API calls   40 in" in told
