"""What is written thousands of times is read in seconds: nothing costs the square of its number."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.unit.foreign_files.bounded import told
from tests.unit.word_files.built import STYLES, level, listed, numbering, para, read, run, word

_OPEN_LINK = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "https://a.example"</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
_MANY = 10_000


def _styles() -> bytes:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{at}"><w:name w:val="s{at}"/>'
        f'<w:basedOn w:val="s{at - 1}"/><w:rPr><w:i/></w:rPr></w:style>'
        for at in range(_MANY)
    )
    last = para("字", ppr=f'<w:pStyle w:val="s{_MANY - 1}"/>')
    return word(last * _MANY, styles=STYLES + styles)


def _lists() -> bytes:
    lists = "".join(
        f'<w:num w:numId="{at}"><w:abstractNumId w:val="0"/></w:num>' for at in range(1, _MANY)
    )
    levels = "".join(level(at, "decimal", "%1.") for at in range(9))
    return word(listed("字", _MANY - 1), numbering=numbering(levels, lists=lists))


def _notes() -> bytes:
    notes = "".join(f'<w:footnote w:id="{at}">{para("注")}</w:footnote>' for at in range(_MANY))
    marks = (f'<w:r><w:footnoteReference w:id="{at}"/></w:r>' for at in range(_MANY))
    return word("".join(para(one) for one in marks), footnotes=notes)


DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "paragraphs whose ends are hidden": lambda: word(
        para(run("隐", "<w:vanish/>"), "字", ppr="<w:rPr><w:vanish/></w:rPr>") * 2 * _MANY
    ),
    "links that never end": lambda: word(para(_OPEN_LINK, "字") * _MANY),
    "runs of one look": lambda: word(para(run("字" * 20) * 5 * _MANY)),
    "styles based on each other": _styles,
    "lists of one kind": _lists,
    "notes": _notes,
}


@pytest.mark.parametrize("build", DOCUMENTS.values(), ids=DOCUMENTS.keys())
def test_it_is_read_in_time(build: Callable[[], bytes]) -> None:
    body = build()
    assert told(lambda: read(body)) == "accepted"


def test_a_style_that_is_based_on_itself_ends() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="x"><w:name w:val="x"/><w:basedOn w:val="y"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="y"><w:name w:val="y"/><w:basedOn w:val="x"/></w:style>'
    )
    document = read(word(para("字", ppr='<w:pStyle w:val="x"/>'), styles=styles))
    assert len(document.blocks) == 1
