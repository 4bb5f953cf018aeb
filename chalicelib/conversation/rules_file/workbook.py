"""The .xlsx that operators fill in: every cell is text, choices drop down, a second sheet explains."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from chalicelib.conversation.rules_file.vocabulary import (
    ANSWERS,
    COLUMNS,
    MATCHES,
    PICKS,
    REPLY_TYPES,
    RULES_SHEET,
    TRIGGERS,
    Column,
)

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

CHOICES: Final = {
    "trigger": [words[0] for words in TRIGGERS.values()],
    "match": [words[0] for words in MATCHES.values()],
    "type": [words[0] for words in REPLY_TYPES.values()],
    "must_answer": [words[0] for words in ANSWERS.values()],
    "pick": [words[0] for words in PICKS.values()],
}
DROP_DOWN_ROWS: Final = 5000
_BY_HEADER: Final = {column.header: column for column in COLUMNS}
_EXAMPLES: Final = (
    ("一条规则，一条回复", "规则名称=发票，关键词=发票|开票，匹配=半匹配，回复内容=…"),
    ("一条规则，几条回复", "写成几行，规则名称相同；“多条回复”选 随机一条 或 全部"),
    ("同一规则既有全匹配又有半匹配", "写成两行，规则名称相同，第二行可以不填回复内容"),
    ("粉丝关注时", "触发=关注，回复内容=…"),
    ("扫大厅的二维码时", "触发=扫码，关键词=二维码的场景值，回复内容=…"),
    ("点菜单时", "触发=菜单，关键词=菜单的 key，回复内容=…"),
    ("粉丝说出服务的名称时", "触发=服务，规则名称=预约办税，关键词=预约|取号，链接=https://…"),
    ("粉丝发来图片、语音等", "触发=消息类型，关键词=图片，回复内容=…"),
    ("没有规则能回答时", "触发=默认，回复内容=…（同一粉丝一小时最多一次）"),
    ("音乐有高品质网址时", "在“规则”表加一列“高清链接”，填写网址"),
    ("服务在小程序里时", "在“规则”表加“小程序”“小程序路径”两列，填 AppID 和页面"),
)


def write(rows: Sequence[Sequence[str]]) -> bytes:
    """A workbook of ``rows``, the first of them the header."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.create_sheet(RULES_SHEET, 0)
    for spare in book.worksheets[1:]:
        book.remove(spare)
    _fill(sheet, rows)
    columns = [_BY_HEADER[header] for header in rows[0]]
    _dress(sheet, columns)
    _explain(book.create_sheet("说明"), columns)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Worksheet, rows: Sequence[Sequence[str]]) -> None:
    for number, row in enumerate(rows, start=1):
        for index, value in enumerate(row, start=1):
            if value:
                cell = sheet.cell(number, index)
                cell.value = value
                # openpyxl would make a formula of a text that starts with an equals sign.
                cell.data_type = "s"
                cell.number_format = "@"


def _dress(sheet: Worksheet, columns: Sequence[Column]) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    sheet.freeze_panes = "A2"
    for index, column in enumerate(columns, start=1):
        letter = get_column_letter(index)
        head = sheet.cell(1, index)
        head.font = Font(bold=True, color="FFFFFF")
        head.fill = PatternFill("solid", fgColor="1F6F54")
        head.alignment = Alignment(vertical="center")
        head.comment = Comment(column.explained, "Rongmei", height=120, width=280)
        sheet.column_dimensions[letter].width = column.width
        sheet.column_dimensions[letter].number_format = "@"
        if column.field in CHOICES:
            choices = DataValidation(
                type="list", formula1=f'"{",".join(CHOICES[column.field])}"', allow_blank=True
            )
            choices.error = "请从下拉列表中选择"
            choices.add(f"{letter}2:{letter}{DROP_DOWN_ROWS}")
            sheet.add_data_validation(choices)


def _explain(sheet: Worksheet, columns: Sequence[Column]) -> None:
    from openpyxl.styles import Alignment, Font

    lines = [("列", "怎样填"), *((column.header, column.explained) for column in columns)]
    lines += [("", ""), ("想要", "怎样写"), *_EXAMPLES]
    for number, (head, text) in enumerate(lines, start=1):
        sheet.cell(number, 1, head).font = Font(bold=True)
        sheet.cell(number, 2, text).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.column_dimensions["A"].width = 28
    sheet.column_dimensions["B"].width = 90
