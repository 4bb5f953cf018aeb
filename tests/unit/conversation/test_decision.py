"""A decision as it is kept: written without what is None, read whatever a later version has added."""

import pytest

from chalicelib.conversation.models import Decision, Handover, Reason, Rung
from chalicelib.wechat.replies import ImageReply, TextReply, TransferReply

_ANSWER = Decision(
    Rung.CONTAINS, TextReply(content="请登录"), rule="申报", keyword="怎么申报", book_version=3
)
_KEPT = (
    '{"rung":"contains","reply":{"type":"text","content":"请登录"},"follow_ups":[],"rule":"申报",'
    '"keyword":"怎么申报","book_version":3,"clarify":[],"later":false,"kf_messages":0}'
)


def test_a_decision_is_kept_without_what_is_none():
    assert _ANSWER.to_json() == _KEPT


@pytest.mark.parametrize(
    "decision",
    [
        _ANSWER,
        Decision(Rung.SILENT),
        Decision(Rung.EXACT, ImageReply(media_id="M"), (TextReply(content="二"), TransferReply())),
        Decision(Rung.PERSON, handover=Handover(reason=Reason.ASKED, ticket="T1-1"), news=("a",)),
        Decision(Rung.CLARIFY, score=0.5, clarify=("q1", "q2"), department="办税", later=True),
    ],
)
def test_a_decision_comes_back_as_it_was(decision):
    assert Decision.from_json(decision.to_json()) == decision


def test_fields_of_a_later_version_are_passed_over():
    assert Decision.from_json(_KEPT[:-1] + ',"mood":"calm"}') == _ANSWER


@pytest.mark.parametrize(
    "kept", ["not json", "[]", "{}", '{"rung":"请登录"}', _KEPT.replace('"text"', '"请登录"')]
)
def test_what_is_no_decision_is_told_without_its_words(kept):
    with pytest.raises(ValueError) as told:
        Decision.from_json(kept)
    assert "请登录" not in str(told.value)
