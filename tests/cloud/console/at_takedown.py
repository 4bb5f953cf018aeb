"""A takedown of the city that is to be approved, and one that was let be."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib import newsroom, takedown
from chalicelib.actor import SYSTEM
from chalicelib.application import takedown_search, takedown_work, takedowns
from chalicelib.clock import utc_now
from chalicelib.takedown import Clue, ClueKind, Page, Published, Takedown


class Empty:
    """An account that has published nothing by hand."""

    def ready(self) -> None:
        """See ``takedown.Platform``."""

    def publications(self, offset: int) -> Sequence[Published]:
        """See ``takedown.Platform``."""
        return ()

    def publication(self, article_id: str) -> tuple[Page, ...] | None:
        """See ``takedown.Platform``."""
        return None

    def delete(self, article_id: str, part: int) -> None:
        """See ``takedown.Platform``."""

    def mass_status(self, msg_id: int) -> str:
        """See ``takedown.Platform``."""
        return "DELETE"


def fill(unit: str, mark: str, article: str) -> dict[str, str]:
    """Make them; returns their ids by the names that routes give them."""
    words = newsroom.get_article(article).title
    found = _found(unit, Clue(kind=ClueKind.ARTICLE, value=article), f"{mark}政策口径写错")
    stands = _found(unit, Clue(kind=ClueKind.TEXT, value=words), f"{mark}误报")
    takedowns.reject(stands.id, reason=f"{mark}核对后无误", by=SYSTEM, now=utc_now())
    [place, *_] = [one for some in takedown.store.checklists(found.id) for one in some.places]
    return {
        "takedown": found.id,
        "rejected_takedown": stands.id,
        "takedown_id": found.id,
        "takedown_version": str(found.version),
        "takedown_place": place.id,
    }


def _found(unit: str, clue: Clue, reason: str) -> Takedown:
    """A takedown after its search."""
    case = takedowns.begin((clue,), unit=unit, reason=reason, by=SYSTEM, now=utc_now())
    takedown_work.tend(case.id, utc_now)
    for number in range(case.parts):
        takedown_search.search(f"{case.id} {case.round} {number}", utc_now, lambda _: Empty())
    takedown_work.tend(case.id, utc_now)
    return takedown.store.get(case.id)
