"""The second stage: what vectors tell beyond their cosine."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from chalicelib.knowledge.retrieval import Meanings, UnreadableIndex, dense

VECTORS = {
    "买房": [1.0, 0.0, 0.0, 0.0],
    "买房契税": [0.8, 0.6, 0.0, 0.0],
    "买房贷款": [0.8, 0.0, 0.6, 0.0],
    "社保": [0.0, 0.0, 0.0, 1.0],
}


class Encoder:
    """Knows what it was given."""

    def query(self, text: str) -> NDArray[np.float32]:
        return np.array(VECTORS[text], np.float32)


@pytest.fixture(autouse=True)
def _encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dense, "_model", Encoder)


def test_vectors_come_back_as_they_were_stored() -> None:
    made = dense.build(list(enumerate(VECTORS)))
    read = Meanings.load(made.dump())
    assert (read.near("社保").scores == made.near("社保").scores).all()
    assert (read.crowds == made.crowds).all()
    with pytest.raises(UnreadableIndex, match="重新发布"):
        Meanings.load(made.dump()[:-40])


def test_other_texts_are_seen_from_the_mean_of_an_indexs_own() -> None:
    made = dense.build([(0, "买房"), (1, "社保")])
    found = made.of(["买房契税", "买房贷款"])
    mean = (np.array(VECTORS["买房"]) + np.array(VECTORS["社保"])) / 2
    rest = np.array([VECTORS["买房契税"], VECTORS["买房贷款"]]) - mean
    wanted = rest / np.linalg.norm(rest, axis=1, keepdims=True)
    assert found == pytest.approx(wanted, abs=1e-6)
    # Few texts, or one, are nothing else for being few.
    assert made.of(["买房契税"])[0] == pytest.approx(found[0])


def test_every_text_is_nearest_to_itself() -> None:
    made = dense.build(list(enumerate(VECTORS)))
    assert [int(made.near(text).scores.argmax()) for text in VECTORS] == [0, 1, 2, 3]


def test_what_candidates_share_does_not_count_between_them() -> None:
    near = dense.build(list(enumerate(VECTORS))).near("买房契税")
    among = np.array([0, 1, 2])
    apart = near.apart(among, among, 3)
    assert apart.argmax() == 1
    assert apart[1] - apart[2] > near.scores[1] - near.scores[2]


def test_two_candidates_are_not_made_opposites() -> None:
    near = dense.build(list(enumerate(VECTORS))).near("买房契税")
    pair = np.array([1, 2])
    assert near.apart(pair, pair, 2)[1] == pytest.approx(-1, abs=0.01)
    assert near.apart(pair, pair, 20)[1] > -0.9


def test_a_text_among_many_alike_is_crowded_and_its_own_variants_are_no_crowd() -> None:
    rng = np.random.default_rng(0)
    alike = np.array([1.0, 0, 0]) + rng.normal(0, 0.05, (40, 3))
    vectors = dense._unit(np.vstack([alike, [[0, 1.0, 0]]]).astype(np.float32))
    others = dense.crowds(vectors, np.arange(41))
    assert others[0] > 0.9 > others[40]
    assert dense.crowds(vectors, np.array([7] * 40 + [8]))[0] == pytest.approx(0, abs=0.02)
