"""大家在问: what the pages are told of topics, what they may do, what is refused, and what is taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib import accounts, insight, people
from chalicelib.actor import SYSTEM, local
from chalicelib.clock import utc_now
from chalicelib.cloud import clients
from chalicelib.people import Role
from chalicelib.settings import settings
from tests.cloud.accounts.made import SECRETS, account
from tests.cloud.console.asked_about import today
from tests.cloud.console.conftest import Ask, Said
from tests.cloud.insight.topics.made import ask as asks
from tests.cloud.insight.topics.made import spike, two_topics
from tests.cloud.newsroom.people import NOW, add_unit

AT = "/numbers/city/question-topics"
PHONE = "13812345678"


@pytest.fixture(autouse=True)
def made(cloud: None) -> dict[str, str]:
    add_unit("province")
    add_unit("city", parent="province")
    one = account(id="city", name="市局", unit="city", appid="wxcity1234")
    accounts.add_account(one, SECRETS, by=SYSTEM, now=NOW)
    for person, role in (("li", Role.EDITOR), ("ban", Role.SERVICE_MANAGER)):
        people.add_staff(person, "city", [role], by=local("ops"), now=NOW, name=f"姓{person}")
    return two_topics("city", today())


def counted() -> None:
    """Count today, as the next round does."""
    insight.topics.run_day("city", today().date(), today() + timedelta(hours=2))


def listed(ask: Ask, **query: str) -> list[str]:
    return [one["id"] for one in ask("li", "GET", AT, query=query).json["topics"]]


def seen(ask: Ask, topic: str, person: str = "li") -> dict[str, Any]:
    said = ask(person, "GET", f"{AT}/{topic}")
    assert said.status == 200, said
    found: dict[str, Any] = said.json
    return found


def able(told: dict[str, Any]) -> set[str]:
    return {one["name"] for one in told["actions"] if one["allowed"]}


def do(ask: Ask, topic: str, deed: str, body: Any = None) -> Said:
    return ask("li", "PUT" if deed == "name" else "POST", f"{AT}/{topic}/{deed}", body or {})


def test_the_list_has_figures_and_is_put_in_the_order_asked_for(
    ask: Ask, made: dict[str, str]
) -> None:
    asks("city", "育儿补贴怎么申领呢", "o-more", today() + timedelta(minutes=9))
    counted()
    one, other = made["topic"], made["other_topic"]
    said = ask("li", "GET", AT).json
    [first, second] = said["topics"]
    assert (first["id"], first["asked"], first["growth_7"], first["new"]) == (one, 4, None, True)
    assert (second["id"], second["share_unanswered"], said["number"]) == (other, 1, 2)
    assert listed(ask, only="new", sort="growth_28") == [one, other]
    assert listed(ask, q="契税") == [other]
    assert listed(ask, only="ignored") == listed(ask, only="spiking") == []
    assert listed(ask, day="2026-01-01") == []


def test_the_list_comes_in_pages(ask: Ask, made: dict[str, str]) -> None:
    first = ask("li", "GET", AT, query={"limit": "1"}).json
    second = ask("li", "GET", AT, query={"limit": "1", "cursor": first["next"]}).json
    found = [one["id"] for page in (first, second) for one in page["topics"]]
    assert sorted(found) == sorted([made["topic"], made["other_topic"]])
    assert second["next"] == ""


def test_a_spike_stands_above_the_list_for_a_day_with_the_time_it_was_found(
    ask: Ask, made: dict[str, str]
) -> None:
    now = utc_now()
    spike("city", made["topic"], now - timedelta(minutes=20))
    spike("city", made["other_topic"], now - timedelta(hours=30))
    said = ask("li", "GET", AT, query={"q": "没有这样的话题"}).json
    assert said["topics"] == []
    [risen] = said["spikes"]
    assert (risen["topic"], risen["people"], risen["goes_on"]) == (made["topic"], 42, True)
    assert "育儿补贴" in risen["name"]
    assert listed(ask, only="spiking") == [made["topic"]]
    do(ask, made["topic"], "ignore")
    assert ask("li", "GET", AT).json["spikes"] == []


def test_a_topic_has_its_days_and_its_places(ask: Ask, made: dict[str, str]) -> None:
    told = seen(ask, made["topic"])
    assert len(told["days"]) == 29
    assert told["days"][-1] == {"day": made["topic_day"], "people": 3}
    assert told["first_day"] == made["topic_day"]
    assert told["regions"] == {"青溪市": 3}
    assert told["title"] == "、".join(told["row"]["keywords"]), "no follower's own words"


def test_questions_are_masked_and_come_in_pages(ask: Ask, made: dict[str, str]) -> None:
    asks("city", f"育儿补贴怎么申领 {PHONE}", "o-phone", today() + timedelta(minutes=9))
    counted()
    at = f"{AT}/{made['topic']}/questions"
    first = ask("li", "GET", at, query={"limit": "3"}).json
    [newest, *_] = first["questions"]
    assert (newest["text"], newest["unanswered"]) == ("育儿补贴怎么申领 ＊＊＊＊", True)
    second = ask("li", "GET", at, query={"limit": "3", "cursor": first["next"]}).json
    assert (first["number"], len(second["questions"]), second["next"]) == (4, 1, "")
    assert ask("li", "GET", at, query={"day": "2026-01-01"}).json["questions"] == []


def test_who_only_reads_may_decide_nothing_and_is_told_who_may(
    ask: Ask, made: dict[str, str]
) -> None:
    told = seen(ask, made["topic"], "ban")
    assert able(told) == set()
    [rename] = [one for one in told["actions"] if one["name"] == "rename"]
    assert "采编" in rename["why"]
    assert able(seen(ask, made["topic"])) == {
        "rename",
        "merge",
        "part",
        "split",
        "ignore",
        "run",
        "list",
    }


def test_a_name_is_given_with_who_gave_it_and_taken_away(ask: Ask, made: dict[str, str]) -> None:
    topic = made["topic"]
    assert do(ask, topic, "name", {"name": " 育儿补贴 "}).status == 200
    told = seen(ask, topic)
    assert (told["row"]["name"], told["named_by_hand"], told["title"]) == (
        "育儿补贴",
        True,
        "育儿补贴",
    )
    assert told["decided"]["by"] == "姓li"
    do(ask, topic, "name", {"name": ""})
    assert seen(ask, topic)["named_by_hand"] is False
    said = do(ask, topic, "name", {"name": "长" * 41})
    assert (said.status, said.json["fields"][0]["name"]) == (422, "name")


def test_a_merged_topic_leads_to_the_other_until_it_is_parted(
    ask: Ask, made: dict[str, str]
) -> None:
    one, other = made["topic"], made["other_topic"]
    assert do(ask, one, "merge", {"into": other}).json == {"id": other}
    counted()
    told = seen(ask, one)
    assert (told["row"]["id"], told["row"]["asked"]) == (other, 6)
    [merged] = told["merged"]
    assert merged["id"] == one and "育儿补贴" in merged["name"]
    assert listed(ask) == [other]
    back = do(ask, other, "merge", {"into": one})
    assert (back.status, back.json["fields"][0]["name"]) == (422, "into")
    do(ask, one, "part")
    counted()
    assert (seen(ask, one)["row"]["asked"], seen(ask, other)["merged"]) == (3, [])


def test_questions_are_split_off_and_brought_back(ask: Ask, made: dict[str, str]) -> None:
    one, body = made["topic"], {"questions": [made["topic_question"]], "day": made["topic_day"]}
    new = do(ask, one, "split", {**body, "name": "单独的"}).json["id"]
    counted()
    told = seen(ask, new)
    assert (told["row"]["name"], told["split_from"]["id"]) == ("单独的", one)
    assert seen(ask, one)["row"]["asked"] == 2
    do(ask, new, "merge", {"into": one})
    counted()
    assert seen(ask, one)["row"]["asked"] == 3
    every = [one["place"] for one in ask("li", "GET", f"{AT}/{one}/questions").json["questions"]]
    said = do(ask, one, "split", {**body, "questions": every})
    assert (said.status, "至少留下一条" in said.json["title"]) == (422, True)


def test_an_ignored_topic_is_listed_among_the_ignored_alone(ask: Ask, made: dict[str, str]) -> None:
    topic = made["topic"]
    do(ask, topic, "ignore")
    assert (listed(ask), listed(ask, only="ignored")) == ([made["other_topic"]], [topic])
    assert "restore" in able(seen(ask, topic)) and "ignore" not in able(seen(ask, topic))
    do(ask, topic, "restore")
    assert topic in listed(ask)


def test_a_topic_that_is_on_the_board_leads_there(ask: Ask, made: dict[str, str]) -> None:
    body = {"unit": "city", "title": "育儿补贴", "origin": "questions", "account": "city"}
    there = ask("li", "POST", "/board/topics", {**body, "of": made["topic"]}).json["id"]
    told = seen(ask, made["topic"])
    assert told["row"]["on_board"] == {"id": there, "title": "育儿补贴", "state_name": "线索"}
    assert "list" not in able(told)
    rows = ask("li", "GET", AT).json["topics"]
    assert {one["id"] for one in rows if one["on_board"]} == {made["topic"]}
    # Whoever sees no board sees no topic of it.
    assert seen(ask, made["topic"], "ban")["row"]["on_board"] is None


def test_a_count_is_ordered_at_once(ask: Ask) -> None:
    assert ask("li", "POST", f"{AT}/run").status == 202
    got = clients.sqs().receive_message(QueueUrl=settings().topics_queue_url)
    assert [one["Body"] for one in got["Messages"]] == ["city"]


def test_an_unknown_topic_is_named_with_what_helps(ask: Ask) -> None:
    said = ask("li", "GET", f"{AT}/t9")
    assert (said.status, said.json["remedies"][0]["action"]) == (404, "topic.list")
    assert do(ask, "t9", "ignore").status == 404
