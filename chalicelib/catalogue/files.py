"""Service lists as files: read with every problem and its place, and written back the same.

For the command line and the console: reading brings openpyxl.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from chalicelib.catalogue.columns import COLUMNS, cells_of
from chalicelib.catalogue.errors import BadService, CatalogueError
from chalicelib.catalogue.models import EntranceKind, Service
from chalicelib.errors import Field, Invalid
from chalicelib.sheets.cells import clean
from chalicelib.sheets.grid import Grid, grid_of
from chalicelib.sheets.headings import folded
from chalicelib.sheets.layouts import FoundRow, layout_of, values_of
from chalicelib.sheets.lists import SUFFIXES, Fix, read_list
from chalicelib.sheets.problems import BadCell, Cell, FileErrors, Notes, Place, Problem, Severity
from chalicelib.sheets.spreadsheets import write_csv
from chalicelib.sheets.typed_workbook import table_of, too_long, workbook

MAX_BYTES: Final = 20 * 1024 * 1024
LAYOUT: Final = layout_of(
    COLUMNS, "服务", "找不到表头：至少要有“服务名称”和“分类”两列，可以先生成模板再填写"
)


class ServiceFileErrors(FileErrors, CatalogueError, Invalid):
    """A service list that can't be imported; ``problems`` has every reason with its place."""


@dataclass(frozen=True, slots=True)
class ReadServices:
    """A list that was read whole."""

    services: tuple[Service, ...]
    problems: tuple[Problem, ...]
    """Warnings."""


def read(
    name: str,
    body: bytes,
    *,
    regions: Collection[str] = (),
    sheets: Collection[str] = (),
    fixes: Collection[Fix] = (),
) -> ReadServices:
    """The services in a .xlsx or .csv, as its ``name`` tells.

    ``regions`` are names and ids of units that 适用地区 may name; without any, all may be named. ``fixes`` are cells
    that were corrected since. Raises ``ServiceFileErrors`` with every problem there is.
    """
    notes = Notes(PurePath(name).name, ServiceFileErrors)
    suffix = PurePath(name).suffix.lower()
    if suffix not in SUFFIXES:
        notes.error(
            Place(), f"不支持 {suffix or '没有扩展名'} 的文件；请在表格软件里另存为 .xlsx 或 .csv"
        )
    elif len(body) > MAX_BYTES:
        notes.error(Place(), f"文件超过 {MAX_BYTES // 1024 // 1024} MB")
    elif not body.strip():
        notes.error(Place(), "文件是空的")
    notes.stop_on_errors()
    found = [
        FoundRow(row, row_cells, sheet)
        for sheet, table in read_list(suffix, body, LAYOUT.heads, notes, sheets, fixes)
        for row, row_cells in table
    ]
    if not found and not notes.has_errors:
        notes.error(Place(), "文件里没有服务")
    made = services_of(found, notes, regions)
    notes.stop_on_errors()
    return ReadServices(tuple(made), notes.sorted())


def grid(name: str, body: bytes, fixes: Collection[Fix] = ()) -> list[Grid]:
    """The tables of a file as they stand there, to show its problems in place."""
    return grid_of(PurePath(name).suffix.lower(), body, LAYOUT.heads, fixes)


def service_of(
    typed: Mapping[str, str], known: Service | None = None, regions: Collection[str] = ()
) -> Service:
    """A service from what a person typed, by field, as a sheet would have it; ``known`` has what was not typed.

    Raises ``BadService`` with every problem.
    """
    notes = Notes("输入", ServiceFileErrors)
    row: dict[str, Cell] = {}
    for field, text in {**(cells_of(known) if known else {}), **typed}.items():
        if field not in LAYOUT.heads.shown:
            continue
        place = Place(None, LAYOUT.heads.shown[field])
        try:
            if value := clean(text):
                row[field] = Cell(value, place)
        except BadCell as bad:
            notes.error(place, str(bad))
    made = services_of([FoundRow(0, row)], notes, regions)
    errors = [one for one in notes.problems if one.severity is Severity.ERROR]
    if errors:
        fields = {label: field for field, label in LAYOUT.heads.shown.items()}
        raise BadService(
            Field(fields.get(one.column or "", ""), f"{one.column}：{one.reason}") for one in errors
        )
    return made[0]


def write(name: str, kept: Iterable[Service]) -> bytes:
    """Services as a .xlsx or .csv that ``read`` gives back the same. Raises ``ServiceFileErrors``."""
    suffix = PurePath(name).suffix.lower()
    rows = [cells_of(one) for one in kept]
    if suffix == ".csv":
        return write_csv(table_of(rows, COLUMNS))
    if suffix == ".xlsx":
        if long := too_long(name, rows, COLUMNS):
            raise ServiceFileErrors(long)
        return workbook(rows, LAYOUT)
    reason = f"不能写成 {suffix or '没有扩展名'} 的文件；可以是 .xlsx、.csv"
    raise ServiceFileErrors((Problem(Severity.ERROR, PurePath(name).name, None, None, reason),))


def template() -> bytes:
    """An empty .xlsx with headings and explanations."""
    return workbook([], LAYOUT)


def service_id(name: str) -> str:
    """The id of a service whose file gave it none: the same name has the same."""
    return f"s-{hashlib.sha256(folded(name).encode()).hexdigest()[:8]}"


def services_of(
    found: Iterable[FoundRow], notes: Notes, regions: Collection[str] = ()
) -> list[Service]:
    """The services of good rows; ids, names and aliases lead to one service each."""
    made: list[Service] = []
    first: dict[str, FoundRow] = {}
    called: dict[str, FoundRow] = {}
    for row in found:
        before = sum(one.severity is Severity.ERROR for one in notes.problems)
        one = _service(row, notes, regions)
        if one is None:
            continue
        if one.id in first:
            notes.error(row.place("编号"), f"编号“{one.id}”与{first[one.id].place('').named}重复")
        first.setdefault(one.id, row)
        for word in (one.name, *one.aliases):
            other = called.setdefault(folded(word), row)
            if other is not row:
                column = "服务名称" if word == one.name else "别名"
                where = other.place("").named
                notes.error(row.place(column), f"“{word}”在{where}已经用过，叫它时不知道说的是哪个")
        if before == sum(one.severity is Severity.ERROR for one in notes.problems):
            made.append(one)
    return made


def _service(row: FoundRow, notes: Notes, regions: Collection[str]) -> Service | None:
    before = len(notes.problems)
    values = values_of(row, COLUMNS, notes)
    _check_entrances(row, values, notes)
    known = {folded(one) for one in regions}
    for region in values.get("region", ()) if known else ():
        if folded(region) not in known:
            notes.error(row.place("适用地区"), f"本单位和下级里没有“{region}”")
    new = notes.problems[before:]
    if "name" not in values or any(one.severity is Severity.ERROR for one in new):
        return None
    name = values["name"]
    values["aliases"] = tuple(
        one for one in values.get("aliases", ()) if folded(one) != folded(name)
    )
    return Service(**{"id": service_id(name), **values})


_FIELDS: Final = {
    EntranceKind.WEB: "web",
    EntranceKind.MINI_PROGRAM: "appid",
    EntranceKind.MENU: "menu",
    EntranceKind.HALL: "hall",
    EntranceKind.PHONE: "phone",
}
"""Kind of an entrance → the field that says where it is."""


def _check_entrances(row: FoundRow, values: Mapping[str, object], notes: Notes) -> None:
    if not any(field in row.cells for field in _FIELDS.values()):
        notes.error(
            row.place("网页地址"), "至少要有一个入口：网页、小程序、菜单、办理地点或咨询电话"
        )
    if "path" in row.cells and "appid" not in row.cells:
        notes.error(row.place("小程序 AppID"), "写了小程序页面，缺少小程序 AppID")
    closed = values.get("paused", ())
    for one in closed if isinstance(closed, tuple) else ():
        if _FIELDS[one.kind] not in row.cells:
            shown = LAYOUT.heads.shown[_FIELDS[one.kind]]
            notes.error(row.place("暂停的入口"), f"暂停的入口没有填写：{shown}")
