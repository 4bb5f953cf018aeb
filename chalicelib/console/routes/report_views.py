"""A report as the API shows it: numbers as they are, and as people read them."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel

from chalicelib import reports
from chalicelib.reports import Block, Chart, Figure, Report


class FigureSeen(BaseModel):
    """One number of a period with those it is compared with; None where it is not known."""

    name: str
    label: str
    now: float | None
    before: float | None
    year_before: float | None
    now_text: str
    before_text: str
    change_text: str
    year_before_text: str
    year_change_text: str
    source: str
    as_of: datetime | None
    missing: int
    """Days of accounts that are not in ``now``; it is then compared with nothing."""


class BlockSeen(BaseModel):
    """Words, figures, a table or a chart; what it is not is empty."""

    kind: str
    """words, figures, table or chart."""
    text: str
    caption: str
    figures: list[FigureSeen]
    heads: list[str]
    rows: list[list[str]]
    chart: Chart | None
    source: str
    as_of: datetime | None
    note: str


class SectionSeen(BaseModel):
    """One heading with what stands below it."""

    heading: str
    public: bool
    """Whether the article for readers has it, too."""
    blocks: list[BlockSeen]


class OriginSeen(BaseModel):
    """Where figures come from, and how they are counted."""

    source: str
    what: str
    how: str
    as_of: datetime | None


class ReportBody(BaseModel):
    """What a report tells."""

    accounts: int
    before_name: str
    """What the period before is called: 上周 or 上月."""
    sections: list[SectionSeen]
    origins: list[OriginSeen]
    faults: list[str]


def body_of(report: Report) -> ReportBody:
    """A report as it is shown."""
    return ReportBody(
        accounts=report.accounts,
        before_name=f"上{reports.wording.noun(report.period)}",
        sections=[
            SectionSeen(
                heading=f"{reports.wording.numeral(number)}、{one.heading}",
                public=one.public,
                blocks=[block_of(block) for block in one.blocks],
            )
            for number, one in enumerate(report.sections, 1)
        ],
        origins=[OriginSeen.model_validate(one, from_attributes=True) for one in report.origins],
        faults=list(report.faults),
    )


def block_of(one: Block) -> BlockSeen:
    cell = reports.wording.cell
    return BlockSeen(
        kind=one.block,
        text=one.text if one.block == "words" else "",
        caption="" if one.block == "words" else one.caption,
        figures=[_figure(each) for each in one.figures] if one.block == "figures" else [],
        heads=list(one.heads) if one.block == "table" else [],
        rows=[[cell(value) for value in row] for row in one.rows] if one.block == "table" else [],
        chart=one if one.block == "chart" else None,
        source=one.source if one.block in ("table", "chart") else "",
        as_of=one.as_of if one.block in ("table", "chart") else None,
        note=one.note if one.block == "table" else "",
    )


def _figure(one: Figure) -> FigureSeen:
    words = reports.wording
    return FigureSeen(
        name=one.name,
        label=words.label_of(one),
        now=one.now,
        before=one.before,
        year_before=one.year_before,
        now_text=words.value_of(one, one.now),
        before_text=words.value_of(one, one.before),
        change_text=words.changed(one, one.before),
        year_before_text=words.value_of(one, one.year_before),
        year_change_text=words.changed(one, one.year_before),
        source=one.source,
        as_of=one.as_of,
        missing=one.missing,
    )
