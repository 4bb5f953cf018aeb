"""A worker that dies after any write, any message and any call of WeChat: nothing goes twice, nothing is left.

By default ten places are tried; with ``RONGMEI_PROOF=all`` every one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from chalicelib import conversation, takedown
from chalicelib.cloud import queues, table
from chalicelib.publishing import Way
from chalicelib.takedown import PlaceState, TakedownState
from chalicelib.wechat.errors import UnknownOutcome
from tests.cloud.takedown.conftest import (
    BODY,
    TITLE,
    ZONG1,
    ZONG2,
    Killed,
    Line,
    Matrix,
    Page,
    adopted,
    replied,
)

STEP = 1 if os.environ.get("RONGMEI_PROOF") == "all" else 12
MOST = 121
"""About so many places there are."""


class Reaper:
    """Kills the worker after the n-th thing that it did."""

    def __init__(self, at: int) -> None:
        self.at, self.seen = at, 0

    def around(self, call):  # type: ignore[no-untyped-def]
        def watched(*args, **named):  # type: ignore[no-untyped-def]
            answer = call(*args, **named)
            self.seen += 1
            if self.seen == self.at:
                raise Killed
            return answer

        return watched


@contextmanager
def dying(at: int, patch: pytest.MonkeyPatch) -> Iterator[Reaper]:
    reaper = Reaper(at)
    with patch.context() as inner:
        for name in ("put", "update", "transact"):
            inner.setattr(table, name, reaper.around(getattr(table, name)))
        inner.setattr(queues, "send_all", reaper.around(queues.send_all))
        for name in ("delete", "delete_sent", "publication", "publications", "mass_status"):
            inner.setattr(Line, name, reaper.around(getattr(Line, name)))
        yield reaper


def standing(matrix: Matrix) -> None:
    """A mass send, two publications of ours and by hand, a push to come, a reply."""
    copies = adopted(matrix)
    matrix.pushed("province", matrix.article.id)
    matrix.pushed("city", copies["city"], Way.PUBLISH)
    matrix.scheduled("county", copies["county"])
    url = "https://mp.weixin.qq.com/s/hand"
    matrix.wechat.publish("county", "hand-1", Page(TITLE, f"<p>{BODY}</p>", url, "", False))
    replied(matrix, "county")


def lived_through(matrix: Matrix) -> takedown.Takedown:
    """From the clue to the end, whoever dies on the way; persons do again what they saw fail."""
    case = None
    for _ in range(60):
        try:
            case = case or matrix.begin(by=ZONG1)
            matrix.work(8)
            case = takedown.store.get(case.id)
            if case.state is TakedownState.PREVIEW:
                matrix.approve(case, ZONG2)
            if case.state is TakedownState.CLOSED:
                return case
        except Killed:
            continue
    raise AssertionError(f"not closed: {case}")


@pytest.mark.parametrize("at", range(1, MOST, STEP))
def test_killed_anywhere_each_place_goes_once(
    at: int, matrix: Matrix, monkeypatch: pytest.MonkeyPatch
) -> None:
    standing(matrix)
    with dying(at, monkeypatch) as reaper:
        case = lived_through(matrix)
    if reaper.seen < at:
        pytest.skip(f"there are {reaper.seen} places only")
    assert {one.state for one in matrix.places(case)} == {PlaceState.DONE}
    counted = takedown.store.counts(case.id)
    assert counted.places == {PlaceState.DONE: len(matrix.places(case))}
    # A mass send and our own publication are deleted by the push's recall, which may ask twice after a death.
    assert {str(one) for one in matrix.wechat.deleted} == {
        "(7000, 0)",
        "('page-city', 0)",
        "('hand-1', 0)",
    }
    assert matrix.wechat.deleted.count(("hand-1", 0)) == 1
    assert [one.name for one in conversation.rules_in_force("county").rules] == ["地址"]


def test_a_lost_answer_is_asked_for_and_not_repeated(matrix: Matrix) -> None:
    url = "https://mp.weixin.qq.com/s/hand"
    matrix.wechat.publish("county", "hand-1", Page(TITLE, f"<p>{BODY}</p>", url, "", False))
    case = matrix.found()
    matrix.wechat.after.append(
        UnknownOutcome("超时", appid="wx0", api="/cgi-bin/freepublish/delete")
    )
    matrix.approve(case)
    with suppress(Killed):
        matrix.work()
    case = takedown.store.get(case.id)
    assert case.state is TakedownState.CLOSED
    assert matrix.wechat.deleted == [("hand-1", 0)]
    [place] = [one for one in matrix.places(case) if one.object == "hand-1"]
    assert (place.state, place.verified) == (PlaceState.DONE, "微信查询：文章已删除")
