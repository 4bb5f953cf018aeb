"""Questions on their way into the archive: kept once, by the minute, unless their message was erased."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib import conversation, insight, knowledge, shapes
from chalicelib.cloud import table
from chalicelib.conversation import Decision, Rung
from chalicelib.insight.questions import archive, rows
from chalicelib.insight.questions.rows import Row
from chalicelib.settings import settings
from chalicelib.wechat.parse import typed

pytestmark = pytest.mark.usefixtures("cloud")

NOW = datetime(2026, 12, 1, 4, tzinfo=UTC)
CREATED = int(NOW.timestamp())
DAY = "2026-12-01"


def written(text: str, at: int = 0, who: str = "oA", **how: Any) -> insight.Told:  # fmt: skip
    """A message on record, and the fact that the stream tells of it."""
    wire = {
        "ToUserName": "gh",
        "FromUserName": who,
        "CreateTime": CREATED + at,
        "MsgType": "text",
        "Content": text,
        "MsgId": f"{who}{at}",
    } | ({"bizmsgmenuid": how.pop("tap")} if "tap" in how else {})
    decision = Decision(**{"rung": Rung.DEFAULT} | how)
    item: table.Item = {
        "pk": f"FOLLOWER#city#{who}",
        "sk": f"IN#{typed(wire).key}",
        "push": json.dumps(wire),
        "decision": decision.to_json(),
        "at": CREATED + at,
        "received": CREATED + at,
        "expires_at": CREATED + 180 * 86400,
    }
    table.put(item)
    [told] = insight.facts_of(item)
    return told


def collect(*told: insight.Told, now: datetime = NOW) -> None:
    insight.collect([insight.as_message(told)], now)


def kept() -> list[str]:
    asked = archive.asked_messages("city", NOW - timedelta(days=1), NOW + timedelta(days=1))
    return [one.text for one in asked]


def minutes() -> list[str]:
    return [str(one["sk"]).partition("#")[0] for one in table.query(f"ASKEDMINUTES#city#{DAY}")]


def test_the_questions_of_a_minute_are_one_item() -> None:
    collect(written("一"), written("二", at=20, who="oB"), written("三", at=70))
    assert kept() == ["一", "二", "三"]
    assert minutes() == ["1200", "1201"]


def test_a_question_that_is_told_in_other_company_is_kept_once() -> None:
    first, second = written("一"), written("二", at=1)
    collect(first)
    collect(first, second)
    collect(first, second)
    assert kept() == ["一", "二"]
    assert minutes() == ["1200", "1200"]
    [place, _] = [insight.topics.place_of(one) for one in _asked()]
    assert archive.at_places("city", [place, place])[place].text == "一"


def test_what_was_erased_before_is_not_kept() -> None:
    told, other = written("秘密"), written("留下的", at=1, who="oB")
    table.delete("FOLLOWER#city#oA", f"IN#{_key(told)}")
    collect(told, other)
    assert kept() == ["留下的"]


def test_what_is_erased_while_it_is_kept_does_not_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """An erasure may come between the look at the message and the write, where the queue was late."""
    told = written("秘密")
    other = written("留下的", at=1, who="oB")
    real = rows.write

    def meanwhile(*arguments: Any) -> None:
        table.delete("FOLLOWER#city#oA", f"IN#{_key(told)}")
        real(*arguments)

    monkeypatch.setattr(rows, "write", meanwhile)
    collect(told, other, now=NOW + timedelta(minutes=5))
    assert kept() == ["留下的"]


def test_erasing_a_message_takes_it_out_of_every_item_and_leaves_the_others() -> None:
    secret, other = written("秘密"), written("留下的", at=1, who="oB")
    collect(secret)
    collect(secret, other)
    recorded = _recorded(secret)
    assert insight.erasure.archived(recorded)
    for _ in range(2):
        insight.erasure.erase(recorded)
        assert kept() == ["留下的"]
    assert insight.erasure.archived(recorded) is None
    # The queue says it again: the item is there, and stays without it.
    table.delete("FOLLOWER#city#oA", f"IN#{_key(secret)}")
    collect(secret, other)
    assert kept() == ["留下的"]


def test_two_erasures_of_one_minute_leave_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = written("其一"), written("其二", at=1, who="oB")
    collect(one, two)
    real = table.update
    meanwhile: Iterator[Any] = iter([_recorded(two)])

    def update(*arguments: Any, **how: Any) -> Any:
        for other in meanwhile:
            insight.erasure.erase(other)
        return real(*arguments, **how)

    monkeypatch.setattr(table, "update", update)
    insight.erasure.erase(_recorded(one))
    assert kept() == []


def test_what_an_earlier_version_kept_by_itself_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RONGMEI_WRITES", str(shapes.PACKED_QUESTIONS - 1))
    settings.cache_clear()
    told = written("怎么退税", score=0.934, entry="q1", rung=Rung.FAQ)
    collect(told)
    [item] = table.query(f"ASKED#city#{DAY}")
    assert (item["text"], item["rung"], item["score"], item["openid"]) == ("怎么退税", "faq", 93, "oA")  # fmt: skip
    assert (item["who"], item["sk"]) == (rows.asker("city", "oA"), f"{CREATED}#{_key(told)}")
    monkeypatch.setenv("RONGMEI_WRITES", str(shapes.NEWEST))
    settings.cache_clear()
    [one] = _asked()
    collect(told)
    assert _asked() == [one]
    place = insight.topics.place_of(one)
    assert [found.openid for found in archive.senders("city", [place])] == ["oA"]
    insight.erasure.erase(_recorded(told))
    assert _asked() == []


def test_an_item_has_room_for_what_cannot_be_packed() -> None:
    long = [
        (Row(CREATED, f"M#{nth}", "".join(chr(0x4E00 + (nth * 7919 + at * 104729) % 20000) for at in range(1000)), "default", "oA"), CREATED)
        for nth in range(150)
    ]  # fmt: skip
    rows.write("city", long)
    items = list(table.query(f"ASKEDMINUTES#city#{DAY}"))
    assert len(items) == 2
    assert all(len(str(one["packed"])) < 390_000 for one in items)
    assert len(list(rows.of_day("city", DAY))) == 150


def test_a_day_is_read_minute_by_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    collect(*(written(str(nth), at=60 * nth, who=f"o{nth}") for nth in range(20)))
    read: list[str] = []

    def query(pk: str, *given: Any, **how: Any) -> Iterator[table.Item]:
        for item in asked_table(pk, *given, **how):
            read.append(str(item["sk"]))
            yield item

    asked_table = table.query
    monkeypatch.setattr(table, "query", query)
    of_day = rows.of_day("city", DAY)
    assert (next(of_day).text, len(read)) == ("0", 2)
    assert [row.text for row in of_day] == [str(nth) for nth in range(1, 20)]
    assert len(read) == 20


def test_what_two_items_and_an_earlier_version_tell_of_is_read_once() -> None:
    asked = [Row(CREATED + 20 * nth, f"M#{nth}", str(nth), "default", "oA") for nth in range(6)]
    rows.write("city", [(row, CREATED) for row in asked[:4]])
    rows.write("city", [(row, CREATED) for row in asked[1:]])
    for row in (asked[0], asked[3], asked[3]._replace(key="M#7", text="7")):
        table.put(rows._single_item("city", row, CREATED))
    assert [row.text for row in rows.of_day("city", DAY)] == ["0", "1", "2", "3", "7", "4", "5"]


def test_many_places_of_a_day_are_found() -> None:
    told = [written(str(nth), at=nth * 30, who=f"o{nth}") for nth in range(140)]
    collect(*told)
    places = [insight.topics.place_of(one) for one in _asked()]
    assert len(archive.at_places("city", [*places, f"{DAY}/0000000001#none"])) == 140


@given(
    st.lists(
        st.builds(
            Row,
            at=st.integers(CREATED, CREATED + 59),
            key=st.from_regex(r"M#[0-9]{1,20}", fullmatch=True),
            text=st.text(st.characters(codec="utf-8"), min_size=1, max_size=40),
            rung=st.sampled_from([one.value for one in Rung]),
            openid=st.text("abcXYZ_-0", min_size=1),
            entry=st.sampled_from(["", "q1"]),
            score=st.none() | st.integers(0, 100),
        ),
        unique_by=lambda one: one.place,
    )
)
def test_what_is_packed_is_read_as_it_was(asked: list[Row]) -> None:
    packed = rows._packed(asked)
    assert (
        list(rows.rows_of({"pk": "ASKEDMINUTES#city", "sk": "1200#x", "packed": packed})) == asked
    )


def test_hits_are_counted_from_facts_once_and_without_turned_pages() -> None:
    told = [
        written("怎么退税", rung=Rung.FAQ, entry="q1"),
        written("退税", at=1, who="oB", rung=Rung.FAQ, entry="q1"),
        written("下一页", at=2, rung=Rung.FAQ, entry="q1", tap="page:q1:2"),
        written("云税发〔2026〕3号", at=3, rung=Rung.FAQ, entry="doc:d1"),
        written("没帮助", at=4, rung=Rung.FEEDBACK, entry="q1", tap="helpful:q1:0"),
    ]
    collect(*told)
    insight.compact()
    collect(told[0])
    insight.compact()
    assert {
        one.entry: one.hits for one in knowledge.quality.tallies("city", NOW, NOW).values()
    } == {"q1": 2}


def _asked() -> list[conversation.AskedMessage]:
    day = timedelta(days=1)
    return list(archive.asked_messages("city", NOW - day, NOW + day))


def _key(told: insight.Told) -> str:
    return told.fact.id.removeprefix(f"{told.openid}#")


def _recorded(told: insight.Told) -> conversation.RecordedPush:
    item = table.get(f"FOLLOWER#city#{told.openid}", f"IN#{_key(told)}")
    assert item is not None
    found = conversation.recorded(item)
    assert found is not None
    return found
