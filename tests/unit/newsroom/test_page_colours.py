"""Pages of ours in a theme: every word can be read, whatever colours somebody chose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from chalicelib.newsroom.composing.themes.built_in import THEMES
from chalicelib.newsroom.composing.themes.colour import Rgba, contrast, parsed
from chalicelib.newsroom.composing.themes.page_colours import PageColours, page_colours
from chalicelib.newsroom.composing.themes.theme import Theme

COLOURS = some.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def known(colour: str) -> Rgba:
    found = parsed(colour)
    assert found is not None, colour
    return found


def weakest(colours: PageColours) -> float:
    """The least contrast of a word to a ground that it may stand on."""
    grounds = [known(one) for one in (colours.page, colours.card, colours.tint)]
    words = [known(one) for one in (colours.text, colours.quiet, colours.link)]
    least = min(contrast(word, ground) for word in words for ground in grounds)
    return min(least, contrast(known(colours.on_head), known(colours.head)))


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
@pytest.mark.parametrize("dark", [False, True])
def test_the_built_in_themes_can_be_read_and_in_large_letters_read_well(
    theme: Theme, dark: bool
) -> None:
    assert weakest(page_colours(theme, dark=dark)) >= 4.5
    assert weakest(page_colours(theme, dark=dark, strong=True)) >= 7


@given(main=COLOURS, on_main=COLOURS, text=COLOURS, quiet=COLOURS, dark=some.booleans())
def test_any_theme_can_be_read(main: str, on_main: str, text: str, quiet: str, dark: bool) -> None:
    theme = Theme(name="试", main=main, on_main=on_main, text=text, quiet=quiet)
    assert weakest(page_colours(theme, dark=dark)) >= 4.5


def test_a_colour_that_can_be_read_stays_as_it_was_chosen() -> None:
    colours = page_colours(Theme(name="试", main="#0b5cad", on_main="#ffffff", text="#333333"))
    assert (colours.head, colours.on_head, colours.link) == ("#0b5cad", "#ffffff", "#0b5cad")
    assert colours.text == "#333333"
