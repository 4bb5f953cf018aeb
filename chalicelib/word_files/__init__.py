"""Word documents: every word that Word shows, with its number and look, once and in order. For the command line."""

from chalicelib.word_files.model import (
    PLAIN,
    Align,
    Block,
    Cell,
    Document,
    Label,
    Look,
    Mark,
    Paragraph,
    Picture,
    Piece,
    Remark,
    Role,
    Row,
    Table,
    Words,
    paragraphs,
)
from chalicelib.word_files.read import read_document

__all__ = [
    "PLAIN",
    "Align",
    "Block",
    "Cell",
    "Document",
    "Label",
    "Look",
    "Mark",
    "Paragraph",
    "Picture",
    "Piece",
    "Remark",
    "Role",
    "Row",
    "Table",
    "Words",
    "paragraphs",
    "read_document",
]
