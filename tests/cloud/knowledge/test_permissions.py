"""Who may change the knowledge, and what the audit log says of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib import audit, people
from chalicelib.actor import Actor, KnownBy, local
from chalicelib.application.release_knowledge import release_knowledge
from chalicelib.knowledge import FaqEntry, versions
from chalicelib.people import PermissionDenied, Role

NOW = datetime(2026, 11, 23, tzinfo=UTC)
INVOICE = FaqEntry(id="q-1", question="怎么开发票", answer="登录电子税务局")


def signed_in(person: str) -> Actor:
    return Actor(person=person, known_by=KnownBy.SIGN_IN, request="r-1")


def add(by: Actor, now: datetime = NOW) -> int:
    outcome = versions.import_entries("city", [INVOICE], by=by, now=now, source="问答.xlsx")
    assert outcome.version is not None
    return outcome.version.version


WANG = signed_in("wang")
CHANGES: list[Callable[[], object]] = [
    lambda: add(WANG),
    lambda: versions.submit("city", 1, by=WANG, now=NOW),
    lambda: versions.send_back("city", 1, by=WANG, now=NOW, remark="改"),
    lambda: versions.drop("city", by=WANG, now=NOW),
    lambda: versions.restore("city", 0, by=WANG, now=NOW),
    lambda: release_knowledge("city", 1, by=WANG, now=NOW),
    lambda: versions.add_entry("city", {"question": "甲", "answer": "一"}, by=WANG, now=NOW),
    lambda: versions.edit_entry("city", "q-1", {"answer": "二"}, by=WANG, now=NOW),
    lambda: versions.retire_entry("city", "q-1", by=WANG, now=NOW),
    lambda: versions.retire_policy("city", "p-1", by=WANG, now=NOW),
]


@pytest.mark.parametrize("change", CHANGES)
def test_nobody_without_the_role_changes_the_knowledge(change: Callable[[], object]) -> None:
    number = add(local("li"))
    with pytest.raises(PermissionDenied):
        change()
    assert [one.version for one in versions.history("city")] == [number]
    assert versions.in_force("city").number == 0


def test_a_knowledge_editor_who_signed_in_may() -> None:
    people.add_staff("wang", "city", [Role.KNOWLEDGE_EDITOR], by=local("ops"), now=NOW)
    assert add(WANG) == 1


def test_every_step_to_a_release_is_in_the_audit_log_with_its_unit_object_and_changes() -> None:
    people.add_staff("wang", "city", [Role.KNOWLEDGE_EDITOR], by=local("ops"), now=NOW)
    later = [NOW + timedelta(minutes=minute) for minute in range(1, 6)]
    add(WANG, later[0])
    versions.submit("city", 1, by=WANG, now=later[1], note="请看")
    versions.send_back("city", 1, by=local("li"), now=later[2], remark="依据不对")
    versions.submit("city", 1, by=WANG, now=later[3])
    release_knowledge("city", 1, by=local("li"), now=later[4])
    release_knowledge("city", 1, by=local("li"), now=later[4])
    edit, submit, reject, _, release = [
        one for one in audit.of_unit("city") if one.action.startswith("knowledge:")
    ]
    assert (edit.action, edit.by, edit.known_by, edit.request) == (
        "knowledge:entry:edit",
        "wang",
        KnownBy.SIGN_IN,
        "r-1",
    )
    assert {one.object for one in (edit, submit, reject, release)} == {"knowledge:city/1"}
    assert {(one.field, one.before, one.after) for one in edit.changes} == {
        ("base", "", "0"),
        ("entries", "0", "1"),
    }
    assert (edit.note, submit.note, reject.note) == ("问答.xlsx", "请看", "依据不对")
    assert [
        (one.action, change.before, change.after)
        for one in (submit, reject, release)
        for change in one.changes
    ] == [
        ("knowledge:version:submit", "draft", "in_review"),
        ("knowledge:version:reject", "in_review", "draft"),
        ("knowledge:version:release", "in_review", "released"),
    ]
    assert release.by == "li"


def test_dropped_and_restored_drafts_are_in_the_audit_log() -> None:
    add(local("li"))
    versions.drop("city", by=local("li"), now=NOW + timedelta(minutes=1))
    versions.drop("city", by=local("li"), now=NOW + timedelta(minutes=2))
    versions.restore("city", 1, by=local("li"), now=NOW + timedelta(minutes=3))
    _, drop, restore = audit.of_unit("city")
    assert (drop.action, drop.note) == ("knowledge:version:drop", "1")
    assert (restore.object, restore.changes[0].after) == ("knowledge:city/2", "1")
