"""A search reads what its own pieces need, whatever the takedown reaches over."""

from __future__ import annotations

import pytest

from chalicelib import newsroom, shapes, takedown
from chalicelib.actor import local
from chalicelib.application import takedown_wanted
from chalicelib.cloud import table
from chalicelib.settings import settings
from chalicelib.takedown import Member
from tests.cloud.newsroom.people import composed
from tests.cloud.takedown.conftest import BODY, TITLE, Matrix, everywhere


@pytest.mark.parametrize("writes", [0, shapes.SCOPES_IN_PIECES])
def test_a_scope_is_read_in_pieces_whichever_version_wrote_it(
    matrix: Matrix, monkeypatch: pytest.MonkeyPatch, writes: int
) -> None:
    monkeypatch.setenv("RONGMEI_WRITES", str(writes))
    settings.cache_clear()
    case = matrix.begin()
    scope = tuple(Member(f"u{number}", (f"a{number}",)) for number in range(250))
    kept = case.model_copy(update={"id": "t-20261130-pieces"})
    assert takedown.store.add(kept, scope)
    whole = table.get(f"TAKEDOWN#{kept.id}", "SCOPE")
    assert (whole is None) == bool(writes)
    assert takedown.store.members(kept.id, 0, 20) == scope[:20]
    assert takedown.store.members(kept.id, 90, 20) == scope[90:110]
    assert takedown.store.members(kept.id, 240, 20) == scope[240:]
    assert takedown.store.members(kept.id, 250, 20) == ()


def test_what_is_looked_for_is_worked_out_once_and_stays_for_all_pieces(matrix: Matrix) -> None:
    everywhere(matrix)
    case = matrix.begin()
    first = takedown_wanted.wanted_for(case)
    assert first.articles == {matrix.article.id}
    assert len(first.offers) == 1
    other = newsroom.create(
        composed(TITLE, BODY * 2), unit="province", by=local("li"), now=matrix.now
    )
    clue = case.clues[0].model_copy(update={"value": other.id})
    again = takedown_wanted.wanted_for(case.model_copy(update={"clues": (clue,)}))
    assert again.articles == first.articles
    assert again.offers == first.offers
