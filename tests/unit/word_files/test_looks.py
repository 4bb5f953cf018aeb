"""Looks: from the defaults and styles down to the run; tables; what can't be carried along."""

from __future__ import annotations

import pytest

from chalicelib.word_files import Align, Paragraph, Picture, Role, Table, paragraphs
from tests.unit.newsroom.images import image
from tests.unit.word_files.built import (
    STYLES,
    cell,
    errors,
    field,
    lines,
    looks,
    para,
    read,
    remarks,
    row,
    run,
    table,
    warnings,
    word,
)

STYLED = (
    STYLES
    + '<w:style w:type="character" w:styleId="强"><w:name w:val="Strong"/><w:rPr><w:b/><w:color w:val="C00000"/></w:rPr></w:style>'
    + '<w:style w:type="paragraph" w:styleId="落款"><w:name w:val="落款"/><w:pPr><w:jc w:val="right"/></w:pPr></w:style>'
    + '<w:style w:type="paragraph" w:styleId="二"><w:name w:val="落款二"/><w:basedOn w:val="落款"/></w:style>'
)


@pytest.mark.parametrize(
    ("properties", "look"),
    [
        ("<w:b/>", {"bold": True}),
        ('<w:b w:val="0"/>', {"bold": False}),
        ("<w:i/>", {"italic": True}),
        ('<w:u w:val="single"/>', {"underlined": True}),
        ('<w:u w:val="none"/>', {"underlined": False}),
        ("<w:strike/>", {"struck": True}),
        ("<w:dstrike/>", {"struck": True}),
        ('<w:vertAlign w:val="superscript"/>', {"raised": "sup"}),
        ('<w:vertAlign w:val="subscript"/>', {"raised": "sub"}),
        ('<w:color w:val="C00000"/>', {"colour": "#c00000"}),
        ('<w:color w:val="auto"/>', {"colour": ""}),
        ('<w:highlight w:val="yellow"/>', {"ground": "#ffff00"}),
        ('<w:shd w:val="clear" w:color="auto" w:fill="FFE599"/>', {"ground": "#ffe599"}),
        ('<w:em w:val="dot"/>', {"bold": True}),
        ('<w:rFonts w:eastAsia="黑体"/><w:sz w:val="32"/>', {"font": "黑体", "points": 16}),
        ('<w:rStyle w:val="强"/>', {"bold": True, "colour": "#c00000"}),
        ('<w:rStyle w:val="强"/><w:b w:val="0"/>', {"bold": False}),
    ],
)
def test_a_run_looks_as_word_shows_it(properties: str, look: dict[str, object]) -> None:
    [shown] = looks(para(run("字", properties)), styles=STYLED)
    assert {name: getattr(shown.look, name) for name in look} == look


def test_bold_of_two_styles_is_not_bold() -> None:
    [shown] = looks(
        para(run("字", '<w:rStyle w:val="强"/>'), ppr='<w:pStyle w:val="1"/>'), styles=STYLED
    )
    assert not shown.look.bold


def test_the_size_comes_from_the_defaults() -> None:
    [shown] = looks(para("字"))
    assert shown.look.points == 10.5


@pytest.mark.parametrize(
    ("ppr", "align"),
    [
        ('<w:jc w:val="center"/>', Align.CENTRE),
        ('<w:jc w:val="right"/>', Align.RIGHT),
        ('<w:jc w:val="end"/>', Align.RIGHT),
        ('<w:jc w:val="both"/>', Align.LEFT),
        ('<w:pStyle w:val="落款"/>', Align.RIGHT),
        ('<w:pStyle w:val="二"/>', Align.RIGHT),
        ('<w:pStyle w:val="落款"/><w:jc w:val="left"/>', Align.LEFT),
    ],
)
def test_alignment_stands_in_the_paragraph_or_its_style(ppr: str, align: Align) -> None:
    [one] = paragraphs(read(word(para("字", ppr=ppr), styles=STYLED)).blocks)
    assert one.align is align


@pytest.mark.parametrize(
    ("name", "heading", "role"),
    [
        ("heading 3", 3, Role.BODY),
        ("标题 2", 2, Role.BODY),
        ("Title", 0, Role.TITLE),
        ("caption", 0, Role.CAPTION),
        ("Quote", 0, Role.QUOTE),
        ("HTML Preformatted", 0, Role.CODE),
        ("正文", 0, Role.BODY),
    ],
)
def test_a_style_says_what_a_paragraph_is(name: str, heading: int, role: Role) -> None:
    styles = f'<w:style w:type="paragraph" w:styleId="x"><w:name w:val="{name}"/></w:style>'
    styles += '<w:style w:type="paragraph" w:styleId="y"><w:name w:val="own"/><w:basedOn w:val="x"/></w:style>'
    for style in ("x", "y"):
        body = para("字", ppr=f'<w:pStyle w:val="{style}"/>')
        [one] = paragraphs(read(word(body, styles=styles)).blocks)
        assert (one.heading, one.role) == (heading, role)


def test_an_outline_level_makes_a_heading() -> None:
    [one] = paragraphs(read(para("字", ppr='<w:outlineLvl w:val="1"/>')).blocks)
    assert one.heading == 2


# Tables.

VERTICAL = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def _table(body: str) -> Table:
    [block] = read(body).blocks
    assert isinstance(block, Table)
    return block


def test_merged_cells_are_one() -> None:
    made = _table(
        table(
            row(cell("甲", properties='<w:gridSpan w:val="2"/>'), "乙"),
            row(cell("丙", properties=VERTICAL[0]), "丁", "戊"),
            row(cell("", properties=VERTICAL[1]), "己", "庚"),
        )
    )
    found = [[(one.at, one.across, one.down) for one in line.cells] for line in made.rows]
    assert found == [
        [(0, 2, 1), (2, 1, 1)],
        [(0, 1, 2), (1, 1, 1), (2, 1, 1)],
        [(1, 1, 1), (2, 1, 1)],
    ]


def test_a_cell_that_continues_nothing_stands_for_itself() -> None:
    assert lines(table(row(cell("甲", properties=VERTICAL[1]), "乙"))) == ["甲", "乙"]


def test_deleted_rows_and_cells_are_out_and_inserted_ones_in() -> None:
    gone = '<w:tr><w:trPr><w:del w:id="1"/></w:trPr><w:tc><w:p/></w:tc></w:tr>'.replace(
        "<w:p/>", para("删")
    )
    come = '<w:tr><w:trPr><w:ins w:id="2"/></w:trPr>' + cell("加") + "</w:tr>"
    body = table(row("甲", cell("去", properties='<w:cellDel w:id="3"/>')), gone, come)
    assert lines(body) == ["甲", "加"]
    assert warnings(body)[0].startswith("有 3 处修订")


def test_rows_in_controls_and_tables_in_tables_are_read() -> None:
    controlled = f"<w:sdt><w:sdtContent>{row('甲', '乙')}</w:sdtContent></w:sdt>"
    nested = row(cell(table(row("内")), para("外")))
    assert lines(table(controlled, nested)) == ["甲", "乙", "内", "外"]


def test_a_head_is_known() -> None:
    head = row("项目").replace("<w:tr>", "<w:tr><w:trPr><w:tblHeader/></w:trPr>")
    assert [one.head for one in _table(table(head, row("甲"))).rows] == [True, False]


def test_white_words_in_a_coloured_cell_are_seen() -> None:
    white = run("白", '<w:color w:val="FFFFFF"/>')
    blue = '<w:shd w:val="clear" w:fill="1F4E79"/>'
    assert lines(table(row(cell(para(white), properties=blue)))) == ["白"]
    assert lines(table(row(cell(para(white))), style="样式")) == ["白"]
    assert lines(table(row(cell(para(white))))) == []


# What can't be carried along.


def _drawing(inside: str) -> str:
    return (
        '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="图 1"/><a:graphic><a:graphicData>'
        f"{inside}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


_ROOT = "<m:oMath><m:rad><m:deg/><m:e><m:r><m:t>x</m:t></m:r></m:e></m:rad></m:oMath>"


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        (_ROOT, "公式“x”"),
        (f"<m:oMathPara>{_ROOT}</m:oMathPara>", "公式“x”"),
        (_drawing('<c:chart r:id="rId1"/>'), "图表"),
        (_drawing('<dgm:relIds r:dm="rId1"/>'), "SmartArt"),
        ('<w:r><w:object><v:shape><v:imagedata r:id="x"/></v:shape><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>', "嵌入的对象"),
        ("<w:r><w:object><w:control/></w:object></w:r>", "表单控件"),
        (field(r" EQ \f(1,2) ", None), "域公式"),
        (field(r" EQ \o\ac(○,1) ", run("旧")), "域公式"),
        (field(" AUTONUM ", None), "自动编号域"),
        ('<w:r><mc:AlternateContent><mc:Choice Requires="wpi"><w:drawing><w14:contentPart/></w:drawing></mc:Choice></mc:AlternateContent></w:r>', "墨迹"),
        (_drawing('<a:blip r:link="outer"/>'), "外部链接"),
        (_drawing('<a:blip r:embed="gone"/>'), "图片缺失"),
        (_drawing("<a:t>图中字</a:t>"), "图形里的文字"),
        ('<w:r><w:sym w:font="某字体" w:char="F0FE"/></w:r>', "某字体"),
        ('<w:subDoc r:id="x"/>', "子文档"),
    ],
)  # fmt: skip
def test_what_cannot_be_carried_is_an_error_in_chinese(inside: str, said: str) -> None:
    body = word(
        para("各市：", inside, "特此通知。"),
        relations={"outer": ("image", "file:///c:/a.png"), "gone": ("image", "media/none.png")},
    )
    [what] = errors(body)
    assert said in what
    assert "请" in what
    assert lines(body) == ["各市：特此通知。"]


def test_content_of_another_file_is_an_error() -> None:
    [said] = errors(para("前") + '<w:altChunk r:id="x"/>' + para("后"))
    assert "另一个文件" in said


@pytest.mark.parametrize(
    "around", ["<w:del w:id='1'>{}</w:del>", "<w:moveFrom w:id='1'>{}</w:moveFrom>"]
)
def test_what_was_deleted_is_no_error(around: str) -> None:
    assert errors(para("字", around.format(_ROOT + field(" EQ x ", None)))) == []


def test_what_cannot_be_carried_is_told_at_its_paragraph() -> None:
    document = read(para("甲") + table(row("乙", cell(para("丙", _ROOT)))) + para("丁"))
    assert [one.words for one in paragraphs(document.blocks) if one.remarks] == ["丙"]


# Pictures.

SHOWN = _drawing('<a:blip r:embed="p1"/>')
FLOATING = SHOWN.replace("wp:inline", "wp:anchor")
OLD = '<w:r><w:pict><v:shape><v:imagedata r:id="p1"/></v:shape></w:pict></w:r>'
PNG = image()


def _with_picture(*inside: str) -> bytes:
    return word(
        para(*inside), relations={"p1": ("image", "media/a.png")}, files={"media/a.png": PNG}
    )


@pytest.mark.parametrize("shown", [SHOWN, FLOATING, OLD])
def test_pictures_stand_in_their_line(shown: str) -> None:
    document = read(_with_picture("前", shown, "后"))
    [one] = document.blocks
    assert isinstance(one, Paragraph)
    assert [type(piece).__name__ for piece in one.pieces] == ["Words", "Picture", "Words"]
    assert document.pictures == {"docx-1": PNG}


def test_the_same_picture_is_kept_once() -> None:
    document = read(_with_picture(SHOWN, OLD))
    assert document.pictures == {"docx-1": PNG}
    [one] = paragraphs(document.blocks)
    assert sum(isinstance(piece, Picture) for piece in one.pieces) == 2


def test_a_hidden_picture_stays_hidden() -> None:
    hidden = SHOWN.replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>")
    assert read(_with_picture("字", hidden)).pictures == {}
    assert read(_with_picture("字", SHOWN.replace('id="1"', 'id="1" hidden="1"'))).pictures == {}


@pytest.mark.parametrize(
    ("crop", "told"),
    [('<a:srcRect l="20000"/>', True), ("<a:srcRect/>", False), ('<a:srcRect t="0"/>', False)],
)
def test_a_picture_that_hides_a_part_of_itself_is_told_of(crop: str, told: bool) -> None:
    found = [
        one.what
        for one in remarks(
            read(_with_picture(SHOWN.replace('r:embed="p1"/>', f'r:embed="p1"/>{crop}')))
        )
    ]
    assert any("裁剪" in one for one in found) is told
