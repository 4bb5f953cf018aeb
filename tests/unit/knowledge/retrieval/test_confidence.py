"""What may be answered: zones, fitted thresholds, and what is said where nothing can be fitted."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from chalicelib.knowledge.models import Zone
from chalicelib.knowledge.retrieval import (
    DEFAULT_CONFIDENCE,
    Confidence,
    Index,
    TooFewExamples,
    build,
    judge,
)
from chalicelib.knowledge.retrieval.dense import Nearness
from chalicelib.knowledge.retrieval.evaluation import Aims, Question, evaluate, fit_confidence
from chalicelib.knowledge.retrieval.features import CONSIDERED, candidates, names

TOPICS = "增值税 契税 印花税 车船税 房产税 消费税 资源税 环保税 社保 医保 个税 数电发票 完税证明 出口退税 税务登记".split()
ACTS = "怎么申报 税率是多少 什么时候截止 需要什么材料 在哪里办理".split()
ASKED = ["请问{}{}呢", "我想问一下{}{}", "{}的话{}啊谢谢", "{}{}?着急", "你好 {}到底{}"]
OTHER = (
    "今天天气怎么样 推荐一部电影 附近哪里有火锅 猫不吃东西怎么办 足球比赛几点 手机充不进电".split()
)

ENTRIES = [f"{topic}{act}" for topic, act in itertools.product(TOPICS, ACTS)]
QUESTIONS = [
    Question(ASKED[at % len(ASKED)].format(topic, act), at)
    for at, (topic, act) in enumerate(itertools.product(TOPICS, ACTS))
]
NEGATIVES = [Question(f"{text}{extra}", None) for text in OTHER for extra in ("", "啊", "呢", "?")]


@pytest.fixture(scope="module")
def index() -> Index:
    return build(list(enumerate(ENTRIES)))


@pytest.fixture(scope="module")
def fitted(index: Index) -> Confidence:
    return fit_confidence(index, [*QUESTIONS, *NEGATIVES], Aims())


def test_a_clear_question_is_answered(index: Index, fitted: Confidence) -> None:
    said = judge(index, "请问契税税率是多少", fitted)
    assert said.zone is Zone.SURE
    assert ENTRIES[said.found[0].entry] == "契税税率是多少"
    assert said.found[0].confidence > 0.9


def test_what_is_not_known_goes_to_a_person(index: Index, fitted: Confidence) -> None:
    assert judge(index, "猫不吃东西", fitted).zone is Zone.NONE
    assert judge(index, "", fitted).zone is Zone.NONE
    assert judge(index, "👍👍👍", fitted).found == ()


def test_the_start_that_is_shipped_knows_the_columns_of_this_version(index: Index) -> None:
    assert DEFAULT_CONFIDENCE.lexical.features == names(dense=False)
    assert judge(index, "契税税率是多少", DEFAULT_CONFIDENCE).zone is Zone.SURE


def test_a_confidence_of_an_older_program_gives_way_to_the_start(
    index: Index, fitted: Confidence
) -> None:
    older = fitted.lexical.model_copy(update={"features": ("bm25",), "rank": (1.0,)})
    said = judge(index, "契税税率是多少", Confidence(lexical=older))
    assert said == judge(index, "契税税率是多少", DEFAULT_CONFIDENCE)


def test_entries_that_do_not_hold_are_passed_over(index: Index, fitted: Confidence) -> None:
    expired = ENTRIES.index("契税税率是多少")
    said = judge(index, "契税税率是多少", fitted, holds=lambda entry: entry != expired)
    assert expired not in [one.entry for one in said.found]
    assert judge(index, "契税税率是多少", fitted, holds=lambda _: False).zone is Zone.NONE


def test_the_best_comes_first_and_no_more_than_asked_for(index: Index, fitted: Confidence) -> None:
    found = judge(index, "社保什么时候", fitted, k=3).found
    assert len(found) == 3
    assert found[0].confidence == max(one.confidence for one in found)


def test_a_fit_is_the_same_every_time(index: Index, fitted: Confidence) -> None:
    assert fit_confidence(index, [*QUESTIONS, *NEGATIVES], Aims()) == fitted


def test_a_confidence_survives_its_json(fitted: Confidence) -> None:
    assert Confidence.model_validate_json(fitted.model_dump_json()) == fitted


def test_too_few_questions_fit_nothing(index: Index) -> None:
    with pytest.raises(TooFewExamples, match="只有 10 条"):
        fit_confidence(index, QUESTIONS[:10], Aims())


def test_labels_that_fit_no_question_are_refused(index: Index) -> None:
    wrong = [Question("hello", at) for at in range(60)]
    with pytest.raises(TooFewExamples, match="faq_id"):
        fit_confidence(index, wrong, Aims())


def test_a_precision_that_cannot_be_kept_answers_nothing(index: Index) -> None:
    # Every label is wrong: no threshold keeps the promise.
    wrong = [
        Question(one.text, (at + len(ACTS)) % len(ENTRIES)) for at, one in enumerate(QUESTIONS)
    ]
    never = fit_confidence(index, [*wrong, *NEGATIVES], Aims())
    assert never.lexical.sure > 1
    assert judge(index, "契税税率是多少", never).zone is not Zone.SURE


def test_the_report_counts_what_was_answered(index: Index, fitted: Confidence) -> None:
    report = evaluate(index, fitted, [*QUESTIONS, *NEGATIVES])
    assert (report.queries, report.negatives) == (len(QUESTIONS), len(NEGATIVES))
    assert report.recall_at_1 > 0.9
    assert report.precision is not None
    assert report.precision >= 0.95
    assert report.negatives_answered == 0


def test_the_meaning_is_asked_only_where_letters_leave_doubt(
    index: Index, fitted: Confidence
) -> None:
    asked: list[str] = []

    def meaning(text: str) -> Nearness:
        asked.append(text)
        scores = np.array([float(entry == "契税税率是多少") for entry in ENTRIES])
        flat = scores.astype(np.float32)
        return Nearness(scores, flat[:, None], np.ones((1, 1), np.float32), flat * 0)

    both = fit_confidence(index, [*QUESTIONS, *NEGATIVES], Aims(), meaning=meaning)
    assert both.dense is not None
    asked.clear()
    judge(index, "请问契税税率是多少", both, meaning=meaning)
    judge(index, "买房那个钱", both, meaning=meaning)
    assert asked == ["买房那个钱"]


def test_a_confidence_without_a_second_stage_asks_no_meaning(
    index: Index, fitted: Confidence
) -> None:
    def meaning(text: str) -> Nearness:
        raise AssertionError(text)

    assert judge(index, "买房那个钱", fitted, meaning=meaning).zone is not Zone.SURE


def test_at_most_so_many_entries_are_looked_at_closely(index: Index) -> None:
    seen = candidates(index, "怎么申报")
    assert len(seen.entries) <= CONSIDERED
    assert seen.rows.shape == (len(seen.entries), len(names(dense=False)))
    assert np.isfinite(seen.rows).all()
