"""Docstrings as Markdown."""

from __future__ import annotations

import re
from typing import Final

from dev.places import ROOT
from dev.problem import Problem

_DECISION: Final = re.compile(r"docs/decisions/(\d{4})\b(?:-[\w-]+\.md)?")


def markdown(said: str) -> str:
    """What a docstring says, for a page of ``docs``: code in single signs, a decision as a link to its page."""
    return _DECISION.sub(_link, said.replace("``", "`"))


def _link(found: re.Match[str]) -> str:
    pages = list((ROOT / "docs/decisions").glob(f"{found[1]}-*.md"))
    if len(pages) != 1:
        raise Problem(f"{found[0]} names {len(pages)} decisions, not one")
    return f"[why](decisions/{pages[0].name})"
