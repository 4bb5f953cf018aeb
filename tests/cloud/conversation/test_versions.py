"""Versions of a reply book: imported, listed, restored; a crash or a race leaves a book in force."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib import accounts, audit, units
from chalicelib.accounts import AccountKind, BookConflict, OfficialAccount, UnknownAccount
from chalicelib.actor import Actor, KnownBy, local
from chalicelib.cloud import objects, table
from chalicelib.conversation.errors import NoSuchVersion
from chalicelib.conversation.models import Replies, ReplyRules, Rule
from chalicelib.conversation.rules import versions
from chalicelib.conversation.rules.reply_book import book
from chalicelib.people import PermissionDenied
from chalicelib.wechat.replies import TextReply

pytestmark = pytest.mark.usefixtures("cloud")

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def account(cloud: None) -> None:
    units.add_unit("city", name="青溪市税务局", level=units.UnitLevel.CITY)
    accounts.store.add_account(
        OfficialAccount(
            id="city", name="市局", unit="city", kind=AccountKind.SUBSCRIPTION, appid="wx00city"
        )
    )


def rules(word: str) -> ReplyRules:
    replies = (TextReply(content=word),)
    return ReplyRules(
        rules=(Rule(name=word, exact=(word,), contains=("x", "y"), replies=replies),),
        scenes={"hall": Replies(replies=replies)},
    )


def import_(word: str, **more: Any) -> versions.BookVersion:
    return versions.import_rules(
        "city", rules(word), source="规则.xlsx", by=local("小王"), now=NOW, **more
    )


def in_force() -> int:
    return accounts.state("city", consistent=True).book_version


def test_an_import_is_the_next_version_and_in_force() -> None:
    assert versions.rules_in_force("city") == ReplyRules()
    assert import_("甲").version == 1
    made = import_("乙", note="改了")
    assert in_force() == made.version == 2
    assert versions.rules_in_force("city") == rules("乙")
    assert versions.rules_of("city", 1) == rules("甲")
    assert made.counts == versions.RuleCounts(rules=1, keywords=3, scenes=1)
    assert [(one.version, one.by, one.note) for one in versions.rule_versions("city")] == [
        (2, "小王", "改了"),
        (1, "小王", ""),
    ]


def test_the_same_rules_again_make_no_new_version() -> None:
    first = import_("甲")
    assert import_("甲") == first
    assert len(list(versions.rule_versions("city"))) == 1


def test_restoring_makes_a_new_version_of_the_old_content() -> None:
    import_("甲")
    import_("乙")
    made = versions.restore_rules("city", 1, by=local("小李"), now=NOW)
    assert (made.version, made.restored_from, made.by) == (3, 1, "小李")
    assert versions.rules_in_force("city") == rules("甲")
    assert len(list(versions.rule_versions("city"))) == 3


def test_the_first_import_can_be_undone_too() -> None:
    import_("甲")
    assert versions.restore_rules("city", 0, by=local("小李"), now=NOW).version == 2
    assert versions.rules_in_force("city") == ReplyRules()
    assert in_force() == 2


@pytest.mark.parametrize("version", [2, 99])
def test_what_never_was_cant_be_restored(version: int) -> None:
    import_("甲")
    with pytest.raises(NoSuchVersion, match=f"版本 {version}"):
        versions.restore_rules("city", version, by=local("小李"), now=NOW)


def test_an_account_must_exist() -> None:
    with pytest.raises(UnknownAccount):
        versions.import_rules("nobody", rules("甲"), source="a", by=local("b"), now=NOW)


@pytest.mark.parametrize(
    ("module", "step", "call"),
    [
        (table, "put", 1),
        (objects, "write", 1),
        (table, "put", 2),
        (accounts, "put_book_in_force", 1),
    ],
    ids=["taking the number", "writing the object", "completing the item", "putting in force"],
)
@pytest.mark.parametrize("done", [False, True], ids=["before", "after"])
def test_a_crash_leaves_a_whole_book_in_force_and_the_import_can_be_run_again(
    monkeypatch: pytest.MonkeyPatch, module: Any, step: str, call: int, done: bool
) -> None:
    import_("甲")
    real, calls = getattr(module, step), []

    def crash(*args: Any, **kwargs: Any) -> None:
        calls.append(1)
        if len(calls) == call and not done:
            raise KeyboardInterrupt
        real(*args, **kwargs)
        if len(calls) == call:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(module, step, crash)
        with pytest.raises(KeyboardInterrupt):
            import_("乙")
    finished = step == "put_book_in_force" and done
    assert versions.rules_in_force("city") == rules("乙" if finished else "甲")
    again = import_("乙")
    assert versions.rules_in_force("city") == rules("乙")
    for one in versions.rule_versions("city"):
        assert versions.rules_of("city", one.version)
    assert in_force() == again.version
    # One entry for each version that was in force, wherever the crash came.
    assert len(list(audit.of_unit("city"))) == 2


def test_two_importers_never_share_a_number_and_the_second_learns_of_the_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = objects.write
    others: list[versions.BookVersion] = []

    def meanwhile(key: str, body: bytes, content_type: str) -> None:
        if not others:
            others.append(versions.BookVersion.model_construct())
            others[0] = import_("别人的")
        real(key, body, content_type)

    monkeypatch.setattr(objects, "write", meanwhile)
    with pytest.raises(BookConflict, match="重新导入"):
        import_("我的")
    assert others[0].version == in_force() == 2
    assert versions.rules_of("city", 1) == rules("我的")
    assert versions.rules_of("city", 2) == rules("别人的")
    [entry] = audit.of_unit("city")
    assert "2" in [one.after for one in entry.changes]


def test_a_number_lost_in_the_race_is_not_taken_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    import_("甲")
    table.put({"pk": "BOOK#city", "sk": "V#00000002"})
    monkeypatch.setattr(table, "query", lambda *args, **kwargs: iter(()))
    assert import_("乙").version == 3


def test_a_warm_function_holds_one_version_of_an_account() -> None:
    import_("甲")
    import_("乙")
    before = book("city", 1)
    assert book("city", 1) is before
    assert book("city", 2).version == 2
    assert book("city", 1) is not before


@pytest.mark.parametrize("body", [b"{}", b"not json"])
def test_a_version_in_force_that_cant_be_read_can_be_replaced(body: bytes) -> None:
    import_("甲")
    objects.write("reply-books/city/00000001.json", body, "application/json")
    assert import_("乙").version == 2
    assert versions.rules_in_force("city") == rules("乙")


def release(key: str | None) -> versions.BookVersion:
    return versions.put_knowledge_in_force("city", key, "小李", NOW, "新政策")


def test_released_knowledge_is_a_new_version_with_the_same_rules() -> None:
    import_("甲")
    made = release("reply-books/city/knowledge/1.bin")
    assert (made.version, made.by, made.note) == (2, "小李", "新政策")
    held = book("city", 2)
    assert (versions.rules_in_force("city"), held.knowledge) == (
        rules("甲"),
        "reply-books/city/knowledge/1.bin",
    )


def test_knowledge_can_come_before_the_first_rule() -> None:
    assert release("reply-books/city/knowledge/1.bin").version == 1
    assert versions.rules_in_force("city") == ReplyRules()


def test_an_import_and_a_restore_of_rules_keep_the_knowledge() -> None:
    import_("甲")
    release("k1")
    assert import_("乙").knowledge == "k1"
    versions.restore_rules("city", 1, by=local("小王"), now=NOW)
    assert book("city", 4).knowledge == "k1"
    assert versions.rules_in_force("city") == rules("甲")


def test_knowledge_that_is_in_force_makes_no_new_version() -> None:
    release("k1")
    assert release("k1").version == 1
    assert release(None).version == 2
    assert book("city", 2).knowledge is None


def test_who_has_no_role_changes_no_rules() -> None:
    import_("甲")
    stranger = Actor(person="li", known_by=KnownBy.SIGN_IN)
    with pytest.raises(PermissionDenied, match="li"):
        versions.import_rules("city", rules("乙"), source="规则.xlsx", by=stranger, now=NOW)
    with pytest.raises(PermissionDenied):
        versions.restore_rules("city", 0, by=stranger, now=NOW)
    assert versions.rules_in_force("city") == rules("甲")
    assert len(list(versions.rule_versions("city"))) == 1


def test_the_log_says_who_imported_or_restored_which_rules() -> None:
    by = local("小王").model_copy(update={"request": "r-1"})
    versions.import_rules("city", rules("甲"), source="规则.xlsx", by=by, now=NOW)
    import_("甲")  # in force already: nothing changed, nothing to log
    versions.restore_rules("city", 0, by=by, now=NOW + timedelta(minutes=1))
    imported, restored = audit.of_unit("city")
    assert (imported.action, imported.by, imported.object, imported.request) == (
        "conversation:rules:import",
        "小王",
        "reply_book:city",
        "r-1",
    )
    assert ("version", "", "1") in [(one.field, one.before, one.after) for one in imported.changes]
    assert restored.action == "conversation:rules:restore"
    assert ("rules", "1", "0") in [(one.field, one.before, one.after) for one in restored.changes]
