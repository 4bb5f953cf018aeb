"""A paper as a Word document: 标题, 主送, 正文 一、（一）, 附件, 落款. No document number: that is given by the office."""

from __future__ import annotations

from chalicelib import reports
from chalicelib.inspection_notices.body import Body
from chalicelib.inspection_notices.models import Material
from chalicelib.inspection_notices.periods import day_name
from chalicelib.reports import About, Block, Chart, Paper, Table, Words


def document_of(body: Body, material: Material) -> bytes:
    """The file (.docx). The same body is the same document, but for the marks of its making."""
    paper = Paper(About(body.title, body.signed, body.summary, material.at))
    paper.title(body.title, after=20)
    paper.words(f"{body.to.rstrip('：:')}：", indent=False)
    for text in body.opening:
        paper.words(text)
    for number, section in enumerate(body.sections, 1):
        paper.heading(f"{reports.wording.numeral(number)}、{section.heading}")
        inner = 0
        for part in section.parts:
            if part.heading:
                inner += 1
                paper.second(f"（{reports.wording.numeral(inner)}）{part.heading}")
            for block in part.blocks:
                _block(paper, block)
    for number, annex in enumerate(body.annexes, 1):
        head = "附件：" if number == 1 else "　　　"
        paper.words(f"{head}{number}．{annex.title}", before=28 if number == 1 else 0)
    paper.signed(body.signed, day_name(body.signed_on))
    for number, annex in enumerate(body.annexes, 1):
        paper.heading(f"附件{number}　{annex.title}", new_page=True, indent=False)
        for block in annex.blocks:
            _block(paper, block)
    return paper.saved()


def _block(paper: Paper, block: Block) -> None:
    if isinstance(block, Words):
        paper.words(block.text)
    elif isinstance(block, Table):
        paper.table(block)
    elif isinstance(block, Chart):
        paper.chart(block)
