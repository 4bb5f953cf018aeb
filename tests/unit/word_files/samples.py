"""Documents over all that offices write in Word, to be compared with what LibreOffice makes of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tests.unit.word_files.built import (
    STYLES,
    cell,
    field,
    level,
    listed,
    numbering,
    para,
    row,
    run,
    table,
    word,
)


@dataclass(frozen=True)
class Sample:
    """A document, and what is read of it where LibreOffice makes something else of it."""

    body: bytes
    as_page: bool = False
    """LibreOffice's page is looked at: its plain text leaves out text boxes, notes, and which cells are merged."""
    ours: str = ""
    """What Word shows, where LibreOffice is wrong or writes other marks."""
    why: str = ""
    """What LibreOffice does otherwise."""


def _counted(form: str, text: str = "%1、", start: int = 1, items: int = 12) -> bytes:
    made = numbering(level(0, form, text, start=start))
    return word("".join(listed(f"项{at}") for at in range(items)), numbering=made)


def _levels(*places: int, texts: tuple[tuple[str, str], ...], more: str = "") -> bytes:
    made = numbering("".join(level(at, form, text, more) for at, (form, text) in enumerate(texts)))
    return word("".join(listed(f"条{n}", level=at) for n, at in enumerate(places)), numbering=made)


_OFFICIAL: Final = (
    ("chineseCountingThousand", "%1、"),
    ("chineseCountingThousand", "（%2）"),
    ("decimal", "%3."),
    ("decimal", "（%4）"),
)
_OUTLINE: Final = tuple(
    ("decimal", ".".join(f"%{part + 1}" for part in range(at + 1))) for at in range(4)
)
_LISTS: Final = (
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
    '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)
_HEADED: Final = STYLES.replace(
    '<w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr>',
    '<w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>',
).replace(
    '<w:name w:val="heading 2"/><w:basedOn w:val="a"/><w:pPr>',
    '<w:name w:val="heading 2"/><w:basedOn w:val="a"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>',
)
_BOX: Final = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:extent cx="900000" cy="500000"/>'
    '<wp:docPr id="1" name="框"/><a:graphic><a:graphicData '
    'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/>'
    f"<wps:spPr/><wps:txbx><w:txbxContent>{para('框里的字')}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp>"
    "</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
    f"<w:txbxContent>{para('框里的字')}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)
_SDT: Final = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
_DELETED: Final = '<w:del w:id="8" w:author="a"><w:r><w:delText>删去</w:delText></w:r></w:del>'
_TICKED: Final = (
    '<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="1"/></w14:checkbox></w:sdtPr><w:sdtContent>'
    f"{run('☒')}</w:sdtContent></w:sdt>"
)
_CHOICE: Final = (
    '<w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText="按月" w:value="1"/>'
    f"</w:dropDownList></w:sdtPr><w:sdtContent>{run('按月')}</w:sdtContent></w:sdt>"
)
_TOC: Final = para(
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o "1-2"</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
    "一、总则",
) + para("二、附则", '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
_MERGED: Final = table(
    row(cell("横", properties='<w:gridSpan w:val="2"/>'), "乙"),
    row(cell("竖", properties='<w:vMerge w:val="restart"/>'), "丁", "戊"),
    row(cell(properties="<w:vMerge/>"), "己", "庚"),
)

SAMPLES: Final[dict[str, Sample]] = {
    "chineseCounting": Sample(_counted("chineseCounting", items=25)),
    "chineseCountingThousand": Sample(_counted("chineseCountingThousand", "第%1条", start=97)),
    "japaneseCounting": Sample(_counted("japaneseCounting", "（%1）", items=25)),
    "ideographTraditional": Sample(_counted("ideographTraditional", items=10)),
    "ideographDigital": Sample(
        _counted("ideographDigital", items=11),
        ours="".join(f"{sign}、项{at}" for at, sign in enumerate("一 二 三 四 五 六 七 八 九 一〇 一一".split())),
        why="it counts 十, 十一; the format is defined as single figures",
    ),
    "decimalEnclosedCircle": Sample(_counted("decimalEnclosedCircle", "%1", items=20)),
    "decimalEnclosedCircleChinese": Sample(_counted("decimalEnclosedCircleChinese", "%1", items=10)),
    "decimalFullWidth": Sample(_counted("decimalFullWidth", "%1．", items=12)),
    "decimalZero": Sample(_counted("decimalZero", "%1", items=12)),
    "chineseLegalSimplified": Sample(_counted("chineseLegalSimplified", items=22)),
    "roman": Sample(_counted("upperRoman", "%1.", items=20)),
    "small roman": Sample(_counted("lowerRoman", "(%1)", items=20)),
    "letters": Sample(_counted("upperLetter", "%1.", items=26)),
    "small letters": Sample(_counted("lowerLetter", "%1)", items=26)),
    "a start of its own": Sample(_counted("decimal", "%1.", start=5)),
    "four levels": Sample(_levels(0, 1, 2, 3, 3, 2, 1, 0, 1, 2, texts=_OFFICIAL)),
    "outline": Sample(_levels(0, 1, 1, 2, 3, 0, 1, 2, 2, texts=_OUTLINE)),
    "levels passed over": Sample(_levels(1, 2, 0, 2, 3, 0, texts=_OUTLINE)),
    "legal": Sample(
        _levels(0, 1, 1, 0, 1, texts=(("chineseCounting", "第%1章"), ("decimal", "%1.%2")), more="<w:isLgl/>"),
        ours="第1章条01.1条11.2条2第2章条32.1条4",
        why="it knows no legal levels and writes 一.1",
    ),
    "restart after the first level only": Sample(
        _levels(
            0, 1, 2, 1, 2, 0, 1, 2,
            texts=(("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "%3)")),
            more='<w:lvlRestart w:val="1"/>',
        ),
        ours="1.条01.1条1a)条21.2条3b)条42.条52.1条6a)条7",
        why="it begins every level anew after each higher one",
    ),
    "lists of one kind": Sample(
        word(
            listed("a") + para("说明") + listed("b", 2) + listed("c", 3) + listed("d", 3) + listed("e"),
            numbering=numbering(level(0, "decimal", "%1."), lists=_LISTS),
        )
    ),
    "numbered headings": Sample(
        word(
            "".join(
                para(text, ppr=f'<w:pStyle w:val="{style}"/>')
                for text, style in (("总体", "1"), ("目标", "2"), ("原则", "2"), ("保障", "1"), ("组织", "2"))
            ),
            styles=_HEADED,
            numbering=numbering(
                level(0, "chineseCounting", "%1、", '<w:pStyle w:val="1"/>')
                + level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="2"/>')
            ),
        )
    ),
    "items between plain paragraphs": Sample(
        word(
            listed("甲") + para("其中：") + listed("乙", level=1) + para("另") + listed("丙"),
            numbering=numbering("".join(level(at, *one) for at, one in enumerate(_OFFICIAL))),
        )
    ),
    "bullets": Sample(
        word(listed("甲") + listed("乙"), numbering=numbering(level(0, "bullet", "•")))
    ),
    "smart tags, custom XML, controls": Sample(
        word(
            para(
                "自",
                f'<w:smartTag w:uri="u" w:element="date">{run("2026年1月1日")}</w:smartTag>',
                _SDT.format(run("起")),
                f'<w:customXml w:uri="u" w:element="e">{run("施行")}</w:customXml>',
                "。",
            )
            + _SDT.format(para("整段") + _SDT.format(para("再一段")))
        )
    ),
    "a choice and a ticked box": Sample(word(para(_TICKED, "按期", _CHOICE))),
    "insertions": Sample(
        word(para("始", f'<w:ins w:id="1" w:author="a">{run("加入")}</w:ins>', "末"))
    ),
    "deletions": Sample(
        word(para("始", _DELETED, "末")),
        ours="始末",
        why="its text has deleted words too",
    ),
    "a deleted end of a paragraph": Sample(
        word(para("甲", ppr='<w:rPr><w:del w:id="1" w:author="a"/></w:rPr>') + para("乙")),
    ),
    "hidden words": Sample(
        word(para("显", run("隐", "<w:vanish/>"), "见") + para("次")),
        ours="显见次",
        why="its text has hidden words too",
    ),
    "fields": Sample(
        word(
            para("见", field(" REF a ", run("附件一")), "，", field(" HYPERLINK \"https://a.example\" ", run("官网")))
            + para(f'<w:fldSimple w:instr=" TITLE ">{run("题名")}</w:fldSimple>')
        ),
        ours="见附件一，官网题名",
        why="it works out the title itself",
    ),
    "a table of contents": Sample(word(_TOC + para("一、总则"))),
    "a text box": Sample(word(para(_BOX) + para("次段")), as_page=True),
    "notes": Sample(
        word(
            para("前", '<w:r><w:footnoteReference w:id="2"/></w:r>', "后"),
            footnotes=f'<w:footnote w:id="2">{para("脚注")}</w:footnote>',
        ),
        as_page=True,
        ours="前脚注后",
        why="it writes the notes at the end, with their numbers",
    ),
    "merged cells": Sample(word(_MERGED), as_page=True),
    "a table in a table": Sample(word(table(row(cell(table(row("内一", "内二")), para("外")), "右")))),
    "numbers in cells": Sample(
        word(
            table(row(cell(listed("甲")), cell(listed("乙")))) + listed("丙"),
            numbering=numbering(level(0, "chineseCounting", "%1、")),
        )
    ),
    "a reading above a word": Sample(
        word(para(f"<w:r><w:ruby><w:rt>{run('shuì')}</w:rt><w:rubyBase>{run('税')}</w:rubyBase></w:ruby></w:r>", "务"))
    ),
    "signs": Sample(
        word(para("<w:r><w:t>电话</w:t><w:tab/><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:cr/><w:t>丙</w:t></w:r>"))
    ),
    "symbols": Sample(
        word(para('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "是")),
        ours="☑是",
        why="it keeps the code of the font",
    ),
    "a looked up form": Sample(
        word(para("姓名：", field(" FORMTEXT ", run("某某"), "<w:ffData><w:textInput/></w:ffData>"))),
    ),
    "an equation in one line": Sample(
        word(para("税额＝", "<m:oMath><m:r><m:t>收入×税率</m:t></m:r></m:oMath>")),
        ours="税额＝收入×税率",
        why="its text leaves equations out",
    ),
    "strict": Sample(
        word(
            listed("甲") + para("乙", ppr='<w:jc w:val="right"/>'),
            numbering=numbering(level(0, "chineseCounting", "%1、")),
            strict=True,
        )
    ),
}  # fmt: skip
