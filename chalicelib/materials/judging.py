"""Whether the files that an article holds may be used there: what the library knows of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from chalicelib.materials import rules, store
from chalicelib.materials.models import Material, MaterialProblem
from chalicelib.values import Value


class NotUsable(Value):
    """A file that is of a material, which may not be used so."""

    digest: str
    """SHA-256 of the file, as the article holds it."""
    material: Material
    problems: tuple[MaterialProblem, ...]


def not_usable(
    digests: Iterable[str], lineage: Sequence[str], day: date, account: str = ""
) -> list[NotUsable]:
    """The files that are of materials of which none may be used by this unit on this day, at this account.

    A file that no library holds is nobody's material: nothing is said of it.
    """
    found = (_judged(one, lineage, day, account) for one in dict.fromkeys(digests))
    return [one for one in found if one is not None]


def _judged(digest: str, lineage: Sequence[str], day: date, account: str) -> NotUsable | None:
    known = store.of_file(digest)
    judged = [(rules.problems(one, lineage, day, account), one) for one in known]
    if not judged or any(not problems for problems, _ in judged):
        return None
    # Of several the one that is nearest to being usable: its own unit mends it soonest.
    problems, material = min(judged, key=lambda one: (len(one[0]), one[1].unit not in lineage))
    return NotUsable(digest=digest, material=material, problems=problems)
