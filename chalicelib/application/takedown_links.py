"""The words behind a link: met where one of our pushes or publications has this address, and looked for like a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from chalicelib import newsroom, takedown
from chalicelib.takedown import Checklist, Clue, ClueKind, SpotKind, Takedown, Words

MOST: Final = 5
"""Contents of one takedown that are learnt from links."""


def learnt(case: Takedown, checklists: Iterable[Checklist]) -> tuple[str, ...]:
    """What its links lead to, as the search has met it; with what was known before."""
    links = {takedown.same_address(one.value) for one in _links(case.clues)}
    found = dict.fromkeys(case.learnt)
    if links:
        for checklist in checklists:
            for place in checklist.places:
                if not place.url or takedown.same_address(place.url) not in links:
                    continue
                if place.kind is SpotKind.BY_HAND:
                    found[f"{place.account} {place.object} {place.part}"] = None
                elif place.content:
                    found[place.content] = None
    return tuple(found)[:MOST]


def words_of_each(known: Iterable[str]) -> Iterator[Words]:
    """The words of what was learnt; what cannot be read any more is left out."""
    for one in known:
        account, _, rest = one.partition(" ")
        if not rest:
            try:
                yield takedown.words_of(newsroom.read_content(one))
            except newsroom.NewsroomError:
                continue
        else:
            article, _, part = rest.rpartition(" ")
            yield from (
                listed.words
                for listed in takedown.listed_by(account)
                if listed.article_id == article and part in ("0", str(listed.part))
            )


def _links(clues: Iterable[Clue]) -> Iterator[Clue]:
    return (one for one in clues if one.kind is ClueKind.LINK)
