"""The local cloud's short way to what a query wants says what MiniStack says, which its own Python runs."""

from __future__ import annotations

from itertools import product
from typing import Any, Final

from tests.unit.in_local_cloud import answered, needs_cloud

ASKED: Final = """
import json, sys
sys.path.insert(0, "dev")
import local_queries
from ministack.services import dynamodb
judged = []
def judge(*given, **how):
    judged.append(given[0])
    return own(*given, **how)
own, local_queries._judge = local_queries._judge, judge
local_queries.install()
def asked(way, condition, item, values):
    try:
        return way(condition, item, values, {}, slot="KeyConditionExpression")
    except ValueError as error:
        return str(error)
print(json.dumps([
    [asked(own, *one), asked(dynamodb._evaluate_condition, *one), asked(dynamodb._evaluate_condition, *one), len(judged)]
    for one in json.load(sys.stdin)
]))
"""
CONDITIONS: Final = (
    "pk = :pk",
    "pk = :pk AND begins_with(sk, :first)",
    "pk = :pk AND sk BETWEEN :first AND :last",
    "pk = :pk AND sk >= :first",
)

pytestmark = needs_cloud


def answers(*asked: tuple[str, Any, Any]) -> list[list[Any]]:
    """Of each: MiniStack's answer, this one's at first and again, and how often MiniStack was asked for these until then."""
    found: list[list[Any]] = answered(ASKED, asked)
    return found


def strings(**named: str) -> dict[str, dict[str, str]]:
    return {name: {"S": value} for name, value in named.items()}


def test_what_a_query_wants_is_the_same_whoever_is_asked() -> None:
    keys = ("", "IN#", "IN#1", "IN#2", "IO", "é", "\U0001f600", "\uffff")
    asked = [
        (condition, strings(pk=pk, sk=sk), {f":{n}": v for n, v in strings(pk="A", first=first, last=last).items()})
        for condition, pk, sk, first, last in product(CONDITIONS, "AB", keys[1:], keys[1:], keys[1:])
    ]  # fmt: skip
    found = answers(*asked)
    assert all(own == first == again for own, first, again, _ in found)
    assert {own for own, *_ in found} > {True, False}


def test_a_condition_that_was_read_once_is_not_read_again() -> None:
    item, values = strings(pk="A", sk="IN#1"), {":pk": {"S": "A"}, ":first": {"S": "IN#"}}
    found = answers(*[(CONDITIONS[1], item, values)] * 3, ("pk = :pk AND", item, values))
    assert [asked for *_, asked in found] == [1, 1, 1, 3]
    assert isinstance(found[3][1], str)


def test_what_is_no_string_is_left_to_the_other() -> None:
    number = {"pk": {"S": "A"}, "sk": {"N": "3"}}
    values = {":pk": {"S": "A"}, ":first": {"N": "2"}, ":last": {"N": "10"}}
    found = answers((CONDITIONS[2], number, values))
    assert found == [[True, True, True, 2]]
