"""Compiled knowledge: the one object of an account that functions read. ``build`` makes it, ``opened`` opens it."""

from typing import TYPE_CHECKING

from chalicelib.door import opens

if TYPE_CHECKING:
    from chalicelib.knowledge.compiled.builder import build as build
    from chalicelib.knowledge.compiled.builder import questions_of as questions_of
    from chalicelib.knowledge.compiled.reader import forget as forget
    from chalicelib.knowledge.compiled.reader import opened as opened
else:
    __getattr__ = opens(
        __name__,
        {
            "builder": ["build", "questions_of"],
            "reader": ["forget", "opened"],
        },
    )
