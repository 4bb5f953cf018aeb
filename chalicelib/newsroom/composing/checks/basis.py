"""An article that explains a policy names its legal basis."""

from __future__ import annotations

from chalicelib.newsroom.composing.checks.models import Copy, House
from chalicelib.newsroom.models import Finding


def missing_basis(copy: Copy, house: House) -> list[Finding]:
    """A policy column's article must fill ``legal_basis``."""
    column = copy.fields.get("column", "")
    if column not in house.basis_columns or copy.fields.get("legal_basis", "").strip():
        return []
    return [
        Finding(
            where="legal_basis", what=f"栏目“{column}”的稿件应写明政策依据（文件名称、文号、条款）"
        )
    ]
