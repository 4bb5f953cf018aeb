"""Versions of the knowledge: drafts, two persons, and a release that breaks off at any line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib import accounts, conversation, knowledge
from chalicelib.actor import local
from chalicelib.application.release_knowledge import release_knowledge
from chalicelib.conversation import book
from chalicelib.knowledge import FaqEntry, Knowledge
from chalicelib.knowledge.errors import NoSuchVersion, NotReleasable, VersionConflict
from chalicelib.knowledge.models import KnowledgeVersion, VersionState
from chalicelib.knowledge.versions import changes, releasing, service, store
from chalicelib.knowledge.versions.queries import due

NOW = datetime(2026, 11, 23, tzinfo=UTC)
INVOICE = FaqEntry(id="q-1", question="怎么开发票", answer="登录电子税务局")
INSURANCE = FaqEntry(id="q-2", question="怎么交居民医保", answer="手机上缴")


def add(*entries: FaqEntry, by: str = "小王") -> KnowledgeVersion:
    made = service.edit(
        "city",
        lambda known: changes.with_entries(known, entries, replace=False),
        by=local(by),
        source="问答.xlsx",
        now=NOW,
    )
    assert made is not None
    return made


def put_in_force(key: str) -> object:
    return conversation.put_knowledge_in_force("city", key, "老李", NOW)


def release(number: int, by: str = "老李") -> KnowledgeVersion:
    return release_knowledge("city", number, by=local(by), now=NOW)


def released(*entries: FaqEntry) -> KnowledgeVersion:
    made = add(*entries)
    service.submit("city", made.version, by=local("小王"), now=NOW)
    return release(made.version)


def answers(entry_id: str, now: datetime = NOW) -> str | None:
    """What a follower would be told now; None for nothing."""
    key = book("city", accounts.state("city", consistent=True).book_version).knowledge
    found = knowledge.entry(key, entry_id, now) if key else None
    return found.answer if found else None


def test_an_edit_is_a_draft_that_no_follower_sees() -> None:
    made = add(INVOICE)
    assert (made.version, made.state, made.entries) == (1, VersionState.DRAFT, 1)
    assert service.working("city").knowledge.entries == (INVOICE,)
    assert service.in_force("city").knowledge == Knowledge()
    assert answers("q-1") is None


def test_the_same_import_twice_makes_one_version() -> None:
    add(INVOICE)
    same = service.edit(
        "city",
        lambda known: changes.with_entries(known, [INVOICE], replace=False),
        by=local("小王"),
        source="问答.xlsx",
        now=NOW,
    )
    assert same is None
    assert [one.version for one in service.history("city")] == [1]


def test_two_persons_put_a_version_in_force() -> None:
    add(INVOICE)
    with pytest.raises(NotReleasable, match="先提交审核"):
        release(1)
    service.submit("city", 1, by=local("小张"), now=NOW)
    for by in ("小王", "小张"):
        with pytest.raises(NotReleasable, match="不能自己发布"):
            release(1, by)
    done = release(1)
    assert (done.state, done.released_by) == (VersionState.RELEASED, "老李")
    assert answers("q-1") == "登录电子税务局"


def test_releasing_again_changes_nothing() -> None:
    released(INVOICE)
    book = accounts.state("city", consistent=True).book_version
    release(1)
    assert accounts.state("city", consistent=True).book_version == book


def test_rules_and_knowledge_are_released_apart() -> None:
    released(INVOICE)
    released(INVOICE, INSURANCE)
    assert (answers("q-1"), answers("q-2")) == ("登录电子税务局", "手机上缴")


def test_who_changed_an_unreleased_version_below_is_an_author_too() -> None:
    add(INVOICE, by="小张")
    made = add(INSURANCE, by="小王")
    service.submit("city", made.version, by=local("小王"), now=NOW)
    with pytest.raises(NotReleasable, match="不能自己发布"):
        release(made.version, "小张")
    assert release(made.version, "老李").version == 2


def test_a_version_sent_back_can_be_submitted_again() -> None:
    made = add(INVOICE)
    service.submit("city", made.version, by=local("小王"), now=NOW)
    back = service.send_back("city", made.version, by=local("老李"), now=NOW, remark="依据已废止")
    assert (back.state, back.remark) == (VersionState.DRAFT, "老李：依据已废止")
    service.submit("city", made.version, by=local("小王"), now=NOW)
    assert release(made.version).state is VersionState.RELEASED


def test_drafts_can_be_dropped() -> None:
    released(INVOICE)
    add(INSURANCE)
    assert service.drop("city", by=local("小王"), now=NOW) == (2,)
    assert service.working("city").knowledge.entries == (INVOICE,)
    assert service.drop("city", by=local("小王"), now=NOW) == ()
    assert add(INSURANCE).base == 1


def test_an_old_version_is_restored_by_two_persons() -> None:
    released(INVOICE)
    released(INVOICE.model_copy(update={"answer": "错的"}))
    back = service.restore("city", 1, by=local("小王"), now=NOW)
    assert (back.version, back.restored_from, answers("q-1")) == (3, 1, "错的")
    service.submit("city", 3, by=local("小王"), now=NOW)
    release(3)
    assert answers("q-1") == "登录电子税务局"
    with pytest.raises(NoSuchVersion):
        service.restore("city", 99, by=local("小王"), now=NOW)


def test_a_draft_of_before_another_release_is_refused() -> None:
    released(INVOICE)
    old = add(INSURANCE)
    service.submit("city", old.version, by=local("小王"), now=NOW)
    other = service.restore("city", 0, by=local("小王"), now=NOW)
    service.submit("city", other.version, by=local("小王"), now=NOW)
    release(other.version)
    with pytest.raises(NotReleasable, match="不是在现行版本上修改的"):
        release(old.version)


def test_of_two_edits_at_the_same_moment_the_second_is_told() -> None:
    def meanwhile(known: Knowledge) -> Knowledge:
        add(INSURANCE, by="小张")
        return changes.with_entries(known, [INVOICE], replace=False)

    with pytest.raises(VersionConflict, match="刚被别人修改"):
        service.edit("city", meanwhile, by=local("小王"), source="x", now=NOW)
    assert service.working("city").knowledge.entries == (INSURANCE,)


class Killed(Exception):
    """The process ends here."""


@pytest.mark.parametrize("at", ["keep_compiled", "move", "settle", "put"])
@pytest.mark.parametrize("after", [False, True])
def test_a_release_that_breaks_off_is_ended_by_the_same_command(
    at: str, after: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = add(INVOICE)
    service.submit("city", made.version, by=local("小王"), now=NOW)
    put = put_in_force
    with monkeypatch.context() as patch:
        if at == "put":
            put = _killed(put_in_force, after)
        else:
            patch.setattr(store, at, _killed(getattr(store, at), after))
        with pytest.raises(Killed):
            releasing.release("city", 1, by=local("老李"), now=NOW, put_in_force=put)
    done = release(1)
    assert (done.state, answers("q-1")) == (VersionState.RELEASED, "登录电子税务局")
    assert store.head("city") == store.Head(working=1, in_force=1, pending=0)


def _killed(step: object, after: bool) -> object:
    def killed(*args: object, **more: object) -> object:
        if after:
            step(*args, **more)  # type: ignore[operator]
        raise Killed

    return killed


def test_drafts_of_something_older_no_longer_stand_in_the_way() -> None:
    released(INVOICE)
    reviewed = add(INSURANCE)
    service.submit("city", reviewed.version, by=local("小王"), now=NOW)
    service.restore("city", 0, by=local("小张"), now=NOW)  # a draft of its own, made from version 1
    release(reviewed.version)
    assert service.working("city").number == reviewed.version
    assert released(INVOICE.model_copy(update={"answer": "新"})).base == reviewed.version


def test_what_cannot_be_compiled_keeps_nobody_from_releasing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = add(INVOICE)
    service.submit("city", made.version, by=local("小王"), now=NOW)
    with monkeypatch.context() as patch:
        patch.setattr(releasing, "build", _killed(releasing.build, False))
        with pytest.raises(Killed):
            release(made.version)
    assert store.head("city").pending == 0


def test_a_release_that_broke_off_is_neither_dropped_nor_lost_when_sent_back() -> None:
    made = add(INVOICE)
    service.submit("city", made.version, by=local("小王"), now=NOW)

    def killed(key: str) -> object:
        raise Killed

    with pytest.raises(Killed):
        releasing.release("city", made.version, by=local("老李"), now=NOW, put_in_force=killed)
    with pytest.raises(NotReleasable, match="没有做完"):
        service.drop("city", by=local("小王"), now=NOW)
    service.send_back("city", made.version, by=local("老李"), now=NOW, remark="再看看")
    assert release(made.version).state is VersionState.RELEASED


def test_nothing_else_is_released_while_a_release_is_broken_off() -> None:
    first = add(INVOICE)
    service.submit("city", first.version, by=local("小王"), now=NOW)
    second = add(INSURANCE)
    service.submit("city", second.version, by=local("小王"), now=NOW)

    def killed(key: str) -> object:
        raise Killed

    with pytest.raises(Killed):
        releasing.release("city", first.version, by=local("老李"), now=NOW, put_in_force=killed)
    with pytest.raises(VersionConflict, match="请先再发布它一次"):
        release(second.version)
    release(first.version)
    release(second.version)
    assert (answers("q-1"), answers("q-2")) == ("登录电子税务局", "手机上缴")


def test_an_import_that_breaks_off_leaves_a_number_unused(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(store, "add", _killed(store.add, False))
        with pytest.raises(Killed):
            add(INVOICE)
    assert service.history("city") == []
    assert add(INVOICE).version == 2


def test_entries_stop_and_start_answering_by_themselves() -> None:
    day = timedelta(days=1)
    released(
        INVOICE.model_copy(update={"valid_until": NOW + day}),
        INSURANCE.model_copy(update={"valid_from": NOW + day}),
    )
    assert (answers("q-1"), answers("q-2")) == ("登录电子税务局", None)
    assert (answers("q-1", NOW + day), answers("q-2", NOW + day)) == (None, "手机上缴")


def test_what_is_due_is_listed_by_owner_soonest_first() -> None:
    day = timedelta(days=1)
    known = Knowledge(
        entries=(
            INVOICE.model_copy(update={"valid_until": NOW + 3 * day, "owner": "征管处"}),
            INSURANCE.model_copy(update={"valid_until": NOW - day, "owner": "社保处"}),
            INSURANCE.model_copy(update={"id": "q-3", "valid_until": NOW + 90 * day}),
        )
    )
    found = due(known, now=NOW, within=30 * day)
    assert [one.id for one in found] == ["q-2", "q-1"]
    assert [one.id for one in due(known, now=NOW, within=30 * day, owner="征管处")] == ["q-1"]


def test_an_unknown_account_is_told() -> None:
    with pytest.raises(accounts.UnknownAccount):
        service.working("nobody")
