"""E-books: chapters of plain blocks, written as EPUB 3, as PDF and as pages. The same book always gives the same bytes."""

from chalicelib.ebooks.models import (
    Block,
    Book,
    Cell,
    Chapter,
    Heading,
    Image,
    Items,
    Part,
    Picture,
    Quote,
    Run,
    Table,
    Words,
    colours_of,
)
from chalicelib.ebooks.reading import blocks_of, pictures_in, renamed, texts_of
from chalicelib.ebooks.xhtml import xhtml

__all__ = [
    "Block",
    "Book",
    "Cell",
    "Chapter",
    "Heading",
    "Image",
    "Items",
    "Part",
    "Picture",
    "Quote",
    "Run",
    "Table",
    "Words",
    "blocks_of",
    "colours_of",
    "pictures_in",
    "renamed",
    "texts_of",
    "xhtml",
]
