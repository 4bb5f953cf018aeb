"""The same deed by the page and by the command line leaves the same state and the same entry in the log."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

import pytest
from typer.testing import CliRunner

from chalicelib import accounts
from chalicelib.clock import SHANGHAI
from chalicelib.cloud import table
from chalicelib.console.rates import RATES
from chalicelib.people import Role
from cli.app import app
from tests.cloud.application.whole_life import scanned
from tests.cloud.console import world
from tests.cloud.console.conftest import Ask
from tests.cloud.console.test_every_route import filled

CHIEF, EDITOR, OPERATOR = (world.person_of(one) for one in (Role.CHIEF, Role.EDITOR, Role.OPERATOR))
NOT_STATE = ("SESSION#", "SESSIONS#", "ONCE#", "CHANGES#")
"""The console's own: who is signed in, what was answered, which pages to ring."""
HOW = {"known_by", "identity", "request", "on_behalf"}
"""What an entry says of the door that somebody came by."""


class Deed(NamedTuple):
    """One deed of a person by two doors; ids of the world stand in braces."""

    by: str
    command: list[str]
    method: str
    path: str
    body: Mapping[str, Any] = {}
    version: str = ""


DEEDS = {
    "an article is handed in": Deed(
        "li", ["article", "submit", "{article_id}"], "POST", "/articles/{article_id}/submit"
    ),
    "an article is approved": Deed(
        CHIEF,
        ["review", "approve", "{waiting}", "--revision", "1", "--note", "可以"],
        "POST",
        "/articles/{waiting}/approve",
        {"revision": 1, "note": "可以"},
    ),
    "an article is returned": Deed(
        CHIEF,
        ["review", "return", "{waiting}", "--reason", "日期写错", "--revision", "1"],
        "POST",
        "/articles/{waiting}/return",
        {"reasons": ["日期写错"], "revision": 1},
    ),
    "a comment is added": Deed(
        CHIEF,
        ["review", "comment", "{waiting}", "应为十点", "--quote", "九点开门"],
        "POST",
        "/articles/{waiting}/comments",
        {"text": "应为十点", "quote": "九点开门"},
    ),
    "an issue is planned": Deed(
        EDITOR,
        ["issue", "plan", "--account", "{account}", "--at", "{free_time}", "--title", "专题"],
        "POST",
        "/issues",
        {"account": "{account}", "at": "{free_slot}", "title": "专题"},
    ),
    "an issue is scheduled": Deed(
        EDITOR,
        ["issue", "schedule", "{issue_id}"],
        "POST",
        "/issues/{issue_id}/schedule",
        version="{issue_version}",
    ),
    "an issue is cancelled": Deed(
        EDITOR,
        ["issue", "cancel", "{issue_id}", "--note", "政策暂缓"],
        "POST",
        "/issues/{issue_id}/cancel",
        {"note": "政策暂缓"},
        "{issue_version}",
    ),
    "an account's settings": Deed(
        OPERATOR,
        ["account", "set", "{account}", "--retention-days", "90", "--limit", "mass=6/day"],
        "PATCH",
        "/accounts/{account}",
        {"retention_days": 90, "limits": {"mass": {"count": 6, "per": "day"}}},
        "0",
    ),
    "an allowance is corrected": Deed(
        OPERATOR,
        ["account", "allowance", "{account}", "--used", "mass=1"],
        "POST",
        "/allowances/{account}/used",
        {"quota": "mass", "used": 1},
    ),
    "a unit is added": Deed(
        OPERATOR,
        ["unit", "add", "zhen", "--name", "镇分局", "--level", "township", "--parent", "{unit}"],
        "POST",
        "/units",
        {"id": "zhen", "name": "镇分局", "level": "township", "parent": "{unit}"},
    ),
    "a person is invited": Deed(
        OPERATOR,
        [
            *("person", "invite", "wang", "--unit", "{unit}", "--role", "editor"),
            *("--name", "王采编", "--login", "wang"),
        ],
        "POST",
        "/people",
        {
            "person": "wang",
            "unit": "{unit}",
            "roles": ["editor"],
            "name": "王采编",
            "login": "wang",
        },
    ),
}


@pytest.fixture
def ids(cloud: None) -> dict[str, str]:
    """The world of the routes' tests, with times as the command line takes them."""
    RATES._left.clear()
    made = world.publish(world.fill())
    at = datetime.fromisoformat(made["free_slot"]).astimezone(SHANGHAI)
    return {**made, "free_time": f"{at:%Y-%m-%d %H:%M}"}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS.keys())
def test_both_doors_leave_the_same(deed: Deed, ask: Ask, ids: dict[str, str]) -> None:
    before = scanned()
    ran = CliRunner().invoke(app, [*filled(deed.command, ids), "--by", deed.by])
    assert ran.exit_code == 0, ran.output
    by_command = changed(before)
    put_back(before)
    sent = {"If-Match": f'"{filled(deed.version, ids)}"'} if deed.version else {}
    said = ask(deed.by, deed.method, filled(deed.path, ids), filled(deed.body, ids) or {}, sent)
    assert said.status < 300, said
    assert by_command
    assert any("AUDIT#" in one or '"L#' in one for one in by_command), "nothing was logged"
    assert changed(before) == by_command


def changed(before: list[table.Item]) -> list[str]:
    """What is otherwise than before, as texts without times, random ids and the door somebody came by."""
    after = [one for one in scanned() if not str(one["pk"]).startswith(NOT_STATE)]
    found = [("gone", one) for one in before if one not in after]
    found += [("new", one) for one in after if one not in before]
    return sorted(f"{how} {plain(one)}" for how, one in found)


def plain(item: Mapping[str, Any]) -> str:
    """An item as text."""
    shown = dict(item)
    if isinstance(shown.get("doc"), str):
        doc = json.loads(shown["doc"])
        shown["doc"] = {name: value for name, value in doc.items() if name not in HOW}
    text = json.dumps(shown, ensure_ascii=False, sort_keys=True, default=str)
    text = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[\d.]*(Z|[+]\d\d:\d\d)", "TIME", text)
    text = re.sub(r"\b1[789]\d{8}(\d{3}|\d{6})?\b", "EPOCH", text)
    # The log's chain hashes times and doors.
    text = re.sub(r"\b[0-9a-f]{64}\b", "HASH", text)
    text = re.sub(r"L#(TIME|EPOCH)?#?[0-9A-Za-z_-]{6,}", "L#ENTRY", text)
    return re.sub(r"\bi-[0-9a-z]{5}-", "i-NEW-", text)


def put_back(before: list[table.Item]) -> None:
    """Make the table what it was."""
    kept = {(one["pk"], one["sk"]): one for one in before}
    for one in scanned():
        if (one["pk"], one["sk"]) not in kept:
            table.delete(str(one["pk"]), str(one["sk"]))
    for one in before:
        table.put(one)
    accounts.forget()
    assert [one for one in scanned() if one not in before] == []
