"""From one article to every place where it stands, and down from all of them."""

from __future__ import annotations

from chalicelib import takedown
from chalicelib.takedown import PlaceState, SpotKind, TakedownState
from tests.cloud.takedown.conftest import Matrix, everywhere


def test_every_kind_of_place_is_found_and_taken_down_once(matrix: Matrix) -> None:
    everywhere(matrix)
    case = matrix.found()
    assert case.state is TakedownState.PREVIEW
    kinds = {one.kind for one in matrix.places(case)}
    assert kinds == set(SpotKind) - {SpotKind.MENU}
    matrix.approve(case)
    matrix.work()
    case = takedown.store.get(case.id)
    places = matrix.places(case)
    assert [
        (one.kind.value, one.problem) for one in places if one.state is not PlaceState.DONE
    ] == []
    assert case.state is TakedownState.CLOSED
    assert sorted(map(str, matrix.wechat.deleted)) == sorted(
        map(str, [(7000, 0), ("page-city", 0), ("hand-1", 0)])
    )
