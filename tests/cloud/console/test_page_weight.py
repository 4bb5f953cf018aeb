"""What a browser loads of the console. Bytes, not times: they are the same everywhere."""

from __future__ import annotations

import re

import pytest

from benchmarks.page_weight import MOST_KB, Weight, weigh
from dev import page


@pytest.fixture(scope="module")
def weight() -> Weight:
    return weigh(page.build())


def test_the_first_load_stays_small(weight: Weight) -> None:
    assert 50 < weight.first_kb <= MOST_KB


def test_the_first_load_is_few_requests() -> None:
    """Each file is a call of the function (docs/decisions/0174)."""
    asked = re.findall(r'(?:src|href)="\./assets/', (page.build() / "index.html").read_text())
    assert 0 < len(asked) <= 4


def test_later_pages_load_when_they_are_opened(weight: Weight) -> None:
    """A page that were part of the first load would have no weight of its own; everybody's first page is."""
    pages = {name: size for name, size in weight.pages_kb.items() if name.endswith("Page")}
    assert {"ArticleListPage", "CalendarPage", "EditorPage", "HealthPage"} <= set(pages)
    assert "WorkbenchPage" not in pages
    assert all(size > 0.3 for size in pages.values()), pages
