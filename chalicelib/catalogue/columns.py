"""The columns of a service list: one row a service, several things of one cell on lines of their own.

Files, the template, the comparison of versions, the form of the page and the command line work from this table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from chalicelib.catalogue.labels import ENTRANCES
from chalicelib.catalogue.models import EntranceKind, Paused, Service
from chalicelib.sheets import cells
from chalicelib.sheets.columns import Column, Form, day, identifier, line, lines, long_text
from chalicelib.sheets.headings import Table, look_up, words
from chalicelib.sheets.links import LinkForm
from chalicelib.sheets.problems import BadCell

NAME_CHARS: Final = 60
LINE_CHARS: Final = 200
TEXT_CHARS: Final = 600

_KINDS: Final[Table] = {
    EntranceKind.WEB: (ENTRANCES[EntranceKind.WEB], "网上", "网址", "网页地址"),
    EntranceKind.MINI_PROGRAM: (ENTRANCES[EntranceKind.MINI_PROGRAM],),
    EntranceKind.MENU: (ENTRANCES[EntranceKind.MENU],),
    EntranceKind.HALL: (ENTRANCES[EntranceKind.HALL], "窗口", "办理地点", "办税厅"),
    EntranceKind.PHONE: (ENTRANCES[EntranceKind.PHONE], "咨询电话"),
}
_KNOWN: Final = words(_KINDS)
_APPID: Final = re.compile(r"wx[0-9A-Za-z_-]{4,30}")


def cells_of(one: Service) -> dict[str, str]:
    """A service as the cells of a sheet, by field."""
    return {column.field: column.written(getattr(one, column.field)) for column in COLUMNS}


def _paused() -> Form:
    """One closed entrance a line: its kind, and after a colon why."""

    def read(value: str) -> tuple[Paused, ...]:
        found: dict[str, Paused] = {}
        for part in cells.split(value):
            kind, _, note = part.replace("：", ":", 1).partition(":")
            name = look_up(kind.strip(), _KNOWN, _KINDS)
            if name in found:
                raise BadCell(f"“{ENTRANCES[EntranceKind(name)]}”写了两次")
            found[name] = Paused(kind=EntranceKind(name), note=_LINE.read(note.strip()))
        return tuple(found.values())

    def write(several: Sequence[Paused]) -> str:
        return cells.join(
            f"{ENTRANCES[one.kind]}：{one.note}" if one.note else ENTRANCES[one.kind]
            for one in several
        )

    def show(several: Sequence[Paused]) -> str:
        return "\n".join(cells.split(write(several)))

    return Form(read, write, show, join=cells.join)


def _appid(value: str) -> str:
    if not _APPID.fullmatch(value):
        raise BadCell(f"“{value[:30]}”不是小程序的 AppID，应以 wx 开头")
    return value


def _path(value: str) -> str:
    if re.search(r"\s", value) or value.startswith(("http://", "https://")):
        raise BadCell("小程序页面应像 pages/index/index，不能有空格，也不是网址")
    return str(line(LINE_CHARS).read(value))


_NAME: Final = line(NAME_CHARS)
_LINE: Final = line(LINE_CHARS)
_LINES: Final = lines(LINE_CHARS)
_NAMES: Final = lines(NAME_CHARS)

COLUMNS: Final = (
    Column("id", "编号", ("服务编号", "service_id"), "英文字母、数字、- 和 _，最多 32 位，定了不要改。不填时由名称生成。", Form(identifier), 16),
    Column("name", "服务名称", ("名称", "事项名称", "服务", "事项"), "最多 60 字，写成办事人的叫法。", _NAME, 24, required=True),
    Column("aliases", "别名", ("其他叫法", "俗称"), "其他叫法，用 | 或换行分开。", _NAMES, 24),
    Column("category", "分类", ("类别", "目录"), "如：我要查询、我要办税。", _NAME, 12, required=True),
    Column("audience", "适用对象", ("对象", "服务对象"), "如：个人、企业；用 | 或换行分开。", _NAMES, 14),
    Column("region", "适用地区", ("地区", "适用范围"), "单位的名称或编号，用 | 或换行分开；不填为全部。", _NAMES, 14),
    Column("owner", "责任部门", ("部门", "主管部门", "责任处室"), "对内容负责、到期前要复核的部门。", _NAME, 16),
    Column("basis", "办理依据", ("依据", "政策依据", "设定依据"), "政策文件的文号或标题，用 | 或换行分开。", _LINES, 28),
    Column("summary", "简介", ("说明", "服务内容", "描述"), "一两句话：办什么、给谁办。粉丝没说对名称时，也按它找。", long_text(TEXT_CHARS, "细节请写到步骤和材料里"), 40),
    Column("steps", "办理步骤", ("步骤", "流程", "办理流程"), "每步一行，不用写序号。", _LINES, 40),
    Column("materials", "所需材料", ("材料", "申请材料", "办理材料"), "每份一行，不用写序号。", _LINES, 32),
    Column("fees", "费用", ("收费", "收费标准"), "如：不收费。", _LINE, 12),
    Column("duration", "办理时限", ("时限", "办结时限"), "如：即时办结、5 个工作日。", _LINE, 14),
    Column("hours", "受理时间", ("办理时间", "时间"), "如：工作日 9:00—17:00；全天。", _LINE, 18),
    Column("web", "网页地址", ("网址", "网页", "链接", "办理网址"), "以 https:// 开头。", Form(cells.url, link=LinkForm.ADDRESS), 32),
    Column("appid", "小程序 AppID", ("小程序", "appid"), "以 wx 开头。", Form(_appid), 20),
    Column("path", "小程序页面", ("小程序路径", "path"), "如 pages/index/index；不填为首页。", Form(_path), 24),
    Column("menu", "菜单 KEY", ("菜单", "key"), "公众号自定义菜单里的 KEY，点了就像点菜单一样。", _NAME, 14),
    Column("hall", "办理地点", ("大厅", "地点", "办税厅", "窗口"), "如：各办税服务厅综合窗口。", _LINE, 28),
    Column("phone", "咨询电话", ("电话", "联系电话"), "如 12366。", _NAME, 14),
    Column("paused", "暂停的入口", ("停用的入口",), "每行一个：网页、小程序、菜单、大厅或电话，后面可以写“：原因”。", _paused(), 24),
    Column("review_on", "复核日期", ("下次复核", "有效期至", "复核时间"), "如 2027-06-30；到期前提醒责任部门。", Form(day, lambda on: on.isoformat(), dated=True), 14),
)  # fmt: skip
"""In the order of the sheet."""
