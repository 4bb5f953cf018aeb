"""The pictures of the follower's page in the documents show it as it is, and are small."""

from __future__ import annotations

from dev.places import ROOT
from dev.service_pictures import FILES, FOLDER, MOST_BYTES, mark, mark_of


def test_the_pictures_show_the_pages_as_they_are() -> None:
    stale = [name for name, big in FILES.items() if mark_of(name) != mark(big)]
    assert stale == [], "run python -m dev.service_pictures"


def test_each_is_small_and_shown() -> None:
    shown = (ROOT / "docs/services.md").read_text()
    for name in FILES:
        assert (FOLDER / name).stat().st_size <= MOST_BYTES
        assert f"images/{name}" in shown
