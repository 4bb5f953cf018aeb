"""Two versions of an article or of another product beside each other, as pages get them."""

from __future__ import annotations

from pydantic import BaseModel, Field

from chalicelib.newsroom import Difference, Line


class FieldChanged(BaseModel):
    """A field with another value."""

    name: str
    label: str
    line: Line


class Compared(BaseModel):
    """Two versions, and how they differ."""

    older: int
    newer: int
    fields: list[FieldChanged]
    body: list[Line]
    layout_only: bool
    empty: bool


class SeenRevision(BaseModel):
    """The version that the caller has read."""

    revision: int = Field(ge=1)


def compared(older: int, newer: int, found: Difference) -> Compared:
    """A difference between two versions."""
    return Compared(
        older=older,
        newer=newer,
        fields=[
            FieldChanged(name=one.name, label=one.label, line=Line(parts=one.parts))
            for one in found.fields
        ],
        body=list(found.body),
        layout_only=found.layout_only,
        empty=found.empty,
    )
