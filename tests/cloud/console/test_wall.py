"""大屏: real figures or none, what the stream tells it, and a screen that may do nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib import accounts, live, people, service_tokens, units, wall
from chalicelib.actor import SYSTEM, Actor, KnownBy, local
from chalicelib.application import wall as use
from chalicelib.application import wall_displays, wall_log
from chalicelib.application.wall import Part
from chalicelib.clock import SHANGHAI, utc_now
from chalicelib.console import displays
from chalicelib.console.bearer import GUESSES
from chalicelib.console.handler import handler
from chalicelib.console.rates import RATES
from chalicelib.live import store as live_store
from chalicelib.people import Role
from chalicelib.units import UnitLevel
from tests.cloud.accounts.made import SECRETS, account
from tests.cloud.console.conftest import Ask
from tests.cloud.console.description import DOCUMENT
from tests.cloud.insight import on_wall

NOW = datetime(2026, 12, 1, 2, tzinfo=UTC)  # ten in the morning
TODAY = NOW.astimezone(SHANGHAI).date()
CHIEF = Actor(person="zong", known_by=KnownBy.SIGN_IN)


@pytest.fixture(autouse=True)
def tree(cloud: None) -> Iterator[None]:
    RATES._left.clear()
    GUESSES._left.clear()
    displays._BEGUN._left.clear()
    use.forget()
    by = local("ops")
    units.add_unit("province", name="省局", level=UnitLevel.PROVINCE)
    units.add_unit("city", name="市局", level=UnitLevel.CITY, parent="province")
    units.add_unit("other", name="他市局", level=UnitLevel.CITY, parent="province")
    people.add_staff("zong", "city", [Role.CHIEF], by=by, now=NOW, name="市总编")
    people.add_staff("guan", "city", [Role.CONTROLLER], by=by, now=NOW, name="市管控")
    people.add_staff("li", "city", [Role.EDITOR], by=by, now=NOW, name="市采编")
    for one in ("city", "other"):
        accounts.add_account(
            account(id=one, name=f"{one}税务", unit=one, appid=f"wx{one}12345"),
            SECRETS, by=SYSTEM, now=NOW,
        )  # fmt: skip
    yield
    use.forget()


def delivery(state: str, at: datetime = NOW, version: int = 1, of: str = "city", n: int = 1) -> Any:
    name = f"{at.astimezone(SHANGHAI):%Y%m%d-%H%M}-{n:08d}-{of}"
    doc = {"id": name, "account": of, "at": at.isoformat(), "pieces": [{"title": f"标题{n}"}]}
    return {
        "pk": f"DELIVERIES#{of}", "sk": name, "doc": json.dumps(doc), "state": state, "version": version,
    }  # fmt: skip


def seen(*parts: Part, unit: str = "city", by: Actor = CHIEF, now: datetime = NOW) -> use.Wall:
    use.forget()
    return use.wall(unit, parts, by=by, now=now)


def test_without_data_no_figure_stands_and_each_says_why() -> None:
    found = seen(*Part)
    assert found.followers and found.questions and found.pushes and found.matrix and found.articles
    assert (found.followers.total, found.followers.why) == (None, "微信统计还没有取到")
    assert (found.followers.today.value, found.followers.today.why) == (None, "今天还没有收到事件")
    assert (found.followers.month.value, found.followers.levels[0].followers) == (None, None)
    assert (found.questions.messages, found.questions.robot) == (None, None)
    assert found.questions.why == "今天还没有收到消息"
    assert found.questions.topics_why
    assert found.pushes.why == "今天没有安排推送"
    assert found.matrix.why == "账号状态还没有统计过"
    assert found.articles.why
    assert found.alarms and found.alarms.alarms == ()


def test_a_push_stands_as_its_latest_version_whatever_comes_when() -> None:
    later = delivery("confirmed", version=5)
    for new in (delivery("reserved"), later, delivery("submitted", version=3), later):
        wall_log.follow(None, new, NOW)
    found = seen(Part.PUSHES).pushes
    assert found is not None
    assert (found.planned, found.out, found.waiting) == (1, 1, 0)
    assert [(one.state_name, one.title) for one in found.lines] == [("已送达", "标题1")]


def test_the_next_slot_is_that_of_what_still_waits_today_or_tomorrow() -> None:
    for n, (minutes, state) in enumerate(
        [(30, "cancelled"), (60, "reserved"), (60, "prepared"), (90, "reserved")]
    ):
        wall_log.follow(None, delivery(state, NOW + timedelta(minutes=minutes), n=n), NOW)
    found = seen(Part.PUSHES).pushes
    assert found is not None and found.next is not None
    assert (found.next.at, found.next.pushes) == (NOW + timedelta(hours=1), 2)
    tomorrow = NOW + timedelta(days=1)
    wall_log.follow(None, delivery("reserved", tomorrow, n=9), NOW)
    late = seen(Part.PUSHES, now=NOW + timedelta(hours=3)).pushes
    assert late is not None and late.next is not None and late.next.at == tomorrow
    assert late.late == 3


def test_a_failed_push_is_an_alarm_once_and_of_its_unit_alone() -> None:
    before, after = delivery("submitted", version=3), delivery("failed", version=4)
    for _ in range(2):  # the stream may come twice
        wall_log.follow(before, after, NOW)
    wall_log.follow(before, delivery("failed", version=4, of="other"), NOW)
    found = seen(Part.ALARMS).alarms
    assert found is not None
    assert [(one.kind_name, one.who, one.what) for one in found.alarms] == [
        ("推送", "city税务", "推送失败：标题1")
    ]
    assert found.today == 1


def test_an_account_that_turns_bad_is_an_alarm_without_a_person() -> None:
    doc = {"account": "city", "unit": "city", "name": "city税务", "before": "good", "after": "bad",
           "at": "2026-12-01T02:00:00+00:00", "signs": ["张三已没有任何角色"]}  # fmt: skip
    turn = {"pk": "MATRIXHEALTH#city", "sk": doc["at"], "doc": json.dumps(doc), "health": "bad"}
    wall_log.follow(None, turn, NOW)
    found = seen(Part.ALARMS).alarms
    assert found is not None
    assert [(one.kind_name, one.what) for one in found.alarms] == [("健康", "转为异常")]


def test_followers_grow_by_those_accounts_that_told_both_days() -> None:
    ids = [f"a{n:02d}" for n in range(21)]
    for one in ids:
        made = account(id=one, name=f"{one}号", unit="city", appid=f"wx{one}1234567")
        accounts.store.add_account(accounts.OfficialAccount.model_validate(made))
    accounts.forget()
    for ago, told in ((1, ids), (8, ids[:20]), (31, ids[:20])):
        day = TODAY - timedelta(days=ago)
        on_wall.followers_of_day("city", day, ids, told, 1000 - ago, NOW)
    found = seen(Part.FOLLOWERS).followers
    assert found is not None
    assert (found.total, found.day) == (21 * 999, TODAY - timedelta(days=1))
    # The last account came between: its thousand followers are no growth.
    assert (found.week.value, found.month.value) == (20 * 7, 20 * 30)
    [level] = found.levels
    assert (level.level_name, level.followers, level.told, level.accounts) == (
        "市",
        21 * 999,
        21,
        22,
    )


def test_questions_are_those_of_the_archive_and_of_these_accounts() -> None:
    on_wall.messages_of_day("city", TODAY)
    on_wall.hot_topic("city", TODAY, "个税 退税", 12, NOW)
    on_wall.hot_topic("other", TODAY, "个税 退税", 99, NOW)
    found = seen(Part.QUESTIONS, Part.FOLLOWERS)
    assert found.questions and found.followers
    told = found.questions
    assert (told.messages, told.robot, told.people, told.unanswered) == (100, 75, 15, 8)
    assert [(one.account_name, one.people) for one in told.topics] == [("city税务", 12)]
    assert [one.messages for one in told.days] == [None] * 6 + [100]
    assert (found.followers.today.value, found.followers.came, found.followers.went) == (7, 9, 2)


def test_an_answer_is_given_again_until_something_rings() -> None:
    def ask_at(second: float) -> int:
        found = use.wall("city", [Part.PUSHES], by=CHIEF, now=NOW, clock=lambda: second).pushes
        assert found is not None
        return found.planned

    assert ask_at(0) == 0
    wall_log.follow(None, delivery("reserved"), NOW)
    assert ask_at(1) == 0
    live_store.count_up("wall:pushes", int(NOW.timestamp()))  # what the doorbell does
    assert ask_at(2) == 1
    wall_log.follow(None, delivery("reserved", n=2), NOW)
    assert ask_at(11) == 1
    assert ask_at(12.5) == 2  # the floor, where no bell came


def test_a_wall_is_rung_by_its_rows_and_by_nothing_else() -> None:
    assert live.topics_of("WALL#pushes#2026-12-01", "d-1") == {"wall:pushes"}
    assert live.topics_of("WALL#alarms#2026-12-01", "x") == {"wall:alarms"}
    assert live.topics_of("WALLPAIRING#ABCD2345", "PAIRING") == frozenset()


@pytest.mark.parametrize(("person", "status"), [("zong", 200), ("guan", 200), ("li", 403)])
def test_the_wall_is_for_those_who_lead(ask: Ask, person: str, status: int) -> None:
    query = {"unit": "city", "parts": "pushes,alarms"}
    assert ask(person, "GET", "/wall", query=query).status == status
    assert ask(person, "GET", "/wall", query={**query, "unit": "province"}).status == 403


def test_a_part_that_there_is_not_is_refused(ask: Ask) -> None:
    said = ask("zong", "GET", "/wall", query={"unit": "city", "parts": "weather"})
    assert (said.status, said.json["type"]) == (422, "invalid")


class Screen:
    """A browser without anybody: it keeps its cookies."""

    def __init__(self) -> None:
        self.cookies: dict[str, str] = {}

    def __call__(self, method: str, path: str, query: Any = None, **headers: str) -> Any:
        sent = {"X-Rongmei-Console": "1", "User-Agent": "Kiosk", **headers}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        event = {
            "httpMethod": method, "path": f"/console{path}", "headers": sent,
            "multiValueHeaders": {k: [v] for k, v in sent.items()},
            "queryStringParameters": query, "multiValueQueryStringParameters": {k: [v] for k, v in (query or {}).items()} or None,
            "body": None, "isBase64Encoded": False,
            "requestContext": {"requestId": "r", "identity": {"sourceIp": "10.1.2.3"}, "httpMethod": method, "path": f"/console{path}"},
        }  # fmt: skip
        answer = handler(event, SimpleNamespace(aws_request_id="r"))
        for one in answer["multiValueHeaders"].get("Set-Cookie", ()):
            name, _, rest = one.partition("=")
            value = rest.split(";")[0]
            assert name.startswith("__Host-") and "HttpOnly" in one and "Secure" in one
            if value:
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)
        return answer["statusCode"], json.loads(answer["body"] or "null")


def let_in(screen: Screen, unit: str = "city", days: int = 90) -> service_tokens.ServiceToken:
    code = screen("POST", "/display")[1]["code"]
    token = wall_displays.let_in(code, unit, "一楼大厅", days=days, by=CHIEF, now=utc_now())
    assert screen("GET", "/display")[1] == {"state": "in", "unit": unit}
    return token


def test_a_screen_shows_a_code_a_person_types_it_and_it_reads_its_wall(ask: Ask) -> None:
    screen = Screen()
    assert screen("GET", "/display") == (200, {"state": "none"})
    code = screen("POST", "/display")[1]["code"]
    assert len(code) == 8
    assert screen("GET", "/display") == (200, {"state": "waiting"})
    typed = f"{code[:4].lower()}-{code[4:]}"
    found = ask("zong", "GET", f"/wall/displays/{typed}", query={"unit": "city"}).json
    assert (found["address"], found["agent"]) == ("10.1.2.3", "Kiosk")
    body = {"code": code, "unit": "city", "name": "一楼大厅", "days": 30}
    assert ask("zong", "POST", "/wall/displays", body).status == 200
    assert screen("GET", "/display") == (200, {"state": "in", "unit": "city"})
    status, said = screen("GET", "/api/v1/wall", {"unit": "city", "parts": "pushes,alarms"})
    assert (status, said["unit_name"]) == (200, "市局")
    listed = ask("zong", "GET", "/wall/displays", query={"unit": "city"}).json
    assert [one["name"] for one in listed["displays"]] == ["一楼大厅"]


def test_the_code_works_once_and_for_ten_minutes() -> None:
    first = wall.begin(address="", agent="", now=NOW)
    wall_displays.let_in(first.pairing.code, "city", "甲", by=CHIEF, now=NOW)
    with pytest.raises(wall.PairingOver):
        wall_displays.let_in(first.pairing.code, "city", "乙", by=CHIEF, now=NOW)
    late = wall.begin(address="", agent="", now=NOW)
    with pytest.raises(wall.PairingOver):
        wall_displays.let_in(
            late.pairing.code, "city", "丙", by=CHIEF, now=NOW + timedelta(minutes=10)
        )
    names = [one.name for one in service_tokens.tokens_of("city", by=CHIEF)]
    assert names == ["甲"]


def test_of_two_who_let_the_same_screen_in_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = wall.begin(address="", agent="", now=NOW)
    stale = wall.waiting(begun.pairing.code, NOW)
    wall_displays.let_in(begun.pairing.code, "city", "甲", by=CHIEF, now=NOW)
    monkeypatch.setattr(wall, "waiting", lambda *_: stale)  # read before the first one wrote
    with pytest.raises(wall.PairingOver):
        wall_displays.let_in(begun.pairing.code, "city", "乙", by=CHIEF, now=NOW)
    assert [one.name for one in service_tokens.tokens_of("city", by=CHIEF)] == ["甲"]


def test_who_knows_the_code_alone_gets_nothing() -> None:
    begun = wall.begin(address="", agent="", now=utc_now())
    wall_displays.let_in(begun.pairing.code, "city", "甲", by=CHIEF, now=utc_now())
    thief = Screen()
    thief.cookies["__Host-rongmei-wall-pairing"] = f"{begun.pairing.code}.{'x' * 43}"
    assert thief("GET", "/display") == (200, {"state": "none"})
    assert "__Host-rongmei-wall" not in thief.cookies


def test_the_secret_of_a_screen_lies_nowhere() -> None:
    import boto3

    screen = Screen()
    let_in(screen)
    secret = screen.cookies["__Host-rongmei-wall"].rsplit("_", 1)[-1]
    everything = json.dumps(boto3.client("dynamodb").scan(TableName="rongmei-test"), default=str)
    assert secret[-20:] not in everything


def test_a_screen_opens_its_wall_and_nothing_else_of_the_api() -> None:
    screen = Screen()
    let_in(screen)
    opened = set()
    for path, methods in DOCUMENT["paths"].items():
        filled = path.replace("{account}", "city").replace("{unit}", "city")
        for method in methods:
            RATES._left.clear()
            status, _ = screen(
                method.upper(),
                f"/api/v1{filled}",
                {"unit": "city", "parts": "alarms", "topics": "wall:alarms"},
            )
            if status != 403:
                opened.add((method.upper(), path))
    assert opened == displays.OPENS


def test_the_token_of_a_screen_opens_no_more_by_itself(ask: Ask) -> None:
    screen = Screen()
    let_in(screen)
    bearer = {"Authorization": f"Bearer {screen.cookies['__Host-rongmei-wall']}"}
    assert ask("", "GET", "/articles", headers=bearer, query={"unit": "city"}).status == 403
    assert ask("", "GET", "/numbers/overview", headers=bearer, query={"unit": "city"}).status == 403
    assert (
        ask("", "GET", "/wall", headers=bearer, query={"unit": "city", "parts": "alarms"}).status
        == 200
    )


def test_a_screen_sees_its_unit_and_below_and_no_other() -> None:
    screen = Screen()
    let_in(screen)
    for unit, status in (("city", 200), ("province", 403), ("other", 403)):
        assert screen("GET", "/api/v1/wall", {"unit": unit, "parts": "alarms"})[0] == status


def test_a_screen_writes_nothing_and_needs_the_page_s_own_header() -> None:
    screen = Screen()
    let_in(screen)
    assert screen("POST", "/api/v1/live/ticket")[0] == 200
    assert screen("POST", "/api/v1/live/ticket", **{"X-Rongmei-Console": ""})[0] == 403
    assert screen("POST", "/api/v1/wall/displays")[0] == 403
    assert Screen()("POST", "/display", **{"X-Rongmei-Console": ""})[0] == 403


def test_a_screen_outlives_every_session_and_ends_when_it_is_revoked() -> None:
    screen = Screen()
    token = let_in(screen, days=366)
    assert token.ends_at - token.made_at == timedelta(days=366)
    asked = {"unit": "city", "parts": "alarms"}
    service_tokens.revoke(token.id, by=CHIEF, now=utc_now())
    assert screen("GET", "/api/v1/wall", asked)[0] == 401
    # Its cookie is gone, and it asks for a code again.
    assert "__Host-rongmei-wall" not in screen.cookies


def test_a_screen_loses_what_the_person_loses_who_let_it_in() -> None:
    screen = Screen()
    let_in(screen)
    people.remove_staff("zong", "city", by=local("ops"), now=NOW)
    assert screen("GET", "/api/v1/wall", {"unit": "city", "parts": "alarms"})[0] == 403


def test_only_who_may_make_tokens_lets_screens_in(ask: Ask) -> None:
    code = Screen()("POST", "/display")[1]["code"]
    body = {"code": code, "unit": "city", "name": "大厅"}
    assert ask("guan", "POST", "/wall/displays", body).status == 403
    assert (
        ask("guan", "GET", "/wall/displays", query={"unit": "city"}).json["actions"][0]["allowed"]
        is False
    )
    assert ask("zong", "POST", "/wall/displays", body).status == 200
    entries = ask("zong", "GET", "/audit", query={"unit": "city"}).json["entries"]
    assert ("建立接口令牌", "zong") in {(one["action_name"], one["by"]) for one in entries}


def test_codes_are_given_out_slowly() -> None:
    statuses = [Screen()("POST", "/display")[0] for _ in range(12)]
    assert statuses == [200] * 10 + [429] * 2


def test_an_order_that_is_escalated_is_an_alarm_each_time(cloud: None) -> None:
    def row(urged: str) -> dict[str, Any]:
        doc = {
            "order": "zl-1",
            "unit": "city",
            "label": "〔2026〕12号",
            "title": "整改",
            "urged": urged,
        }
        return {"pk": "ORDERS_URGED#province", "sk": "zl-1#city", "doc": json.dumps(doc)}

    wall_log.follow(None, row("reminded"), NOW)
    wall_log.follow(row("reminded"), row("supervised"), NOW + timedelta(hours=1))
    wall_log.follow(row("reminded"), row("supervised"), NOW + timedelta(hours=1))
    found = seen(Part.ALARMS, now=NOW + timedelta(hours=2)).alarms
    assert found is not None
    assert [(one.who, one.what) for one in found.alarms] == [
        ("市局", "指令超期督办：〔2026〕12号整改"),
        ("市局", "指令超期提醒：〔2026〕12号整改"),
    ]


@pytest.mark.parametrize(("severity", "number"), [("veto", 1), ("deduction", 0)])
def test_a_new_finding_is_an_alarm_where_one_is_enough_to_fail(severity: str, number: int) -> None:
    doc = {
        "id": "f-1",
        "account": "city",
        "unit": "city",
        "severity": severity,
        "indicator_name": "两周未更新",
    }
    wall_log.follow(None, {"pk": "FINDINGS#city", "sk": "f-1", "doc": json.dumps(doc)}, NOW)
    found = seen(Part.ALARMS).alarms
    assert found is not None and len(found.alarms) == number


def test_orders_are_none_and_findings_unknown_where_nobody_has_inspected() -> None:
    found = seen(Part.ORDERS).orders
    assert found is not None
    assert (found.issued, found.under_way, found.overdue, found.late) == (0, 0, 0, ())
    assert (found.findings, found.findings_why) == (None, "还没有巡检过")
