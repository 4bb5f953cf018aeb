"""The chain: every entry linked once, by whoever and however often; every kind of tampering is found and named."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as rules
from hypothesis import strategies as st

from chalicelib import audit
from chalicelib.actor import local
from chalicelib.application import audit_chain
from chalicelib.audit.chain import Kind, Verification, anchoring, linking, store
from chalicelib.audit.chain.digests import digest
from chalicelib.audit.chain.models import MOST
from chalicelib.cloud import clients, locked_objects, table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.settings import settings
from tests.cloud.audit.stream import Stream, every_item

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SHEN = local("shen")
NUMBERS = count()


def entry(number: int, unit: str = "city", at: datetime = NOW, article: str = "") -> None:
    made = audit.entry_of(
        local("li"), "accounts:account:set", unit=unit, at=at, object=f"account:a{number}", note=f"第 {number} 次"
    )  # fmt: skip
    if not article:
        audit.record(made)
        return
    made = made.model_copy(update={"article": article, "object": ""})
    key = {"pk": f"ARTICLE#{article}", "sk": f"L#{number:06d}"}
    table.put({**key, **audit.indexed(made)}, only_new=True)


def entries(most: int) -> None:
    for number in range(most):
        entry(
            number, ("province", "city", "")[number % 3], article="a-1" if number % 5 == 4 else ""
        )


def verify(at: datetime = NOW + DAY, since: datetime | None = None) -> Verification:
    """Verify all there is. The use case would write an entry of its own."""
    units = ["", "province", "city"]
    return audit.chain.verify(units, every=True, since=since, by="shen", unit="", now=at)


def verify_unit(unit: str) -> Verification:
    return audit_chain.verify(unit, None, by=SHEN, now=NOW + DAY)


def kinds(made: Verification) -> set[Kind]:
    return {one.kind for one in made.findings}


def raw(prefix: str) -> list[dict[str, Any]]:
    return sorted(
        (one for one in every_item() if one["pk"]["S"].startswith(prefix) and one["sk"]["S"].startswith("L#")),
        key=lambda one: (one["pk"]["S"], one["sk"]["S"]),
    )  # fmt: skip


def entry_items() -> list[dict[str, Any]]:
    return [*raw("AUDIT#"), *raw("ARTICLE#")]


def put(item: dict[str, Any]) -> None:
    clients.dynamodb().put_item(TableName=settings().table, Item=item)


def remove(item: dict[str, Any]) -> None:
    clients.dynamodb().delete_item(
        TableName=settings().table, Key={name: item[name] for name in ("pk", "sk")}
    )


def test_every_entry_of_every_domain_is_linked_once(stream: Stream) -> None:
    entries(MOST + 20)
    stream.play(NOW, twice=True)
    assert audit.chain.append(NOW) == MOST + 20
    stream.play(NOW)
    assert audit.chain.append(NOW) == 0
    head = audit.chain.head()
    assert head is not None and (head.number, head.count) == (2, MOST + 20)
    made = verify()
    assert (made.passed, made.found, made.entries, made.links) == (True, 0, MOST + 20, 2)


def test_an_entry_removed_before_its_link_is_missed_all_the_same(stream: Stream) -> None:
    entry(1)
    records = Stream()._records(NOW)
    told = list(records)
    remove(entry_items()[0])
    from chalicelib.triggers.outbox import outbox

    outbox({"Records": told}, None)
    audit.chain.append(NOW)
    made = verify()
    assert kinds(made) == {Kind.ENTRY_MISSING}
    assert "AUDIT#city L#2026-12-01T09" in made.findings[0].what


def test_the_stream_tells_of_a_change_and_a_removal_at_once(stream: Stream) -> None:
    entries(6)
    stream.play(NOW)
    first, second = entry_items()[:2]
    first["doc"]["S"] = first["doc"]["S"].replace("li", "wang")
    put(first)
    remove(second)
    stream.play(NOW + HOUR, twice=True)
    seen = audit.chain.seen(10)
    assert [one.kind for one in seen] == [Kind.SEEN_REMOVED, Kind.SEEN_CHANGED] or {
        one.kind for one in seen
    } == {Kind.SEEN_REMOVED, Kind.SEEN_CHANGED}
    changed = next(one for one in seen if one.kind is Kind.SEEN_CHANGED)
    assert changed.detail == "改动的属性：doc" and changed.what.startswith(first["pk"]["S"])
    assert len(seen) == 2  # twice is once


def test_a_removed_entry_that_is_written_again_otherwise_is_seen(stream: Stream) -> None:
    entry(1)
    stream.play(NOW)
    [item] = entry_items()
    remove(item)
    stream.play(NOW)
    put({**item, "doc": {"S": item["doc"]["S"].replace("a1", "a2")}})
    stream.play(NOW)
    assert {one.detail for one in audit.chain.seen(10)} == {"", "删除后以同一个键重新写入"}
    audit.chain.append(NOW)
    assert Kind.ENTRY_CHANGED in kinds(verify())


# Tampering of each kind, by somebody with credentials of the cloud.


def change_entry(pick: random.Random) -> set[Kind]:
    item = pick.choice(entry_items())
    name = pick.choice(["doc", "gsi1sk"])
    item[name]["S"] = item[name]["S"].replace("1", "2", 1) + (" " if name == "doc" else "")
    put(item)
    return {Kind.ENTRY_CHANGED}


def add_attribute(pick: random.Random) -> set[Kind]:
    put({**pick.choice(entry_items()), "expires_at": {"N": "1"}})
    return {Kind.ENTRY_CHANGED}


def remove_entry(pick: random.Random) -> set[Kind]:
    remove(pick.choice(entry_items()))
    return {Kind.ENTRY_MISSING}


def insert_entry(pick: random.Random) -> set[Kind]:
    item = pick.choice(entry_items())
    put({**item, "sk": {"S": item["sk"]["S"] + "0"}})
    return {Kind.ENTRY_INSERTED}


def swap_entries(pick: random.Random) -> set[Kind]:
    one, other = pick.sample(entry_items(), 2)
    put({**one, "doc": other["doc"]})
    put({**other, "doc": one["doc"]})
    return {Kind.ENTRY_CHANGED}


def insert_with_a_seal(pick: random.Random) -> set[Kind]:
    item = pick.choice(raw("AUDIT#"))
    sk = {"S": item["sk"]["S"] + "0"}
    put({**item, "sk": sk})
    put(
        {
            "pk": {"S": f"AUDITSEAL#{item['pk']['S']}"},
            "sk": sk,
            "doc": {"S": "{}"},
            "link": {"N": "1"},
        }
    )
    return {Kind.ENTRY_INSERTED}


def change_link(pick: random.Random) -> set[Kind]:
    item = pick.choice(raw("AUDITCHAIN"))
    item["doc"]["S"] = item["doc"]["S"].replace('"count":', '"count":1', 1)
    put(item)
    return {Kind.LINK_CHANGED}


def remove_link(pick: random.Random) -> set[Kind]:
    remove(pick.choice(raw("AUDITCHAIN")[:-1]))
    return {Kind.LINK_MISSING}


def swap_links(pick: random.Random) -> set[Kind]:
    one, other = pick.sample(raw("AUDITCHAIN"), 2)
    put({**one, "sk": other["sk"]})
    put({**other, "sk": one["sk"]})
    return {Kind.LINK_CHANGED}


def cut_the_end(pick: random.Random) -> set[Kind]:
    remove(raw("AUDITCHAIN")[-1])
    return {Kind.END_CUT}


def cut_the_end_and_its_record(pick: random.Random) -> set[Kind]:
    """Also the entries go, and the chain's end is written back: only the anchor knows."""
    last = raw("AUDITCHAIN")[-1]
    for one in json.loads(last["doc"]["S"])["entries"]:
        remove({"pk": {"S": one["pk"]}, "sk": {"S": one["sk"]}})
        remove({"pk": {"S": f"AUDITSEAL#{one['pk']}"}, "sk": {"S": one["sk"]}})
    remove(last)
    before = json.loads(raw("AUDITCHAIN")[-1]["doc"]["S"])
    _write_head(before["number"], raw("AUDITCHAIN")[-1]["hash"]["S"], before["count"])
    return {Kind.END_CUT}


def change_and_rehash_everything(pick: random.Random) -> set[Kind]:
    """An entry is changed and the whole chain computed anew, without a seam: only the anchor knows."""
    item = pick.choice(entry_items())
    item["doc"]["S"] = item["doc"]["S"].replace('"by":"li"', '"by":"wang"')
    put(item)
    previous = ""
    for link in raw("AUDITCHAIN"):
        doc = json.loads(link["doc"]["S"])
        for one in doc["entries"]:
            if (one["pk"], one["sk"]) == (item["pk"]["S"], item["sk"]["S"]):
                from chalicelib.audit.chain.digests import Algorithm, canonical

                one["digest"] = digest(Algorithm.SHA256, canonical(table.decode(item)))
        doc["previous"] = previous
        text = json.dumps(doc, ensure_ascii=False)
        previous = digest(linking.Algorithm.SHA256, text.encode())
        put({**link, "doc": {"S": text}, "hash": {"S": previous}})
    _write_head(doc["number"], previous, doc["count"])
    return {Kind.ANCHOR_DIFFERS}


def write_over_an_anchor(pick: random.Random) -> set[Kind]:
    key = next(anchoring.anchors()).key
    clients.s3().put_object(Bucket=settings().anchors, Key=key, Body=b"{}")
    return {Kind.ANCHOR_CHANGED}


def hide_an_anchor(pick: random.Random) -> set[Kind]:
    key = pick.choice(list(anchoring.anchors())).key
    clients.s3().delete_object(Bucket=settings().anchors, Key=key)
    return {Kind.ANCHOR_CHANGED}


def invent_an_anchor(pick: random.Random) -> set[Kind]:
    last = list(anchoring.anchors())[-1]
    assert last.anchor is not None
    made = last.anchor.model_copy(update={"at": NOW + HOUR, "hash": "sha256:00"})
    locked_objects.write(anchoring.key_of(made), made.model_dump_json().encode())
    return {Kind.ANCHOR_DIFFERS, Kind.ANCHOR_MISSING}


def _write_head(number: int, hash: str, count: int) -> None:
    head = store.head()
    assert head is not None
    changed = head.model_copy(update={"number": number, "hash": hash, "count": count})
    table.update("AUDITCHAIN", "HEAD", "SET doc = :doc", {":doc": changed.model_dump_json()})


TAMPERING: list[Callable[[random.Random], set[Kind]]] = [
    change_entry, add_attribute, remove_entry, insert_entry, swap_entries, insert_with_a_seal, change_link,
    remove_link, swap_links, cut_the_end, cut_the_end_and_its_record, change_and_rehash_everything,
    write_over_an_anchor, hide_an_anchor, invent_an_anchor,
]  # fmt: skip


def grown(stream: Stream, sizes: list[int]) -> None:
    """A chain of one link a size, with an anchor at its end and one after its first link."""
    number = 0
    for place, size in enumerate(sizes):
        for _ in range(size):
            entry(number, ("province", "city", "")[number % 3], NOW + timedelta(seconds=number))
            number += 1
        stream.play(NOW)
        audit.chain.append(NOW)
        if place in (0, len(sizes) - 1):
            audit.chain.anchor(NOW + DAY * place)


@pytest.mark.parametrize("tamper", TAMPERING, ids=lambda one: one.__name__)
@rules(
    max_examples=3, deadline=None, derandomize=True, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(sizes=st.lists(st.integers(1, 4), min_size=3, max_size=4), seed=st.integers(0, 2**20))
def test_tampering_is_found_and_named(
    tamper: Callable[[random.Random], set[Kind]], sizes: list[int], seed: int, stream: Stream
) -> None:
    clean(stream)
    grown(stream, sizes)
    before = verify(NOW + 4 * DAY)
    assert before.found == 0, before.findings
    wanted = tamper(random.Random(seed))  # noqa: S311 - a test
    found = verify(NOW + 4 * DAY)
    assert not found.passed
    assert wanted & kinds(found), found.findings
    assert all(one.what for one in found.findings)


def clean(stream: Stream) -> None:
    """Empty the log and its chain; anchors can't be removed, so another bucket takes their place."""
    for item in every_item():
        if item["pk"]["S"].startswith(("AUDIT", "ARTICLE#")):
            remove(item)
    stream._known = {}
    name = f"anchors-{next(NUMBERS)}"
    clients.s3().create_bucket(Bucket=name, ObjectLockEnabledForBucket=True)
    clients.s3().put_object_lock_configuration(
        Bucket=name,
        ObjectLockConfiguration={
            "ObjectLockEnabled": "Enabled",
            "Rule": {"DefaultRetention": {"Mode": "COMPLIANCE", "Days": 180}},
        },
    )
    os.environ["RONGMEI_ANCHORS"] = name
    settings.cache_clear()


# Crashes and races.


class Killed(Exception):
    """A function dies here."""


def test_a_worker_killed_at_any_step_leaves_a_whole_chain(
    stream: Stream, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries(7)
    stream.play(NOW)
    for place, name in ((store, "append"), (store, "save_head"), (locked_objects, "write")):
        for after in (False, True):
            real = getattr(place, name)

            def dies(*arguments: Any, real: Any = real, after: bool = after) -> Any:
                if after:
                    real(*arguments)
                raise Killed

            monkeypatch.setattr(place, name, dies)
            with pytest.raises(Killed):
                audit.chain.append(NOW)
                audit.chain.anchor(NOW)
            monkeypatch.setattr(place, name, real)
    audit.chain.append(NOW)
    audit.chain.anchor(NOW + HOUR)
    head = audit.chain.head()
    assert head is not None and (head.count, head.anchoring) == (7, None)
    made = verify()
    assert (made.findings, made.entries, made.anchors) == ((), 7, 1)
    assert audit.chain.anchor(NOW + HOUR) is None


def test_of_two_workers_one_writes_the_link(
    stream: Stream, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries(5)
    stream.play(NOW)
    real, raced = store.append, []

    def late(*arguments: Any) -> None:
        if not raced:
            raced.append(True)
            assert audit.chain.append(NOW) == 5  # the other one, in between
        real(*arguments)

    monkeypatch.setattr(store, "append", late)
    assert audit.chain.append(NOW) == 0
    head = audit.chain.head()
    assert head is not None and (head.number, head.count) == (1, 5)
    assert verify().found == 0


def test_a_link_written_while_an_anchor_is_made_keeps_both(
    stream: Stream, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries(3)
    stream.play(NOW)
    audit.chain.append(NOW)
    real = locked_objects.write

    def slow(key: str, body: bytes) -> None:
        entry(99)
        stream.play(NOW)
        audit.chain.append(NOW)
        real(key, body)

    monkeypatch.setattr(locked_objects, "write", slow)
    made = audit.chain.anchor(NOW)
    assert made is not None and made.number == 1
    head = audit.chain.head()
    assert head is not None and (head.number, head.anchoring, head.anchored) == (2, None, made)
    assert verify().found == 0


# Anchors.


def test_an_anchor_is_made_a_day_and_lies_under_the_lock(stream: Stream) -> None:
    entries(3)
    stream.play(NOW)
    audit_chain.step("append", lambda: NOW)
    assert audit.chain.anchor_is_due(NOW)
    audit_chain.step("anchor", lambda: NOW)
    assert not audit.chain.anchor_is_due(NOW + HOUR)
    assert audit.chain.anchor(NOW + HOUR) is None
    assert audit.chain.anchor(NOW + DAY) is not None
    first, second = anchoring.anchors()
    assert (first.mode, second.anchor and second.anchor.previous) == ("COMPLIANCE", first.key)
    assert first.until is not None and first.until > NOW.replace(year=2000)
    version = next(iter(locked_objects.versions(first.key)))
    from botocore.exceptions import ClientError

    with pytest.raises(ClientError, match="AccessDenied"):
        clients.s3().delete_object(
            Bucket=settings().anchors, Key=version.key, VersionId=version.version
        )


def test_an_anchor_that_is_there_is_not_written_over(stage: None) -> None:
    locked_objects.write("anchors/a.json", b"1")
    with pytest.raises(ConditionFailed):
        locked_objects.write("anchors/a.json", b"2")


def test_an_anchor_without_lock_is_something_to_look_at(stream: Stream) -> None:
    clients.s3().create_bucket(Bucket="open")
    clients.s3().put_bucket_versioning(Bucket="open", VersioningConfiguration={"Status": "Enabled"})
    os.environ["RONGMEI_ANCHORS"] = "open"
    settings.cache_clear()
    entries(2)
    stream.play(NOW)
    audit.chain.append(NOW)
    audit.chain.anchor(NOW)
    made = verify()
    assert (made.passed, kinds(made)) == (True, {Kind.ANCHOR_OPEN})


# Settings, age, reach.


def test_the_hash_changes_midway_and_the_chain_says_so(
    stream: Stream, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries(3)
    stream.play(NOW)
    audit.chain.append(NOW)
    monkeypatch.setenv("RONGMEI_AUDIT_HASH", "sm3")
    settings.cache_clear()
    entry(50)
    stream.play(NOW)
    audit.chain.append(NOW)
    audit.chain.anchor(NOW)
    names = [one.hash.split(":")[0] for one in store.links()]
    assert names == ["sha256", "sm3"]
    assert [one.link and one.link.algorithm.value for one in store.links()] == names
    assert verify().found == 0
    item = entry_items()[-1]
    remove(item)
    assert Kind.ENTRY_MISSING in kinds(verify())


def test_entries_from_before_the_chain_are_counted_until_they_are_taken_in(stream: Stream) -> None:
    for number in range(4):
        entry(number, at=NOW - 30 * DAY)
    stream._known = {(one["pk"]["S"], one["sk"]["S"]): one for one in every_item()}
    entry(10)
    stream.play(NOW)
    audit.chain.append(NOW)
    made = verify()
    assert (made.found, made.entries, made.before) == (0, 1, 4)
    assert audit_chain.take_in(by=local("yun"), now=NOW) == 4
    assert audit_chain.take_in(by=local("yun"), now=NOW) <= 2  # entries that say so themselves
    stream.play(NOW)
    audit.chain.append(NOW)
    made = verify()
    assert (made.found, made.before) == (0, 0)
    item = entry_items()[0]
    put({**item, "sk": {"S": item["sk"]["S"] + "x"}})
    assert kinds(verify()) == {Kind.ENTRY_INSERTED}


def test_an_entry_that_says_another_time_than_its_writing_is_something_to_look_at(
    stream: Stream,
) -> None:
    entry(1, at=NOW - 2 * HOUR)
    stream.play(NOW)
    audit.chain.append(NOW)
    made = verify()
    assert (made.passed, kinds(made), made.notices) == (True, {Kind.ENTRY_LATE}, 1)


def test_since_begins_at_an_anchor(stream: Stream) -> None:
    grown(stream, [2, 2, 2])
    made = verify(since=NOW + HOUR)
    assert (made.first, made.links, made.found) == (2, 2, 0)
    remove(raw("AUDIT#")[0])
    assert verify().found == 1


def test_a_unit_is_verified_with_what_lies_below_it(stream: Stream) -> None:
    entries(9)
    stream.play(NOW)
    audit.chain.append(NOW)
    assert verify_unit("city").entries == len([one for one in entry_items() if one["gsi1pk"]["S"] == "AUDIT#city"]) - 1  # fmt: skip
    assert verify_unit("province").entries > verify_unit("city").entries
    [item] = [one for one in raw("AUDIT#province") if "a0" in one["doc"]["S"]]
    remove(item)
    assert verify_unit("city").passed
    found = verify_unit("province")
    assert [(one.kind, one.unit) for one in found.findings] == [(Kind.ENTRY_MISSING, "province")]


def test_the_sweep_queues_what_is_due_and_nothing_else(stream: Stream) -> None:
    assert audit_chain.sweep(NOW) == 0
    entries(1)
    stream.play(NOW)
    assert audit_chain.sweep(NOW) == 1
    audit.chain.append(NOW)
    assert audit_chain.sweep(NOW) == 1  # the anchor
    audit.chain.anchor(NOW)
    assert audit_chain.sweep(NOW) == 0


def test_a_page_sees_how_the_chain_stands(stream: Stream) -> None:
    entries(6)
    stream.play(NOW)
    audit.chain.append(NOW)
    audit.chain.anchor(NOW)
    verify_unit("city")
    state = audit_chain.chain_state("city", by=SHEN)
    assert (state.links, state.entries, state.algorithm, state.seen) == (1, 6, "SHA-256", ())
    assert state.verified is not None and state.verified.passed
    assert state.anchored is not None and state.anchored.number == 1
