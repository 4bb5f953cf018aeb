"""The bank of questions of a unit: who may write there, two at once, and files."""

from __future__ import annotations

import pytest

from chalicelib import people
from chalicelib.actor import SYSTEM, Actor, KnownBy
from chalicelib.audit import of_unit as log_of
from chalicelib.people import PermissionDenied, Role
from chalicelib.quizzes import bank
from chalicelib.quizzes.errors import BadQuestion, QuestionChanged, UnknownQuestion
from tests.cloud.conversation.test_callback import account
from tests.cloud.quizzes.world import NOW, question

__all__ = ["account"]
pytestmark = pytest.mark.usefixtures("editors")
LI, AN = (Actor(person=one, known_by=KnownBy.SIGN_IN) for one in ("li", "an"))


@pytest.fixture
def editors(account: object) -> None:
    for person, role in (("li", Role.EDITOR), ("an", Role.AGENT)):
        people.add_staff(person, "province", [role], by=SYSTEM, now=NOW)


def written(number: int, **fields: object) -> dict[str, object]:
    return question(number).model_dump(exclude={"id"}) | fields


def test_a_question_is_written_corrected_and_taken_out_and_each_is_in_the_log() -> None:
    made = bank.add("province", written(0), by=LI, now=NOW)
    after = bank.change("province", made.question.id, written(0, right=[2]), version=1, by=LI, now=NOW)  # fmt: skip
    assert (after.version, after.question.right) == (2, (2,))
    bank.remove("province", made.question.id, version=2, by=LI, now=NOW)
    assert bank.questions_for("province", by=LI) == []
    said = [entry.note[:2] for entry in log_of("province") if entry.object.startswith("question:")]
    assert sorted(said) == sorted(["新题", "改题", "删题"])


def test_of_two_who_write_a_question_one_is_told() -> None:
    made = bank.add("province", written(0), by=LI, now=NOW)
    bank.change("province", made.question.id, written(0, right=[2]), version=1, by=LI, now=NOW)
    with pytest.raises(QuestionChanged):
        bank.change("province", made.question.id, written(0, right=[3]), version=1, by=LI, now=NOW)
    with pytest.raises(QuestionChanged):
        bank.remove("province", made.question.id, version=1, by=LI, now=NOW)
    [kept] = bank.questions_for("province", by=LI)
    assert kept.question.right == (2,)


def test_only_who_makes_products_writes_questions() -> None:
    for refused in (
        lambda: bank.add("province", written(0), by=AN, now=NOW),
        lambda: bank.bring_in("province", [written(0)], by=AN, now=NOW),
        lambda: bank.questions_for("province", by=AN),
    ):
        with pytest.raises(PermissionDenied):
            refused()


def test_a_file_brought_in_twice_brings_its_questions_once() -> None:
    some = [written(number) for number in range(100)]
    assert len(bank.bring_in("province", some[:95], by=LI, now=NOW)) == 95
    again = bank.bring_in("province", some, by=LI, now=NOW)
    assert [one.question.text for one in again] == [one["text"] for one in some[95:]]
    assert len(bank.questions_for("province", by=LI)) == 100


def test_questions_are_found_by_matter_words_and_difficulty() -> None:
    bank.add("province", written(1, matter="发票"), by=LI, now=NOW)
    bank.add("province", written(2, difficulty=3), by=LI, now=NOW)
    for wanted in ({"matter": "发票"}, {"words": "第 1 道"}, {"difficulty": 1}):
        [one] = bank.questions_for("province", by=LI, **wanted)  # type: ignore[arg-type]
        assert one.question.text.startswith("第 1 道")


def test_what_cannot_be_a_question_is_refused_with_its_fields() -> None:
    with pytest.raises(BadQuestion) as refused:
        bank.add("province", {"kind": "single", "text": "问"}, by=LI, now=NOW)
    assert {one.name for one in refused.value.fields} >= {"text", "right"}
    with pytest.raises(UnknownQuestion):
        bank.change("province", "q-00000000", written(0), version=1, by=LI, now=NOW)
