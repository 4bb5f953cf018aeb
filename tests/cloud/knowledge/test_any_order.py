"""Whatever editors and reviewers do, in any order and broken off anywhere: two persons, and never a dead end."""

from __future__ import annotations

import contextlib
import itertools
from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib import accounts, knowledge
from chalicelib.accounts import AccountKind, OfficialAccount
from chalicelib.actor import local
from chalicelib.application.release_knowledge import release_knowledge
from chalicelib.conversation import book
from chalicelib.knowledge import FaqEntry, KnowledgeError
from chalicelib.knowledge.versions import changes, releasing, service, store
from chalicelib.knowledge.versions.rules import lineage

NOW = datetime(2026, 11, 23, tzinfo=UTC)
PEOPLE = st.sampled_from(["甲", "乙", "丙"])
NUMBERS = st.integers(0, 6)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("edit"), NUMBERS, PEOPLE),
        st.tuples(st.just("submit"), NUMBERS, PEOPLE),
        st.tuples(st.just("release"), NUMBERS, PEOPLE),
        st.tuples(st.just("break off"), NUMBERS, PEOPLE),
        st.tuples(st.just("send back"), NUMBERS, PEOPLE),
        st.tuples(st.just("restore"), NUMBERS, PEOPLE),
        st.tuples(st.just("drop"), NUMBERS, PEOPLE),
    ),
    min_size=3,
    max_size=14,
)
_accounts = itertools.count()


class Killed(Exception):
    """The process ends here."""


class _Office:
    """One account, and the people who work on it."""

    def __init__(self) -> None:
        number = next(_accounts)
        self.account = f"a{number}"
        accounts.store.add_account(
            OfficialAccount(
                id=self.account,
                name="县局",
                unit="city",
                kind=AccountKind.SUBSCRIPTION,
                appid=f"wx{number:08d}",
            )
        )

    def do(self, what: str, number: int, by: str) -> None:
        with contextlib.suppress(KnowledgeError, Killed):
            getattr(self, what.replace(" ", "_"))(number, by)

    def edit(self, number: int, by: str) -> None:
        entry = FaqEntry(id="q-1", question="怎么开发票", answer=f"答案{number}{by}")
        service.edit(
            self.account,
            lambda known: changes.with_entries(known, [entry], replace=False),
            by=local(by),
            source="x",
            now=NOW,
        )

    def submit(self, number: int, by: str) -> None:
        service.submit(self.account, number, by=local(by), now=NOW)

    def send_back(self, number: int, by: str) -> None:
        service.send_back(self.account, number, by=local(by), now=NOW, remark="改")

    def restore(self, number: int, by: str) -> None:
        service.restore(self.account, number, by=local(by), now=NOW)

    def drop(self, number: int, by: str) -> None:
        service.drop(self.account, by=local(by), now=NOW)

    def release(self, number: int, by: str) -> None:
        head = store.head(self.account)
        hands = self._hands(number, head.in_force)
        release_knowledge(self.account, number, by=local(by), now=NOW)
        assert number in (head.in_force, head.pending) or by not in hands

    def break_off(self, number: int, by: str) -> None:
        def killed(key: str) -> object:
            raise Killed

        releasing.release(self.account, number, by=local(by), now=NOW, put_in_force=killed)

    def _hands(self, number: int, in_force: int) -> set[str]:
        listed = {one.version: one for one in store.versions(self.account)}
        steps = lineage(listed, number, in_force) or ()
        return {one.by for one in steps} | {one.submitted_by for one in steps[:1]}

    def answered(self) -> str | None:
        key = book(
            self.account, accounts.state(self.account, consistent=True).book_version
        ).knowledge
        found = knowledge.entry(key, "q-1", NOW) if key else None
        return found.answer if found else None


@settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(STEPS)
def test_followers_get_what_is_in_force_and_there_is_always_a_way_on(
    cloud: None, steps: list[tuple[str, int, str]]
) -> None:
    office = _Office()
    for step in steps:
        office.do(*step)
    pending = store.head(office.account).pending
    if pending:
        office.release(pending, "丙")
    entries = service.in_force(office.account).knowledge.entries
    assert office.answered() == (entries[0].answer if entries else None)
    office.edit(99, "甲")
    working = service.working(office.account)
    office.submit(working.number, "甲")
    release_knowledge(office.account, working.number, by=local("丁"), now=NOW)
    assert office.answered() == "答案99甲"
