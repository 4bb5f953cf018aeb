"""Themes in a browser: nothing is cut off, on small telephones and in large text; and the pictures of the docs are true."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.newsroom import THEMES
from dev.browser import CHROMIUM, browser
from dev.theme_pictures import FILES, PAGE_STYLE, mark, mark_of, page

CUT = """() => [...document.querySelectorAll('.phone *')].filter(one => {
    const style = getComputedStyle(one)
    return style.overflowX !== 'auto' && !one.closest('[style*="overflow-x"]')
        && style.display !== 'inline' && one.scrollWidth > one.clientWidth + 1
        && one.tagName !== 'TABLE' && one.tagName !== 'TR' && one.tagName !== 'TBODY'
}).map(one => one.outerHTML.slice(0, 200))"""
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")


@pytest.fixture(scope="module")
def window() -> Iterator[Any]:
    with browser() as started:
        yield started


def enlarged(html: str, times: int) -> str:
    """The page with every size of letters so many times as large, as WeChat's largest setting does."""
    return re.sub(
        r"font-size:\s*(\d+)px", lambda found: f"font-size:{int(found[1]) * times}px", html
    )


@needs_browser
@pytest.mark.parametrize(("width", "times"), [(320, 1), (430, 1), (768, 1), (320, 2), (430, 2)])
def test_no_theme_is_wider_than_the_page_or_cuts_words_off(
    window: Any, width: int, times: int
) -> None:
    tab = window.new_page(viewport={"width": width, "height": 900})
    for name, theme in THEMES.items():
        tab.set_content(enlarged(page(theme), times))
        tab.add_style_tag(content=PAGE_STYLE)
        over = tab.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert (name, over) == (name, 0)
        assert (name, tab.evaluate(CUT)) == (name, [])
    tab.close()


def test_every_theme_has_a_picture_that_shows_it_as_it_is() -> None:
    assert set(FILES) == set(THEMES)
    stale = [name for name, theme in THEMES.items() if mark_of(name) != mark(theme)]
    assert stale == [], "run python -m dev.theme_pictures"
