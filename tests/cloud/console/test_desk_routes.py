"""The desk's routes: two who race, a message that is tried again, strangers' words, supervisors, checks and records."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from chalicelib import accounts, desk, people
from chalicelib.actor import SYSTEM, local
from chalicelib.application import desk_media
from chalicelib.clock import SHANGHAI, utc_now
from chalicelib.cloud import clients
from chalicelib.console.rates import RATES
from chalicelib.conversation import Decision, Rung
from chalicelib.people import Role
from chalicelib.units import UnitLevel, add_unit
from chalicelib.wechat.messages import MESSAGES
from tests.cloud.accounts.made import SECRETS, account
from tests.cloud.console import at_desk
from tests.cloud.console.conftest import Ask
from tests.cloud.conversation import inside
from tests.cloud.racing import one_call_at_a_time

ACCOUNT = "jia"
NASTY = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "javascript:alert(1)",
    "{{constructor.constructor('alert(1)')()}}",
    "\u202e倒着的\u202c字",
]


@pytest.fixture(autouse=True)
def city(cloud: None) -> None:
    RATES._left.clear()
    now = utc_now()
    add_unit("jia", name="甲市局", level=UnitLevel.CITY)
    add_unit("yi", name="乙市局", level=UnitLevel.CITY)
    for person in ("wang", "li"):
        people.add_staff(person, "jia", [Role.AGENT], by=local("ops"), now=now, name=person)
    people.add_staff("zong", "jia", [Role.CHIEF], by=local("ops"), now=now, name="总编")
    people.add_staff("yi", "yi", list(Role), by=local("ops"), now=now, name="乙市")
    for one, appid in (("jia", "wxjia12345"), ("yi", "wxyi123456")):
        accounts.add_account(
            account(id=one, name=one, unit=one, appid=appid), SECRETS, by=SYSTEM, now=now
        )
    at_desk.open_all_day(ACCOUNT, now)


def waits(openid: str = "o-1", text: str = "退税") -> str:
    return at_desk.ask_for_person(ACCOUNT, openid, text, utc_now(), assigned=False).id


def owned_by(agent: str, openid: str = "o-1") -> str:
    session = waits(openid)
    desk.take(ACCOUNT, session, by=local(agent), now=utc_now())
    return session


def wrote(openid: str, number: int, **fields: str) -> None:
    wire = {
        "ToUserName": "gh",
        "FromUserName": openid,
        "CreateTime": str(int(utc_now().timestamp())),
        "MsgId": str(number),
        **fields,
    }
    push = MESSAGES[fields["MsgType"]].model_validate(wire)
    inside.store.record(
        ACCOUNT, push, wire, Decision(rung=Rung.FAQ, score=0.4), int(utc_now().timestamp()), 30
    )


def path(session: str, deed: str = "") -> str:
    return f"/desk/{ACCOUNT}/sessions/{session}{deed}"


def test_of_two_agents_who_take_one_session_the_second_hears_who_has_it(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_call_at_a_time(monkeypatch)
    at_desk.hire(ACCOUNT, "wang", "li", now=utc_now())
    session = waits()

    def taken(agent: str) -> str:
        try:
            return desk.take(ACCOUNT, session, by=local(agent), now=utc_now()).owner
        except desk.SessionTaken as error:
            return f"taken by {error.by}"

    # Each function of Lambda works on one request at a time: two that race are two processes, here two threads.
    with ThreadPoolExecutor(2) as pool:
        said = set(pool.map(taken, ("wang", "li")))
    [won] = said & {"wang", "li"}
    assert said == {won, f"taken by {won}"}
    lost = ask("li" if won == "wang" else "wang", "POST", path(session, "/take"))
    assert (lost.status, lost.json["type"], lost.json["by"]) == (409, "conflict", won)
    loads = {one.agent.id: one.load for one in desk.presences(ACCOUNT)}
    assert loads == {"wang": int(won == "wang"), "li": int(won == "li")}
    again = ask(
        "li" if won == "wang" else "wang", "POST", path(session, "/reply"), {"text": "我来"}
    )
    assert again.status == 409
    assert ask(won, "GET", path(session)).json["lines"] == []


def test_a_message_that_is_tried_again_goes_once(ask: Ask) -> None:
    at_desk.hire(ACCOUNT, "wang", now=utc_now())
    session = owned_by("wang")
    key = {"Idempotency-Key": "k-1"}
    first, again = (
        ask("wang", "POST", path(session, "/reply"), {"text": "您好"}, key) for _ in range(2)
    )
    assert (first.status, first.json) == (200, again.json)
    assert first.json["left"] == 4
    seen = ask("wang", "GET", path(session)).json
    assert [one["entry"]["text"] for one in seen["lines"]] == ["您好"]
    assert seen["left"] == 4


def test_what_wechat_would_refuse_is_refused_and_says_what_to_do(ask: Ask) -> None:
    at_desk.hire(ACCOUNT, "wang", now=utc_now())
    session = owned_by("wang")
    said = ask("wang", "POST", path(session, "/reply"), {"text": "<a href='12366'>热线</a>"})
    assert (said.status, "有效的网址" in said.json["title"]) == (422, True)
    for _ in range(5):
        assert ask("wang", "POST", path(session, "/reply"), {"text": "好"}).status == 200
    said = ask("wang", "POST", path(session, "/reply"), {"text": "六"})
    assert (said.status, "已用完" in said.json["title"]) == (409, True)


@pytest.mark.parametrize("words", NASTY)
def test_strangers_words_come_as_data_wherever_they_stand(ask: Ask, words: str) -> None:
    at_desk.hire(ACCOUNT, "wang", now=utc_now())
    wrote("o-1", 1, MsgType="text", Content=words)
    wrote("o-1", 2, MsgType="file", Title=words, Description=words)
    wrote("o-1", 3, MsgType="link", Title=words, Description=words, Url=words)
    wrote("o-1", 4, MsgType="location", Location_X="25.0", Location_Y="102.7", Label=words)
    session = owned_by("wang", "o-1")
    said = ask("wang", "GET", path(session))
    assert said.headers["content-type"].startswith("application/json")
    assert said.headers["x-content-type-options"] == "nosniff"
    contents = [one["entry"]["content"] for one in said.json["lines"] if one["entry"]["content"]]
    assert [one["type"] for one in contents] == ["text", "file", "link", "location"]
    assert (contents[0]["words"], contents[1]["title"], contents[3]["words"]) == (words,) * 3
    # An address that is no web address never becomes a link.
    assert contents[2]["url"] == ""


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"#!AMR\n", "audio/amr"),
        (b"\x00\x00\x00\x18ftypmp42", "video/mp4"),
        (b"<svg onload=alert(1)>", "application/octet-stream"),
        (b"<html><script>alert(1)</script>", "application/octet-stream"),
        (b"", "application/octet-stream"),
    ],
)
def test_a_file_is_what_its_bytes_say_and_nothing_that_runs(body: bytes, kind: str) -> None:
    assert desk_media.kind_of(body) == kind


def test_nobody_reaches_a_session_by_its_id_from_elsewhere(ask: Ask) -> None:
    at_desk.hire(ACCOUNT, "wang", now=utc_now())
    session = owned_by("wang")
    for at, status in ((ACCOUNT, 403), ("yi", 404)):
        for deed, body in (
            ("", None),
            ("/take", {}),
            ("/reply", {"text": "x"}),
            ("/note", {"text": "x"}),
        ):
            method = "GET" if not deed else "POST"
            said = ask("yi", method, f"/desk/{at}/sessions/{session}{deed}", body)
            assert said.status == status, (at, deed, said)


def test_the_board_tells_places_and_who_may_take(ask: Ask) -> None:
    at_desk.hire(ACCOUNT, "wang", now=utc_now())
    at_desk.hire(ACCOUNT, "li", now=utc_now(), on=False)
    first, second = waits("o-1"), waits("o-2")
    board = ask("li", "GET", f"/desk/{ACCOUNT}").json["board"]
    assert [(one["id"], one["position"]) for one in board["waiting"]] == [(first, 1), (second, 2)]
    assert (board["waiting"][0]["take"]["allowed"], board["me"]["presence"]) == (False, "offline")
    assert "先上线" in board["waiting"][0]["take"]["why"]
    assert ask("wang", "POST", f"/desk/{ACCOUNT}/next").json == {"session": first}
    board = ask("wang", "GET", f"/desk/{ACCOUNT}").json["board"]
    assert [(one["id"], one["left"]) for one in board["mine"]] == [(first, 5)]
    assert board["waiting"][0]["position"] == 1


def test_a_break_keeps_sessions_and_going_offline_gives_them_to_others(ask: Ask) -> None:
    at_desk.hire(ACCOUNT, "wang", now=utc_now())
    session = owned_by("wang")
    away = ask("wang", "POST", f"/desk/{ACCOUNT}/presence", {"presence": "break"}).json["board"]
    assert (away["me"]["presence"], len(away["mine"])) == ("break", 1)
    assert ask("wang", "POST", f"/desk/{ACCOUNT}/next").status in (404, 409)
    at_desk.hire(ACCOUNT, "li", now=utc_now())
    gone = {"presence": "offline", "hand_back": True}
    assert ask("wang", "POST", f"/desk/{ACCOUNT}/presence", gone).json["board"]["mine"] == []
    assert ask("li", "GET", path(session)).json["session"]["owner"] == "li"


def test_a_supervisor_who_is_no_agent_reads_notes_and_passes_on(ask: Ask) -> None:
    at_desk.hire(ACCOUNT, "wang", "li", now=utc_now())
    session = owned_by("wang")
    deeds = {one["name"]: one["allowed"] for one in ask("zong", "GET", path(session)).json["deeds"]}
    assert deeds == {
        "take": False,
        "reply": False,
        "note": True,
        "transfer": True,
        "hotline": False,
        "resolve": True,
    }
    assert ask("zong", "POST", path(session, "/note"), {"text": "先核实身份"}).status == 200
    assert ask("li", "POST", path(session, "/transfer"), {"agent": "li"}).status == 409
    assert ask("zong", "POST", path(session, "/transfer"), {"agent": "li"}).json["owner"] == "li"
    [line] = ask("li", "GET", path(session)).json["lines"]
    assert (line["entry"]["speaker"], line["entry"]["text"]) == ("note", "先核实身份")


def test_a_canned_reply_is_never_written_over_unseen(ask: Ask) -> None:
    at = f"/desk/{ACCOUNT}/canned"
    kept = ask("wang", "PUT", at, {"name": "/问候", "text": "您好"})
    assert kept.json == {"canned": {"问候": "您好"}}
    assert ask("li", "PUT", at, {"name": "问候", "text": "别的"}).status == 409
    assert ask("li", "PUT", at, {"name": "问候", "text": "别的", "before": "您好"}).status == 200
    wrong = ask("li", "PUT", at, {"name": "a b", "text": "税" * 700})
    assert (wrong.status, [one["name"] for one in wrong.json["fields"]]) == (422, ["name", "text"])
    assert ask("li", "DELETE", at, query={"name": "问候"}).json == {"canned": {}}


def over(agent: str, openid: str, stars: int = 0) -> str:
    session = owned_by(agent, openid)
    desk.reply(ACCOUNT, session, f"请到大厅{openid}", by=local(agent), now=utc_now())
    desk.resolve(ACCOUNT, session, by=local(agent), now=utc_now(), survey=False)
    if stars:
        desk.rate(ACCOUNT, openid, f"rate:{session}:{stars}")
    return session


def records(ask: Ask, **query: Any) -> dict[str, Any]:
    today = utc_now().astimezone(SHANGHAI).date()
    days = {"since": str(today - timedelta(days=1)), "until": str(today)}
    said = ask("zong", "GET", f"/desk/{ACCOUNT}/records", query=days | query)
    assert said.status == 200, said
    return dict(said.json)


def test_records_are_found_by_what_a_session_says_and_by_words_within_limits(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_desk.hire(ACCOUNT, "wang", "li", now=utc_now())
    bad, good = over("wang", "o-1", 1), over("li", "o-2", 5)
    going = owned_by("li", "o-3")
    found = lambda **query: [one["id"] for one in records(ask, **query)["records"]]  # noqa: E731
    assert found() == [going, good, bad]
    assert (found(agent="wang"), found(stars="low"), found(stars="none")) == ([bad], [bad], [going])
    assert (found(ending="live"), found(ending="answered")) == ([going], [good, bad])
    assert (found(words="大厅"), found(words="大厅o-2", messages="true")) == ([], [good])
    pages = records(ask, limit="2")
    assert [one["id"] for one in records(ask, limit="2", cursor=pages["next"])["records"]] == [bad]
    monkeypatch.setattr("chalicelib.desk.reports.records.MOST_READ", 1)
    said = records(ask, words="没有这句", messages="true")
    assert (said["records"], said["unread"], said["looked_at"]) == ([], 2, 3)


def test_more_days_than_a_search_reads_are_refused(ask: Ask) -> None:
    query = {"since": "2026-01-01", "until": "2026-03-01"}
    said = ask("zong", "GET", f"/desk/{ACCOUNT}/records", query=query)
    assert (said.status, said.json["fields"][0]["name"]) == (422, "since")


POINTS = {"correct": 40, "complete": 20, "timely": 15, "manner": 15, "privacy": 0}


def test_a_score_goes_to_its_agent_and_two_supervisors_do_not_write_over_each_other(
    ask: Ask,
) -> None:
    at_desk.hire(ACCOUNT, "wang", now=utc_now())
    session = over("wang", "o-1", 4)
    score = {"points": POINTS, "comment": "态度好，漏了隐私提示"}
    first = ask("zong", "PUT", path(session, "/score"), score, {"If-Match": '"0"'})
    assert (first.status, sum(one["points"] for one in first.json["marks"])) == (200, 90)
    assert ask("zong", "PUT", path(session, "/score"), score, {"If-Match": '"0"'}).status == 409
    again = ask("zong", "PUT", path(session, "/score"), score, {"If-Match": '"1"'})
    assert again.json["version"] == 2
    assert ask("wang", "GET", path(session)).json["score"]["comment"] == "态度好，漏了隐私提示"
    today = str(utc_now().astimezone(SHANGHAI).date())
    figures = ask(
        "zong", "GET", f"/desk/{ACCOUNT}/figures", query={"since": today, "until": today}
    ).json
    [agent] = figures["agents"]
    assert (agent["id"], agent["score"], agent["scored"]) == ("wang", 90, 1)
    assert agent["figures"]["rating"] == 4
    assert records(ask, scored="no")["records"] == []


@pytest.mark.parametrize("points", [{}, POINTS | {"correct": 41}, POINTS | {"privacy": -1}])
def test_points_that_the_sheet_does_not_give_are_refused(ask: Ask, points: dict[str, int]) -> None:
    at_desk.hire(ACCOUNT, "wang", now=utc_now())
    session = over("wang", "o-1")
    said = ask("zong", "PUT", path(session, "/score"), {"points": points}, {"If-Match": '"0"'})
    assert said.status == 422


def test_a_sample_is_drawn_by_lot_alike_for_a_seed_and_never_twice(ask: Ask) -> None:
    at_desk.hire(ACCOUNT, "wang", now=utc_now())
    sessions = {over("wang", f"o-{n}") for n in range(6)}
    today = str(utc_now().astimezone(SHANGHAI).date())
    query = {"since": today, "until": today, "number": "3"}

    def drawn(seed: str) -> list[str]:
        said = ask("zong", "GET", f"/desk/{ACCOUNT}/sample", query=query | {"seed": seed})
        return [one["id"] for one in said.json["records"]]

    assert drawn("a") == drawn("a")
    assert len({tuple(drawn(seed)) for seed in "abcdefgh"}) > 1
    score = {"points": POINTS}
    for one in drawn("a"):
        ask("zong", "PUT", path(one, "/score"), score, {"If-Match": '"0"'})
        sessions.discard(one)
    assert set(drawn("a")) == sessions


def test_a_unit_s_sheet_counts_below_it_and_its_points_make_a_hundred(ask: Ask) -> None:
    sheet = {"criteria": [{"id": "all", "name": "总评", "points": 90}], "version": 0}
    assert ask("zong", "PUT", "/scoring-sheets/jia", sheet).status == 422
    sheet["criteria"][0]["points"] = 100  # type: ignore[index]
    assert ask("zong", "PUT", "/scoring-sheets/jia", sheet).json["version"] == 1
    assert ask("zong", "PUT", "/scoring-sheets/jia", sheet).status == 409
    add_unit("xian", name="县局", level=UnitLevel.COUNTY, parent="jia")
    below = ask("zong", "GET", "/scoring-sheets/xian").json
    assert (below["version"], [one["id"] for one in below["criteria"]]) == (0, ["all"])


def test_an_erasure_takes_the_comment_and_leaves_the_points(ask: Ask) -> None:
    at_desk.hire(ACCOUNT, "wang", now=utc_now())
    session = over("wang", "o-1")
    score = {"points": POINTS, "comment": "张三的身份证号不该写进来"}
    ask("zong", "PUT", path(session, "/score"), score, {"If-Match": '"0"'})
    desk.erasure.hide_session(desk.find(ACCOUNT, session, utc_now()))
    said = ask("zong", "GET", path(session)).json
    assert "张三" not in json.dumps(said, ensure_ascii=False)
    assert sum(one["points"] for one in said["score"]["marks"]) == 90


def test_the_model_s_cost_of_a_day_follows_from_its_price(ask: Ask) -> None:
    from chalicelib import assistant

    settings = {
        "base_url": "https://llm.example/v1",
        "model": "m",
        "tokens_per_day": 9_000_000,
        "yuan_per_million": 4,
    }
    assistant.switch_on(ACCOUNT, dict(settings), "geheim", by=local("ops"), now=utc_now())
    seen = ask("zong", "GET", f"/assistant/{ACCOUNT}")
    assert "geheim" not in json.dumps(seen.json)
    assert (seen.json["used"][0]["yuan"], len(seen.json["used"])) == (0, 7)


def test_a_look_at_a_busy_desk_costs_as_many_calls_as_at_a_quiet_one(ask: Ask) -> None:
    at_desk.hire(ACCOUNT, "wang", now=utc_now(), capacity=20)
    calls: list[str] = []

    def count(model: Any, **_: object) -> None:
        calls.append(model.name)

    def look() -> Any:
        calls.clear()
        clients.dynamodb().meta.events.register("before-call", count)
        try:
            return ask("wang", "GET", f"/desk/{ACCOUNT}").json["board"]
        finally:
            clients.dynamodb().meta.events.unregister("before-call", count)

    owned_by("wang", "o-first")
    assert [len(look()[name]) for name in ("waiting", "mine")] == [0, 1]
    quiet = sorted(calls)
    for n in range(12):
        owned_by("wang", f"o-mine{n}")
        waits(f"o-wait{n}")
    board = look()
    assert [len(board[name]) for name in ("waiting", "mine")] == [12, 13]
    assert [one["position"] for one in board["waiting"]] == list(range(1, 13))
    assert {one["left"] for one in board["mine"]} == {5}
    assert sorted(calls) == quiet
    # The session's cookie, the account, its unit, the person, the hotline, desk, sessions; budgets in one.
    assert len(quiet) <= 9
    assert quiet.count("BatchGetItem") == 1
