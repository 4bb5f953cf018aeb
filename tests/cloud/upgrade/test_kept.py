"""What the last release wrote is read whole by this version's models; what it refuses of ours is known, each with a reason."""

from __future__ import annotations

import json
import lzma
import re
from typing import Any, Final

import pytest

from dev.upgrade import reading, snapshot
from dev.upgrade.compare import forgotten, refused
from tests.cloud.upgrade.conftest import Examples
from tests.cloud.upgrade.differences import (
    FORGOTTEN,
    GONE,
    LATER,
    REFUSED,
    UNSEEN,
    first_difference,
)


@pytest.fixture(scope="module")
def before() -> dict[str, Any]:
    """Kinds and schemas of the last release."""
    told: dict[str, Any] = json.loads(lzma.decompress(snapshot.SCHEMAS.read_bytes()))
    return told


@pytest.fixture(scope="module")
def now() -> dict[str, Any]:
    """Schemas of this version."""
    return reading.schemas()


def test_every_kind_of_item_is_kept_or_named(examples: Examples) -> None:
    seen = {places(name.removeprefix("item ")) for name in examples}
    assert {one for one in reading.by_name() if places(one) not in seen} == LATER | set(UNSEEN)


def test_a_kind_is_named_as_later_or_unseen_by_what_the_last_release_documents(
    before: dict[str, Any],
) -> None:
    known = set(map(places, before["kinds"]))
    assert {one for one in LATER if places(one) in known} == set()
    assert {one for one in UNSEEN if places(one) not in known} == set()


def test_no_kind_of_item_is_forgotten(before: dict[str, Any]) -> None:
    gone = set(map(places, before["kinds"])) - set(map(places, reading.by_name()))
    assert gone == set(GONE)


def places(kind: str) -> str:
    """A kind, whatever its places are called."""
    return re.sub(r"\{[^}]*\}", "{}", kind)


def test_every_document_is_read_and_nothing_of_it_is_lost(examples: Examples) -> None:
    number = 0
    for name, found in examples.items():
        kind = reading.by_name().get(name.removeprefix("item "))
        if kind is None or not kind.models():
            continue
        for one in found:
            again = reading.again(kind, one)
            assert again is not None, (name, one["new"]["doc"])
            if again:
                assert (
                    first_difference(json.loads(one["new"]["doc"]["S"]), json.loads(again)) == ""
                ), name
                number += 1
    assert number > len(reading.by_name())


def test_this_version_reads_all_that_the_last_release_may_write(
    before: dict[str, Any], now: dict[str, Any]
) -> None:
    assert {
        name: found for name, was in before["schemas"].items() if (found := refused(now[name], was))
    } == {}


def test_what_the_last_release_cannot_read_of_this_version_is_known(
    before: dict[str, Any], now: dict[str, Any]
) -> None:
    found = {
        f"{name} {one}"
        for name, was in before["schemas"].items()
        for one in refused(was, now[name])
    }
    assert found == set(REFUSED)


def test_what_the_last_release_leaves_out_when_it_writes_is_known(
    before: dict[str, Any], now: dict[str, Any]
) -> None:
    found = {
        f"{name} {one}"
        for name, was in before["schemas"].items()
        for one in forgotten(was, now[name])
    }
    assert found == set(FORGOTTEN)


STRICT: Final = {
    "type": "object",
    "properties": {"kind": {"enum": ["a", "b"]}, "size": {"type": "integer", "maximum": 5}},
    "required": ["kind"],
    "additionalProperties": False,
}


@pytest.mark.parametrize(
    ("writer", "found"),
    [
        (STRICT, []),
        ({**STRICT, "properties": {"kind": {"enum": ["a", "c"]}}}, ["/kind: c"]),
        ({**STRICT, "required": []}, ["/kind: may be missing"]),
        ({**STRICT, "properties": {"kind": {"const": "a"}, "more": {}}}, ["/more: unknown, and nothing unknown is taken"]),
        ({**STRICT, "properties": {"kind": {"const": "a"}, "size": {"type": "integer"}}}, ["/size: maximum None for 5"]),
        ({**STRICT, "properties": {"kind": {"const": "a"}, "size": {"type": "string"}}}, ["/size: string for integer"]),
        ({**STRICT, "properties": {"kind": {"anyOf": [{"const": "a"}, {"type": "null"}]}}}, ["/kind: any other"]),
    ],
)  # fmt: skip
def test_a_reader_refuses_what_it_does_not_know(writer: dict[str, Any], found: list[str]) -> None:
    assert refused(STRICT, writer) == found
