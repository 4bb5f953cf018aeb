"""Themes (主题) of articles: tokens of colour, spacing and shape, and the inline styles that follow from them."""

from chalicelib.newsroom.composing.themes.built_in import DEFAULT, PLAIN, THEMES
from chalicelib.newsroom.composing.themes.look import Look, look_of
from chalicelib.newsroom.composing.themes.theme import Theme

__all__ = ["DEFAULT", "PLAIN", "THEMES", "Look", "Theme", "look_of"]
