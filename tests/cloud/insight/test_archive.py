"""The archive: facts are counted once, in their last state, however they come, and whatever stops in between."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from chalicelib import followers
from chalicelib.cloud import objects, table
from chalicelib.cloud.clients import s3, sqs
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.cloud.items import Item
from chalicelib.desk import SessionState
from chalicelib.insight.archive import numbers
from chalicelib.insight.archive.collect import collect, hand_on
from chalicelib.insight.archive.compact import compact
from chalicelib.insight.archive.places import FACTS, RAW, day_key
from chalicelib.insight.archive.pseudonyms import erase, pseudonyms
from chalicelib.insight.facts.models import Fact
from chalicelib.insight.facts.of_items import facts_of
from chalicelib.settings import settings
from tests.cloud.insight.archived_day import counted, day_of
from tests.unit.insight.items import NOON, session, text

pytestmark = pytest.mark.usefixtures("cloud")

DAY = "2026-11-28"
WRITTEN = datetime(2026, 11, 28, 5, tzinfo=UTC)


def tell(items: list[Item], size: int = 25) -> None:
    """The stream tells of items, a batch of ``size`` at a time, as far as the queue."""
    for who in {one.openid for item in items for one in facts_of(item) if one.openid}:
        followers.followed("province", who, 1, "")
    for start in range(0, len(items), size):
        hand_on([one for item in items[start : start + size] for one in facts_of(item)])


def received(most: int = 10) -> list[dict[str, Any]]:
    found = sqs().receive_message(
        QueueUrl=settings().archive_queue_url, MaxNumberOfMessages=most, VisibilityTimeout=0
    )
    return [dict(one) for one in found.get("Messages", [])]


def keep_all(at: datetime = WRITTEN) -> None:
    """What the function does with its queue, until that is empty."""
    while messages := received():
        collect([one["Body"] for one in messages], at)
        for one in messages:
            sqs().delete_message(
                QueueUrl=settings().archive_queue_url, ReceiptHandle=one["ReceiptHandle"]
            )


def rows(tmp_path: Path, account: str = "province", day: str = DAY) -> list[dict[str, Any]]:
    import duckdb

    file = tmp_path / "day.parquet"
    file.write_bytes(objects.read(day_key(account, day)))
    read = duckdb.connect().execute(f"SELECT * FROM read_parquet('{file}')")  # noqa: S608
    names = [column[0] for column in read.description]
    return [dict(zip(names, row, strict=True)) for row in read.fetchall()]


def of_day(day: str = DAY) -> numbers.DayNumbers:
    on = date.fromisoformat(day)
    [found] = numbers.day_numbers("province", on, on)
    return found


def state() -> tuple[bytes, str]:
    """The day's file and its numbers."""
    return objects.read(day_key("province", DAY)), of_day().model_dump_json()


def told_again(items: list[Item], seed: int) -> list[Item]:
    """The same day as a stream might tell it again: some twice, in any order."""
    chance = random.Random(seed)  # noqa: S311
    again = items + chance.sample(items, len(items) // 2)
    chance.shuffle(again)
    return again


def test_a_day_is_counted_as_it_is_by_hand(tmp_path: Path) -> None:
    items = day_of(1)
    tell(items)
    keep_all()
    compact()
    found, by_hand = of_day(), counted(items)
    assert found.followers and found.messages and found.sessions and found.pushes
    assert (found.followers.came, found.followers.went) == (by_hand["came"], by_hand["went"])
    assert found.messages.messages == by_hand["messages"] > 0
    assert found.messages.answered == by_hand["answered"] > 0
    assert sum(one.taps for one in found.menu) == by_hand["taps"] > 0
    desk = found.sessions
    assert [desk.sessions, desk.resolved, desk.rated] == [
        by_hand["sessions"],
        by_hand["resolved"],
        by_hand["rated"],
    ]
    assert (found.pushes.pushes, found.pushes.sent) == (1, 97)
    kept = rows(tmp_path)
    assert len({row["id"] for row in kept}) == len(kept) == found.facts
    assert set(kept[0]) == set(Fact.model_fields)
    assert all(value is not None for row in kept for value in row.values())


@pytest.mark.parametrize("seed", [2, 3])
def test_told_twice_shuffled_and_cut_elsewhere_it_is_the_same_file(seed: int) -> None:
    items = day_of(7)
    tell(items)
    keep_all()
    compact()
    before = state()
    tell(told_again(items, seed), size=random.Random(seed).randrange(1, 60))  # noqa: S311
    keep_all(WRITTEN + timedelta(hours=1))
    assert objects.keys(RAW, 9)
    compact()
    assert state() == before
    assert objects.keys(RAW, 9) == []


def test_the_order_of_the_first_telling_makes_no_difference() -> None:
    items = day_of(8, people=20)
    tell(items)
    keep_all()
    compact()
    before = state()
    for key in objects.keys(FACTS, 9):
        objects.delete(key)
    table.delete("NUMBERS#province", DAY)
    for part in (items[::-1][:30], told_again(items, 5)):
        tell(part, size=7)
        keep_all()
        compact()
    assert state() == before


STEPS: list[tuple[Any, str]] = [
    (objects, "write_over"), (objects, "delete"), (objects, "read_stamped"), (numbers, "keep"), (table, "put"),
]  # fmt: skip


@pytest.mark.parametrize(("place", "name"), STEPS, ids=[name for _, name in STEPS])
def test_stopped_before_or_after_any_step_it_ends_the_same(
    monkeypatch: pytest.MonkeyPatch, place: Any, name: str
) -> None:
    items = day_of(9, people=5) + day_of(10, people=2, at=NOON - timedelta(days=1))
    real: Callable[..., Any] = getattr(place, name)
    outcomes, stops = set(), 0
    for nth in (1, 2, 3):
        for after in (False, True):
            calls = 0
            for key in objects.keys(FACTS, 9):
                objects.delete(key)
                table.delete("NUMBERS#province", key.split("day=")[1][:10])

            def stopping(*args: Any, **more: Any) -> Any:
                nonlocal calls
                calls += 1
                if calls == nth and not after:  # noqa: B023
                    raise KeyboardInterrupt
                done = real(*args, **more)
                if calls == nth and after:  # noqa: B023
                    raise KeyboardInterrupt
                return done

            tell(items, size=20)
            monkeypatch.setattr(place, name, stopping)
            for step in (keep_all, compact):
                # The machine is gone; what follows begins anew.
                with suppress(KeyboardInterrupt):
                    step()
            stops += calls >= nth
            monkeypatch.setattr(place, name, real)
            keep_all()
            compact()
            assert objects.keys(RAW, 9) == []
            outcomes.add(state())
    assert len(outcomes) == 1 and stops > 0


def test_a_late_fact_is_merged_into_its_day(tmp_path: Path) -> None:
    tell([session(version=1), text("一")])
    keep_all()
    compact()
    resolved = session(version=5, state=SessionState.RESOLVED, resolved_at=NOON + timedelta(days=3))
    tell([resolved, session(version=2, state=SessionState.OPEN, owner="lin")])
    keep_all(WRITTEN + timedelta(days=3))
    compact()
    assert objects.keys(FACTS, 9) == [day_key("province", DAY)]
    [one] = [row for row in rows(tmp_path) if row["kind"] == "session"]
    assert (one["state"], one["resolve_seconds"]) == ("resolved", 3 * 86400)


def test_two_runs_at_once_lose_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tell([text("一", number=1)])
    keep_all()
    real = objects.write_over
    overtaken = []

    def slow(key: str, body: bytes, before: Any) -> int:
        if key.startswith(FACTS) and not overtaken:
            overtaken.append(key)
            tell([text("二", number=2)])
            keep_all(WRITTEN + timedelta(minutes=1))
            compact()  # another run, which sees both raw objects
        return real(key, body, before)

    monkeypatch.setattr(objects, "write_over", slow)
    compact()
    assert overtaken and len(rows(tmp_path)) == 2
    messages = of_day().messages
    assert messages and messages.messages == 2


def test_numbers_of_an_older_file_do_not_stand_over_those_of_a_newer() -> None:
    made = [numbers.DayNumbers(account="province", day=date(2026, 11, 28), facts=n) for n in (1, 2)]
    numbers.keep(made[1], 2)
    numbers.keep(made[0], 1)
    assert of_day().facts == 2


def test_a_file_that_is_written_over_is_the_one_that_was_read() -> None:
    objects.write_over("archive/x", b"1", None)
    read = objects.read_stamped("archive/x")
    assert read and objects.write_over("archive/x", b"2", read) == read.generation + 1 == 2
    with pytest.raises(ConditionFailed):
        objects.write_over("archive/x", b"3", read)
    with pytest.raises(ConditionFailed):
        objects.write_over("archive/x", b"3", None)


def test_nothing_that_is_kept_names_a_person_or_can_be_confirmed(tmp_path: Path) -> None:
    tell([text("一", "oSecret", number=77), session(who="oSecret")])
    keep_all()
    [key] = objects.keys(RAW, 9)
    raw = gzip.decompress(objects.read(key)).decode()
    assert "oSecret" not in raw and '"77"' not in raw and "M#77" not in raw
    compact()
    first = {row["follower"] for row in rows(tmp_path)}
    assert len(first) == 1 and first != {""}
    # Without the item nobody can find the name again: it is not computed from anything.
    assert erase("province", "oSecret") == 1 and erase("province", "oSecret") == 0
    assert pseudonyms([("province", "oSecret")])["province", "oSecret"] not in first


def test_a_fact_that_comes_after_its_person_was_erased_leaves_no_name_behind() -> None:
    hand_on(list(facts_of(text("一", "oGone"))))
    keep_all()
    assert len(objects.keys(RAW, 9)) == 1
    assert list(table.query("FOLLOWER#province#oGone")) == []


def test_a_pseudonym_is_made_once_by_whoever_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    followers.followed("province", "oA", 1, "")
    [name] = pseudonyms([("province", "oA")]).values()
    monkeypatch.setattr("chalicelib.cloud.batches.get_all", lambda keys: {})
    assert pseudonyms([("province", "oA")]) == {("province", "oA"): name}


def test_the_same_messages_of_the_queue_are_kept_once() -> None:
    tell([text("一")])
    bodies = [one["Body"] for one in received()]
    assert collect(bodies, WRITTEN) == collect(bodies, WRITTEN) != ""
    assert len(objects.keys(RAW, 9)) == 1
    assert collect([], WRITTEN) == ""


def test_many_facts_are_cut_to_messages_that_the_queue_takes() -> None:
    told = [one for item in (text("x", number=n) for n in range(1500)) for one in facts_of(item)]
    assert hand_on(told) > 1
    keep_all()
    lines = [gzip.decompress(objects.read(key)).splitlines() for key in objects.keys(RAW, 9)]
    assert len({json.loads(line)["id"] for part in lines for line in part}) == 1500


def test_a_run_that_is_short_of_time_leaves_the_rest_to_the_next() -> None:
    tell([text("一")])
    keep_all()
    assert compact(lambda: False).left and objects.keys(RAW, 9)
    assert not compact().left


def test_what_comes_during_the_last_round_waits_for_the_next_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tell([text("一", number=0)])
    keep_all()
    real = objects.write_over
    written = []

    def followers_write_on(key: str, body: bytes, before: Any) -> int:
        if key.startswith(FACTS) and len(written) < 3:
            written.append(key)
            tell([text("又", number=len(written))])
            keep_all(WRITTEN + timedelta(minutes=len(written)))
        return real(key, body, before)

    monkeypatch.setattr(objects, "write_over", followers_write_on)
    assert compact() == (1, 1, False)
    assert len(written) == len(rows(tmp_path)) == len(objects.keys(RAW, 9)) == 1
    assert compact() == (1, 1, False)
    assert len(rows(tmp_path)) == 2


def test_more_raw_objects_than_a_round_takes_are_merged_in_one_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("chalicelib.insight.archive.compact.AT_ONCE", 2)
    for number in range(5):
        tell([text("一", number=number)])
        keep_all(WRITTEN + timedelta(minutes=number))
    assert compact().objects == len(rows(tmp_path)) == 5
    assert objects.keys(RAW, 9) == []


def test_a_file_of_an_earlier_version_is_read_with_defaults(tmp_path: Path) -> None:
    import duckdb

    file = tmp_path / "old.parquet"
    duckdb.connect().execute(
        f"COPY (SELECT 'a' AS id, 1::BIGINT AS version, 'menu' AS kind, 5::BIGINT AS moment, 3::BIGINT AS hour) TO '{file}' (FORMAT parquet)"
    )
    s3().put_object(Bucket=settings().bucket, Key=day_key("province", DAY), Body=file.read_bytes())
    tell([text("一")])
    keep_all()
    compact()
    assert {row["kind"]: row["points"] for row in rows(tmp_path)} == {"menu": -1, "message": -1}
